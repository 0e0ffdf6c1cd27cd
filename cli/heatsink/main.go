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

// ballast counts as in use, but is never touched and so takes no memory: while
// there is little in use, the collector would run all the time.
var ballast []byte

const ballastSize = 48 << 20

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
		ballast = make([]byte, ballastSize)
	}
	os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
