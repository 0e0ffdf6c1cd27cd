package traffic

import (
	"bytes"
	"errors"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"heatsink/core/capture"
)

var mixes = map[string]Spec{
	"mixed":    {Packets: 6000, Flows: 900, Rate: 50_000, Clients: 50, Servers: 20, Seed: 1},
	"small":    {Packets: 6000, Flows: 900, Mix: Small, Rate: 50_000, Clients: 50, Servers: 20, Seed: 1},
	"shuffled": {Packets: 6000, Flows: 900, Mix: Small, Shuffled: true, Rate: 50_000, Clients: 50, Servers: 20, Seed: 1},
	"flood":    {Packets: 2700, Flows: 900, Mix: Flood, Rate: 50_000, Seed: 1},
	"full":     {Packets: 3000, Flows: 7, Mix: Full, Rate: 70_000, Clients: 3, Servers: 3, Seed: 1},
}

func pcapOf(t *testing.T, s Spec) []byte {
	t.Helper()
	var b bytes.Buffer
	sink, err := NewPcap(&b)
	if err == nil {
		err = Write(sink, s)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// census is what is in a capture, by gopacket, which had no part in making it.
type census struct {
	frames, sameAsBefore int
	flows                map[[2]netip.AddrPort]int
	sizes                map[int]int
	bytes                int
}

func count(t *testing.T, file []byte) census {
	t.Helper()
	c := census{flows: map[[2]netip.AddrPort]int{}, sizes: map[int]int{}}
	reader, err := capture.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	var record capture.Record
	var before [2]netip.AddrPort
	last := int64(0)
	for {
		if err = reader.Next(&record); err != nil {
			break
		}
		if record.Time < last || int(record.Length) != len(record.Data) {
			t.Fatalf("frame %d: time %d after %d, %d of %d bytes", c.frames, record.Time, last, len(record.Data), record.Length)
		}
		last = record.Time
		key := flowOf(t, record.Data)
		if key == before {
			c.sameAsBefore++
		}
		before = key
		c.flows[key]++
		c.frames++
		c.sizes[len(record.Data)]++
		c.bytes += len(record.Data)
	}
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	return c
}

// flowOf decodes a frame, checks its checksums, and gives its ends in order.
func flowOf(t *testing.T, data []byte) [2]netip.AddrPort {
	t.Helper()
	p := gopacket.NewPacket(data, layers.LayerTypeEthernet, gopacket.Default)
	if e := p.ErrorLayer(); e != nil {
		// The payload may look like a protocol that it isn't.
		if p.TransportLayer() == nil {
			t.Fatal(e.Error())
		}
	}
	network := p.NetworkLayer()
	from, _ := netip.AddrFromSlice(network.NetworkFlow().Src().Raw())
	to, _ := netip.AddrFromSlice(network.NetworkFlow().Dst().Raw())
	var ports [2]uint16
	var header, body []byte
	protocol := uint64(6)
	switch l := p.TransportLayer().(type) {
	case *layers.TCP:
		ports = [2]uint16{uint16(l.SrcPort), uint16(l.DstPort)}
		header, body = l.Contents, l.Payload
	case *layers.UDP:
		ports = [2]uint16{uint16(l.SrcPort), uint16(l.DstPort)}
		header, body, protocol = l.Contents, l.Payload, 17
	}
	sum := protocol + uint64(len(header)+len(body))
	for _, part := range [][]byte{from.AsSlice(), to.AsSlice(), append(bytes.Clone(header), body...)} {
		sum += slowSum(part)
	}
	if fold(sum) != 0xffff {
		t.Fatalf("wrong checksum in % x", data)
	}
	a, b := netip.AddrPortFrom(from, ports[0]), netip.AddrPortFrom(to, ports[1])
	if b.Compare(a) < 0 {
		a, b = b, a
	}
	return [2]netip.AddrPort{a, b}
}

func slowSum(b []byte) (sum uint64) {
	for i, v := range b {
		sum += uint64(v) << (8 * (1 - i&1))
	}
	return sum
}

func TestCounts(t *testing.T) {
	for name, s := range mixes {
		c := count(t, pcapOf(t, s))
		if c.frames != s.Packets || len(c.flows) != s.Flows {
			t.Errorf("%s: %d frames of %d flows, want %d of %d", name, c.frames, len(c.flows), s.Packets, s.Flows)
		}
		if s.Mix == Small && (len(c.sizes) != 1 || c.sizes[64] == 0) {
			t.Errorf("%s: frames of these sizes: %v", name, c.sizes)
		}
		if s.Mix == Full && c.bytes < 1250*c.frames {
			t.Errorf("%s: %d bytes in %d frames", name, c.bytes, c.frames)
		}
		same := float64(c.sameAsBefore) / float64(c.frames)
		if inTrains := !s.Shuffled && s.Mix != Flood; inTrains && same < 0.1 || !inTrains && same > 0.05 {
			t.Errorf("%s: %.2f of the frames follow one of their own flow", name, same)
		}
	}
}

func TestDeterministic(t *testing.T) {
	for name, s := range mixes {
		first := pcapOf(t, s)
		if !bytes.Equal(first, pcapOf(t, s)) {
			t.Errorf("%s: the same twice is not the same", name)
		}
		s.Seed++
		if bytes.Equal(first, pcapOf(t, s)) {
			t.Errorf("%s: another seed changes nothing", name)
		}
	}
}

func TestFloodComesFromEverywhere(t *testing.T) {
	clients := map[netip.Addr]int{}
	for flow, frames := range count(t, pcapOf(t, mixes["flood"])).flows {
		if frames < 2 || frames > 4 { // 3, but for rounding
			t.Errorf("%v has %d frames", flow, frames)
		}
		clients[flow[0].Addr()]++
	}
	if len(clients) != mixes["flood"].Flows {
		t.Errorf("%d clients in %d flows", len(clients), mixes["flood"].Flows)
	}
}

func TestTailIsHeavy(t *testing.T) {
	c := count(t, pcapOf(t, mixes["mixed"]))
	short, most := 0, 0
	for _, n := range c.flows {
		if n <= 6 {
			short++
		}
		most = max(most, n)
	}
	if 2*short < len(c.flows) || most < 100 {
		t.Errorf("%d of %d flows are short, the largest has %d frames", short, len(c.flows), most)
	}
}

func TestPcapng(t *testing.T) {
	var b bytes.Buffer
	sink, err := NewPcapng(&b)
	if err == nil {
		err = Write(sink, mixes["mixed"])
	}
	if err != nil {
		t.Fatal(err)
	}
	if c := count(t, b.Bytes()); c.frames != 6000 || len(c.flows) != 900 {
		t.Errorf("%d frames of %d flows", c.frames, len(c.flows))
	}
	reader, _ := capture.NewReader(&b)
	for record := (capture.Record{}); reader.Next(&record) == nil; {
	}
	if got := reader.Facts().Interfaces; len(got) != 2 || got[1].Name != "eth1" {
		t.Errorf("interfaces %v", got)
	}
}

func TestMerge(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string][]byte{
		"a.pcap": pcapOf(t, mixes["mixed"]), "b.pcap": pcapOf(t, mixes["small"]), "README": []byte("no capture"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	sink, _ := NewPcap(&b)
	corpus, err := Merge(sink, dir)
	if err != nil || corpus != (Corpus{Captures: 2, Frames: 12000}) {
		t.Fatalf("%+v, %v", corpus, err)
	}
	if c := count(t, b.Bytes()); c.frames != 12000 {
		t.Errorf("%d frames", c.frames)
	}
	if _, err := Merge(sink, t.TempDir()); err == nil {
		t.Error("an empty folder makes a capture")
	}
}
