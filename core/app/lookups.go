package app

import "heatsink/core/packet"

// Lookups is how one server answered one client's DNS queries over UDP. A query
// that is repeated under its ID, or that the capture holds twice, counts once.
type Lookups struct {
	Client, Server packet.Addr
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
	// oldest is given up.
	maxLookups = 1 << 12
	maxWaiting = 1 << 13
)

// lookups keeps all.
type lookups struct {
	list    []Lookups
	index   map[[2]packet.Addr]int
	waiting map[query]waiting
	order   []turn // what has been waiting, in a ring
	next    int
}

// query is a question that was asked in a flow.
type query struct {
	flow uint32
	id   uint16
}

type waiting struct {
	time int64
	of   int // index into list
}

// turn is a query's place in the order of waiting.
type turn struct {
	query
	time int64
}

// lookUp takes in a DNS message of a datagram, whose question is in r.asked.
func (l *lookups) lookUp(p *Peek, r *dnsReader) {
	const response, opcode = 0x80, 0x78
	if len(p.Data) < dnsHeader || p.Data[2]&opcode != 0 {
		return
	}
	q := query{p.rec.flow, be16(p.Data)}
	w, known := l.waiting[q]
	if p.Data[2]&response == 0 {
		if known && p.Time-w.time < forgotten || p.receiver().IsMulticast() {
			return
		}
		if of := l.pair(p.sender(), p.receiver()); of >= 0 {
			l.list[of].Queries++
			l.wait(q, waiting{p.Time, of})
		}
		return
	}
	if known {
		delete(l.waiting, q)
		l.list[w.of].answer(p.Time-w.time, p.Data[3]&15, r.asked.bytes())
	}
}

// pair is the index of a client and its server, -1 beyond the limit.
func (l *lookups) pair(client, server packet.Addr) int {
	key := [2]packet.Addr{client, server}
	i, ok := l.index[key]
	if ok {
		return i
	}
	if len(l.list) >= maxLookups {
		return -1
	}
	if l.index == nil {
		l.index, l.waiting = map[[2]packet.Addr]int{}, map[query]waiting{}
	}
	l.index[key] = len(l.list)
	l.list = append(l.list, Lookups{Client: client, Server: server})
	return len(l.list) - 1
}

// wait remembers a query until its response comes, or too many others do.
func (l *lookups) wait(q query, w waiting) {
	l.waiting[q] = w
	if len(l.order) < maxWaiting {
		l.order = append(l.order, turn{q, w.time})
		return
	}
	// Another query may wait under the ID by now.
	if old := l.order[l.next]; old.query != q && l.waiting[old.query].time == old.time {
		delete(l.waiting, old.query)
	}
	l.order[l.next] = turn{q, w.time}
	l.next = (l.next + 1) % maxWaiting
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
	for _, w := range in.lookups.waiting {
		if end-w.time < Patience {
			list[w.of].Unanswered--
		}
	}
	return list
}
