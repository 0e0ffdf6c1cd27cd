package main

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// machine is where the figures are from.
type machine struct {
	CPU, Kernel, Memory, Go string
	Cores                   int
	LoadBefore              string // /proc/loadavg
}

func thisMachine() machine {
	m := machine{Cores: runtime.NumCPU(), Go: runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH}
	m.CPU = fieldOf("/proc/cpuinfo", "model name")
	m.Memory = fieldOf("/proc/meminfo", "MemTotal")
	if out, err := exec.Command("uname", "-sr").Output(); err == nil {
		m.Kernel = strings.TrimSpace(string(out))
	}
	load, _ := os.ReadFile("/proc/loadavg")
	m.LoadBefore = strings.TrimSpace(string(load))
	return m
}

// fieldOf is the first value of a key in one of Linux's lists, "unknown" elsewhere.
func fieldOf(path, key string) string {
	text, _ := os.ReadFile(path)
	for line := range strings.Lines(string(text)) {
		name, value, found := strings.Cut(line, ":")
		if found && strings.TrimSpace(name) == key {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

// commit is what stands in the working tree.
func commit() string {
	out, err := exec.Command("git", "describe", "--always", "--dirty", "--abbrev=12").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}
