package anon

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
)

// macs maps MAC addresses, one to one. The bits for groups and for local
// administration stay, and so do the groups that protocols are known by.
type macs struct {
	block cipher.Block
	// vendors keeps the first half of universally administered addresses, which
	// names their vendor.
	vendors bool
	in, out [16]byte
}

func newMACs(key *Key, vendors bool) *macs {
	own := key.part("mac")
	block, err := aes.NewCipher(own[:16])
	if err != nil {
		panic(err) // only for another length
	}
	return &macs{block: block, vendors: vendors}
}

const (
	macBits   = 48
	groupBit  = 1 << 40
	localBit  = 1 << 41
	broadcast = 1<<macBits - 1
)

// knownGroups are prefixes of group addresses that are protocols' own, as a
// value and how many bits of it count: bridges and LLDP, Cisco's, PTP, and those
// of the kept IP groups. The null and the broadcast address are kept, too.
var knownGroups = []struct {
	prefix uint64
	bits   int
}{
	{0x0180c2000000, 24}, {0x01000c000000, 24}, {0x011b19000000, 24},
	{0x01005e000000, 40}, {0x01005e000100, 40}, {0x333300000000, 40}, {0x333300010000, 40},
}

func (m *macs) pseudonym(mac [6]byte) [6]byte {
	a := binary.BigEndian.Uint64(append([]byte{0, 0}, mac[:]...))
	if isKnown(a) {
		return mac
	}
	for b := a; ; {
		// Of a one to one mapping of the whole, this one leaves out what is known.
		if b = m.permute(b); !isKnown(b) {
			var eight [8]byte
			binary.BigEndian.PutUint64(eight[:], b)
			return [6]byte(eight[2:])
		}
	}
}

func isKnown(a uint64) bool {
	if a == 0 || a == broadcast {
		return true
	}
	for _, g := range knownGroups {
		if (a^g.prefix)>>(macBits-g.bits) == 0 {
			return true
		}
	}
	return false
}

// permute maps an address within its kind.
func (m *macs) permute(a uint64) uint64 {
	low := 0 // bits that change
	switch {
	case a>>24 == 0x01005e: // an IPv4 group's last 23 bits
		low = 23
	case a>>32 == 0x3333: // an IPv6 group's last 32
		low = 32
	case m.vendors && a&(groupBit|localBit) == 0:
		low = 24
	}
	if low > 0 {
		kind := a >> low
		return kind<<low | m.feistel(a&(1<<low-1), low, kind)
	}
	// All but the two bits, which are the lowest of the first byte.
	kind := a >> 40 & 3
	rest := a>>42<<40 | a&(1<<40-1)
	rest = m.feistel(rest, macBits-2, kind)
	return rest>>40<<42 | kind<<40 | rest&(1<<40-1)
}

// rounds of a Feistel network; NIST SP 800-38G takes ten for its FF1.
const rounds = 10

// feistel is a keyed permutation of the numbers of n bits, another one for
// each kind.
func (m *macs) feistel(v uint64, n int, kind uint64) uint64 {
	sizes := [2]int{n / 2, n - n/2}
	left, right := v>>sizes[1], v&(1<<sizes[1]-1)
	for round := range rounds {
		binary.BigEndian.PutUint64(m.in[:8], kind<<8|uint64(n))
		binary.BigEndian.PutUint64(m.in[8:], right<<8|uint64(round))
		m.block.Encrypt(m.out[:], m.in[:])
		f := binary.BigEndian.Uint64(m.out[:]) & (1<<sizes[round%2] - 1)
		left, right = right, left^f
	}
	return left<<sizes[1] | right
}
