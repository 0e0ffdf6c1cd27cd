package core

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"heatsink/core/report"
)

var update = flag.Bool("update", false, "write the golden reports anew")

// start is when the tests' captures begin.
var start = time.Date(2024, 5, 17, 14, 2, 11, 0, time.UTC)

// frame is one frame of a test's capture.
type frame struct {
	at   time.Duration // since start
	data []byte
	wire int // length on the wire; 0 is len(data)
}

// serialize makes a frame of gopacket's layers.
func serialize(t testing.TB, l ...gopacket.SerializableLayer) []byte {
	t.Helper()
	for i := range l {
		ip, ok := l[i].(gopacket.NetworkLayer)
		if !ok || i+1 == len(l) {
			continue
		}
		switch transport := l[i+1].(type) {
		case *layers.TCP:
			transport.SetNetworkLayerForChecksum(ip)
		case *layers.UDP:
			transport.SetNetworkLayerForChecksum(ip)
		}
	}
	b := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(b, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}, l...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func ether(next layers.EthernetType) *layers.Ethernet {
	return &layers.Ethernet{SrcMAC: net.HardwareAddr{2, 0, 0, 0, 0, 1}, DstMAC: net.HardwareAddr{2, 0, 0, 0, 0, 2}, EthernetType: next}
}

func ipv4(src, dst string, next layers.IPProtocol) *layers.IPv4 {
	return &layers.IPv4{Version: 4, TTL: 64, Protocol: next, SrcIP: net.ParseIP(src).To4(), DstIP: net.ParseIP(dst).To4()}
}

func udp(src, dst layers.UDPPort) *layers.UDP { return &layers.UDP{SrcPort: src, DstPort: dst} }

// shop is a small network: a handshake and an answer, a DNS query, an ARP
// request, a VXLAN tunnel, a ping, and a frame that the snap length cut.
func shop(t testing.TB) []frame {
	syn := &layers.TCP{SrcPort: 50000, DstPort: 443, Seq: 1, SYN: true, Window: 64240}
	synAck := &layers.TCP{SrcPort: 443, DstPort: 50000, Seq: 9, Ack: 2, SYN: true, ACK: true, Window: 65160}
	answer := &layers.TCP{SrcPort: 443, DstPort: 50000, Seq: 10, Ack: 2, ACK: true, PSH: true, Window: 65160}
	inner := serialize(t, ether(layers.EthernetTypeIPv4), ipv4("172.16.0.1", "172.16.0.2", layers.IPProtocolUDP),
		udp(40000, 6379), gopacket.Payload("PING"))
	cut := serialize(t, ether(layers.EthernetTypeIPv4), ipv4("10.0.0.2", "10.0.0.1", layers.IPProtocolTCP),
		answer, gopacket.Payload(make([]byte, 1200)))
	return []frame{
		{0, serialize(t, ether(layers.EthernetTypeIPv4), ipv4("10.0.0.1", "10.0.0.2", layers.IPProtocolTCP), syn), 0},
		{200 * time.Microsecond, serialize(t, ether(layers.EthernetTypeIPv4), ipv4("10.0.0.2", "10.0.0.1", layers.IPProtocolTCP), synAck), 0},
		{3 * time.Millisecond, cut[:128], len(cut)},
		{5 * time.Millisecond, serialize(t, ether(layers.EthernetTypeIPv4), ipv4("10.0.0.1", "10.0.0.53", layers.IPProtocolUDP),
			udp(51000, 53), gopacket.Payload("query")), 0},
		{9 * time.Millisecond, serialize(t, ether(layers.EthernetTypeARP), &layers.ARP{AddrType: layers.LinkTypeEthernet,
			Protocol: layers.EthernetTypeIPv4, HwAddressSize: 6, ProtAddressSize: 4, Operation: layers.ARPRequest,
			SourceHwAddress: make([]byte, 6), SourceProtAddress: make([]byte, 4), DstHwAddress: make([]byte, 6), DstProtAddress: make([]byte, 4)}), 0},
		{1 * time.Second, serialize(t, ether(layers.EthernetTypeIPv4), ipv4("192.0.2.1", "192.0.2.2", layers.IPProtocolUDP),
			udp(33333, 4789), &layers.VXLAN{ValidIDFlag: true, VNI: 42}, gopacket.Payload(inner)), 0},
		{2 * time.Second, serialize(t, ether(layers.EthernetTypeIPv4), ipv4("10.0.0.1", "10.0.0.2", layers.IPProtocolICMPv4),
			&layers.ICMPv4{TypeCode: layers.CreateICMPv4TypeCode(layers.ICMPv4TypeEchoRequest, 0), Id: 1, Seq: 1}), 0},
	}
}

// pcap writes frames as a capture with nanoseconds.
func pcap(t testing.TB, frames []frame) []byte {
	t.Helper()
	var b bytes.Buffer
	w := pcapgo.NewWriterNanos(&b)
	if err := w.WriteFileHeader(65535, layers.LinkTypeEthernet); err != nil {
		t.Fatal(err)
	}
	for _, f := range frames {
		info := gopacket.CaptureInfo{Timestamp: start.Add(f.at), CaptureLength: len(f.data), Length: max(f.wire, len(f.data))}
		if err := w.WritePacket(info, f.data); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func input(name string, data []byte) Input {
	return Input{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

func analyze(t testing.TB, inputs ...Input) *report.Report {
	t.Helper()
	r, err := Analyze(inputs, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func asJSON(t testing.TB, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.WriteJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGoldenReports(t *testing.T) {
	cut := pcap(t, shop(t))
	for name, data := range map[string][]byte{
		"shop.pcap":  pcap(t, shop(t)),
		"empty.pcap": pcap(t, nil),
		"cut.pcap":   cut[:len(cut)-20],
	} {
		got := asJSON(t, analyze(t, input(name, data)))
		golden := filepath.Join("testdata", name+".json")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: the report is not the golden one; go test ./core -run Golden -update writes it anew.\n%s", name, got)
		}
	}
}

// TestSeveralInputsAreOne cuts a capture into rotated and into interleaved
// parts: in whichever order they are given, they make the same tables.
func TestSeveralInputsAreOne(t *testing.T) {
	frames := shop(t)
	whole := analyze(t, input("whole", pcap(t, frames)))
	var even, odd []frame
	for i, f := range frames {
		if i%2 == 0 {
			even = append(even, f)
		} else {
			odd = append(odd, f)
		}
	}
	for name, parts := range map[string][]Input{
		"rotated":     {input("b", pcap(t, frames[4:])), input("a", pcap(t, frames[:4]))},
		"interleaved": {input("a", pcap(t, even)), input("b", pcap(t, odd))},
		"with empty":  {input("none", pcap(t, nil)), input("a", pcap(t, frames))},
	} {
		r := analyze(t, parts...)
		if len(r.Captures) != len(parts) {
			t.Errorf("%s: %d captures", name, len(r.Captures))
		}
		r.Captures = whole.Captures
		if got, want := asJSON(t, r), asJSON(t, whole); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestRotatedFilesAreNotAllOpenAtOnce(t *testing.T) {
	open, most := 0, 0
	var inputs []Input
	for i := range 20 {
		data := pcap(t, []frame{{time.Duration(i) * time.Second, shop(t)[0].data, 0}})
		inputs = append(inputs, Input{Name: "part", Open: func() (io.ReadCloser, error) {
			open++
			most = max(most, open)
			return closer{bytes.NewReader(data), func() { open-- }}, nil
		}})
	}
	analyze(t, inputs...)
	if most > 2 || open != 0 {
		t.Errorf("%d files were open at once, %d were left open", most, open)
	}
}

type closer struct {
	io.Reader
	close func()
}

func (c closer) Close() error { c.close(); return nil }

func TestUnreadableInput(t *testing.T) {
	broken := errors.New("the disk is broken")
	for name, in := range map[string]Input{
		"empty file":    input("x.pcap", nil),
		"not a capture": input("x.pcap", []byte("this is a letter, not a capture of packets")),
		"can't open":    {Name: "x.pcap", Open: func() (io.ReadCloser, error) { return nil, broken }},
		"can't read": {Name: "x.pcap", Open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(bytes.NewReader(pcap(t, shop(t))[:30]), failing{broken})), nil
		}},
	} {
		_, err := Analyze([]Input{in}, Options{})
		var bad *InputError
		if !errors.As(err, &bad) || bad.Name != "x.pcap" {
			t.Errorf("%s: error %v, want an InputError that names x.pcap", name, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestCutAnywhere cuts a capture after each byte: what is left is counted, and
// its problem told.
func TestCutAnywhere(t *testing.T) {
	frames := shop(t)
	data := pcap(t, frames)
	ends := []int{24}
	for _, f := range frames {
		ends = append(ends, ends[len(ends)-1]+16+len(f.data))
	}
	for n := 24; n < len(data); n++ {
		r := analyze(t, input("cut", data[:n]))
		whole, clean := slices.BinarySearch(ends, n)
		if !clean {
			whole--
		}
		if r.Totals.Packets != uint64(whole) || (r.Captures[0].Problem == "") != clean {
			t.Fatalf("cut at %d: %d packets, want %d; problem %q", n, r.Totals.Packets, whole, r.Captures[0].Problem)
		}
	}
}

func TestTotalsAddUp(t *testing.T) {
	r := analyze(t, input("shop", pcap(t, shop(t))))
	for _, layer := range []int{report.LayerOuter, report.LayerInner} {
		var packets, bytes, bucketed uint64
		s, tl := &r.Services, &r.Timeline
		for i := range s.A {
			if s.Layer[i]&layer == 0 {
				continue
			}
			packets += s.PacketsAtoB[i] + s.PacketsBtoA[i]
			bytes += s.BytesAtoB[i] + s.BytesBtoA[i]
			for j := tl.Offset[i]; j < tl.Offset[i+1]; j++ {
				bucketed += tl.BytesAtoB[j] + tl.BytesBtoA[j]
			}
		}
		if packets != r.Totals.Packets || bytes != r.Totals.Bytes || bucketed != r.Totals.Bytes {
			t.Errorf("layer %d: %d packets, %d bytes, %d in buckets, want %+v", layer, packets, bytes, bucketed, r.Totals)
		}
	}
}

// TestFrameAllocatesNothing takes frames of known flows the whole way from the
// file's bytes to the table.
func TestFrameAllocatesNothing(t *testing.T) {
	var frames []frame
	for range 500 {
		frames = append(frames, shop(t)...)
	}
	for i := range frames {
		frames[i].at = time.Duration(i) * time.Microsecond
	}
	data := pcap(t, frames)
	sources, err := open([]Input{input("a", data)})
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll(sources)
	a, s := newAnalysis(sources, Options{}), sources[0]
	step := func() {
		a.count(s)
		if err := s.advance(); err != nil || !s.pending {
			t.Fatal("the capture ended too soon", err)
		}
	}
	for range 100 {
		step()
	}
	if n := testing.AllocsPerRun(3000, step); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

func TestTimeGoesBackwardsOnce(t *testing.T) {
	f := shop(t)[0].data
	r := analyze(t, input("jump", pcap(t, []frame{{0, f, 0}, {9 * time.Second, f, 0}, {time.Second, f, 0}, {2 * time.Second, f, 0}})))
	want := []report.Counter{{Name: "time went backwards", Count: 1}}
	if !slices.Equal(r.Quality, want) {
		t.Errorf("quality %v, want %v", r.Quality, want)
	}
	if r.Duration != int64(9*time.Second) {
		t.Errorf("duration %d, want 9 s", r.Duration)
	}
}

// TestCopiesAcrossABridge: what every interface of a bridge saw (bridge-any)
// has, with copies counted once, the totals of what one port saw
// (bridge-port), but for the cooked header that a frame has there: 20 bytes in
// place of Ethernet's 14.
func TestCopiesAcrossABridge(t *testing.T) {
	once := func(file string) (packets, bytes float64) {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		r := analyze(t, input(file, data))
		packets, bytes = float64(r.Totals.Packets), float64(r.Totals.Bytes)
		d := &r.Timeline.Duplicate
		for i := range d.Entry {
			packets -= float64(d.PacketsAtoB[i] + d.PacketsBtoA[i])
			bytes -= float64(d.BytesAtoB[i] + d.BytesBtoA[i])
		}
		return packets, bytes
	}
	anyPackets, anyBytes := once("bridge-any.pcap")
	packets, bytes := once("bridge-port.pcap")
	anyBytes -= anyPackets * (20 - 14)
	if anyPackets/packets < 0.999 || anyPackets/packets > 1.001 {
		t.Errorf("%v packets on all interfaces, copies counted once, and %v on one port", anyPackets, packets)
	}
	if anyBytes/bytes < 0.999 || anyBytes/bytes > 1.001 {
		t.Errorf("%v bytes on all interfaces, copies counted once, and %v on one port", anyBytes, bytes)
	}
}
