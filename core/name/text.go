package name

import (
	"encoding/binary"
	"strconv"
	"unicode/utf8"
)

// plain reports whether a name can be kept as it is: printable ASCII with no
// space or dot at its ends.
func plain(name []byte) bool {
	for i := range len(name) {
		if name[i] < ' ' || name[i] > '~' {
			return false
		}
	}
	return len(name) > 0 && !edge(name[0]) && !edge(name[len(name)-1])
}

func edge(c byte) bool { return c == ' ' || c == '.' }

// clean appends a name as it is shown: without spaces and dots at its ends,
// and with what can't be printed as backslash and three octal digits a byte,
// as Wireshark shows it. No control character, nothing invisible, and nothing
// that turns the direction of writing is left. It stops beyond MaxBytes.
func clean(to, name []byte) []byte {
	for len(name) > 0 && edge(name[0]) {
		name = name[1:]
	}
	for len(name) > 0 && edge(name[len(name)-1]) {
		name = name[:len(name)-1]
	}
	for i := 0; i < len(name) && len(to) <= MaxBytes; {
		piece := name[i:min(i+utf8.UTFMax, len(name))]
		r, n := utf8.DecodeRune(piece)
		if r != utf8.RuneError && strconv.IsPrint(r) {
			to = append(to, piece[:n]...)
		} else {
			for j := range n {
				c := piece[j]
				to = append(to, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
			}
		}
		i += n
	}
	return to
}

// equalFold compares as DNS does, by ASCII letters of either case.
func equalFold(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i, c := range a {
		d := b[i]
		if c != d && (c|0x20 != d|0x20 || c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

// markOf is alike for names that equalFold holds to be equal.
func markOf(name []byte) uint16 {
	const small, spread = 0x2020202020202020, 0x9e3779b97f4a7c15
	h := uint64(len(name))
	for ; len(name) >= 8; name = name[8:] {
		h = (h ^ (binary.LittleEndian.Uint64(name) | small)) * spread
		h ^= h >> 32
	}
	for i := range len(name) {
		h = h<<8 ^ uint64(name[i]|small&0xff)
	}
	return uint16(h * spread >> 48)
}

// numeric reports whether a name is no name but an IP address written out:
// only digits and dots, or anything with a colon, which no host name has.
func numeric(name []byte) bool {
	digits := true
	for i := range len(name) {
		if name[i] == ':' {
			return true
		}
		digits = digits && (name[i] == '.' || name[i] >= '0' && name[i] <= '9')
	}
	return digits
}
