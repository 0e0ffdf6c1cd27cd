package traffic

import (
	"encoding/binary"
	"math/bits"
)

const (
	// minFrame is Ethernet's least, without the checksum that captures leave out.
	minFrame = 60
	// smallFrame is every frame's size in a Small capture.
	smallFrame = 64
	// smallTCP and smallUDP are the payloads that fill it.
	smallTCP = smallFrame - 14 - 20 - 20
	smallUDP = smallFrame - 14 - 20 - 8
)

// framer builds frames in a buffer of its own.
type framer struct {
	buf [2048]byte
	id  uint16 // IPv4's identification
}

// build puts a segment into TCP or UDP, IP and Ethernet.
func (b *framer) build(f *flow, s segment, small bool) []byte {
	header := 8
	if f.kind.tcp() {
		header = 20
	}
	l4 := header + len(s.payload)
	from, to, fromPort, toPort := f.server, f.client, f.serverPort, f.clientPort
	if s.fromClient {
		from, to, fromPort, toPort = to, from, toPort, fromPort
	}
	ip := b.ethernet(f.v6, from, to)
	var segment []byte
	var sum uint64
	if f.v6 {
		segment = ipv6(ip, from, to, f.protocol(), l4)
		sum = words(ip[8:40])
	} else {
		b.id++
		segment = ipv4(ip, from, to, f.protocol(), l4, b.id)
		sum = words(ip[12:20])
	}
	copy(segment[header:], s.payload)
	transport(segment[:l4], f.kind.tcp(), fromPort, toPort, s)
	at := 6
	if f.kind.tcp() {
		at = 16
	}
	check := ^fold(sum + uint64(f.protocol()) + uint64(l4) + words(segment[:l4]))
	if check == 0 && !f.kind.tcp() {
		check = 0xffff // 0 is "none" in UDP (RFC 768)
	}
	binary.BigEndian.PutUint16(segment[at:], check)
	end := len(b.buf) - len(segment) + l4
	least := minFrame
	if small {
		least = smallFrame
	}
	for ; end < least; end++ {
		b.buf[end] = 0
	}
	return b.buf[:end]
}

func (f *flow) protocol() byte {
	if f.kind.tcp() {
		return 6
	}
	return 17
}

// ethernet writes a header between a router and a host, and gives what follows it.
func (b *framer) ethernet(v6 bool, from, to [16]byte) []byte {
	copy(b.buf[0:], []byte{0x02, 0, to[0], to[1], to[2], to[3]})
	copy(b.buf[6:], []byte{0x02, 0, from[0], from[1], from[2], from[3]})
	etherType := uint16(0x0800)
	if v6 {
		etherType = 0x86dd
	}
	binary.BigEndian.PutUint16(b.buf[12:], etherType)
	return b.buf[14:]
}

func ipv4(b []byte, from, to [16]byte, protocol byte, payload int, id uint16) []byte {
	copy(b, []byte{0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, protocol, 0, 0})
	binary.BigEndian.PutUint16(b[2:], uint16(20+payload))
	binary.BigEndian.PutUint16(b[4:], id)
	copy(b[12:], from[:4])
	copy(b[16:], to[:4])
	binary.BigEndian.PutUint16(b[10:], ^fold(words(b[:20])))
	return b[20:]
}

func ipv6(b []byte, from, to [16]byte, protocol byte, payload int) []byte {
	copy(b, []byte{0x60, 0, 0, 0, 0, 0, protocol, 64})
	binary.BigEndian.PutUint16(b[4:], uint16(payload))
	copy(b[8:], from[:])
	copy(b[24:], to[:])
	return b[40:]
}

// transport writes a TCP or UDP header whose checksum is still to be filled in.
func transport(b []byte, tcp bool, fromPort, toPort uint16, s segment) {
	binary.BigEndian.PutUint16(b[0:], fromPort)
	binary.BigEndian.PutUint16(b[2:], toPort)
	if !tcp {
		binary.BigEndian.PutUint16(b[4:], uint16(len(b)))
		b[6], b[7] = 0, 0
		return
	}
	binary.BigEndian.PutUint32(b[4:], s.seq)
	binary.BigEndian.PutUint32(b[8:], s.ack)
	copy(b[12:], []byte{5 << 4, s.flags, 0xfa, 0xf0, 0, 0, 0, 0})
}

// words is the sum of RFC 1071, before it is folded; eight bytes at a time,
// which ones' complement allows.
func words(b []byte) uint64 {
	var sum, carry uint64
	for ; len(b) >= 8; b = b[8:] {
		sum, carry = bits.Add64(sum, binary.BigEndian.Uint64(b), carry)
	}
	var rest [8]byte
	copy(rest[:], b)
	sum, carry = bits.Add64(sum, binary.BigEndian.Uint64(rest[:]), carry)
	sum, carry = bits.Add64(sum, 0, carry)
	return uint64(fold(sum + carry))
}

func fold(sum uint64) uint16 {
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return uint16(sum)
}
