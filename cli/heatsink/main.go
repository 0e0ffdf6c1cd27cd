// Command heatsink turns packet captures into one HTML file that shows who
// talks to whom.
package main

import (
	"os"
	"runtime"
	"runtime/debug"

	"heatsink/cli"
)

// gcPercent is how much garbage there may be beside what is in use. Nearly all
// of that holds no pointers, so that to collect often costs next to nothing.
const gcPercent = 2

// ballastSize is that of memory which counts as in use but is never touched, and
// so takes none: while there is little in use, the collector would run all the
// time. With it there may be 6 MB of garbage, and gcPercent of what is in use.
const ballastSize = 320 << 20

func main() {
	var ballast []byte
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" && roomy() {
		debug.SetGCPercent(-1) // what goes on beside may have the runtime fill with zeros what is made now
		ballast = make([]byte, ballastSize)
		backHeap()
		debug.SetGCPercent(gcPercent)
		runtime.GC() // gives the room that is backed back to the heap
	}
	code := cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	runtime.KeepAlive(ballast)
	os.Exit(code)
}
