package page

import "encoding/binary"

// digits are base85's: all of printable ASCII from "(" to "~" but for "<", which
// could end a slot, and "\". They are a script's own text as they stand. The
// usual alphabets (Ascii85, RFC 1924, Z85) have "<" among them.
// site/src/engine/base85.ts has the same.
const digits = "()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"

// base85 writes 4 bytes as 5 digits, as Ascii85 does: a number, the highest byte
// and digit first. Of n bytes left over, filled up with zeros, the first n+1
// digits are written; the decoder fills up with the highest digit.
func base85(bytes []byte) string {
	text := make([]byte, 0, (len(bytes)+3)/4*5)
	for len(bytes) > 0 {
		var four [4]byte
		n := copy(four[:], bytes)
		bytes = bytes[n:]
		value := binary.BigEndian.Uint32(four[:])
		var five [5]byte
		for i := range five {
			five[len(five)-1-i] = digits[value%85]
			value /= 85
		}
		text = append(text, five[:n+1]...)
	}
	return string(text)
}
