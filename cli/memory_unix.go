//go:build unix && !linux

package cli

import (
	"runtime"
	"syscall"
)

// peakMemory is the most resident memory that this process had, in bytes; 0 if
// the system doesn't say.
func peakMemory() int64 {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	switch runtime.GOOS {
	case "darwin", "ios":
		return int64(usage.Maxrss) // bytes there, kilobytes elsewhere
	case "solaris", "illumos", "aix":
		return 0 // pages, or always zero
	}
	return int64(usage.Maxrss) * 1024
}
