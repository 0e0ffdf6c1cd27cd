package app

import (
	"encoding/binary"
	"testing"

	"heatsink/core/packet"
)

// message is a DNS message's header, for flow f at a time.
func message(l *lookups, f uint32, id uint16, flags uint16, time int64) {
	data := make([]byte, dnsHeader)
	binary.BigEndian.PutUint16(data, id)
	binary.BigEndian.PutUint16(data[2:], flags)
	l.lookUp(&Peek{
		Transport: packet.UDP, Client: 1 + f, Server: 0, Hosts: noHosts, FromClient: flags&0x8000 == 0,
		Data: data, Time: time, rec: &record{progress: progress{flow: f}},
	}, &dnsReader{})
}

func TestLookups(t *testing.T) {
	const response, s = 0x8000, int64(1e9)
	for name, c := range map[string]struct {
		send func(l *lookups)
		want Lookups
	}{
		"answered": {func(l *lookups) { message(l, 1, 7, 0, 0); message(l, 1, 7, response, 2*s) },
			Lookups{Queries: 1, Answered: 1, Time: 2 * s, Longest: 2 * s, Slow: 1}},
		"repeated, and both in the capture twice": {func(l *lookups) {
			message(l, 1, 7, 0, 0)
			message(l, 1, 7, 0, s/2)
			message(l, 1, 7, response, s/2)
			message(l, 1, 7, response, s/2)
		}, Lookups{Queries: 1, Answered: 1, Time: s / 2, Longest: s / 2}},
		"unanswered": {func(l *lookups) { message(l, 1, 7, 0, 0) }, Lookups{Queries: 1, Unanswered: 1}},
		"young":      {func(l *lookups) { message(l, 1, 7, 0, 99*s) }, Lookups{Queries: 1}},
		"again under the ID after long": {func(l *lookups) { message(l, 1, 7, 0, 0); message(l, 1, 7, 0, 40*s); message(l, 1, 7, response, 40*s) },
			Lookups{Queries: 2, Answered: 1, Unanswered: 1}},
		"failed": {func(l *lookups) {
			for i, code := range []uint16{2, 5, 4} {
				message(l, 1, uint16(i), 0, 0)
				message(l, 1, uint16(i), response|code, 0)
			}
		}, Lookups{Queries: 3, Answered: 3, ServerFailure: 1, Refused: 1, OtherErrors: 1}},
	} {
		in := &Inspector{}
		c.send(&in.lookups)
		got := in.Lookups(100 * s)
		if len(got) != 1 {
			t.Fatalf("%s: %+v", name, got)
		}
		got[0].Client, got[0].Server = 0, 0
		if got[0] != c.want {
			t.Errorf("%s: %+v, want %+v", name, got[0], c.want)
		}
	}
}

func TestLookupsWithoutQueriesAreNone(t *testing.T) {
	in := &Inspector{}
	message(&in.lookups, 1, 7, 0x8000, 0)
	message(&in.lookups, 1, 7, 0x2800, 0) // an update
	if got := in.Lookups(0); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestLookupsAreBounded(t *testing.T) {
	in := &Inspector{}
	for i := range uint32(3 * maxWaiting) {
		message(&in.lookups, i, uint16(i), 0, int64(i))
	}
	l := &in.lookups
	waiting := func() (n int) {
		for _, begin := range l.waiting {
			for ; begin != 0; begin = l.queries[begin-1].chain {
				n++
			}
		}
		return n
	}
	if n := waiting(); len(l.list) != maxLookups || n == 0 || n > maxWaiting || len(l.queries) > maxWaiting {
		t.Errorf("%d pairs, %d waiting of %d", len(l.list), n, len(l.queries))
	}
	if l.beyond == 0 {
		t.Error("nothing is said to be beyond the limits")
	}
	for i := range uint32(3 * maxWaiting) { // one pair that never gets an answer
		message(&in.lookups, 0, uint16(i), 0, int64(i)*1e10)
	}
	if n := waiting(); n == 0 || n > maxWaiting {
		t.Errorf("%d waiting", n)
	}
}
