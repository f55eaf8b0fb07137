package browser

import (
	"embed"
	"strings"
)

//go:embed js/*.js
var scripts embed.FS

// worldName is the isolated world that the look-up lives in.
const worldName = "lockedit"

// scriptOrder is the order in which the parts are joined into one program.
var scriptOrder = [...]string{"fold", "decode", "dom", "locate", "act", "shield", "mark", "picture", "lib", "recorder"}

// library joins the embedded scripts into one that runs once in each document;
// blank pages have one more.
func library(blank bool) (string, error) {
	var b strings.Builder
	b.WriteString("if (!globalThis.lockeditPage) (() => {\n'use strict';\n")
	order := scriptOrder[:]
	if blank {
		order = append(order[:len(order):len(order)], "blank")
	}
	for _, name := range order {
		text, err := scripts.ReadFile("js/" + name + ".js")
		if err != nil {
			return "", err
		}
		b.Write(text)
		b.WriteByte('\n')
	}
	b.WriteString("})();\n")
	return b.String(), nil
}
