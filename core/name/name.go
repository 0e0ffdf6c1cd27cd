// Package name keeps what hosts are called, and where each name was learnt. It
// is told names; it never asks the network for one.
package name

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"heatsink/core/compact"
	"heatsink/core/packet"
)

// Name is one name of a host.
type Name struct {
	Name   string
	Source Source
}

// Limits of what a Store keeps. Together they bound its memory to MaxMemory.
const (
	// MaxHosts is how many addresses can have names.
	MaxHosts = 1 << 17
	// MaxNames is how many names one address can have.
	MaxNames = 64
	// MaxBytes is how long a name can be; DNS allows 253 (RFC 1035 §2.3.4).
	MaxBytes = 255
	// MaxEntries is how many names there can be in all, and MaxText how many
	// bytes they have.
	MaxEntries = 1 << 18
	MaxText    = 8 << 20
	// MaxMemory is what a full Store takes, in bytes.
	MaxMemory = 32 << 20
	// maxSpellings is how many names of an address can differ in upper and
	// lower case alone: some resolvers ask in random case, never twice alike.
	maxSpellings = 2
)

// Store maps addresses to learnt names. Its zero value is ready for use. It
// holds no pointers for the garbage collector to follow, and to be told a name
// again allocates nothing.
type Store struct {
	hosts   compact.List[named]
	index   compact.Index // of hosts
	entries compact.List[entry]
	text    []byte
	scratch []byte
	refused uint64
	waiting
}

// named is an address and its names.
type named struct {
	addr  packet.Addr
	count uint8
	first uint32 // its latest entry's number plus one
}

// entry is one name of a host.
type entry struct {
	at     uint32 // where in text
	next   uint32 // the entry before it, plus one; 0 at the end
	seen   uint32 // how often it was told
	mark   uint16 // by which most other names can be told apart without looking at text
	len    uint8
	source Source
}

// Add keeps a name for an address.
func (s *Store) Add(addr netip.Addr, name string, source Source) {
	if a := FromNetip(addr); a.Kind != packet.NoAddr {
		s.Learn(a, []byte(name), source)
	}
}

// FromNetip turns an address into one of the decoder's: a mapped IPv4 address
// is IPv4, and zones are dropped.
func FromNetip(addr netip.Addr) packet.Addr {
	var a packet.Addr
	addr = addr.Unmap()
	switch {
	case addr.Is4():
		a.Kind = packet.IPv4
		b := addr.As4()
		copy(a.B[:], b[:])
	case addr.Is6():
		a.Kind = packet.IPv6
		a.B = addr.As16()
	}
	return a
}

func (s *Store) enter(x *told) {
	addr, name, source := x.addr, s.toldText[x.from:x.to], x.source
	h, slot := s.find(addr, x.hash)
	known, mark := named{addr: addr}, markOf(name)
	if h != nil {
		known = *h
	}
	spellings := 0
	var spelled, worst *entry
	for i := known.first; i != 0; i = s.entries.At(i - 1).next {
		e := s.entries.At(i - 1)
		if e.mark == mark && int(e.len) == len(name) {
			text := s.textOf(e)
			if string(text) == string(name) {
				e.tell(source)
				return
			}
			if equalFold(text, name) {
				spellings++
				spelled = e
			}
		}
		if worst == nil || e.source > worst.source {
			worst = e
		}
	}
	if spellings >= maxSpellings {
		spelled.tell(source)
		return
	}
	full := known.count >= MaxNames
	if len(name) > MaxBytes || len(s.text)+len(name) > MaxText || full && worst.source <= source ||
		!full && s.entries.Len >= MaxEntries || h == nil && s.hosts.Len >= MaxHosts {
		s.refused++
		return
	}
	e := entry{at: uint32(len(s.text)), seen: 1, mark: mark, len: uint8(len(name)), source: source}
	s.text = append(s.room(len(name)), name...)
	if full {
		s.refused++
		e.next = worst.next
		*worst = e
		return
	}
	e.next = known.first
	*s.entries.At(s.entries.Add()) = e
	if h == nil {
		n := s.hosts.Add()
		s.index.Insert(x.hash, slot, n)
		h = s.hosts.At(n)
		*h = known
	}
	h.first = s.entries.Len
	h.count++
}

// find is what there is of an address, or nil and where in the index it belongs.
func (s *Store) find(addr packet.Addr, hash uint64) (h *named, slot int) {
	n, slot, ok := s.index.Find(hash, func(n uint32) bool { return s.hosts.At(n).addr == addr })
	if !ok {
		return nil, slot
	}
	return s.hosts.At(n), slot
}

// Len is how many names there are.
func (s *Store) Len() int { return int(s.entries.Len) }

// Refused counts what the limits kept out.
func (s *Store) Refused() uint64 {
	s.Enter()
	return s.refused
}

// room is text with room for n more bytes, grown no further than the limit.
func (s *Store) room(n int) []byte {
	if len(s.text)+n <= cap(s.text) {
		return s.text
	}
	grown := make([]byte, len(s.text), min(MaxText, max(4096, cap(s.text)*3/2)))
	copy(grown, s.text)
	return grown
}

func (s *Store) textOf(e *entry) []byte { return s.text[e.at:][:e.len] }

// tell notes that a name was told again; its best source counts.
func (e *entry) tell(source Source) {
	e.source = min(e.source, source)
	if e.seen < 1<<32-1 {
		e.seen++
	}
}

// Of returns an address's names, the likeliest first: by source, then those
// told more often, then by their text. So the order in which they were told
// makes no difference.
func (s *Store) Of(addr packet.Addr) []Name {
	s.Enter()
	known, _ := s.find(addr, compact.Hash128(&addr.B))
	if known == nil {
		return nil
	}
	order := make([]*entry, 0, known.count)
	for i := known.first; i != 0; i = s.entries.At(i - 1).next {
		order = append(order, s.entries.At(i-1))
	}
	slices.SortFunc(order, func(x, y *entry) int {
		return cmp.Or(cmp.Compare(x.source, y.source), cmp.Compare(y.seen, x.seen),
			strings.Compare(string(s.textOf(x)), string(s.textOf(y))))
	})
	names := make([]Name, len(order))
	for i, e := range order {
		names[i] = Name{string(s.textOf(e)), e.source}
	}
	return names
}
