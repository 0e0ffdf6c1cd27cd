package core

import (
	"bytes"
	"encoding/binary"
	"io"
	"runtime"
	"testing"

	"github.com/google/gopacket/layers"

	"heatsink/core/report"
)

// flood is a capture of SYNs, each of a flow of its own, made as it is read.
type flood struct {
	record []byte // a record's header and its frame
	sent   uint32
	frames uint32
	ready  bytes.Buffer
}

func newFlood(t *testing.T, frames uint32) *flood {
	syn := serialize(t, ether(layers.EthernetTypeIPv4), ipv4("10.0.0.1", "192.0.2.1", layers.IPProtocolTCP),
		&layers.TCP{SrcPort: 40000, DstPort: 443, SYN: true, Window: 64240})
	file := pcap(t, []frame{{data: syn}})
	f := &flood{record: file[24:], frames: frames}
	f.ready.Write(file[:24])
	return f
}

func (f *flood) Read(p []byte) (int, error) {
	const ip, tcp = 16 + 14, 16 + 14 + 20 // where the headers begin in a record
	for f.ready.Len() < len(p) && f.sent < f.frames {
		binary.BigEndian.PutUint16(f.record[ip+14:], uint16(f.sent>>4)) // 65 536 clients
		binary.BigEndian.PutUint16(f.record[tcp:], uint16(1024+f.sent>>20))
		binary.BigEndian.PutUint16(f.record[tcp+2:], uint16(f.sent&15))
		f.ready.Write(f.record)
		f.sent++
	}
	return f.ready.Read(p)
}

func (f *flood) Close() error { return nil }

// keptFlow is what a flow that is kept apart may take, in bytes, with its share
// of hosts, services, indexes and garbage. The budget is 64 MiB and 300 bytes for
// each flow of the capture; this is a third of it for five times as many as are kept.
const keptFlow = 450

// TestFlood: five times as many flows as are kept apart end in a report with
// exact totals, and within the memory.
func TestFlood(t *testing.T) {
	if testing.Short() || runtime.GOOS == "js" {
		t.Skip("reads ten million frames")
	}
	const flows = 10_000_000
	src := newFlood(t, flows)
	in := Input{Name: "flood", Stream: true, Open: func() (io.ReadCloser, error) { return src, nil }}
	r := analyze(t, in)
	frame := uint64(len(src.record) - 16)
	if r.Totals.Packets != flows || r.Totals.Bytes != flows*frame {
		t.Errorf("totals %+v, want %d frames of %d bytes", r.Totals, flows, frame)
	}
	var rows uint64
	for i := range r.Services.A {
		rows += r.Services.BytesAtoB[i] + r.Services.BytesBtoA[i]
	}
	if rows != flows*frame {
		t.Errorf("the rows have %d bytes, want %d", rows, flows*frame)
	}
	if told := counter(r, "beyond the limit on flows"); told != flows-DefaultFlows {
		t.Errorf("%d frames are said to be beyond the limit, want %d", told, flows-DefaultFlows)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if limit := uint64(64<<20 + keptFlow*DefaultFlows); m.Sys > limit {
		t.Errorf("%d MB of memory, want %d at most", m.Sys>>20, limit>>20)
	}
}

// TestFewFlows keeps fewer flows apart than there are.
func TestFewFlows(t *testing.T) {
	r, err := Analyze([]Input{{Name: "flood", Open: func() (io.ReadCloser, error) { return newFlood(t, 1000), nil }}}, Options{Flows: 100})
	if err != nil {
		t.Fatal(err)
	}
	if got := counter(r, "beyond the limit on flows"); got != 900 || r.Totals.Packets != 1000 {
		t.Errorf("%d frames beyond the limit, %d in all; want 900 and 1000", got, r.Totals.Packets)
	}
}

func counter(r *report.Report, name string) uint64 {
	for _, c := range r.Quality {
		if c.Name == name {
			return c.Count
		}
	}
	return 0
}
