// Package name keeps what hosts are called, and where each name was learnt.
package name

import (
	"net/netip"
	"slices"
)

// Source is where a name was learnt.
type Source string

// Capture is a name resolution block of the capture itself.
const Capture Source = "capture"

// Name is one name of a host.
type Name struct {
	Name   string
	Source Source
}

// Limits of what a Store keeps.
const (
	// MaxHosts is how many addresses can have names.
	MaxHosts = 1 << 18
	// MaxNames is how many names one address can have.
	MaxNames = 16
	// MaxBytes is how long a name can be; DNS allows 253 (RFC 1035 §2.3.4).
	MaxBytes = 255
)

// Store maps addresses to names. Its zero value is ready for use.
type Store struct {
	names map[netip.Addr][]Name
	// Refused counts what the limits kept out.
	Refused uint64
}

// Add keeps a name for an address, once.
func (s *Store) Add(addr netip.Addr, name string, source Source) {
	if name == "" {
		return
	}
	known, ok := s.names[addr]
	n := Name{name, source}
	if slices.Contains(known, n) {
		return
	}
	if len(name) > MaxBytes || len(known) >= MaxNames || !ok && len(s.names) >= MaxHosts {
		s.Refused++
		return
	}
	if s.names == nil {
		s.names = map[netip.Addr][]Name{}
	}
	s.names[addr] = append(known, n)
}

// Of returns an address's names in the order in which they were learnt.
func (s *Store) Of(addr netip.Addr) []Name { return s.names[addr] }
