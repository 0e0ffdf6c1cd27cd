package cli

import (
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"heatsink/core/report"
)

func TestStats(t *testing.T) {
	tr := newRealTrial(t)
	put(t, "a.pcap", string(captureOf(t, 1000, 3)))
	if code := tr.run([]string{"a.pcap", "-f", "csv", "--stats", "--quiet"}); code != exitDone {
		t.Fatalf("exit %d: %s", code, &tr.err)
	}
	want := regexp.MustCompile(`^heatsink: 3 frames, 1 flow, \d+\.\d{3} s, \d+\.\d MB/s(, (\d+\.\d) MB peak memory)?\n$`)
	found := want.FindStringSubmatch(tr.err.String())
	if found == nil {
		t.Fatalf("standard error has %q", &tr.err)
	}
	if strings.Contains(tr.out.String(), "peak") {
		t.Error("the statistics are on standard output")
	}
	if runtime.GOOS == "linux" {
		if peak, _ := strconv.ParseFloat(found[2], 64); peak < 2 || peak > 10_000 {
			t.Errorf("peak memory is %q MB", found[2])
		}
	}
}

func TestStatsOnlyWhenAsked(t *testing.T) {
	tr := newRealTrial(t)
	put(t, "a.pcap", string(captureOf(t, 1000, 3)))
	if code := tr.run([]string{"a.pcap", "-f", "csv"}); code != exitDone || tr.err.Len() > 0 {
		t.Errorf("exit %d, standard error has %q", code, &tr.err)
	}
}

func TestStatsRate(t *testing.T) {
	got := stats(&report.Report{Totals: report.Totals{Packets: 1}}, 3_000_000, 2*time.Second)
	if want := "1 frame, 0 flows, 2.000 s, 1.5 MB/s"; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
