package traffic

import "math/rand/v2"

// kind is what a flow speaks.
type kind int

const (
	tls kind = iota
	http
	ssh
	redis
	opaqueTCP
	scan // SYNs that nobody answers
	flood
	dns
	quic
	rtp
	opaqueUDP
)

var serverPorts = [...]uint16{tls: 443, http: 80, ssh: 22, redis: 6379, opaqueTCP: 47113, scan: 8022, flood: 80, dns: 53, quic: 443, rtp: 5004, opaqueUDP: 51827}

func (k kind) tcp() bool { return k <= flood }

// weighted is one choice among several.
type weighted struct {
	kind  kind
	parts int
}

// kinds are what flows speak, in hundredths: a few packets are mostly a
// question and its answer, and a frame of 64 bytes has room for little.
var (
	shortKinds      = []weighted{{dns, 70}, {scan, 15}, {opaqueUDP, 15}}
	longKinds       = []weighted{{tls, 52}, {http, 14}, {quic, 18}, {ssh, 3}, {rtp, 4}, {opaqueTCP, 6}, {opaqueUDP, 3}}
	fullKinds       = []weighted{{tls, 60}, {http, 20}, {ssh, 20}}
	shortSmallKinds = []weighted{{opaqueUDP, 60}, {scan, 40}}
	floodKinds      = []weighted{{flood, 100}}
	longSmallKinds  = []weighted{{redis, 30}, {opaqueTCP, 30}, {rtp, 30}, {opaqueUDP, 10}}
)

func choose(rng *rand.Rand, from []weighted) kind {
	n := rng.IntN(100)
	for _, w := range from {
		if n -= w.parts; n < 0 {
			return w.kind
		}
	}
	return from[len(from)-1].kind
}

// TCP flags (RFC 9293 §3.1).
const (
	fin = 1 << 0
	syn = 1 << 1
	psh = 1 << 3
	ack = 1 << 4
)

// segment is what one frame of a flow carries.
type segment struct {
	fromClient bool
	flags      byte
	seq, ack   uint32
	payload    []byte
}

// flow is one flow between its first frame and its last.
type flow struct {
	kind           kind
	mix            Mix
	size, sent     int
	middle         bool // it began before the capture
	upload         bool // the client sends the bulk
	v6             bool
	client, server [16]byte // IPv4 in the first four
	clientPort     uint16
	serverPort     uint16
	host           uint32 // which server
	seq            [2]uint32
	again          segment // the latest of the bulk
	rng            *rand.Rand
}

// begin draws what a flow is. All of it comes from the flow's own generator,
// so that a flow is the same in any order of packets.
func (m *maker) begin(id int) *flow {
	s := m.spec
	source := rand.NewPCG(s.Seed, uint64(id)+3)
	f := &flow{
		mix: s.Mix, size: int(m.plan.sizes[id]), clientPort: m.plan.ports[id],
		rng: rand.New(source),
	}
	kinds := [2][]weighted{shortKinds, longKinds}
	switch s.Mix {
	case Small:
		kinds = [2][]weighted{shortSmallKinds, longSmallKinds}
	case Full:
		kinds[1] = fullKinds
	case Flood:
		kinds = [2][]weighted{floodKinds, floodKinds}
	}
	if f.size < 4 {
		f.kind = choose(f.rng, kinds[0])
	} else {
		f.kind = choose(f.rng, kinds[1])
		f.middle = s.Mix != Full && s.Mix != Flood && f.rng.IntN(10) == 0
	}
	f.v6 = s.Mix != Small && s.Mix != Flood && f.rng.IntN(100) < 15
	f.upload = f.rng.IntN(8) == 0
	f.serverPort = serverPorts[f.kind]
	// Few servers have most clients: the square of a square.
	u := f.rng.Float64()
	f.host = uint32(u * u * u * u * float64(s.Servers))
	f.seq = [2]uint32{f.rng.Uint32(), f.rng.Uint32()}
	f.client = address(f.v6, 10, m.plan.clients[id])
	f.server = address(f.v6, 100, f.host)
	return f
}

// address numbers hosts in 10.0.0.0/8 and 100.0.0.0/8, or below 2001:db8.
func address(v6 bool, net byte, host uint32) (a [16]byte) {
	if !v6 {
		return [16]byte{net, byte(host >> 16), byte(host >> 8), byte(host)}
	}
	return [16]byte{0x20, 0x01, 0x0d, 0xb8, 0, net, 12: byte(host >> 24), 13: byte(host >> 16), 14: byte(host >> 8), 15: byte(host)}
}

// step is a flow's next segment.
func (f *flow) step(fill *filler) segment {
	i := f.sent
	f.sent++
	if !f.kind.tcp() {
		return f.datagram(i, fill)
	}
	switch {
	case f.kind == scan:
		return segment{fromClient: true, flags: syn, seq: f.seq[0]}
	case f.kind == flood && i > 0:
		return segment{flags: syn | ack, seq: f.seq[1], ack: f.seq[0]}
	case f.middle:
		i += 5
	case i == 0:
		return f.send(true, syn, nil)
	case i == 1:
		return f.send(false, syn|ack, nil)
	case i == 2:
		return f.send(true, ack, nil)
	}
	if left := f.size - f.sent; left < 2 && f.size > 7 {
		return f.send(left == 1, fin|ack, nil)
	}
	return f.data(i-3, fill)
}

// send is a segment in sequence.
func (f *flow) send(fromClient bool, flags byte, payload []byte) segment {
	side := 0
	if !fromClient {
		side = 1
	}
	s := segment{fromClient: fromClient, flags: flags, seq: f.seq[side], payload: payload}
	if flags&ack != 0 {
		s.ack = f.seq[1-side]
	}
	f.seq[side] += uint32(len(payload))
	if flags&(syn|fin) != 0 {
		f.seq[side]++
	}
	return s
}

// data is segment i of a connection's talk: question, answer, and then bulk
// from one side with acknowledgements from the other.
func (f *flow) data(i int, fill *filler) segment {
	switch {
	case i == 0:
		return f.send(true, psh|ack, fill.question(f))
	case i == 1:
		return f.send(false, psh|ack, fill.answer(f))
	case i%every(f.mix) == 2:
		return f.send(!f.upload, ack, nil)
	case f.again.payload != nil && f.rng.IntN(250) == 0:
		return f.again
	}
	f.again = f.send(f.upload, psh|ack, fill.bulk(f, f.bulkSize()))
	return f.again
}

// every is how many segments there are to an acknowledgement.
func every(mix Mix) int {
	if mix == Full {
		return 8
	}
	return 3
}

// bulkSize is how much a segment carries: full ones in long flows, any size in
// short ones.
func (f *flow) bulkSize() int {
	whole := 1460
	if f.v6 {
		whole = 1440
	}
	switch {
	case f.mix == Small:
		return smallTCP
	case f.mix == Full, f.size > 40 && f.rng.IntN(100) < 70:
		return whole
	case f.size > 40:
		return 1 + f.rng.IntN(whole)
	}
	return 20 + f.rng.IntN(500)
}

// datagram is datagram i of a flow.
func (f *flow) datagram(i int, fill *filler) segment {
	fromClient := i%2 == 0
	switch {
	case f.kind == rtp, f.kind == quic && i > 3:
		fromClient = i%4 == 0
	}
	if f.middle {
		i += 5
	}
	return segment{fromClient: fromClient, payload: fill.datagram(f, i, fromClient)}
}
