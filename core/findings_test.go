package core

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"heatsink/core/report"
)

// found is what an analysis finds of a kind.
func found(r *report.Report, kind string) []report.Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f report.Finding) bool { return f.Kind != kind })
}

// healthy is a server that clients far and near use, and a resolver.
func healthy(w *wire) {
	for i := range 12 {
		client := fmt.Sprintf("10.0.%d.%d", i%2*7, 2+i)
		c := w.conn(client, 40000+i, "10.0.0.1", 443).open(time.Millisecond, 20*time.Millisecond)
		c.talk(5000)
		c.end()
		w.dns(client, uint16(i), "www.example", 5*time.Millisecond, 0)
	}
	w.wait(5 * time.Second)
	w.conn("10.0.0.2", 50000, "10.0.0.1", 443).open(0, 0).talk(1000).end()
}

// each finding's case that it speaks of, what it says, and one like it of
// which it must be silent.
var findingCases = []struct {
	kind   string
	says   string
	speaks func(w *wire)
	silent func(w *wire)
}{
	{"capture-point", "taken at 10.0.0.1: it is one end of 100 %",
		func(w *wire) {
			for i := range 4 {
				w.conn(fmt.Sprintf("10.0.%d.%d", i/2, 9+i), 40000, "10.0.0.1", 80).open(0, 0).talk(100)
			}
		}, func(w *wire) {
			for i := range 6 {
				w.conn(fmt.Sprintf("10.0.0.%d", 9+i/2), 40000, fmt.Sprintf("10.0.0.%d", 1+i%2), 80).open(0, 0).talk(100)
			}
		}},
	{"heavy-conversations", "1 of 13 conversations carries 8", func(w *wire) { manyLines(w, 90_000) }, func(w *wire) { manyLines(w, 1000) }},
	{"tunnel", "192.0.2.1 ↔ 192.0.2.2 is a tunnel (VXLAN) with 100 % of the bytes: 2 hosts in 1 conversation",
		func(w *wire) {
			for range 12 {
				inner := serialize(w.t, ether(layers.EthernetTypeIPv4), ipv4("10.0.0.1", "10.0.0.2", layers.IPProtocolUDP), udp(9, 9000), gopacket.Payload("x"))
				w.send(ipv4("192.0.2.1", "192.0.2.2", layers.IPProtocolUDP), udp(5000, 4789), &layers.VXLAN{ValidIDFlag: true, VNI: 1}, gopacket.Payload(inner))
			}
		}, func(w *wire) {
			for range 12 {
				w.udp("192.0.2.1", 5000, "192.0.2.2", 4790, 50)
			}
		}},
	{"single-destination", "4 hosts of 10.0.3.0/24 talk to 10.0.5.5 and to nobody else: 10.0.3.1,", func(w *wire) { branch(w, false) }, func(w *wire) { branch(w, true) }},
	{"retransmissions", "10.0.0.1 sends 16 % of its TCP packets to 10.0.7.2 again: 12 of", func(w *wire) { lossy(w, 12) }, func(w *wire) { lossy(w, 2) }},
	{"gaps", "The capture misses TCP segments: 33 gaps", func(w *wire) { holes(w, true) }, func(w *wire) { holes(w, false) }},
	{"slow-handshake", "with 10.0.0.1 are slow: 3 of 3 take more than 200 ms, 305 ms on average",
		func(w *wire) { handshakes(w, 300*time.Millisecond, 3*time.Millisecond) },
		func(w *wire) { handshakes(w, 100*time.Millisecond, 3*time.Millisecond) }},
	{"slow-handshake", "from 10.0.7.2 are slow: 3 of 3 take more than 200 ms, 305 ms on average and 305 ms at most; the time is spent between the capture point and the client",
		func(w *wire) { handshakes(w, 3*time.Millisecond, 300*time.Millisecond) },
		func(w *wire) { handshakes(w, 3*time.Millisecond, 100*time.Millisecond) }},
	{"late-answers", "10.0.0.1:443 (TLS) is late with its first answer: in 4 of 4 connections it takes more than 1.0 s, 2.0 s on average",
		func(w *wire) { requests(w, 2*time.Second) }, func(w *wire) { requests(w, 100*time.Millisecond) }},
	{"refused", "10.0.0.1:443 (TLS) refuses 3 of 3 connections from 10.0.7.2: nothing listens", func(w *wire) { attempts(w, "RA", "10.0.0.1") }, func(w *wire) { attempts(w, "SA", "10.0.0.1") }},
	{"resets", "12 of 12 connections with 10.0.0.1:443 (TLS) end by a reset, always by the server",
		func(w *wire) {
			for i := range 12 {
				w.conn("10.0.7.2", 40000+i, "10.0.0.1", 443).open(0, 0).talk(100).segment(1, "RA", 0)
			}
		}, func(w *wire) {
			for i := range 12 {
				w.conn("10.0.7.2", 40000+i, "10.0.0.1", 443).open(0, 0).talk(100).end()
			}
		}},
	{"unanswered", "10.0.0.1:443 (TLS) doesn't answer: 3 packets in 3 flows from 10.0.7.2; nothing at all came", func(w *wire) { attempts(w, "", "10.0.0.1") }, func(w *wire) { attempts(w, "SA", "10.0.0.1") }},
	{"unanswered", "10.0.0.9:123 (NTP) doesn't answer: 6 packets",
		func(w *wire) {
			for range 6 {
				w.udp("10.0.0.2", 5000, "10.0.0.9", 123, 48)
			}
			w.wait(3 * time.Second)
			w.arp(1)
		}, func(w *wire) {
			for range 6 {
				w.udp("10.0.0.2", 5000, "10.0.0.9", 123, 48)
				w.udp("10.0.0.9", 123, "10.0.0.2", 5000, 48)
			}
		}},
	{"one-way", "To 10.0.0.9:514 (Syslog) goes 30 packets from 10.0.0.2, and nothing comes back: Syslog needs no answer",
		func(w *wire) { logs(w, false) }, func(w *wire) { logs(w, true) }},
	{"dns-failures", "4 of 20 DNS queries to 10.0.0.53 from 10.0.0.2 fail: 2 unanswered, 2 with a server failure", func(w *wire) { queries(w, 2, 2, 0, 0) }, func(w *wire) { queries(w, 0, 0, 0, 0) }},
	{"dns-unknown-names", "10.0.0.2 keeps asking 10.0.0.53 for names that don't exist, such as gone.example: 12 of 20", func(w *wire) { queries(w, 0, 0, 12, 0) }, func(w *wire) { queries(w, 0, 0, 3, 0) }},
	{"dns-slow", "10.0.0.53 takes 301 ms on average to answer 20 DNS queries", func(w *wire) { queries(w, 0, 0, 0, 300*time.Millisecond) }, func(w *wire) { queries(w, 0, 0, 0, 20*time.Millisecond) }},
	{"zero-window", "10.0.7.2 tells 10.0.0.1 to wait, 4 zero windows", func(w *wire) { stalls(w, 0) }, func(w *wire) { stalls(w, 100) }},
	{"mtu", "Packets between 10.0.0.1 ↔ 10.0.7.2 are too large for a link on their way: routers said so 6 times",
		func(w *wire) {
			c := w.conn("10.0.7.2", 40000, "10.0.0.1", 443).open(0, 0)
			for range 6 {
				c.segment(1, "A", 1400)
				w.tooLarge("10.0.0.254", "10.0.0.1")
			}
		}, healthy},
	{"mtu", "Between 10.0.0.1 ↔ 10.0.7.2 small packets come through and large ones don't, in 2 connections", func(w *wire) { blackHole(w, 1400) }, func(w *wire) { blackHole(w, 300) }},
	{"scan", "10.0.7.66 probes 40 hosts on ports 22, 80: 80 of 80 attempts in vain (40 refused, 40 unanswered)",
		func(w *wire) {
			for i := range 80 {
				c := w.conn("10.0.7.66", 40000+i, fmt.Sprintf("10.0.0.%d", 1+i/2), []int{22, 80}[i%2])
				if c.segment(0, "S", 0); i%2 == 0 {
					c.segment(1, "RA", 0)
				}
			}
			w.wait(2 * time.Second)
			w.arp(1)
		}, func(w *wire) {
			for i := range 80 { // looks for peers, each at its own port
				w.conn("10.0.7.66", 40000+i, fmt.Sprintf("10.0.0.%d", 1+i), 1000+i*13).segment(0, "S", 0)
			}
			w.wait(2 * time.Second)
			w.arp(1)
		}},
	{"announcements", "10.0.0.90 only speaks to groups, 8 packets by SSDP: announcements", func(w *wire) { announce(w, false) }, func(w *wire) { announce(w, true) }},
	{"storm", "A broadcast storm: 500 packets to all in one second, ", func(w *wire) { floods(w, 2*time.Millisecond) }, func(w *wire) { floods(w, 20*time.Millisecond) }},
	{"asymmetric", "one direction only of 4 of 4 TCP connections",
		func(w *wire) { oneSided(w, true) }, func(w *wire) { oneSided(w, false) }},
	{"duplicates", "holds frames twice: 84 of 168 (50 %) are copies", func(w *wire) { twice(w, 1) }, func(w *wire) { twice(w, 0) }},
	{"clock", "Time went backwards in the capture, by up to 10.0 s",
		func(w *wire) { backwards(w, 10*time.Second) }, func(w *wire) { backwards(w, 10*time.Millisecond) }},
	{"snaplen", "100 % of the frames (20) were captured in part",
		func(w *wire) { cut(w, 20) }, func(w *wire) { cut(w, 0) }},
}

func manyLines(w *wire, heavy int) {
	for i := range 12 {
		w.conn(fmt.Sprintf("10.0.7.%d", 1+i), 40000, "10.0.0.1", 443).open(0, 0).talk(1000)
	}
	w.conn("10.0.7.100", 40000, "10.0.0.2", 443).open(0, 0).talk(heavy)
}

func branch(w *wire, others bool) {
	for i := range 8 {
		client := fmt.Sprintf("10.0.%d.%d", 3+i/4*5, 1+i%4)
		server := []string{"10.0.5.5", "10.0.6.6"}[i/4]
		w.conn(client, 40000, server, 443).open(0, 0).talk(1000)
		if others {
			w.conn(client, 40001, "10.0.9.9", 443).open(0, 0).talk(1000)
		}
	}
}

func lossy(w *wire, n int) {
	c := w.conn("10.0.7.2", 40000, "10.0.0.1", 443).open(0, 0)
	for i := range 60 {
		if c.segment(1, "A", 1000); i < n {
			c.again(1, 1000)
		}
		c.segment(0, "A", 0)
	}
}

func holes(w *wire, any bool) {
	c := w.conn("10.0.7.2", 40000, "10.0.0.1", 443).open(0, 0)
	for i := range 100 {
		if any && i%3 == 1 {
			c.seq[1] += 1000
			continue
		}
		c.segment(1, "A", 1000)
		c.segment(0, "A", 0)
	}
}

func handshakes(w *wire, server, client time.Duration) {
	for i := range 3 {
		w.conn("10.0.7.2", 40000+i, "10.0.0.1", 443).open(server, client).talk(100)
	}
}

func requests(w *wire, took time.Duration) {
	for i := range 4 {
		c := w.conn("10.0.7.2", 40000+i, "10.0.0.1", 443).open(0, 0)
		c.segment(0, "A", 100)
		w.wait(took)
		c.segment(1, "A", 100)
	}
}

func attempts(w *wire, answer, server string) {
	for i := range 3 {
		c := w.conn("10.0.7.2", 40000+i, server, 443)
		if c.segment(0, "S", 0); answer != "" {
			c.segment(1, answer, 0)
		}
	}
	w.wait(3 * time.Second)
	w.arp(1)
}

func logs(w *wire, answered bool) {
	for range 30 {
		w.payload("10.0.0.2", 5000, "10.0.0.9", 514, []byte("<34>Oct 11 22:14:15 web su: failed"))
		if answered {
			w.udp("10.0.0.9", 514, "10.0.0.2", 5000, 20)
		}
	}
	w.wait(3 * time.Second)
	w.arp(1)
}

// queries sends twenty: so many without answer, with a server's failure, and
// for a name that doesn't exist.
func queries(w *wire, lost, failed, unknown int, took time.Duration) {
	for i := range 20 {
		name, code := "www.example", 0
		switch {
		case i < lost:
			code = -1
		case i < lost+failed:
			code = 2
		case i < lost+failed+unknown:
			name, code = "gone.example", 3
		}
		w.dns("10.0.0.2", uint16(i), name, took, code)
		if i == 5 { // a copy of the response is no response
			w.frames = append(w.frames, w.frames[len(w.frames)-1])
		}
	}
	w.wait(5 * time.Second)
	w.arp(1)
}

func stalls(w *wire, window uint16) {
	c := w.conn("10.0.7.2", 40000, "10.0.0.1", 443).open(0, 0)
	for range 4 {
		c.segment(1, "A", 1000)
		c.window = window
		c.segment(0, "A", 0)
		c.window = 8192
	}
}

// blackHole has answers that nobody acknowledges.
func blackHole(w *wire, size int) {
	for i := range 2 {
		c := w.conn("10.0.7.2", 40000+i, "10.0.0.1", 443).open(0, 0)
		c.segment(0, "A", 100)
		c.segment(1, "A", size)
		for range 4 {
			c.again(1, size)
		}
	}
}

func announce(w *wire, talks bool) {
	for range 8 {
		w.payload("10.0.0.90", 1900, "239.255.255.250", 1900, []byte("NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n\r\n"))
	}
	// Who is turned away has not talked with anybody.
	attempts(w, "RA", "10.0.0.90")
	if talks {
		w.conn("10.0.0.90", 5000, "10.0.0.1", 443).open(0, 0).talk(100)
	}
}

func floods(w *wire, every time.Duration) {
	for range 2000 {
		w.arp(7)
		w.wait(every - time.Millisecond)
	}
}

func oneSided(w *wire, all bool) {
	for i := range 4 {
		w.conn("10.0.7.2", 40000+i, "10.0.0.1", 443).open(0, 0).talk(3000).end()
	}
	if all {
		kept := w.frames[:0]
		for _, f := range w.frames {
			if bytes.Equal(f.data[26:30], []byte{10, 0, 7, 2}) {
				kept = append(kept, f)
			}
		}
		w.frames = kept
	}
}

func twice(w *wire, hop byte) {
	for i := range 6 {
		w.conn("10.0.7.2", 40000+i, "10.0.0.1", 443).open(0, 0).talk(6000).end()
	}
	if hop == 0 {
		return
	}
	var both []frame
	for _, f := range w.frames {
		copied := frame{f.at + 100*time.Microsecond, slices.Clone(f.data), 0}
		copied.data[4] = hop
		both = append(both, f, copied)
	}
	w.frames = both
}

func backwards(w *wire, by time.Duration) {
	w.wait(time.Minute)
	w.arp(1)
	w.wait(-by)
	w.arp(1)
}

func cut(w *wire, n int) {
	healthy := w.conn("10.0.7.2", 40000, "10.0.0.1", 443)
	for range 20 {
		healthy.segment(1, "A", 1000)
	}
	for i := range n {
		f := &w.frames[i]
		f.wire, f.data = len(f.data), f.data[:100]
	}
}

func TestFindings(t *testing.T) {
	for _, c := range findingCases {
		t.Run(c.kind, func(t *testing.T) {
			w := &wire{t: t}
			c.speaks(w)
			r := analyze(t, input("x.pcap", pcap(t, w.frames)))
			said := found(r, c.kind)
			if len(said) == 0 || !strings.Contains(said[0].Text, c.says) {
				t.Errorf("says %v, want %q", said, c.says)
			}
			checkFindings(t, r)
			w = &wire{t: t}
			c.silent(w)
			if said := found(analyze(t, input("x.pcap", pcap(t, w.frames))), c.kind); len(said) > 0 {
				t.Errorf("should be silent, says %v", said)
			}
		})
	}
}

// checkFindings holds what every finding promises.
func checkFindings(t *testing.T, r *report.Report) {
	t.Helper()
	for _, f := range r.Findings {
		if f.LookedAt == "" || f.Text == "" || !slices.Contains(report.Kinds(), f.Kind) {
			t.Errorf("%+v: incomplete", f)
		}
		if !slices.IsSorted(f.Hosts) || f.Hosts == nil || f.Conversations == nil {
			t.Errorf("%+v: hosts are not in order", f)
		}
		for _, c := range f.Conversations {
			if c[0] > c[1] || c[1] >= len(r.Hosts.Address) {
				t.Errorf("%+v: conversation %v", f, c)
			}
		}
	}
}

func TestEveryKindHasACase(t *testing.T) {
	elsewhere := []string{"drops", "cut-file"} // a capture's own matter: below
	for _, kind := range report.Kinds() {
		has := slices.Contains(elsewhere, kind)
		for _, c := range findingCases {
			has = has || c.kind == kind
		}
		if !has {
			t.Errorf("no case for %s", kind)
		}
	}
}

// TestFindingsKnowNothingOfRecords, which have no packets and no times: only
// what bytes tell can be said of them.
func TestFindingsKnowNothingOfRecords(t *testing.T) {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "10.0.0.%d | 10.0.1.1 | 100 | %d | TCP | HTTP\n", i, 1000*i)
	}
	for _, f := range analyze(t, input("flows.txt", []byte(b.String()))).Findings {
		if f.Kind != "heavy-conversations" {
			t.Errorf("%s: %s", f.Kind, f.Text)
		}
	}
}

// TestHealthyCaptureHasNoTroubles holds that what nothing is wrong with has
// nothing but facts said of it.
func TestHealthyCaptureHasNoTroubles(t *testing.T) {
	w := &wire{t: t}
	healthy(w)
	r := analyze(t, input("x.pcap", pcap(t, w.frames)))
	for _, f := range r.Findings {
		if f.Severity != report.Info {
			t.Errorf("%s: %s", f.Kind, f.Text)
		}
	}
	if len(r.Findings) > 3 {
		t.Errorf("%d findings: %v", len(r.Findings), r.Findings)
	}
}

func TestCutFileIsFound(t *testing.T) {
	whole := pcap(t, shop(t))
	said := found(analyze(t, input("x.pcap", whole[:len(whole)-9])), "cut-file")
	if len(said) != 1 || !strings.HasPrefix(said[0].Text, "x.pcap could not be read to its end: cut short") {
		t.Errorf("says %v", said)
	}
	if said := found(analyze(t, input("x.pcap", whole)), "cut-file"); len(said) > 0 {
		t.Errorf("should be silent, says %v", said)
	}
}

func TestDropsAreFound(t *testing.T) {
	for _, dropped := range []uint64{0, 17} {
		var b bytes.Buffer
		w, err := pcapgo.NewNgWriter(&b, layers.LinkTypeEthernet)
		if err != nil {
			t.Fatal(err)
		}
		data := shop(t)[0].data
		if err := w.WritePacket(gopacket.CaptureInfo{Timestamp: start, CaptureLength: len(data), Length: len(data)}, data); err != nil {
			t.Fatal(err)
		}
		if err := w.WriteInterfaceStats(0, pcapgo.NgInterfaceStatistics{LastUpdate: start, PacketsReceived: 18, PacketsDropped: dropped}); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		said := found(analyze(t, input("x.pcapng", b.Bytes())), "drops")
		if (len(said) == 1) != (dropped > 0) || dropped > 0 && !strings.Contains(said[0].Text, "dropped 17 frames, and the capture holds 1:") {
			t.Errorf("%d dropped: says %v", dropped, said)
		}
	}
}

// TestCopiesAreNotRetransmissions holds that what the capture saw twice is not
// taken for what a host sent twice.
func TestCopiesAreNotRetransmissions(t *testing.T) {
	w := &wire{t: t}
	twice(w, 1)
	if said := found(analyze(t, input("x.pcap", pcap(t, w.frames))), "retransmissions"); len(said) > 0 {
		t.Errorf("says %v", said)
	}
}

// TestManyFindingsOfAKindAreTold holds that the rest of them are told together.
func TestManyFindingsOfAKindAreTold(t *testing.T) {
	w := &wire{t: t}
	for i := range 9 {
		attempts(w, "RA", fmt.Sprintf("10.0.1.%d", i))
	}
	said := found(analyze(t, input("x.pcap", pcap(t, w.frames))), "refused")
	if len(said) != 4 || !strings.HasPrefix(said[3].Text, "6 more like this: 10.0.1.3, 10.0.1.4, 10.0.1.5, and 3 more") || len(said[3].Hosts) != 6 {
		t.Errorf("%d findings: %v", len(said), said)
	}
}

func TestWhatACaptureSaysIsBounded(t *testing.T) {
	w := &wire{t: t}
	for i := range 12 {
		w.dns("10.0.0.2", uint16(i), strings.Repeat("<b>\n\u202e", 7)+strings.Repeat("x", 40)+".example", 0, 3)
	}
	said := found(analyze(t, input(strings.Repeat("y", 500), pcap(t, w.frames))), "dns-unknown-names")
	if len(said) != 1 || len([]rune(said[0].Text)) > 200 || strings.ContainsAny(said[0].Text, "\n\u202e") {
		t.Errorf("says %v", said)
	}
}
