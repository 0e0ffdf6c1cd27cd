package name

import (
	"heatsink/core/compact"
	"heatsink/core/packet"
)

// together is how many names are entered at once. With many hosts each of the
// look-ups in memory that a name takes misses the caches, so each is begun for all
// of them before the next is.
const together = 64

// waiting are the names that are told and not entered yet.
type waiting struct {
	told     []told
	toldText []byte
	warmed   uint64 // keeps the compiler from leaving out what only warms caches
}

// told is a name of an address: a piece of toldText.
type told struct {
	addr     packet.Addr
	source   Source
	hash     uint64 // of the address
	from, to int
}

// Learn keeps a name for an address; it keeps nothing of the bytes.
func (s *Store) Learn(addr packet.Addr, name []byte, source Source) {
	if source >= TLS && source <= HTTP && numeric(name) {
		return // asked for by its address
	}
	if !plain(name) {
		s.scratch = clean(s.scratch[:0], name)
		name = s.scratch
	}
	if len(name) == 0 {
		return
	}
	x := told{addr: addr, source: source, hash: compact.Hash128(&addr.B), from: len(s.toldText)}
	s.toldText = append(s.toldText, name[:min(len(name), MaxBytes+1)]...)
	x.to = len(s.toldText)
	if s.told = append(s.told, x); len(s.told) == together {
		s.Enter()
	}
}

// Enter enters the names that wait, in the order in which they were told. Of does
// so too; before several goroutines call that, it has to be done.
func (s *Store) Enter() {
	if len(s.told) == 0 {
		return
	}
	if s.hosts.Len > 0 {
		s.approach()
	}
	for i := range s.told {
		s.enter(&s.told[i])
	}
	s.told, s.toldText = s.told[:0], s.toldText[:0]
}

// approach asks for the memory that entering needs: slots, hosts, their latest
// names, and the texts of these.
func (s *Store) approach() {
	var latest [together]uint32
	warmed := s.warmed
	for i := range s.told {
		warmed += s.index.Touch(s.told[i].hash)
	}
	n := 0
	for i := range s.told {
		if host, _, ok := s.index.Find(s.told[i].hash, func(uint32) bool { return true }); ok {
			warmed += uint64(s.hosts.At(host).first)
			latest[n] = host
			n++
		}
	}
	for i, host := range latest[:n] {
		latest[i] = s.hosts.At(host).first - 1
		warmed += uint64(s.entries.At(latest[i]).at)
	}
	for _, name := range latest[:n] {
		warmed += uint64(s.text[s.entries.At(name).at])
	}
	s.warmed = warmed
}
