// Package traffic makes captures for measurements: deterministic, as large as
// one likes, and close enough to a real link for its caches to mean something.
//
// What is as on a real link:
//
//   - Flow sizes have a heavy tail (Pareto, shape 1.3; measurements of the
//     Internet find 1.0 to 1.5): most flows have a few packets, a few flows
//     have most packets. Clients and servers are drawn from Zipf distributions.
//   - Packets come in trains (Jain and Routhier, "Packet Trains", 1986): a
//     flow's segments follow each other at the speed of its own line, with
//     those of other trains between them. The larger the flow, the longer its
//     trains. Flows begin at any time and live for a while: some thousands are
//     alive at once, not all. In "make bench"'s mixed capture 30 %
//     of the frames are of the flow of the frame before, half come within two
//     frames of their own flow's last, and a tenth after more than 3 300. In a
//     shuffled one half come after thousands.
//   - Connections have handshakes with round trip times, ends, bare
//     acknowledgements, and a segment in 250 that is sent again. A tenth of the
//     longer ones were there before the capture began.
//   - Payloads begin as those of real protocols do: DNS, TLS and QUIC (whose
//     first packet is really encrypted) with server names, HTTP, SSH, RTP,
//     Redis; and some of nothing known. What follows is random bytes or text.
//   - Addresses, ports and checksums are right, 15 % are IPv6 (but for frames
//     of 64 bytes, which have no room for it).
//
// What isn't: no fragments, no tunnels, no loss at the capture, and one link.
package traffic

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Mix says how large frames are.
type Mix int

const (
	// Mixed has frames of 60 to 1514 bytes, as their protocols want them.
	Mixed Mix = iota
	// Small has frames of 64 bytes and nothing else.
	Small
	// Full has segments of 1460 bytes, and an acknowledgement for every eighth.
	Full
	// Flood is a flood of SYNs, each from a client of its own, which a server
	// answers and, as nobody acknowledges that, answers again.
	Flood
)

// Spec says what a capture is to have in it. The same Spec always makes the
// same bytes.
type Spec struct {
	Packets, Flows   int // exactly so many
	Mix              Mix
	Shuffled         bool // packets in uniformly random order: every cache's worst case
	Rate             int  // packets a second, on the average
	Clients, Servers int  // a Flood has a client for each flow instead
	Seed             uint64
}

// Sink takes the frames of a capture in order of time.
type Sink interface {
	// Frame writes a frame, captured whole, at a time in nanoseconds since the
	// Unix epoch. Flow numbers the flow it belongs to, from 0.
	Frame(time int64, flow int, data []byte) error
}

// epoch is when the captures begin: 2026-01-01 00:00:00 UTC.
const epoch = 1767225600_000000000

// Write makes a capture.
func Write(sink Sink, s Spec) error {
	p := newPlan(s)
	m := newMaker(s, p)
	for _, e := range p.events {
		frame := m.next(int(e.flow))
		if err := sink.Frame(epoch+e.time, int(e.flow), frame); err != nil {
			return err
		}
	}
	return nil
}

// plan is who sends how much and when.
type plan struct {
	sizes   []int32 // packets, by flow
	clients []uint32
	ports   []uint16
	events  []event // in order of time
}

type event struct {
	time int64 // nanoseconds since the capture's begin
	flow int32
}

func newPlan(s Spec) *plan {
	rng := rand.New(rand.NewPCG(s.Seed, 1))
	p := &plan{sizes: sizes(s, rng)}
	p.endpoints(s, rng)
	p.schedule(s, rng)
	return p
}

// sizes gives each flow its packets: at least one, and all of them together
// just what is asked for.
func sizes(s Spec, rng *rand.Rand) []int32 {
	upTo := make([]float64, s.Flows+1) // sums of the weights
	for i := range s.Flows {
		// Held down so that no flow has more than some 2 % of all packets.
		weight := min(math.Pow(1-rng.Float64(), -1/1.3), max(2, float64(s.Flows)/12))
		switch s.Mix {
		case Full:
			weight = 0.5 + rng.Float64()
		case Flood:
			weight = 1
		}
		upTo[i+1] = upTo[i] + weight
	}
	sizes := make([]int32, s.Flows)
	given := 0
	for i := range sizes {
		until := int(upTo[i+1] / upTo[s.Flows] * float64(s.Packets-s.Flows))
		sizes[i] = int32(1 + until - given)
		given = until
	}
	return sizes
}

// endpoints gives each flow a client and one of its ports, which no other flow has.
func (p *plan) endpoints(s Spec, rng *rand.Rand) {
	const first, last = 1024, 65000
	if s.Mix == Flood {
		p.clients, p.ports = make([]uint32, s.Flows), make([]uint16, s.Flows)
		for i := range p.clients {
			p.clients[i], p.ports[i] = uint32(i)*0x9e3779b1&(1<<24-1), first+uint16(rng.IntN(last-first))
		}
		return
	}
	used := make([]uint16, s.Clients)
	busy := rand.NewZipf(rng, 1.1, 40, uint64(s.Clients-1))
	p.clients, p.ports = make([]uint32, s.Flows), make([]uint16, s.Flows)
	for i := range p.clients {
		client := uint32(busy.Uint64())
		for used[client] == last-first {
			client = (client + 1) % uint32(s.Clients)
		}
		p.clients[i], p.ports[i] = client, first+used[client]
		used[client]++
	}
}

// schedule says when each flow's packets come.
func (p *plan) schedule(s Spec, rng *rand.Rand) {
	length := float64(s.Packets) / float64(s.Rate) * 1e9
	p.events = make([]event, 0, s.Packets)
	for flow, size := range p.sizes {
		if s.Mix == Flood {
			p.floodTimes(int32(flow), int(size), length, rng)
		} else {
			p.flowTimes(int32(flow), int(size), length, s.Mix == Full, rng)
		}
	}
	slices.SortFunc(p.events, func(x, y event) int {
		return cmp.Or(cmp.Compare(x.time, y.time), cmp.Compare(x.flow, y.flow))
	})
	if s.Shuffled {
		rng.Shuffle(len(p.events), func(i, j int) {
			e := p.events
			e[i].flow, e[j].flow = e[j].flow, e[i].flow
		})
	}
}

// flowTimes puts a flow's handshake and trains somewhere within the capture.
func (p *plan) flowTimes(flow int32, size int, length float64, always bool, rng *rand.Rand) {
	at := func(t float64) { p.events = append(p.events, event{int64(t), flow}) }
	begin := rng.Float64() * length
	trip := 2e5 * math.Exp(rng.Float64()*6) // 0.2 to 80 ms
	end := min(length, begin+trip+rng.ExpFloat64()*2e8*math.Sqrt(float64(size)))
	if always {
		begin, end = rng.Float64()*1e6, length
	}
	for i, t := range []float64{begin, begin + trip, begin + trip + 2e4} {
		if i < size {
			at(t)
		}
	}
	longest := 1 + min(math.Sqrt(float64(size)), 88)
	for left := size - 3; left > 0; {
		train := min(1+int(rng.Float64()*longest), left)
		start := begin + trip + 4e4 + rng.Float64()*max(0, end-begin-trip)
		gap := 2e3 + rng.Float64()*1e4 // a full frame at 1 to 5 Gbit/s
		for i := range train {
			at(start + float64(i)*gap)
		}
		left -= train
	}
}

// floodTimes puts a SYN somewhere within the capture, its answer, and that again
// after a second, three seconds, and so on.
func (p *plan) floodTimes(flow int32, size int, length float64, rng *rand.Rand) {
	begin := rng.Float64() * length
	answer := begin + 5e4 + rng.Float64()*1e6
	p.events = append(p.events, event{int64(begin), flow})
	for i := range size - 1 {
		p.events = append(p.events, event{int64(answer + 1e9*float64(int(1)<<i-1)), flow})
	}
}

// maker makes the frames of a plan.
type maker struct {
	spec  Spec
	plan  *plan
	flows []*flow // those that have begun and not ended
	fill  *filler
	frame framer
}

func newMaker(s Spec, p *plan) *maker {
	rng := rand.New(rand.NewPCG(s.Seed, 2))
	return &maker{spec: s, plan: p, flows: make([]*flow, s.Flows), fill: newFiller(rng)}
}

// next makes the next frame of a flow. It is valid until the call after.
func (m *maker) next(id int) []byte {
	f := m.flows[id]
	if f == nil {
		f = m.begin(id)
		m.flows[id] = f
	}
	frame := m.frame.build(f, f.step(m.fill), m.spec.Mix == Small)
	if f.sent == f.size {
		m.flows[id] = nil
	}
	return frame
}
