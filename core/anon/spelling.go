package anon

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"strings"

	"heatsink/core/packet"
)

// spelled is an address where it stands in a text.
type spelled struct {
	addr       packet.Addr
	begin, end int
	bits       int // of the network that it is said to be, else -1
}

func (s *spelled) network() netip.Prefix {
	if ip := s.addr.Netip(); ip.IsValid() && s.bits >= 0 && s.bits <= ip.BitLen() {
		return netip.PrefixFrom(ip, s.bits)
	}
	return netip.Prefix{}
}

// addresses finds the addresses in a text, and gives the rest of it, with a
// space in place of each. It knows IPv4 with . - or _ between its numbers and
// zeros before them, as in ip-10-0-0-1 and 010.000.000.001, and the other way
// round before .in-addr; IPv6 compressed, expanded and with an IPv4 end; and
// MAC addresses with : or - between their bytes.
func addresses(text string) (found []spelled, rest string) {
	var b strings.Builder
	for i := 0; i < len(text); {
		x, ok := addressAt(text, i)
		if !ok {
			b.WriteByte(text[i])
			i++
			continue
		}
		b.WriteByte(' ')
		found = append(found, x)
		i = x.end
	}
	return found, b.String()
}

func addressAt(text string, i int) (spelled, bool) {
	var x spelled
	ok := false
	if (isHex(text[i]) || text[i] == ':') && (i == 0 || !isHex(text[i-1])) {
		x, ok = colonsAt(text, i)
	}
	if !ok && isDigit(text[i]) && (i == 0 || !isDigit(text[i-1])) {
		x, ok = quadAt(text, i)
	}
	if !ok {
		return x, false
	}
	x.bits = -1
	if rest, slash := strings.CutPrefix(text[x.end:], "/"); slash {
		digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
		if n, err := strconv.Atoi(digits); err == nil {
			x.bits = n
			x.end += 1 + len(digits)
		}
	}
	return x, true
}

// colonsAt finds an IPv6 or MAC address.
func colonsAt(text string, i int) (spelled, bool) {
	end := i
	for end < len(text) && end-i < len("0000:0000:0000:0000:0000:0000:255.255.255.255") &&
		(isHex(text[end]) || strings.IndexByte(":.-", text[end]) >= 0) {
		end++
	}
	run := strings.TrimRight(text[i:end], ".-")
	if strings.Count(run, ":") < 2 && strings.Count(run, "-") < 5 {
		return spelled{}, false
	}
	for _, try := range []string{run, strings.TrimSuffix(run, ":"), run[:min(len(run), len("00:00:00:00:00:00"))]} {
		if a, ok := packet.ParseAddr(try); ok && a.Kind != packet.IPv4 {
			return spelled{addr: a, begin: i, end: i + len(try)}, true
		}
	}
	return spelled{}, false
}

// quadAt finds an IPv4 address.
func quadAt(text string, i int) (spelled, bool) {
	var quad [4]byte
	at := i
	for n := range quad {
		if n > 0 {
			if at == len(text) || strings.IndexByte(".-_", text[at]) < 0 || n > 1 && text[at] != text[at-1-digitsBefore(text, at)] {
				return spelled{}, false
			}
			at++
		}
		digits := 0
		for at+digits < len(text) && digits < 4 && isDigit(text[at+digits]) {
			digits++
		}
		v, err := strconv.ParseUint(text[at:at+digits], 10, 8)
		if err != nil || digits > 3 {
			return spelled{}, false
		}
		quad[n] = byte(v)
		at += digits
	}
	a := packet.Addr{Kind: packet.IPv4}
	if strings.HasPrefix(text[at:], ".in-addr") {
		binary.LittleEndian.PutUint32(a.B[:], binary.BigEndian.Uint32(quad[:]))
	} else {
		copy(a.B[:], quad[:])
	}
	return spelled{addr: a, begin: i, end: at}, true
}

// digitsBefore is how many digits stand before a place.
func digitsBefore(text string, at int) int {
	n := 0
	for n < at && isDigit(text[at-1-n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// isAround reports whether all that stands around an address is a port.
func isAround(rest string) bool { return strings.Trim(rest, " :[]0123456789") == "" }
