//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakOf is the most resident memory that an ended child had, in bytes. It
// counts the child from before it became the program that was asked for, so it
// is at least what this process has.
func peakOf(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin":
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) * 1024
}
