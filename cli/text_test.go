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
