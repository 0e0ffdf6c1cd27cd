package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// sample is one run of one peer.
type sample struct {
	Round         int
	Capture, Peer string
	File          string  // what it read: the capture, or its part
	Wall, CPU     float64 // seconds
	Peak          int64   // bytes of resident memory
	Failure       string  `json:",omitempty"`
}

// measurement is a whole run of the benchmark.
type measurement struct {
	Date     string
	Machine  machine
	Rounds   int
	Scale    float64 // of the captures: below 1, starts weigh more than they should
	Source   string  // heatsink's commit
	Captures []made
	Commands map[string]string
	Versions map[string]string
	Missing  map[string]string
	Samples  []sample
}

// emptyCapture is a capture without frames: what starting costs, which those
// that are measured on a part are not to pay more than once.
const emptyCapture = "empty.pcap"

// measure runs all peers on all captures, one after the other and round by
// round, so that whatever else the machine does falls on all of them.
func measure(dir, heatsink string, m *manifest, rounds int, log io.Writer) (*measurement, error) {
	r := &measurement{
		Date: time.Now().UTC().Format(time.RFC3339), Machine: thisMachine(), Rounds: rounds, Scale: m.Scale, Source: commit(), Captures: m.Captures,
		Commands: map[string]string{}, Versions: map[string]string{}, Missing: map[string]string{},
	}
	var present []peer
	for _, p := range peers(heatsink) {
		r.Commands[p.name] = p.text()
		if why := p.missing(); why != "" {
			r.Missing[p.name] = why
			fmt.Fprintf(log, "bench: %s is %s: its column stays empty\n", p.program, why)
			continue
		}
		if v := p.versionLine(); v != "" {
			r.Versions[filepath.Base(p.program)] = v
		}
		present = append(present, p)
	}
	if _, err := create(filepath.Join(dir, emptyCapture), func(w io.Writer) error {
		_, err := newSink(emptyCapture, w)
		return err
	}); err != nil {
		return nil, err
	}
	for round := range rounds {
		for _, c := range m.Captures {
			fmt.Fprintf(log, "round %d of %d: %s\n", round+1, rounds, c.File)
			if err := warm(filepath.Join(dir, c.File)); err != nil {
				return nil, err
			}
			for _, i := range turns(round, len(present)) {
				r.take(round, dir, c, present[i])
			}
		}
		for _, p := range present {
			r.take(round, dir, made{File: emptyCapture}, p)
		}
	}
	return r, nil
}

// turns is the order in which n peers run in a round. Nobody follows the same one
// twice in n rounds, twice at the most where n is odd (Williams' Latin squares):
// what a peer leaves behind, such as memory that is free but slow to get, would
// else always fall on the same other one.
func turns(round, n int) []int {
	order := make([]int, n)
	for i := range order {
		step := (i + 1) / 2
		if i%2 == 0 {
			step = n - step
		}
		order[i] = (round + step) % n
	}
	return order
}

// warm has the file in the page cache, where every peer finds it.
func warm(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	return err
}

// take adds one run.
func (r *measurement) take(round int, dir string, c made, p peer) {
	file := c.File
	if p.part && c.Part != "" {
		file = c.Part
	}
	s := p.run(filepath.Join(dir, file), filepath.Join(dir, "out.html"))
	s.Round, s.Capture, s.Peer, s.File = round+1, c.File, p.name, file
	r.Samples = append(r.Samples, s)
}

// run runs a peer once. What it prints goes nowhere.
func (p peer) run(file, out string) sample {
	cmd := p.command(file, out)
	var complaint, said bytes.Buffer
	cmd.Stderr = &complaint
	if p.refusal != "" {
		cmd.Stdout = &said
	}
	begun := time.Now()
	err := cmd.Run()
	s := sample{Wall: time.Since(begun).Seconds()}
	if cmd.ProcessState != nil {
		s.CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
		s.Peak = peakOf(cmd.ProcessState)
	}
	if err != nil {
		lines := strings.Split(strings.TrimSpace(complaint.String()), "\n")
		s.Failure = strings.TrimSpace(err.Error() + ": " + strings.ReplaceAll(lines[len(lines)-1], filepath.Dir(file)+"/", ""))
	}
	for _, text := range []string{complaint.String(), said.String()} {
		if p.refusal != "" && strings.Contains(text, p.refusal) {
			s.Failure = p.refusal
		}
	}
	return s
}
