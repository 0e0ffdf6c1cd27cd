package packet

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"net/netip"
)

// Netip returns an IPv4 or IPv6 address as a netip.Addr; the zero netip.Addr
// for the other kinds.
func (a Addr) Netip() netip.Addr {
	switch a.Kind {
	case IPv4:
		return netip.AddrFrom4([4]byte(a.B[:4]))
	case IPv6:
		return netip.AddrFrom16(a.B)
	}
	return netip.Addr{}
}

// String prints an IP address as netip.Addr does, a MAC address as
// aa:bb:cc:dd:ee:ff, and NoAddr as nothing.
func (a Addr) String() string {
	switch a.Kind {
	case IPv4, IPv6:
		return a.Netip().String()
	case MAC:
		const hex = "0123456789abcdef"
		b := make([]byte, 0, 17)
		for i, c := range a.B[:6] {
			if i > 0 {
				b = append(b, ':')
			}
			b = append(b, hex[c>>4], hex[c&15])
		}
		return string(b)
	}
	return ""
}

// Compare orders addresses: none, IPv4, IPv6, MAC, and by number within a kind.
func (a Addr) Compare(b Addr) int {
	if c := cmp.Compare(a.Kind, b.Kind); c != 0 {
		return c
	}
	return bytes.Compare(a.B[:], b.B[:])
}

// IsMulticast says whether a is a group address: 224.0.0.0/4, ff00::/8, or a
// MAC address with the group bit, which the broadcast address has too.
func (a Addr) IsMulticast() bool {
	switch a.Kind {
	case IPv4:
		return a.B[0]>>4 == 0xe
	case IPv6:
		return a.B[0] == 0xff
	case MAC:
		return a.B[0]&1 != 0
	}
	return false
}

// IsBroadcast says whether a is 255.255.255.255 or ff:ff:ff:ff:ff:ff. A
// subnet's own broadcast address can't be told without its mask.
func (a Addr) IsBroadcast() bool {
	switch a.Kind {
	case IPv4:
		return [4]byte(a.B[:4]) == [4]byte{255, 255, 255, 255}
	case MAC:
		return [6]byte(a.B[:6]) == [6]byte{255, 255, 255, 255, 255, 255}
	}
	return false
}

// setIPv4 fills a zero Addr.
func (a *Addr) setIPv4(b []byte) {
	a.Kind = IPv4
	// As a word: WebAssembly has a call for four bytes that may overlap others.
	binary.LittleEndian.PutUint32(a.B[:], binary.LittleEndian.Uint32(b))
}

// setMAC fills a zero Addr.
func (a *Addr) setMAC(b []byte) {
	a.Kind = MAC
	*(*[6]byte)(a.B[:6]) = [6]byte(b[:6])
}
