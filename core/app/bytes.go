package app

import "encoding/binary"

// The caller has checked that the bytes are there.

func be16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }
func be24(b []byte) uint32 { return uint32(b[0])<<16 | uint32(be16(b[1:])) }
func be32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }
func le16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }
func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }

// begins reports whether data begins with one of these.
func begins(data []byte, with ...string) bool {
	for _, s := range with {
		if len(data) >= len(s) && string(data[:len(s)]) == s {
			return true
		}
	}
	return false
}

// beginsFold is begins in upper or lower case; with is in upper case, letters
// and spaces only.
func beginsFold(data []byte, with ...string) bool {
next:
	for _, s := range with {
		if len(data) < len(s) {
			continue
		}
		for i := range len(s) {
			if c := data[i]; c != s[i] && (c < 'a' || c > 'z' || c-'a'+'A' != s[i]) {
				continue next
			}
		}
		return true
	}
	return false
}

// printable reports whether data is ASCII text: printable characters, tabs
// and line ends.
func printable(data []byte) bool {
	for _, c := range data {
		if (c < ' ' && c != '\t' && c != '\r' && c != '\n') || c > '~' {
			return false
		}
	}
	return true
}

// digits reports whether data is one or more decimal digits.
func digits(data []byte) bool {
	for _, c := range data {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(data) > 0
}

// yes is Yes if it is so, else No.
func yes(so bool) Verdict {
	if so {
		return Yes
	}
	return No
}

// byteSet has the bytes that it was given.
func byteSet(of string) (set [256]bool) {
	for i := range len(of) {
		set[of[i]] = true
	}
	return set
}
