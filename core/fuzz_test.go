package core

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"

	"heatsink/core/report"
)

// FuzzAnalyze takes two inputs of any bytes the whole road, from their
// containers to every format that a report is written in.
func FuzzAnalyze(f *testing.F) {
	w := &wire{t: f}
	w.conn("10.0.0.1", 40000, "10.0.0.2", 80).open(time.Millisecond, time.Millisecond).talk(3000).end()
	w.dns("10.0.0.1", 7, "shop.example", time.Millisecond, 0)
	lost := w.conn("10.0.0.1", 40001, "10.0.0.3", 443).open(time.Millisecond, time.Millisecond)
	lost.talk(1000).again(1, 1000)
	w.tooLarge("10.0.0.9", "10.0.0.3")
	small, large := pcap(f, shop(f)), pcap(f, w.frames)
	f.Add(small, large)
	f.Add(large, small[:len(small)-7])
	f.Add(pcap(f, lost.w.frames), []byte("10.0.0.1 | web | 10 | 20 | TCP | HTTP\n"))
	f.Add(named(f), []byte(hostsFile))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		everyFormat(t, input("a", a), input("b", b))
		everyFormat(t, input("a", a))
	})
}

// everyFormat reads the inputs and writes what comes of them in all ways. The
// packed report must be one that Rename takes back.
func everyFormat(t testing.TB, inputs ...Input) (packed []byte) {
	t.Helper()
	for _, unfolded := range []bool{true, false} {
		r, err := Analyze(inputs, Options{Unfolded: unfolded})
		var refused *InputError
		if err != nil {
			if !errors.As(err, &refused) || bytes.ContainsAny([]byte(err.Error()), "\n\x1b") {
				t.Fatalf("error %T %q", err, err)
			}
			return nil
		}
		sums(t, r)
		if unfolded {
			for _, by := range []report.By{report.ByHost, report.ByConversation, report.ByService, report.ByFlow} {
				must(t, report.WriteCSV(io.Discard, r, by, report.LayerInner))
			}
			must(t, report.WriteNtop(io.Discard, r, report.NtopOptions{Layer: report.LayerOuter, MaxHosts: 3}))
			continue
		}
		report.Summary(r)
		var b bytes.Buffer
		must(t, report.Pack(&b, r))
		packed = b.Bytes()
		if _, err := Rename(bytes.NewReader(packed), nil); err != nil {
			t.Fatalf("the report can't be read again: %v", err)
		}
	}
	return packed
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sums holds a report to its totals: every frame and byte stands in a service
// of each layer.
func sums(t testing.TB, r *report.Report) {
	t.Helper()
	for _, layer := range []int{report.LayerOuter, report.LayerInner} {
		var packets, bytes uint64
		s := &r.Services
		for i := range s.A {
			if s.Layer[i]&layer != 0 {
				packets += s.PacketsAtoB[i] + s.PacketsBtoA[i]
				bytes += s.BytesAtoB[i] + s.BytesBtoA[i]
			}
		}
		if packets != r.Totals.Packets || bytes != r.Totals.Bytes {
			t.Fatalf("layer %d: services have %d packets, %d bytes; totals %d, %d", layer, packets, bytes, r.Totals.Packets, r.Totals.Bytes)
		}
	}
}
