package flow

import (
	"slices"
	"testing"

	"heatsink/core/compact"
	"heatsink/core/packet"
)

const (
	ms  = int64(1e6)
	ack = packet.ACK
)

// step is one segment of a conversation between client (side 0) and server.
type step struct {
	at       int64 // ms
	from     int
	flags    uint8
	seq, ack uint32
	length   uint32
	window   uint16
}

// play runs segments through a flow's health.
func play(steps []step) TCP {
	table := New(Limits{}, nil)
	f := Flow{Tuple: &Tuple{tcp: table.newTCP()}}
	h := table.healthOf(f.tcp)
	for _, s := range steps {
		segment := packet.Header{HasTCP: true, Flags: s.flags, Seq: s.seq, Ack: s.ack, PayloadLen: s.length, Window: s.window}
		h.follow(s.from, &segment, s.at*ms, false)
	}
	table.Finish()
	health, _ := table.TCP(f)
	return health
}

// opened is a handshake of 30 ms, then the client's request and its ACK.
func opened(more ...step) []step {
	return append([]step{
		{100, 0, packet.SYN, 1000, 0, 0, 500},
		{120, 1, packet.SYN | ack, 5000, 1001, 0, 500},
		{130, 0, ack, 1001, 5001, 0, 500},
		{140, 0, ack, 1001, 5001, 100, 500},
		{160, 1, ack, 5001, 1101, 0, 500},
	}, more...)
}

func TestHealth(t *testing.T) {
	wrapped := func(seq uint32) uint32 { return seq + 0xfffffff0 }
	for _, c := range []struct {
		name           string
		steps          []step
		client, server Troubles
		resets         [2]uint16
	}{
		{"nothing odd", opened(step{200, 1, ack, 5001, 1101, 300, 500}), Troubles{}, Troubles{}, [2]uint16{}},
		{"sent again after a while", opened(
			step{200, 0, ack, 1101, 5001, 100, 500}, step{500, 0, ack, 1101, 5001, 100, 500},
		), Troubles{Retransmissions: 1}, Troubles{}, [2]uint16{}},
		{"sent again though acknowledged", opened(step{500, 0, ack, 1001, 5001, 100, 500}),
			Troubles{Retransmissions: 1, Spurious: 1}, Troubles{}, [2]uint16{}},
		{"sent again after duplicate ACKs", opened(
			step{200, 0, ack, 1201, 5001, 100, 500}, step{201, 0, ack, 1301, 5001, 100, 500}, step{202, 0, ack, 1401, 5001, 100, 500},
			step{210, 1, ack, 5001, 1101, 0, 500}, step{211, 1, ack, 5001, 1101, 0, 500},
			step{215, 0, ack, 1101, 5001, 100, 500},
		), Troubles{Retransmissions: 1, Fast: 1, Lost: 1}, Troubles{DuplicateAcks: 2}, [2]uint16{}},
		{"late within the initial RTT", opened(
			step{200, 0, ack, 1201, 5001, 100, 500}, step{202, 0, ack, 1101, 5001, 100, 500},
		), Troubles{Lost: 1, OutOfOrder: 1}, Troubles{}, [2]uint16{}},
		{"late by more than the initial RTT", opened(
			step{200, 0, ack, 1201, 5001, 100, 500}, step{240, 0, ack, 1101, 5001, 100, 500},
		), Troubles{Lost: 1, Retransmissions: 1}, Troubles{}, [2]uint16{}},
		{"a gap that RST doesn't count as", opened(step{200, 0, packet.RST, 9999, 0, 0, 0}), Troubles{}, Troubles{}, [2]uint16{1, 0}},
		{"keep-alives, and ACKs of them", opened(
			step{300, 0, ack, 1100, 5001, 1, 500}, step{301, 1, ack, 5001, 1101, 0, 500},
			step{400, 0, ack, 1100, 5001, 0, 500}, step{401, 1, ack, 5001, 1101, 0, 500},
		), Troubles{}, Troubles{}, [2]uint16{}},
		{"a slow receiver", opened(
			step{200, 1, ack, 5001, 1101, 0, 0}, step{300, 0, ack, 1101, 5001, 1, 500}, step{301, 1, ack, 5001, 1101, 0, 0},
			step{900, 1, ack, 5001, 1101, 0, 500}, step{901, 0, ack, 1101, 5001, 100, 500},
		), Troubles{}, Troubles{ZeroWindows: 2}, [2]uint16{}},
		{"a window update is no duplicate ACK", opened(step{200, 1, ack, 5001, 1101, 0, 600}), Troubles{}, Troubles{}, [2]uint16{}},
		{"SYN sent again", []step{{100, 0, packet.SYN, 1000, 0, 0, 500}, {1100, 0, packet.SYN, 1000, 0, 0, 500}},
			Troubles{Retransmissions: 1, Bare: 1}, Troubles{}, [2]uint16{}},
		{"SYN sent again, then data", append(
			[]step{{90, 0, packet.SYN, 1000, 0, 0, 500}}, opened(step{500, 0, ack, 1001, 5001, 100, 500})...,
		), Troubles{Retransmissions: 2, Bare: 1, Spurious: 1}, Troubles{}, [2]uint16{}},
		{"SYN sent again all the time", slices.Repeat([]step{{100, 0, packet.SYN, 1000, 0, 0, 500}}, maxBare+3),
			Troubles{Retransmissions: maxBare + 2, Bare: maxBare + 2}, Troubles{}, [2]uint16{}},
		{"sequence numbers that wrap", []step{
			{100, 0, ack, wrapped(0), 1, 100, 500}, {110, 0, ack, wrapped(100), 1, 100, 500},
			{500, 0, ack, wrapped(100), 1, 100, 500},
		}, Troubles{Retransmissions: 1}, Troubles{}, [2]uint16{}},
	} {
		got := play(c.steps)
		for i, want := range [2]Troubles{c.client, c.server} {
			if counts(got.Sides[i].Troubles) != counts(&want) {
				t.Errorf("%s: side %d %v, want %v", c.name, i, counts(got.Sides[i].Troubles), counts(&want))
			}
			if got.Sides[i].Resets != c.resets[i] {
				t.Errorf("%s: side %d has %d resets, want %d", c.name, i, got.Sides[i].Resets, c.resets[i])
			}
		}
	}
}

// counts are a side's figures: retransmissions, fast, spurious, bare, out of
// order, lost, duplicate ACKs, zero windows.
func counts(s *Troubles) [8]uint32 {
	return [8]uint32{s.Retransmissions, uint32(s.Fast), uint32(s.Spurious), uint32(s.Bare), s.OutOfOrder, s.Lost, s.DuplicateAcks, uint32(s.ZeroWindows)}
}

func TestHandshake(t *testing.T) {
	c := play(opened(step{200, 1, ack, 5001, 1101, 300, 500}, step{205, 1, ack, 5301, 1101, 300, 500}))
	want := Handshake{SYN: true, SYNACK: true, RTT: 30 * ms, ServerRTT: 20 * ms, Answered: true, Response: 60 * ms}
	if c.Handshake != want {
		t.Errorf("handshake %+v, want %+v", c.Handshake, want)
	}
	if got := c.Sides[1].MaxInFlight; got != 600 {
		t.Errorf("%d bytes in flight at most, want 600", got)
	}
	refused := play([]step{{100, 0, packet.SYN, 1000, 0, 0, 500}, {107, 1, packet.RST | ack, 0, 1001, 0, 0}})
	if refused.RTT != 7*ms || refused.SYNACK {
		t.Errorf("refused: %+v", refused.Handshake)
	}
}

func TestNothingIsOfferedWithoutASYN(t *testing.T) {
	for dir, side := range play([]step{{100, 0, ack, 1000, 5000, 100, 500}, {110, 1, ack, 5000, 1100, 100, 500}}).Sides {
		if side.Scale != NoScale || side.MSS != 0 {
			t.Errorf("side %d: MSS %d, scale %d", dir, side.MSS, side.Scale)
		}
	}
}

func TestOffer(t *testing.T) {
	for _, c := range []struct {
		options []byte
		mss     uint16
		scale   uint8
	}{
		{[]byte{2, 4, 5, 180, 1, 3, 3, 7}, 1460, 7},
		{[]byte{3, 3, 200}, 0, 14}, // RFC 7323 §2.3: 14 at most
		{[]byte{2, 4, 5}, 0, NoScale},
		{[]byte{2, 0}, 0, NoScale},
		{[]byte{0, 2, 4, 5, 180}, 0, NoScale},
		{nil, 0, NoScale},
	} {
		h := health{new(tcp), new(opening), nil}
		h.see(0, &packet.Header{HasTCP: true, Flags: packet.SYN, Options: c.options}, 1)
		if h.mss[0] != c.mss || h.scale[0] != c.scale {
			t.Errorf("% x: MSS %d, scale %d, want %d and %d", c.options, h.mss[0], h.scale[0], c.mss, c.scale)
		}
	}
}

// TestEndings has more connections than a chunk holds, each of which sent
// another number of bytes, half of them acknowledged, and one that nobody answered.
func TestEndings(t *testing.T) {
	const flows = compact.ChunkSize + 3
	table := New(Limits{}, nil)
	say := func(p *packet.Packet, length uint32) {
		p.Outer.PayloadLen = length
		table.Add(p, 1, 100)
	}
	for i := range uint32(flows) {
		port := uint16(10000 + i)
		say(segment(packet.SYN, 1000, 0, 1, port, 2, 80), 0)
		if i == 0 {
			continue
		}
		say(segment(packet.SYN|ack, 5000, 1001, 2, 80, 1, port), 0)
		say(segment(ack, 1001, 5001, 1, port, 2, 80), 2*i)
		say(segment(ack, 5001, 1001+i, 2, 80, 1, port), 0)
		say(segment(ack, 1001, 5001, 1, port, 2, 80), 1)
	}
	table.Finish()
	for i := range uint32(flows) {
		f := table.Flow(int(i))
		acknowledged, waiting, ok := table.Progress(f, 0)
		if acknowledged != i || waiting != i || ok != (i > 0) {
			t.Errorf("flow %d: %d bytes acknowledged, %d waiting, %v", i, acknowledged, waiting, ok)
		}
		if health, ok := table.TCP(f); !ok || health.Sides[0].MaxInFlight != 2*i || i > 0 && health.RTT != 0 {
			t.Errorf("flow %d: %+v", i, health)
		}
	}
}
