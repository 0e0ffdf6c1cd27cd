package main

import (
	"fmt"
	"slices"
	"strings"
)

// bar is one thing that heatsink is held to, on one capture.
type bar struct {
	what, capture string
	got, want     float64
	most          bool // want is the most that it may be, else the least
	unit          string
}

func (b bar) held() bool {
	if b.most {
		return b.got <= b.want
	}
	return b.got >= b.want
}

// Budgets (DESIGN): 64 MiB and 300 bytes a flow.
const (
	baseMemory = 64 << 20
	flowMemory = 300
)

// budget is the memory that so many flows may take, in MB.
func budget(flows int) float64 { return float64(baseMemory+flowMemory*flows) / 1e6 }

// flowsOf is how many flows a file has, as a capture or as a part of one.
func flowsOf(captures []made, file string) int {
	for _, c := range captures {
		switch file {
		case c.File:
			return c.Flows
		case c.Part:
			return c.Flows / partOf
		}
	}
	return 0
}

// bars holds the measured against what was promised. Where a peer is missing
// or failed there is no bar; the tables say why.
func (r *measurement) bars() (bars []bar) {
	add := func(c made, what string, a, b string, want float64, most bool) {
		if got := ratio(r.of(c, a), r.of(c, b)); got > 0 {
			bars = append(bars, bar{what, c.File, got, want, most, "×"})
		}
	}
	for _, c := range r.Captures {
		if strings.HasSuffix(c.File, ".pcap") && c.Flows > 0 {
			add(c, "time of `capinfos -c`, at most", heatsinkName, "capinfos -c", 1, true)
		}
		add(c, "faster than ndpiReader, at least", "ndpiReader", heatsinkName, 8, false)
		add(c, "faster than tshark, at least", tsharkName, heatsinkName, 50, false)
		if c.File == "full.pcap" {
			add(c, "time of plain reading, at most", heatsinkName, "dd (plain reading)", 3, true)
		}
		if c.File == "mixed.pcap" {
			add(c, "faster on all cores than on one, at least", "heatsink, one core", heatsinkName, 1.6, false)
		}
		add(c, "time of `--ports-only`, at most", heatsinkName, "heatsink --ports-only", 1.3, true)
		if s := r.of(c, heatsinkName); s.peak > 0 && c.Flows > 0 {
			bars = append(bars, bar{"peak memory, at most", c.File, float64(s.peak) / 1e6, budget(c.Flows), true, " MB"})
		}
	}
	return bars
}

// bars holds the engine to its own; captures say how many flows there are.
func (b *browserRun) bars(captures []made) (bars []bar) {
	if b == nil {
		return nil
	}
	for _, c := range b.Captures {
		if peaks, flows := c.Peak[engineName], flowsOf(captures, c.File); len(peaks) > 0 && flows > 0 {
			bars = append(bars, bar{"engine's peak memory, at most", c.File, slices.Max(peaks) / 1e6, 2 * budget(flows), true, " MB"})
		}
		for _, h := range []struct {
			what, peer string
			want       float64
		}{
			{"engine's speed in native's on one core, at least", nativeName, 0.4},
			{"engine faster than wiregasm's load, at least", wiregasmName, 20},
			{"engine faster than native tshark, at least", tsharkName, 8},
		} {
			if got := c.ratio(h.peer, engineName); got > 0 {
				bars = append(bars, bar{h.what, c.File, got, h.want, false, "×"})
			}
		}
	}
	return bars
}

// barsTable puts the lost before the held.
func barsTable(bars []bar) string {
	var lost, held strings.Builder
	for _, b := range bars {
		into, verdict := &held, "held"
		if !b.held() {
			into, verdict = &lost, "**lost**"
		}
		fmt.Fprintf(into, "| %s | %s %s%s | %s%s | %s |\n", b.capture, b.what, number(b.want), b.unit, number(b.got), b.unit, verdict)
	}
	return "| capture | bar | measured | |\n|---|---|---|---|\n" + lost.String() + held.String()
}

// number has three digits, or all before the point.
func number(v float64) string {
	switch {
	case v < 0.1:
		return fmt.Sprintf("%.3f", v)
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}
