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
	list  compact.List[packet.Addr]
	// ipv4 has the addresses themselves for tags, mixed one to one, so that no
	// record needs to be looked at.
	ipv4, others compact.Index
}

func newHosts(limit int) hosts {
	x := hosts{seed: rand.Uint64(), limit: limit, list: compact.NewList[packet.Addr](limit), ipv4: compact.NewIndex(0), others: compact.NewIndex(0)}
	x.list.Add() // OtherHost
	return x
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

// find looks for an address. slot is where the search ended.
func (x *hosts) find(a *packet.Addr, hash uint64) (n uint32, slot int, ok bool) {
	in := x.index(a)
	for slot = in.Home(hash); ; slot = in.Next(slot) {
		n, tagged, empty := in.See(slot, hash)
		if empty {
			return 0, slot, false
		}
		if tagged && (a.Kind == packet.IPv4 || *x.list.At(n) == *a) {
			return n, slot, true
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
	*x.list.At(n) = *a
	x.index(a).Insert(hash, slot, n)
	return Host(n)
}

// known is the number of an address that was seen.
func (x *hosts) known(a *packet.Addr) (Host, bool) {
	n, _, ok := x.find(a, x.hash(a))
	return Host(n), ok
}
