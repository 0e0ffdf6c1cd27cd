package cli

import (
	"testing"

	"heatsink/core/report"
)

func TestGrids(t *testing.T) {
	tr := newTrial(t)
	for _, by := range []report.By{report.ByHost, report.ByConversation, report.ByService, report.ByFlow} {
		golden(t, tr.dir, "table."+string(by)+".txt", table(sample(), by, report.LayerInner, defaultTop))
	}
	golden(t, tr.dir, "table.top.txt", table(sample(), report.ByConversation, report.LayerOuter, 1)+table(sample(), report.ByHost, report.LayerOuter, 2))
	golden(t, tr.dir, "summary.txt", summary(sample()))
}

func TestNothingToShow(t *testing.T) {
	empty := &report.Report{Captures: []report.Capture{{Name: "a.pcap", Format: "pcap"}}}
	if got, want := table(empty, report.ByFlow, report.LayerInner, 0), "no flows: the capture holds 0 frames\n"; got != want {
		t.Errorf("table: %q, want %q", got, want)
	}
	tr := newTrial(t)
	golden(t, tr.dir, "summary.empty.txt", summary(empty))
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"web.example":     "web.example",
		"größe 数据库 ✓":     "größe 数据库 ✓",
		"\x1b[31mred":     `\x1b[31mred`,
		"a\nb\tc\r":       `a\nb\tc\r`,
		"c1 \u009b31m":    `c1 \u009b31m`,
		"evil\u202etxt":   `evil\u202etxt`,
		"zero\u200bwidth": `zero\u200bwidth`,
		"שלום":            `\u05e9\u05dc\u05d5\u05dd`,
		"bad\xff":         `bad\ufffd`,
		"line\u2028break": `line\u2028break`,
		"del\x7f":         `del\x7f`,
	} {
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"short", 5, "short"}, {"longer", 5, "long…"}, {"数据库数据库", 6, "数据…"}, {"\x1b\x1b\x1b", 6, `\x1b\…`}, {"", 3, ""},
	} {
		if got := fit(c.in, c.width); got != c.want {
			t.Errorf("fit(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

func TestHumanNumbers(t *testing.T) {
	for n, want := range map[uint64]string{
		0: "0", 7: "7", 999: "999", 1000: "1.0 k", 1050: "1.1 k", 9949: "9.9 k", 9960: "10 k", 12345: "12 k",
		999_499: "999 k", 999_500: "1.0 M", 3_400_000: "3.4 M", 1 << 63: "9.2 E", 1<<64 - 1: "18 E",
	} {
		if got := humanCount(n); got != want {
			t.Errorf("humanCount(%d) = %q, want %q", n, got, want)
		}
	}
	for n, want := range map[uint64]string{0: "0 B", 60: "60 B", 1500: "1.5 kB", 1_200_000_000: "1.2 GB"} {
		if got := humanBytes(n); got != want {
			t.Errorf("humanBytes(%d) = %q, want %q", n, got, want)
		}
	}
	for ns, want := range map[int64]string{
		0: "0 s", 80: "80 ns", 1500: "1.5 µs", 412_000: "412 µs", 999_499: "999 µs", 999_500: "1.0 ms", 12e6: "12 ms",
		999_499_999: "999 ms", 1e9: "1.0 s", 31_200_000_000: "31.2 s", 192e9: "3 min 12 s", 59_990_000_000: "60.0 s",
		2*3600e9 + 300e9: "2 h 5 min", 100 * 3600e9: "4 d 4 h", -12e6: "-12 ms",
	} {
		if got := humanTime(ns); got != want {
			t.Errorf("humanTime(%d) = %q, want %q", ns, got, want)
		}
	}
	for _, c := range []struct {
		part, whole uint64
		want        string
	}{{0, 10, "0 %"}, {1, 0, "0 %"}, {1, 100_000, "<0.1 %"}, {12, 1000, "1.2 %"}, {994, 10_000, "9.9 %"}, {995, 10_000, "10 %"}, {10, 10, "100 %"}, {999, 1000, "100 %"}} {
		if got := percent(c.part, c.whole); got != c.want {
			t.Errorf("percent(%d, %d) = %q, want %q", c.part, c.whole, got, c.want)
		}
	}
}
