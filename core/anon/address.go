package anon

import (
	"crypto/aes"
	"crypto/cipher"
	"math/bits"
	"net/netip"
)

// ips maps IP addresses. It is one to one, and common prefixes stay as long as
// they were, so it is an automorphism of the tree of all prefixes: at each of
// them it either swaps what follows a 0 with what follows a 1, or doesn't.
// Crypto-PAn says which; what is added to it is:
//
//   - Nothing swaps above a special-purpose prefix (special.go), which so stays
//     in its place, and nothing at or below one that is kept. Hence an address
//     that shares n bits with a special prefix shares n+1 with its pseudonym.
//   - No /24 or /64 is its own pseudonym, nor is an address: the last bit is
//     swapped where none before it was.
type ips struct {
	block cipher.Block
	pad   [16]byte
	in    [16]byte
	out   [16]byte
}

func newIPs(key *Key) *ips {
	block, err := aes.NewCipher(key[:16])
	if err != nil {
		panic(err) // only for another length
	}
	m := &ips{block: block}
	block.Encrypt(m.pad[:], key[16:])
	return m
}

// swaps is Crypto-PAn's one bit for the prefix of the address's first n bits.
func (m *ips) swaps(address []byte, n int) bool {
	m.in = m.pad
	whole := n / 8
	copy(m.in[:whole], address)
	if rest := n % 8; rest > 0 {
		mask := byte(0xff) << (8 - rest)
		m.in[whole] = address[whole]&mask | m.pad[whole]&^mask
	}
	m.block.Encrypt(m.out[:], m.in[:])
	return m.out[0]&0x80 != 0
}

// pseudonym is what an address becomes. A mapped IPv4 address stays one, and
// zones go.
func (m *ips) pseudonym(a netip.Addr) netip.Addr {
	if a.Is4() {
		b := a.As4()
		m.replace(b[:], specials4, 24)
		return netip.AddrFrom4(b)
	}
	b := a.As16()
	specials := specials6
	if b[0] == 0xff {
		specials = groups6(b)
	}
	m.replace(b[:], specials, 64)
	return netip.AddrFrom16(b)
}

// network is what a network becomes.
func (m *ips) network(p netip.Prefix) netip.Prefix {
	return netip.PrefixFrom(m.pseudonym(p.Masked().Addr()), p.Bits()).Masked()
}

// replace maps an address in place; a network of so many bits is never its own
// pseudonym.
func (m *ips) replace(address []byte, specials []special, network int) {
	from, rule := fixed(address, specials)
	switch rule {
	case keep:
		return
	case embed:
		before := [4]byte(address[from/8:])
		m.replace(address[from/8:from/8+4], specials4, 24)
		changed := before != [4]byte(address[from/8:])
		m.scramble(address, from+32, network, changed)
		return
	}
	m.scramble(address, from, network, false)
}

// scramble maps the bits from one on. Of all bits, and where the address is
// said to have changed already, it is the paper's mapping.
func (m *ips) scramble(address []byte, from, network int, changed bool) {
	var original [16]byte
	copy(original[:], address)
	for n := from; n < 8*len(address); n++ {
		last := n == network-1 || n == 8*len(address)-1
		if last && !changed || m.swaps(original[:len(address)], n) {
			address[n/8] ^= 0x80 >> (n % 8)
			changed = true
		}
	}
}

// fixed is how many of an address's first bits stay, so that every special
// prefix keeps its place, and the rule of the one that it is in.
func fixed(address []byte, specials []special) (n int, r rule) {
	longest := -1
	for _, s := range specials {
		long := s.prefix.Bits()
		common := commonBits(address, s.prefix.Addr())
		if common < long {
			n = max(n, common+1)
			continue
		}
		n = max(n, long)
		if long > longest {
			longest, r = long, s.rule
		}
	}
	return n, r
}

// commonBits is how many bits two addresses of a family begin with alike.
func commonBits(address []byte, other netip.Addr) int {
	var b [16]byte
	if other.Is4() {
		four := other.As4()
		copy(b[:], four[:])
	} else {
		b = other.As16()
	}
	for i := range address {
		if x := address[i] ^ b[i]; x != 0 {
			return 8*i + bits.LeadingZeros8(x)
		}
	}
	return 8 * len(address)
}
