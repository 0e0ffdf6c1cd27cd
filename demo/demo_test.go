// Package demo holds the demo capture to what its README promises, so that a
// new recording can't quietly lose one of the troubles it is there to show.
package demo

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"heatsink/core"
	"heatsink/core/capture"
	"heatsink/core/report"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// maxBytes keeps a clone small.
const maxBytes = 2_000_000

// shop is what the test looks for, counted over the whole capture.
type shop struct {
	frames  map[string]int  // by sender and receiver, at every IP header of a frame
	probed  map[string]bool // addresses that the scanner sent a SYN to
	answers map[string]bool // names in DNS answers
	resent  int             // segments from the web host to clients that begin where an earlier one did
	wire    uint64          // bytes on the wire
}

// segment is where a TCP segment with payload begins.
type segment struct {
	hosts    gopacket.Flow
	ports    gopacket.Flow
	sequence uint32
}

func TestDemoCapture(t *testing.T) {
	data, err := os.ReadFile("shop.pcapng")
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > maxBytes {
		t.Errorf("shop.pcapng has %d bytes, the limit is %d", len(data), maxBytes)
	}
	for _, trace := range []string{"Linux", "Dumpcap", "/work", "/home"} {
		if bytes.Contains(data, []byte(trace)) {
			t.Errorf("shop.pcapng names the machine that recorded it: %q", trace)
		}
	}
	seen, facts := read(t, data)
	checkFacts(t, facts)
	seen.check(t)
}

func checkFacts(t *testing.T, facts *capture.Facts) {
	var names []string
	for _, i := range facts.Interfaces {
		names = append(names, i.Name)
		if len(i.Comments) != 1 || i.Description == "" {
			t.Errorf("interface %s has description %q and comments %q", i.Name, i.Description, i.Comments)
		}
		if !i.HasStats || i.Dropped != 0 {
			t.Errorf("interface %s dropped %d frames (statistics: %v)", i.Name, i.Dropped, i.HasStats)
		}
	}
	if !slices.Equal(names, []string{"front0", "back0", "under0"}) {
		t.Errorf("interfaces %q", names)
	}
	if len(facts.Comments) == 0 || facts.OS != "" || facts.FrameComments != 1 {
		t.Errorf("comments %q, os %q, %d comments on frames", facts.Comments, facts.OS, facts.FrameComments)
	}
}

func read(t *testing.T, data []byte) (*shop, *capture.Facts) {
	r, err := capture.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{frames: map[string]int{}, probed: map[string]bool{}, answers: map[string]bool{}}
	begun := map[segment]bool{}
	var rec capture.Record
	for {
		if err := r.Next(&rec); errors.Is(err, io.EOF) {
			return s, r.Facts()
		} else if err != nil {
			t.Fatal(err)
		}
		s.wire += uint64(rec.Length)
		s.count(gopacket.NewPacket(rec.Data, layers.LayerTypeEthernet, gopacket.NoCopy), begun)
	}
}

func (s *shop) count(p gopacket.Packet, begun map[segment]bool) {
	var network gopacket.Flow
	for _, layer := range p.Layers() {
		switch l := layer.(type) {
		case gopacket.NetworkLayer:
			network = l.NetworkFlow()
			s.frames[network.String()]++
		case *layers.TCP:
			s.countTCP(network, l, begun)
		case *layers.DNS:
			for _, answer := range l.Answers {
				s.answers[string(answer.Name)] = true
			}
		}
	}
}

func (s *shop) countTCP(network gopacket.Flow, tcp *layers.TCP, begun map[segment]bool) {
	from, to := network.Endpoints()
	if from.String() == "10.20.0.66" && tcp.SYN {
		s.probed[to.String()] = true
	}
	if from.String() == "10.30.0.10" && tcp.SrcPort <= 443 && len(tcp.Payload) > 0 {
		key := segment{network, tcp.TransportFlow(), tcp.Seq}
		if begun[key] {
			s.resent++
		}
		begun[key] = true
	}
}

func (s *shop) check(t *testing.T) {
	for _, pair := range []string{
		"10.30.0.10->10.20.0.11", "10.30.0.10->10.20.0.12", "10.30.0.10->10.20.0.13", "10.30.0.10->10.20.0.14", // clients
		"10.30.0.10->10.30.0.40", "10.30.0.10->10.30.0.60", "10.30.0.10->10.30.0.70", // backend
		"fd30:5a0b:30::10->fd30:5a0b:30::30",                                         // cache, by IPv6
		"10.31.0.10->10.31.0.50", "10.60.0.10->10.60.0.50", "10.60.0.10->10.60.0.51", // overlay, outside and inside
		"10.30.0.90->224.0.0.251", "10.30.0.90->239.255.255.250", // announcer
	} {
		if s.frames[pair] < 10 {
			t.Errorf("%s: %d frames", pair, s.frames[pair])
		}
	}
	// The line loses a few probes before they reach the capture.
	if len(s.probed) < 250 {
		t.Errorf("the scanner probed %d addresses", len(s.probed))
	}
	for _, name := range []string{"www.shop.internal", "orders-db.shop.internal", "cache.shop.internal", "stock.shop.internal"} {
		if !s.answers[name] {
			t.Errorf("no DNS answer for %s", name)
		}
	}
	if s.resent < 50 {
		t.Errorf("%d segments were sent again to the clients", s.resent)
	}
	if s.wire < 25_000_000 {
		t.Errorf("%d bytes on the wire", s.wire)
	}
}

type plant struct {
	kind, severity string
	says           []string
}

// planted is what the findings must say of the capture. What isn't in this list
// they must not say: where a new recording brings something else to light, look
// at it before it goes in.
var planted = []plant{
	{"scan", report.Warning, []string{"10.20.0.66 probes ", " hosts on ports 22, 80, 443, 5432"}},
	{"retransmissions", report.Warning, []string{"10.30.0.10 sends ", "to 10.20.0.0/24 (", "lost after they were captured"}},
	{"capture-point", report.Info, []string{"taken at 10.30.0.10 (the same machine: 10.60.0.10"}},
	{"tunnel", report.Info, []string{"10.31.0.10 ↔ 10.31.0.50 is a tunnel (VXLAN)", "3 hosts in 2 conversations"}},
	{"announcements", report.Info, []string{"10.30.0.90 only speaks to groups", "mDNS", "SSDP"}},
	{"dns-unknown-names", report.Info, []string{"10.20.0.12 keeps asking 10.30.0.53", "promo.shop.internal"}},
	{"duplicates", report.Info, []string{"holds frames twice"}},
	{"snaplen", report.Info, []string{"were captured in part"}},
	{"heavy-conversations", report.Info, []string{"conversations carry"}},
	// The orders app reads large answers slowly.
	{"zero-window", report.Warning, []string{"10.30.0.10 tells 10.30.0.40 to wait"}},
}

func TestFindingsOfTheDemo(t *testing.T) {
	data, err := os.ReadFile("shop.pcapng")
	if err != nil {
		t.Fatal(err)
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	r, err := core.Analyze([]core.Input{{Name: "shop.pcapng", Open: open}}, core.Options{})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, f := range r.Findings {
		i := slices.IndexFunc(planted, func(p plant) bool { return p.kind == f.Kind })
		if i < 0 || said[f.Kind] {
			t.Errorf("not planted: %s: %s", f.Kind, f.Text)
			continue
		}
		said[f.Kind] = true
		if f.Severity != planted[i].severity {
			t.Errorf("%s is a %s", f.Kind, f.Severity)
		}
		for _, words := range planted[i].says {
			if !strings.Contains(f.Text, words) {
				t.Errorf("%s says %q, without %q", f.Kind, f.Text, words)
			}
		}
	}
	for _, p := range planted {
		if !said[p.kind] {
			t.Errorf("nothing said of %s", p.kind)
		}
	}
}
