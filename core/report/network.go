package report

import (
	"net/netip"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

// network is a /24 of IPv4, a /64 of IPv6, or all MAC addresses.
type network struct {
	kind   packet.AddrKind
	prefix [8]byte
}

func (s *survey) network(h flow.Host) network { return networkOf(s.t.Addr(h)) }

func networkOf(a packet.Addr) network {
	n := network{kind: a.Kind}
	switch a.Kind {
	case packet.IPv4:
		copy(n.prefix[:3], a.B[:3])
	case packet.IPv6:
		copy(n.prefix[:], a.B[:8])
	}
	return n
}

// neighbours reports whether two addresses of one kind are of one network.
func neighbours(a, b *packet.Addr) bool {
	switch a.Kind {
	case packet.IPv4:
		return [3]byte(a.B[:3]) == [3]byte(b.B[:3])
	case packet.IPv6:
		return [8]byte(a.B[:8]) == [8]byte(b.B[:8])
	}
	return true
}

func (n network) String() string {
	a := packet.Addr{Kind: n.kind}
	copy(a.B[:], n.prefix[:])
	bits := 24
	if n.kind == packet.IPv6 {
		bits = 64
	}
	if ip := a.Netip(); ip.IsValid() {
		return said(netip.PrefixFrom(ip, bits).String())
	}
	return "one network"
}
