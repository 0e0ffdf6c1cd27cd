// Command heatsink turns packet captures into one HTML file that shows who
// talks to whom.
package main

import (
	"os"
	"runtime/debug"

	"heatsink/cli"
)

// gcPercent is how much garbage there may be beside what is in use. Nearly all
// of that holds no pointers, so that to collect often costs next to nothing.
const gcPercent = 25

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
