package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// markdown is the results' README.
func (r *measurement) markdown(browser *browserRun) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Measured %s\n\n", r.Date[:10])
	m := r.Machine
	fmt.Fprintf(&b, "%s, %d cores, %s memory, %s, %s; load before: %s. %d rounds; in each, all peers one after the other on each capture, which was in the page cache, in another order each time. Times are medians, with the least and the most; ratios are medians of the rounds' ratios. Absolute times mean little on another machine. CPU is user and system; memory is the peak of all rounds. `runs.csv` has every run, `run.json` all there is; `make bench` measures anew.\n\n", m.CPU, m.Cores, m.Memory, m.Kernel, m.Go, m.LoadBefore, r.Rounds)
	b.WriteString("![Wall times, with how many times heatsink's they are](times.svg)\n\n")
	if r.Scale != 1 {
		fmt.Fprintf(&b, "**The captures are %s of their full size: this is a trial, in which starts weigh more than they should.**\n\n", number(r.Scale))
	}
	b.WriteString("## What heatsink is held to\n\n" + barsTable(append(r.bars(), browser.bars(r.Captures)...)))
	for _, name := range slices.Sorted(maps.Keys(r.Missing)) {
		fmt.Fprintf(&b, "\nNot measured: %s is %s.\n", name, r.Missing[name])
	}
	for _, c := range r.Captures {
		b.WriteString("\n" + r.table(c))
	}
	b.WriteString("\n" + r.table(made{File: emptyCapture, What: "a capture without frames, so the start alone"}))
	b.WriteString(browser.markdown())
	b.WriteString("\n## Commands and versions\n\n")
	for _, name := range slices.Sorted(maps.Keys(r.Commands)) {
		fmt.Fprintf(&b, "- %s: `%s`\n", name, r.Commands[name])
	}
	b.WriteString("\n")
	fmt.Fprintf(&b, "- heatsink's source: %s\n", r.Source)
	for _, name := range slices.Sorted(maps.Keys(r.Versions)) {
		fmt.Fprintf(&b, "- %s\n", r.Versions[name])
	}
	return b.String()
}

// table is all peers on one capture.
func (r *measurement) table(c made) string {
	var b strings.Builder
	flows := ""
	if c.Flows > 0 {
		flows = fmt.Sprintf(", %d flows", c.Flows)
	}
	fmt.Fprintf(&b, "## %s: %s\n\n%d packets%s, %d MB.\n\n", c.File, c.What, c.Packets, flows, c.Bytes/1e6)
	b.WriteString("| | wall, s | least to most | CPU, s | peak, MB | heatsink takes |\n|---|---|---|---|---|---|\n")
	ours := r.of(c, heatsinkName)
	parts, failed := "", ""
	for _, p := range peers("heatsink") {
		s := r.of(c, p.name)
		switch {
		case r.Missing[p.name] != "":
			continue
		case s.failure != "":
			fmt.Fprintf(&b, "| %s | failed | | | | |\n", p.name)
			failed += fmt.Sprintf("\n%s failed: %s\n", p.name, plain(s.failure))
			continue
		case len(s.wall) == 0:
			continue
		}
		mark := ""
		if s.scaled > 0 {
			mark = " †"
			parts = fmt.Sprintf("\n† Measured on %s, a capture made alike with 1/%d of the packets and flows, and scaled by packets, with its start taken once; the memory is the part's.\n", c.Part, partOf)
		}
		takes := ""
		if x := ratio(ours, s); x > 0 && p.name != heatsinkName {
			takes = asRatio(x)
		}
		fmt.Fprintf(&b, "| %s%s | %.3f | %.3f to %.3f | %.3f | %.0f | %s |\n", p.name, mark, median(s.wall),
			slices.Min(s.wall), slices.Max(s.wall), median(s.cpu), float64(s.peak)/1e6, takes)
	}
	return b.String() + parts + failed
}

// asRatio says how heatsink's time stands to another's.
func asRatio(x float64) string {
	if x > 1 {
		return fmt.Sprintf("**%s times as long**", number(x))
	}
	return fmt.Sprintf("1/%s of it", number(1/x))
}

// plain keeps a failure's text within its line.
func plain(text string) string {
	return strings.NewReplacer("\n", " ", "|", "/", "`", "'").Replace(text)
}

func (b *browserRun) markdown() string {
	if b == nil {
		return "\n## In the browser\n\nNot measured (`make bench-engine`).\n"
	}
	var t strings.Builder
	fmt.Fprintf(&t, "\n## In the browser\n\n%s, measured %s. The engine is what the page carries, run by the page's own worker; its time is from handing over the file to having the report to show, the page having been open for six seconds. wiregasm's is from handing over the file to its end of `load()`, without starting; it then holds the frames' list and no statistics.\n", b.Chromium, b.Date)
	for _, c := range b.Captures {
		fmt.Fprintf(&t, "\n%s, %d MB:\n\n| | wall, s | least to most | peak, MB | the engine takes |\n|---|---|---|---|---|\n", c.File, c.Bytes/1e6)
		for _, name := range slices.Sorted(maps.Keys(c.Seconds)) {
			s := c.Seconds[name]
			takes, peak := "", ""
			if x := c.ratio(engineName, name); x > 0 && name != engineName {
				takes = asRatio(x)
			}
			if p := c.Peak[name]; len(p) > 0 {
				peak = fmt.Sprintf("%.0f", slices.Max(p)/1e6)
			}
			fmt.Fprintf(&t, "| %s | %.3f | %.3f to %.3f | %s | %s |\n", name, median(s), slices.Min(s), slices.Max(s), peak, takes)
		}
	}
	t.WriteString("\n")
	for _, name := range slices.Sorted(maps.Keys(b.Commands)) {
		fmt.Fprintf(&t, "- %s: `%s`\n", name, b.Commands[name])
	}
	for _, name := range slices.Sorted(maps.Keys(b.Missing)) {
		fmt.Fprintf(&t, "\nNot measured: %s: %s.\n", name, plain(b.Missing[name]))
	}
	return t.String()
}
