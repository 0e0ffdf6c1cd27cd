package cli

import (
	"os"
	"strconv"
	"strings"
)

// peakMemory is the most resident memory that this process had, in bytes; 0 if
// the system doesn't say. getrusage's figure won't do on Linux: it begins with
// what the process had that started this one (exec_mmap in fs/exec.c).
func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "\nVmHWM:")
	fields := strings.Fields(after)
	if len(fields) < 2 || fields[1] != "kB" {
		return 0
	}
	n, _ := strconv.ParseInt(fields[0], 10, 64)
	return n * 1024
}
