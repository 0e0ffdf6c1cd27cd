//go:build !unix

package cli

// peakMemory is 0: this system doesn't say.
func peakMemory() int64 { return 0 }
