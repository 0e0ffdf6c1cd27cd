package app

import (
	"math/bits"

	"heatsink/core/name"
	"heatsink/core/packet"
)

// Limits of an inspection.
const (
	// MaxPayloads is how many payloads of a flow are looked at before its ports
	// name it.
	MaxPayloads = 10
	// maxFollowed is how many more a protocol can ask for.
	maxFollowed = 64
	// early is how many payloads of either side every protocol is asked about;
	// those after them only ask the protocols that can tell in mid-flow.
	early = 2
	// maxRecords is how many flows can be under inspection at a time; beyond
	// it, the one that has been for longest is given up.
	maxRecords = 1 << 14
)

// Handle is where a flow stands with an Inspector; 0 for one that showed no
// payload yet.
type Handle uint32

// Done is a flow of which no payload needs to be looked at any more.
const Done Handle = 1<<32 - 1

// following begins the Handles of flows that a datagram protocol follows; its
// ID is added.
const following Handle = 1<<32 - 1<<16

// Inspector finds out what flows speak. One goroutine uses it.
type Inspector struct {
	// Names is told what protocols say of hosts.
	Names *name.Store
	// GaveUp is told of a flow whose inspection ends without its having a
	// payload at hand, and its likeliest protocol, or 0.
	GaveUp func(flow uint32, likeliest ID)

	facts   facts
	records []*[recordChunk]record
	given   int // how many records there are
	free    []Handle
	oldest  int // index of the record that is given up next
	none    record
	held    []*buffer
	unheld  []uint16 // the numbers plus one of those in held that no record has
	buffers int      // bytes that records' buffers hold
	dns     dnsReader
	// keys and opened are of QUIC's latest Initial packet.
	keys    initialKeys
	opened  []byte
	lookups lookups
	// undecided is how many flows were given up before they told what they speak.
	undecided uint64
}

// Beyond is what the limits of an inspection left out.
type Beyond struct {
	Undecided uint64 // flows that gave way to others before they told what they speak
	Lookups   uint64 // DNS queries that count for no pair of client and server
	Texts     uint64 // what flows said of themselves (Facts)
}

// NewInspector returns an Inspector that tells names what it hears.
func NewInspector(names *name.Store, gaveUp func(flow uint32, likeliest ID)) *Inspector {
	return &Inspector{Names: names, GaveUp: gaveUp}
}

// Beyond tells what the limits left out so far.
func (in *Inspector) Beyond() Beyond {
	return Beyond{Undecided: in.undecided, Lookups: in.lookups.beyond, Texts: in.facts.beyond}
}

// Inspect looks at a payload of a flow: seq is TCP's sequence number. It
// returns the flow's new Handle, and its protocol, once, when it is known.
func (in *Inspector) Inspect(h Handle, flow uint32, p *Peek, seq uint32) (Handle, ID) {
	p.seq, p.in = seq, in
	if h >= following && h != Done {
		in.none.flow = flow
		p.rec = &in.none
		protocols[h-following-1].Follow(p)
		return h, 0
	}
	transport := transportIndex(p.Transport)
	if transport < 0 {
		return Done, 0
	}
	if h != 0 {
		p.rec = in.record(h)
	} else {
		in.none.progress = progress{flow: flow}
		p.rec = &in.none
	}
	p.Nth = int(p.rec.payloads[p.side()])
	if p.rec.protocol != 0 {
		return in.follow(h, p), 0
	}
	id := in.ask(transport, p)
	if id == 0 && p.rec.seen()+1 >= MaxPayloads {
		id = p.rec.likeliest
		if id == 0 {
			in.release(h)
			return Done, 0
		}
	}
	if id == 0 {
		h, p.rec = in.keep(h, p.rec)
		p.rec.remember(p)
		return h, 0
	}
	row := &protocols[id-1]
	p.rec.protocol = id
	if row.Follow == nil {
		in.release(h)
		return Done, id
	}
	if row.Datagrams && p.Transport != packet.TCP {
		row.Follow(p)
		in.release(h)
		return following + Handle(id), id
	}
	return in.follow(h, p), id
}

// Touch asks for the memory that Inspect will need for a flow; ahead is how many
// with the Handle 0 come before it, which may take the places of as many others.
func (in *Inspector) Touch(h Handle, ahead int) uint64 {
	switch {
	case h >= following, h == 0 && in.given < maxRecords:
		return 0
	case h == 0:
		h = Handle(in.oldest+ahead)%maxRecords + 1
	}
	r := in.record(h)
	return uint64(r.flow) + uint64(r.firstHeads[1][0])
}

// ask has the table's rows look at a payload.
func (in *Inspector) ask(transport int, p *Peek) ID {
	lead, least := &leads[transport][p.Data[0]], &leasts[min(len(p.Data), maxLeast)]
	onOnly := isOnly(p.ServerPort) || isOnly(p.ClientPort)
	for i := range lead {
		rows := lead[i] & least[i]
		if p.Nth >= early {
			rows &= lates[i]
		}
		if !onOnly {
			rows &^= onlys[i]
		}
		for ; rows != 0; rows &= rows - 1 {
			id := ID(64*i + bits.TrailingZeros64(rows))
			row := &detects[id]
			if !row.fits(p.Data) {
				continue
			}
			switch row.ask(p) {
			case Yes:
				return id
			case Perhaps:
				if p.rec.likeliest == 0 {
					p.rec.likeliest = id
				}
			}
		}
	}
	return 0
}

// follow tells a protocol the payload of a flow that is its own.
func (in *Inspector) follow(h Handle, p *Peek) Handle {
	p.rec.followed++
	if !protocols[p.rec.protocol-1].Follow(p) || p.rec.followed >= maxFollowed || !p.keepFirst() {
		in.release(h)
		in.drop(p.rec)
		return Done
	}
	h, p.rec = in.keep(h, p.rec)
	p.rec.remember(p)
	return h
}

// keep gives a flow's record a place of its own, if it has none yet.
func (in *Inspector) keep(h Handle, r *record) (Handle, *record) {
	if h != 0 {
		return h, r
	}
	switch {
	case len(in.free) > 0:
		h = in.free[len(in.free)-1]
		in.free = in.free[:len(in.free)-1]
	case in.given < maxRecords:
		if in.given%recordChunk == 0 {
			in.records = append(in.records, new([recordChunk]record))
		}
		in.given++
		h = Handle(in.given)
	default:
		h = Handle(in.oldest + 1)
		in.oldest = (in.oldest + 1) % maxRecords
		old := in.record(h)
		in.drop(old)
		likeliest := old.likeliest
		if old.protocol != 0 {
			likeliest = 0
		} else {
			in.undecided++
		}
		in.GaveUp(old.flow, likeliest)
	}
	place := in.record(h)
	place.progress = r.progress
	return h, place
}

// release gives a record back; the flow needs none any more.
func (in *Inspector) release(h Handle) {
	if h == 0 {
		return
	}
	in.drop(in.record(h))
	in.free = append(in.free, h)
}

// drop forgets what a record put together.
func (in *Inspector) drop(r *record) {
	if b := in.bufferOf(r); b != nil {
		in.buffers -= cap(b.data)
		b.data, b.parts = nil, b.parts[:0]
		in.unheld = append(in.unheld, r.buffer)
		r.buffer = 0
	}
	r.stream = streaming{}
}

// Close gives back the memory that only inspecting needs. What was found out
// stays.
func (in *Inspector) Close() {
	in.records, in.free, in.none, in.opened, in.held, in.unheld = nil, nil, record{}, nil, nil, nil
}

// End ends the inspection of a flow of which no more will come, and returns
// its likeliest protocol if it was not told yet.
func (in *Inspector) End(h Handle) ID {
	if h == 0 || h >= following {
		return 0
	}
	r := in.record(h)
	likeliest := r.likeliest
	if r.protocol != 0 {
		likeliest = 0
	}
	in.release(h)
	return likeliest
}
