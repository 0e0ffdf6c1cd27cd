package anon

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
)

// published is the key of Crypto-PAn's sample program.
var published = Key{
	21, 34, 23, 141, 51, 164, 207, 128, 19, 10, 91, 22, 73, 144, 125, 16,
	216, 152, 143, 131, 121, 121, 101, 39, 98, 87, 76, 45, 42, 132, 34, 2,
}

// TestPublishedVectors holds the mapping to lines of the sample trace that
// comes with Crypto-PAn 1.0.
func TestPublishedVectors(t *testing.T) {
	for _, v := range [][2]string{
		{"128.11.68.132", "135.242.180.132"}, {"129.118.74.4", "134.136.186.123"},
		{"130.132.252.244", "133.68.164.234"}, {"141.223.7.43", "141.167.8.160"},
		{"141.233.145.108", "141.129.237.235"}, {"152.163.225.39", "151.140.114.167"},
		{"156.29.3.236", "147.225.12.42"}, {"165.247.96.84", "162.9.99.234"},
		{"166.107.77.190", "160.132.178.185"}, {"192.102.249.13", "252.138.62.131"},
		{"192.215.32.125", "252.43.47.189"}, {"192.233.80.103", "252.25.108.8"},
		{"192.41.57.43", "252.222.221.184"}, {"193.150.244.223", "253.169.52.216"},
		{"195.205.63.100", "255.186.223.5"}, {"198.200.171.101", "249.199.68.213"},
		{"24.0.250.221", "100.15.198.226"}, {"24.13.62.231", "100.2.192.247"},
		{"38.15.67.68", "64.3.66.187"}, {"4.3.88.225", "124.60.155.63"},
		{"63.14.55.111", "95.9.215.7"}, {"64.14.118.196", "0.255.183.58"},
		{"64.39.15.238", "0.219.7.41"},
	} {
		a := netip.MustParseAddr(v[0]).As4()
		newIPs(&published).scramble(a[:], 0, 24, true)
		if got := netip.AddrFrom4(a).String(); got != v[1] {
			t.Errorf("%s becomes %s, not %s", v[0], got, v[1])
		}
	}
}

// samples are addresses of all kinds: ordinary ones, special ones and their neighbours.
func samples() (list []netip.Addr) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, specials := range [][]special{specials4, specials6, groups6([16]byte{1: 2}), groups6([16]byte{1: 0x18}), groups6([16]byte{1: 5})} {
		for _, s := range specials {
			b := s.prefix.Addr().AsSlice()
			for i := range 12 {
				c := append([]byte{}, b...)
				for n := s.prefix.Bits() / 8; n < len(c) && i > 0; n++ {
					c[n] ^= byte(random.Uint32()) >> (i % 3 * 2)
				}
				if i > 8 && s.prefix.Bits() > 0 {
					c[(s.prefix.Bits()-1)/8] ^= 0x80 >> ((s.prefix.Bits() - 1) % 8)
				}
				a, _ := netip.AddrFromSlice(c)
				list = append(list, a)
			}
		}
	}
	for range 200 {
		var b [16]byte
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		list = append(list, netip.AddrFrom4([4]byte(b[:4])))
		b[0], b[1] = 0x20|b[0]&0x1f, b[1]&3
		list = append(list, netip.AddrFrom16(b))
	}
	return list
}

func TestPrefixesAreKept(t *testing.T) {
	m := newIPs(&published)
	all := samples()
	seen := map[netip.Addr]netip.Addr{}
	for _, a := range all {
		p := m.pseudonym(a)
		if other, ok := seen[p]; ok && other != a {
			t.Errorf("%s and %s become %s", a, other, p)
		}
		seen[p] = a
	}
	for p, a := range seen {
		for q, b := range seen {
			if a.Is4() == b.Is4() {
				if want, got := commonBits(a.AsSlice(), b), commonBits(p.AsSlice(), q); got != want {
					t.Fatalf("%s and %s have %d bits in common, %s and %s have %d", a, b, want, p, q, got)
				}
			}
		}
	}
}

func TestSpecialPrefixesStay(t *testing.T) {
	m := newIPs(&published)
	longest := func(a netip.Addr) (found special) {
		tables := [][]special{specials4}
		if !a.Is4() {
			tables = [][]special{specials6, groups6(a.As16())}
		}
		for _, table := range tables {
			for _, s := range table {
				if s.prefix.Contains(a) && (!found.prefix.IsValid() || s.prefix.Bits() > found.prefix.Bits()) {
					found = s
				}
			}
		}
		return found
	}
	for _, a := range samples() {
		p := m.pseudonym(a)
		was, is := longest(a), longest(p)
		if was.prefix != is.prefix {
			t.Errorf("%s of %s becomes %s of %s", a, was.prefix, p, is.prefix)
		}
		if was.prefix.IsValid() && was.rule == keep {
			if a != p {
				t.Errorf("%s of %s should stay, and becomes %s", a, was.prefix, p)
			}
			continue
		}
		table := specials4
		if !a.Is4() {
			table = slices.Concat(specials6, groups6(a.As16()))
		}
		if n, _ := fixed(a.AsSlice(), table); a == p && was.rule != embed && n < a.BitLen() {
			t.Errorf("%s is its own pseudonym", a)
		}
		if a.IsPrivate() != p.IsPrivate() || a.IsMulticast() != p.IsMulticast() || a.IsLoopback() != p.IsLoopback() || a.IsLinkLocalUnicast() != p.IsLinkLocalUnicast() {
			t.Errorf("%s is another kind of address than %s", p, a)
		}
	}
}

func TestNetworksFollowTheirHosts(t *testing.T) {
	m := newIPs(&published)
	for _, a := range samples() {
		for _, bits := range []int{8, 16, 24} {
			p := netip.PrefixFrom(a, bits).Masked()
			if network, host := m.network(p), m.pseudonym(a); !network.Contains(host) {
				t.Errorf("%s of %s becomes %s, not of %s", a, p, host, network)
			}
		}
	}
	if n := m.network(netip.MustParsePrefix("192.168.7.0/24")); n == netip.MustParsePrefix("192.168.7.0/24") {
		t.Errorf("%s is its own pseudonym", n)
	}
}

// TestNoNetworkIsItsOwn looks at all of 192.168.0.0/16 with several keys.
func TestNoNetworkIsItsOwn(t *testing.T) {
	for k := range 20 {
		key := Key{byte(k)}
		m := newIPs(&key)
		seen := map[netip.Addr]bool{}
		for n := range 256 {
			a := netip.AddrFrom4([4]byte{192, 168, byte(n), byte(k)})
			p := m.pseudonym(a)
			if b := p.As4(); b[2] == byte(n) || seen[p] {
				t.Fatalf("%s becomes %s", a, p)
			}
			seen[p] = true
		}
	}
}

// TestEmbeddedAddresses: an IPv4 address has one pseudonym, in IPv6 as well.
func TestEmbeddedAddresses(t *testing.T) {
	m := newIPs(&published)
	four := m.pseudonym(netip.MustParseAddr("10.1.2.3")).As4()
	for _, prefix := range []string{"64:ff9b::%02x%02x:%02x%02x", "::ffff:%02x%02x:%02x%02x"} {
		a := netip.MustParseAddr(fmt.Sprintf(prefix, 10, 1, 2, 3))
		want := netip.MustParseAddr(fmt.Sprintf(prefix, four[0], four[1], four[2], four[3]))
		if got := m.pseudonym(a); got != want {
			t.Errorf("%s becomes %s, not %s", a, got, want)
		}
	}
	six := m.pseudonym(netip.MustParseAddr("2002:a01:203:4::5")).As16()
	if [4]byte(six[2:6]) != four {
		t.Errorf("6to4 has %v inside, not %v", six[2:6], four)
	}
}

func TestMACs(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, vendors := range []bool{false, true} {
		m := newMACs(&published, vendors)
		seen := map[[6]byte][6]byte{}
		for i := range 20_000 {
			var eight [8]byte
			binary.BigEndian.PutUint64(eight[:], random.Uint64())
			a := [6]byte(eight[2:])
			switch i % 5 {
			case 1:
				a = [6]byte{0x01, 0x00, 0x5e, a[3], a[4], a[5]}
			case 2:
				a = [6]byte{0x33, 0x33, a[2], a[3], a[4], a[5]}
			case 3:
				a = [6]byte{0x00, 0x1b, 0x21, 0, a[4], a[5]}
			}
			p := m.pseudonym(a)
			if other, ok := seen[p]; ok && other != a {
				t.Fatalf("%x and %x become %x", a, other, p)
			}
			seen[p] = a
			if a[0]&3 != p[0]&3 {
				t.Errorf("%x and %x are of other kinds", a, p)
			}
			if a == p && a != [6]byte{} && i%5 != 1 && i%5 != 2 {
				t.Errorf("%x is its own pseudonym", a)
			}
			if vendor := [3]byte(a[:3]) == [3]byte(p[:3]); vendors && a[0]&3 == 0 && !vendor {
				t.Errorf("%x becomes %x, of another vendor", a, p)
			}
		}
		for _, a := range [][6]byte{{}, {255, 255, 255, 255, 255, 255}, {0x01, 0x80, 0xc2, 0, 0, 0x0e}, {0x01, 0x00, 0x5e, 0, 0, 251}, {0x33, 0x33, 0, 0, 0, 1}} {
			if p := m.pseudonym(a); p != a {
				t.Errorf("%x should stay, and becomes %x", a, p)
			}
		}
	}
}
