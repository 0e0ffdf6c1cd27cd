package core

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heatsink/core/report"
)

// truth is what tshark makes of a capture; ../shared/CORPUS.md has the format.
type truth struct {
	Packets uint64               `json:"packets"`
	Bytes   uint64               `json:"bytes"`
	Outer   map[string][4]uint64 `json:"outer"`
	Inner   map[string][4]uint64 `json:"inner"`
	TCP     map[string][4]uint64 `json:"tcp"`
	UDP     map[string][4]uint64 `json:"udp"`
	Exit    int                  `json:"exit"`
	Stderr  []string             `json:"stderr"`
}

// TestConformance holds heatsink's counts to tshark's on real captures. It
// runs where HEATSINK_CORPUS and HEATSINK_TRUTH name the two folders
// (`make conformance`). What differs must stand in knownDifferences.
func TestConformance(t *testing.T) {
	corpus, truths := os.Getenv("HEATSINK_CORPUS"), os.Getenv("HEATSINK_TRUTH")
	if corpus == "" || truths == "" {
		t.Skip("HEATSINK_CORPUS and HEATSINK_TRUTH are not set: run make conformance")
	}
	var total, differ, known, unread int
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(corpus, path)
		want, err := readTruth(filepath.Join(truths, name+".json"))
		if err != nil {
			return err
		}
		total++
		reason, exempt := knownDifferences[name]
		diffs := compare(t, path, want)
		switch {
		case want.unsupported():
			unread++
			t.Logf("unread %s: tshark doesn't know its link type; heatsink: %s", name, strings.Join(diffs, "; "))
		case len(diffs) > 0 && exempt:
			known++
			t.Logf("known  %s: %s (%s)", name, reason, strings.Join(diffs, "; "))
		case len(diffs) > 0:
			differ++
			t.Errorf("differs %s: %s", name, strings.Join(diffs, "; "))
		case exempt:
			t.Errorf("agrees  %s: strike it from knownDifferences", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("conformance: %d captures: %d equal, %d with a known difference (%.2f %%), %d of a link type that tshark doesn't read, %d unexplained",
		total, total-differ-known-unread, known, 100*float64(known)/float64(max(total, 1)), unread, differ)
}

// unsupported reports whether tshark knew the container but not the link type,
// and so counted nothing.
func (w *truth) unsupported() bool {
	return w.Packets == 0 && slices.ContainsFunc(w.Stderr, func(line string) bool {
		return strings.Contains(line, "network type")
	})
}

func readTruth(path string) (*truth, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	w := &truth{}
	return w, json.Unmarshal(text, w)
}

// compare lists in what ways heatsink's report of a capture differs from tshark's.
func compare(t *testing.T, path string, want *truth) []string {
	r, err := Analyze([]Input{{
		Name: filepath.Base(path),
		Open: func() (io.ReadCloser, error) { return os.Open(path) },
	}}, Options{Unfolded: true})
	if err != nil {
		if want.Packets == 0 && want.Exit != 0 {
			return nil
		}
		return []string{err.Error()}
	}
	var diffs []string
	diff := func(what string, got, want any) {
		if got != want {
			diffs = append(diffs, fmt.Sprintf("%s %v, tshark %v", what, got, want))
		}
	}
	diff("packets", r.Totals.Packets, want.Packets)
	diff("bytes", r.Totals.Bytes, want.Bytes)
	diffs = append(diffs, compareTables("outer", hostPairs(r, report.LayerOuter), normal(want.Outer))...)
	diffs = append(diffs, compareTables("inner", hostPairs(r, report.LayerInner), normal(want.Inner))...)
	fragments := fragmentTuples(t, path)
	diffs = append(diffs, compareTables("tcp", tuples(r, "TCP", fragments), normal(want.TCP))...)
	diffs = append(diffs, compareTables("udp", tuples(r, "UDP", fragments), normal(want.UDP))...)
	return diffs
}

// table maps "a|b" to packets and bytes a→b and b→a, with a before b as text.
type table map[string][4]uint64

func (t table) add(a, b string, row [4]uint64) {
	if a > b {
		a, b = b, a
		row = [4]uint64{row[2], row[3], row[0], row[1]}
	}
	sum := t[a+"|"+b]
	for i := range sum {
		sum[i] += row[i]
	}
	if sum == ([4]uint64{}) {
		delete(t, a+"|"+b)
		return
	}
	t[a+"|"+b] = sum
}

// normal rewrites addresses as netip prints them.
func normal(in map[string][4]uint64) table {
	out := table{}
	for key, row := range in {
		a, b, _ := strings.Cut(key, "|")
		out.add(normalEnd(a), normalEnd(b), row)
	}
	return out
}

func normalEnd(end string) string {
	addr, port, ok := strings.Cut(end, " ")
	if ip, err := netip.ParseAddr(addr); err == nil {
		addr = ip.String()
	}
	if ok {
		return addr + " " + port
	}
	return addr
}

func hostPairs(r *report.Report, layer int) table {
	out := table{}
	s := &r.Services
	for i := range s.A {
		if s.Layer[i]&layer != 0 && r.Hosts.Flags[s.A[i]]&(report.HostIPv4|report.HostIPv6) != 0 {
			out.add(r.Hosts.Address[s.A[i]], r.Hosts.Address[s.B[i]],
				[4]uint64{s.PacketsAtoB[i], s.BytesAtoB[i], s.PacketsBtoA[i], s.BytesBtoA[i]})
		}
	}
	return out
}

// tuples sums the innermost layer's flows by 5-tuple, less their fragments,
// which tshark's tables leave out.
func tuples(r *report.Report, transport string, fragments map[string]table) table {
	out := table{}
	f := &r.Flows
	for i := range f.Client {
		if f.Layer[i]&report.LayerInner == 0 || r.Transports[f.Transport[i]] != transport {
			continue
		}
		out.add(endpoint(r.Hosts.Address[f.Client[i]], f.ClientPort[i]), endpoint(r.Hosts.Address[f.Server[i]], f.ServerPort[i]),
			[4]uint64{f.PacketsUp[i], f.BytesUp[i], f.PacketsDown[i], f.BytesDown[i]})
	}
	for key, row := range fragments[transport] {
		a, b, _ := strings.Cut(key, "|")
		out.add(a, b, [4]uint64{-row[0], -row[1], -row[2], -row[3]})
	}
	return out
}

func endpoint(addr string, port uint16) string { return fmt.Sprintf("%s %d", addr, port) }

// compareTables names the first rows that differ, in order.
func compareTables(what string, got, want table) []string {
	keys := map[string]bool{}
	for k := range got {
		keys[k] = true
	}
	for k := range want {
		keys[k] = true
	}
	var diffs []string
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		if got[k] != want[k] {
			diffs = append(diffs, fmt.Sprintf("%s %s %v, tshark %v", what, k, got[k], want[k]))
		}
	}
	const shown = 3
	if n := len(diffs); n > shown {
		diffs = append(diffs[:shown], fmt.Sprintf("and %d more of %s", n-shown, what))
	}
	return diffs
}
