package app_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"lockedit/internal/browser"
)

func itoa(n int) string { return strconv.Itoa(n) }

// await waits for a file that a command in the background makes.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	err := browser.Retry(ctx, func(context.Context) (bool, error) {
		_, err := os.Stat(ts.MkAbs(args[0]))
		return err == nil, nil
	})
	if err != nil {
		ts.Fatalf("%s did not appear", args[0])
	}
}

// sameLines holds that standard output is, to the byte, the one file of the
// recording that a pattern names.
func sameLines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: sameline PATTERN")
	}
	files, err := filepath.Glob(ts.MkAbs(args[0]))
	if err != nil || len(files) != 1 {
		ts.Fatalf("%s: %v %v", args[0], files, err)
	}
	if want := ts.ReadFile(files[0]); want != ts.ReadFile("stdout") {
		ts.Fatalf("standard output and %s differ", files[0])
	}
}
