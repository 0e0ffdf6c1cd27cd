package main

import (
	"os/exec"
	"path/filepath"
	"strings"
)

// peer is one program that reads a capture in one way.
type peer struct {
	name    string
	program string
	args    []string // FILE stands for the capture, OUT for a file to write
	env     []string
	part    bool   // measured on a capture's part, and scaled
	refusal string // what it says when it can't read a file, if it ends with 0 all the same
	version []string
}

const heatsinkName = "heatsink"

// peers are what is measured, heatsink first: the others are held to it.
func peers(heatsink string) []peer {
	version := []string{heatsink, "--version"}
	return []peer{
		{name: heatsinkName, program: heatsink, args: []string{"FILE", "-o", "OUT", "--quiet"}, version: version},
		{name: "heatsink, one core", program: heatsink, args: []string{"FILE", "-o", "OUT", "--quiet"}, env: []string{"GOMAXPROCS=1"}},
		{name: "heatsink --ports-only", program: heatsink, args: []string{"FILE", "-o", "OUT", "--quiet", "--ports-only"}},
		{name: "dd (plain reading)", program: "dd", args: []string{"if=FILE", "of=/dev/null", "bs=1M", "status=none"}, version: []string{"dd", "--version"}},
		{name: "capinfos -c", program: "capinfos", args: []string{"-c", "FILE"}, version: []string{"capinfos", "--version"}},
		{name: "tcpdump -w /dev/null", program: "tcpdump", args: []string{"-r", "FILE", "-w", "/dev/null"}, version: []string{"tcpdump", "--version"}},
		{name: "ndpiReader", program: "ndpiReader", args: []string{"-q", "-i", "FILE"}, refusal: "could not open pcap file", version: []string{"ndpiReader", "-v"}},
		{name: "tshark conv,ip conv,tcp", program: "tshark", args: []string{"-q", "-z", "conv,ip", "-z", "conv,tcp", "-r", "FILE"}, part: true, version: []string{"tshark", "--version"}},
	}
}

// command is a peer's command line for a file.
func (p peer) command(file, out string) *exec.Cmd {
	args := make([]string, len(p.args))
	for i, a := range p.args {
		args[i] = strings.NewReplacer("FILE", file, "OUT", out).Replace(a)
	}
	cmd := exec.Command(p.program, args...)
	cmd.Env = append(cmd.Environ(), p.env...)
	return cmd
}

// text is the command line as the results tell it.
func (p peer) text() string {
	words := append([]string{}, p.env...)
	words = append(words, filepath.Base(p.program))
	return strings.Join(append(words, p.args...), " ")
}

// missing says why a peer can't run here, or nothing.
func (p peer) missing() string {
	if _, err := exec.LookPath(p.program); err != nil {
		return "not installed"
	}
	return ""
}

// versionLine is the first line of what a program says of itself that has a
// digit in it.
func (p peer) versionLine() string {
	if p.version == nil {
		return ""
	}
	out, _ := exec.Command(p.version[0], p.version[1:]...).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.ContainsAny(line, "0123456789") {
			return strings.TrimSpace(line)
		}
	}
	return "unknown"
}
