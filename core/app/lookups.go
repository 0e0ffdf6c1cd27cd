package app

import "heatsink/core/compact"

// Lookups is how one server answered one client's DNS queries over UDP. A query
// that is repeated under its ID, or that the capture holds twice, counts once.
type Lookups struct {
	// Client and Server are numbers, as in Peek: who asks, whichever end of the
	// flow that is.
	Client, Server uint32
	Queries        uint64
	// Answered queries are those with a response; Unanswered those without one,
	// but for the last Patience of the capture.
	Answered, Unanswered uint64
	// NoName, ServerFailure, Refused and OtherErrors count responses by their
	// code (RFC 1035 §4.1.1): 3, 2, 5, and the others but 0.
	NoName, ServerFailure, Refused, OtherErrors uint64
	// Time is the sum of what the responses took, Longest the most; nanoseconds.
	// Slow counts those of SlowLookup and more.
	Time, Longest int64
	Slow          uint64
	// Missing is one of the names that don't exist: the one most asked for, if
	// it is more than half of them.
	Missing string
	votes   uint64 // for Missing (Boyer and Moore's majority vote)
}

const (
	// SlowLookup is a response time that a user notices.
	SlowLookup = 1e9 // ns
	// Patience is how long a query may wait without being unanswered.
	Patience = 2e9 // ns
	// forgotten is after how long a query's ID may be another query's.
	forgotten = 30e9 // ns

	// maxLookups is how many pairs of a client and a server are kept, and
	// maxWaiting how many queries can wait for their responses; beyond it, the
	// oldest is given up: it counts as unanswered only if it waited for Patience.
	maxLookups = 1 << 12
	maxWaiting = 1 << 13
)

// lookups keeps all.
type lookups struct {
	list  []Lookups
	index compact.Index // of list
	// queries are the latest, in a ring; next is the one that gives way next.
	queries []query
	next    int
	// waiting begins the chains of those queries that wait, by their hash:
	// their numbers plus one.
	waiting *[maxWaiting]uint16
	beyond  uint64 // queries that the limits left out
}

// query is a question that was asked in a flow.
type query struct {
	time  int64
	flow  uint32
	id    uint16
	of    uint16 // index into list
	chain uint16 // the next that waits, plus one
	waits bool
}

// lookUp takes in a DNS message of a datagram, whose question is in r.asked.
func (l *lookups) lookUp(p *Peek, r *dnsReader) {
	const response, opcode = 0x80, 0x78
	if len(p.Data) < dnsHeader || p.Data[2]&opcode != 0 {
		return
	}
	flow, id := p.rec.flow, be16(p.Data)
	known := l.find(flow, id)
	if p.Data[2]&response == 0 {
		if known != nil && p.Time-known.time < forgotten || p.receiver().IsMulticast() {
			return
		}
		of := l.pair(p.ends())
		if of < 0 {
			l.beyond++
			return
		}
		l.list[of].Queries++
		l.forget(known)
		l.wait(query{time: p.Time, flow: flow, id: id, of: uint16(of)})
		return
	}
	if known != nil {
		l.list[known.of].answer(p.Time-known.time, p.Data[3]&15, r.asked.bytes())
		l.forget(known)
	}
}

// pair is the index of a client and its server, -1 beyond the limit.
func (l *lookups) pair(client, server uint32) int {
	hash := compact.Hash(uint64(client)<<32|uint64(server), 0)
	n, slot, ok := l.index.Find(hash, func(n uint32) bool {
		x := &l.list[n]
		return x.Client == client && x.Server == server
	})
	if ok {
		return int(n)
	}
	if len(l.list) >= maxLookups {
		return -1
	}
	l.index.Insert(hash, slot, uint32(len(l.list)))
	l.list = append(l.list, Lookups{Client: client, Server: server})
	return len(l.list) - 1
}

// chainOf begins the chain of a flow's queries with an ID.
func (l *lookups) chainOf(flow uint32, id uint16) *uint16 {
	return &l.waiting[compact.Hash(uint64(flow), uint64(id))>>32%maxWaiting]
}

// find is the query that waits in a flow under an ID, or nil.
func (l *lookups) find(flow uint32, id uint16) *query {
	if l.waiting == nil {
		return nil
	}
	for n := *l.chainOf(flow, id); n != 0; n = l.queries[n-1].chain {
		if q := &l.queries[n-1]; q.flow == flow && q.id == id {
			return q
		}
	}
	return nil
}

// wait remembers a query until its response comes, or too many others do.
func (l *lookups) wait(q query) {
	if l.waiting == nil {
		l.waiting = new([maxWaiting]uint16)
	}
	n := len(l.queries)
	if n < maxWaiting {
		l.queries = append(l.queries, q)
	} else {
		n = l.next
		l.next = (l.next + 1) % maxWaiting
		oldest := &l.queries[n]
		if oldest.waits && q.time-oldest.time < Patience {
			l.list[oldest.of].Queries--
			l.beyond++
		}
		l.forget(oldest)
	}
	chain := l.chainOf(q.flow, q.id)
	q.waits, q.chain = true, *chain
	l.queries[n], *chain = q, uint16(n+1)
}

// forget takes a query that waits, if there is one, out of its chain.
func (l *lookups) forget(q *query) {
	if q == nil || !q.waits {
		return
	}
	q.waits = false
	link := l.chainOf(q.flow, q.id)
	for &l.queries[*link-1] != q {
		link = &l.queries[*link-1].chain
	}
	*link = q.chain
}

// answer counts a response.
func (x *Lookups) answer(took int64, code byte, name []byte) {
	x.Answered++
	if took = max(took, 0); took >= SlowLookup {
		x.Slow++
	}
	x.Time += took
	x.Longest = max(x.Longest, took)
	switch code {
	case 0:
	case 2:
		x.ServerFailure++
	case 3:
		x.NoName++
		x.vote(name)
	case 5:
		x.Refused++
	default:
		x.OtherErrors++
	}
}

func (x *Lookups) vote(name []byte) {
	switch {
	case string(name) == x.Missing:
		x.votes++
	case x.votes == 0:
		x.Missing, x.votes = string(name), 1
	default:
		x.votes--
	}
}

// Lookups are all, in the order of first sight; end is the capture's.
func (in *Inspector) Lookups(end int64) []Lookups {
	list := append([]Lookups{}, in.lookups.list...)
	for i := range list {
		list[i].Unanswered = list[i].Queries - list[i].Answered
	}
	for _, q := range in.lookups.queries {
		if q.waits && end-q.time < Patience {
			list[q.of].Unanswered--
		}
	}
	return list
}
