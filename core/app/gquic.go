package app

import (
	"bytes"
	"encoding/binary"

	"heatsink/core/name"
)

// gQUIC reports whether a version is one of Google's, with CHLO for a hello.
func gQUIC(version uint32) bool { return isDigits(version, quicQ) }

// isDigits reports whether a version is a letter's "0" and two digits.
func isDigits(version, letter uint32) bool {
	tens, ones := byte(version>>8), byte(version)
	return version&0xffff0000 == letter&0xffff0000 && '0' <= tens && tens <= '9' && '0' <= ones && ones <= '9'
}

// isGQUIC: the public header of Google's QUIC up to version 43: flags that a
// version is there, an 8-byte connection ID, the version. A server says none,
// but what its hellos are.
func isGQUIC(p *Peek) Verdict {
	d := p.Data
	if len(d) < 14 {
		return No
	}
	if d[0]&0xc9 == 9 {
		return yes(isDigits(be32(d[9:]), quicQ))
	}
	if !p.On(443, 80) || len(d) < 64 {
		return No
	}
	head := d[:min(len(d), 96)]
	return yes(bytes.Contains(head, []byte("REJ\x00")) || bytes.Contains(head, []byte("SHLO")))
}

// sayCHLO finds the hello of Google's QUIC crypto and keeps the name in it: a
// count of tags, each with its value's end, and the values.
func (p *Peek) sayCHLO(data []byte) (found bool) {
	i := bytes.Index(data, []byte("CHLO"))
	if i < 0 || len(data) < i+8 {
		return false
	}
	data = data[i+4:]
	tags := int(binary.LittleEndian.Uint16(data))
	data = data[4:]
	if tags > 256 || len(data) < 8*tags {
		return false
	}
	values, from := data[8*tags:], uint32(0)
	for ; tags > 0; tags, data = tags-1, data[8:] {
		to := binary.LittleEndian.Uint32(data[4:])
		if to < from || uint64(to) > uint64(len(values)) {
			return true
		}
		if string(data[:4]) == "SNI\x00" {
			p.SayServerName(values[from:to], name.QUIC)
			return true
		}
		from = to
	}
	return true
}
