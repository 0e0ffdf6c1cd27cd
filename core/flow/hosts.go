package flow

import (
	"encoding/binary"
	"math/rand/v2"

	"heatsink/core/compact"
	"heatsink/core/packet"
)

// Host numbers a host of the Table in order of first sight.
type Host uint32

// OtherHost stands for every host beyond Limits.Hosts.
const OtherHost Host = 0

// hosts numbers addresses.
type hosts struct {
	seed  uint64 // that no capture can know
	limit int
	list  compact.List[shortAddr]
	long  compact.List[longAddr]
	// ipv4 finds numbers, and has the addresses themselves for tags, mixed one to
	// one, so that no record needs to be looked at. others finds records of long.
	ipv4, others compact.Index
}

// shortAddr is an IPv4 address, or the number of the long one that it stands for:
// five bytes, where a word beside the kind would make eight of them.
type shortAddr struct {
	word [4]byte
	kind packet.AddrKind
}

func shortOf(word uint32, kind packet.AddrKind) (short shortAddr) {
	binary.BigEndian.PutUint32(short.word[:], word)
	short.kind = kind
	return short
}

// longAddr is an address of another kind, and whose it is.
type longAddr struct {
	packet.Addr
	host uint32
}

func newHosts(limit int) hosts {
	x := hosts{
		seed: rand.Uint64(), limit: limit,
		list: compact.NewList[shortAddr](limit), long: compact.NewList[longAddr](limit),
		ipv4: compact.NewIndex(0), others: compact.NewIndex(0),
	}
	x.list.Add() // OtherHost
	x.long.Add() // and its address, which is none
	return x
}

// Addr is a host's address.
func (x *hosts) Addr(host uint32) (a packet.Addr) {
	short := x.list.At(host)
	word := binary.BigEndian.Uint32(short.word[:])
	if short.kind != packet.IPv4 {
		return x.long.At(word).Addr
	}
	a.Kind = packet.IPv4
	binary.BigEndian.PutUint32(a.B[:], word)
	return a
}

// hash is where find looks for an address.
func (x *hosts) hash(a *packet.Addr) uint64 {
	if a.Kind == packet.IPv4 {
		return uint64(mix32(binary.BigEndian.Uint32(a.B[:]), x.seed)) << 32
	}
	lo := binary.LittleEndian.Uint64(a.B[:8])
	hi := binary.LittleEndian.Uint64(a.B[8:])
	return compact.Hash(lo^uint64(a.Kind), hi)
}

// mix32 maps words to words one to one, under a secret of 64 bits.
func mix32(v uint32, seed uint64) uint32 {
	v = (v ^ uint32(seed)) * (uint32(seed>>32) | 1)
	v = (v ^ v>>15) * 0x9e3779b1
	return v ^ v>>16
}

func (x *hosts) index(a *packet.Addr) *compact.Index {
	if a.Kind == packet.IPv4 {
		return &x.ipv4
	}
	return &x.others
}

// glimpse looks for an address where it most likely is, and nowhere else; it is
// OtherHost if it isn't there, or if more than the index would have to be looked at.
func (x *hosts) glimpse(a *packet.Addr, hash uint64) Host {
	in := x.index(a)
	n, tagged, _ := in.See(in.Home(hash), hash)
	if tagged && a.Kind == packet.IPv4 {
		return Host(n)
	}
	return OtherHost
}

// find looks for an address. slot is where the search ended.
func (x *hosts) find(a *packet.Addr, hash uint64) (n uint32, slot int, ok bool) {
	in := x.index(a)
	for slot = in.Home(hash); ; slot = in.Next(slot) {
		n, tagged, empty := in.See(slot, hash)
		switch {
		case empty:
			return 0, slot, false
		case !tagged:
		case a.Kind == packet.IPv4:
			return n, slot, true
		default:
			if long := x.long.At(n); long.Addr == *a {
				return long.host, slot, true
			}
		}
	}
}

// number finds an address, or gives it the next number.
func (x *hosts) number(a *packet.Addr, hash uint64) Host {
	n, slot, ok := x.find(a, hash)
	if ok {
		return Host(n)
	}
	if int(x.list.Len) >= x.limit {
		return OtherHost
	}
	n = x.list.Add()
	if a.Kind == packet.IPv4 {
		*x.list.At(n) = shortOf(binary.BigEndian.Uint32(a.B[:]), a.Kind)
		x.ipv4.Insert(hash, slot, n)
	} else {
		long := x.long.Add()
		*x.long.At(long) = longAddr{*a, n}
		*x.list.At(n) = shortOf(long, a.Kind)
		x.others.Insert(hash, slot, long)
	}
	return Host(n)
}

// known is the number of an address that was seen.
func (x *hosts) known(a *packet.Addr) (Host, bool) {
	n, _, ok := x.find(a, x.hash(a))
	return Host(n), ok
}
