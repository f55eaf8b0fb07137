// Command lockedit switches on Automatic Service Migration through the WebLogic
// Administration Console, with a picture of every step.
package main

import (
	"os"

	"lockedit/internal/app"
)

// version is stamped by the build (-ldflags "-X main.version=...").
var version string

func main() { os.Exit(app.Main(os.Args[1:], app.Standard(), app.System(version))) }
