package core

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

// The bars, in percent of the flows for which a figure is the same: of all,
// and of those where heatsink or tshark counts any.
const (
	wantHealthEqual     = 99
	wantHealthEqualSeen = 90
)

// health is what tshark's analysis says of a 5-tuple: frames, and the initial
// RTT in microseconds, of the first of its streams that has one.
type health struct {
	Retransmissions uint64 `json:"retransmissions"`
	OutOfOrder      uint64 `json:"out_of_order"`
	Lost            uint64 `json:"lost"`
	DuplicateAcks   uint64 `json:"dup_ack"`
	ZeroWindows     uint64 `json:"zero_window"`
	RTT             *int64 `json:"irtt_us"`
}

// figures names what is compared.
var figures = []struct {
	name string
	of   func(h *health) uint64
}{
	{"retransmissions", func(h *health) uint64 { return h.Retransmissions }},
	{"out of order", func(h *health) uint64 { return h.OutOfOrder }},
	{"lost", func(h *health) uint64 { return h.Lost }},
	{"duplicate ACKs", func(h *health) uint64 { return h.DuplicateAcks }},
	{"zero windows", func(h *health) uint64 { return h.ZeroWindows }},
}

// difference is one figure of one flow that isn't tshark's.
type difference struct {
	where     string
	got, want uint64
}

func (d difference) size() uint64 { return max(d.got, d.want) - min(d.got, d.want) }

// TestConformanceHealth holds TCP health to tshark's analysis. It runs where
// TestConformance does.
func TestConformanceHealth(t *testing.T) {
	corpus, truths := os.Getenv("HEATSINK_CORPUS"), os.Getenv("HEATSINK_TRUTH")
	if corpus == "" || truths == "" {
		t.Skip("HEATSINK_CORPUS and HEATSINK_TRUTH are not set: run make conformance")
	}
	var flows, timed, timedRight int
	seen, differ := make([]int, len(figures)), make([][]difference, len(figures))
	err := filepath.WalkDir(truths, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		want := readHealth(t, path)
		if len(want) == 0 {
			return nil
		}
		name, _ := filepath.Rel(truths, strings.TrimSuffix(path, ".json"))
		got := healthOf(t, filepath.Join(corpus, name))
		for _, key := range slices.Sorted(maps.Keys(want)) {
			flows++
			w, g := want[key], got[key]
			if g == nil {
				g = &health{}
			}
			if w.RTT != nil {
				timed++
				if g.RTT != nil && *g.RTT == *w.RTT {
					timedRight++
				} else {
					t.Logf("initial RTT of %s %s: %s, tshark %d µs", name, key, micros(g.RTT), *w.RTT)
				}
			}
			for i, f := range figures {
				a, b := f.of(g), f.of(w)
				if a+b > 0 {
					seen[i]++
				}
				if a != b {
					differ[i] = append(differ[i], difference{name + " " + key, a, b})
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("health: initial RTT equal on %d of %d flows: %.2f %%", timedRight, timed, percent(timedRight, timed))
	bad := percent(timedRight, timed) < wantHealthEqual
	for i, f := range figures {
		all, some := percent(flows-len(differ[i]), flows), percent(seen[i]-len(differ[i]), seen[i])
		t.Logf("health: %-15s equal on %.2f %% of %d flows, on %.1f %% of the %d where either counts any", f.name, all, flows, some, seen[i])
		bad = bad || all < wantHealthEqual || some < wantHealthEqualSeen
		slices.SortStableFunc(differ[i], func(x, y difference) int { return cmp.Compare(y.size(), x.size()) })
		for _, d := range differ[i][:min(10, len(differ[i]))] {
			t.Logf("  %s: %d, tshark %d", d.where, d.got, d.want)
		}
	}
	if bad {
		t.Errorf("below the bars of %d %% of all flows, and %d %% of those that count any", wantHealthEqual, wantHealthEqualSeen)
	}
}

func micros(rtt *int64) string {
	if rtt == nil {
		return "unknown"
	}
	return fmt.Sprint(*rtt, " µs")
}

// readHealth reads tshark's figures, by 5-tuple in the order of its ends.
func readHealth(t *testing.T, path string) map[string]*health {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var truth struct {
		Health map[string]*health `json:"tcp_health"`
	}
	if err := json.Unmarshal(text, &truth); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	out := map[string]*health{}
	for key, h := range truth.Health {
		a, b, _ := strings.Cut(key, "|")
		out[tupleKey("TCP", normalEnd(a), normalEnd(b))] = h
	}
	return out
}

// healthOf sums the health of a capture's flows by 5-tuple.
func healthOf(t *testing.T, path string) map[string]*health {
	sources, err := open([]Input{{
		Name: filepath.Base(path),
		Open: func() (io.ReadCloser, error) { return os.Open(path) },
	}})
	defer closeAll(sources)
	if err != nil {
		return nil
	}
	a := newAnalysis(sources, Options{})
	if err := a.run(); err != nil {
		t.Fatal(err)
	}
	a.table.Finish()
	out := map[string]*health{}
	for i := range a.table.Flows() {
		f := a.table.Flow(i)
		tcp, ok := a.table.TCP(f)
		if f.Protocol != packet.TCP || f.Layer&flow.Inner == 0 || !ok {
			continue
		}
		end := func(h flow.Host, port uint16) string { return endpoint(a.table.Addr(h).String(), port) }
		key := tupleKey("TCP", end(f.Client, f.ClientPort), end(f.Server, f.ServerPort))
		h := out[key]
		if h == nil {
			h = &health{}
			out[key] = h
		}
		for _, s := range tcp.Sides {
			h.Retransmissions += uint64(s.Retransmissions)
			h.OutOfOrder += uint64(s.OutOfOrder)
			h.Lost += uint64(s.Lost)
			h.DuplicateAcks += uint64(s.DuplicateAcks)
			h.ZeroWindows += uint64(s.ZeroWindows)
		}
		if rtt := (tcp.RTT + 500) / 1000; h.RTT == nil && tcp.RTT != 0 {
			h.RTT = &rtt
		}
	}
	return out
}
