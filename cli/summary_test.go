package cli

import (
	"strings"
	"testing"

	"heatsink/core/report"
)

func TestFindingsInTheTerminal(t *testing.T) {
	if got := findings(&report.Report{}); got != "" {
		t.Errorf("nothing found, but %q", got)
	}
	r := &report.Report{}
	for range topFindings + 2 {
		r.Findings = append(r.Findings, report.Finding{Severity: report.Warning, Text: "one\nline \x1b[31m" + strings.Repeat("x", 2*findingWidth)})
	}
	got := findings(r)
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	if len(lines) != topFindings+2 || lines[topFindings+1] != "  … and 2 more in the report" {
		t.Errorf("%d lines:\n%s", len(lines), got)
	}
	for _, line := range lines[1:] {
		if len([]rune(line)) > findingWidth+20 || strings.Contains(line, "\x1b") {
			t.Errorf("not fit for a terminal: %q", line)
		}
	}
}
