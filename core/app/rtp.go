package app

import "encoding/binary"

// rtpLead: RTP's and RTCP's version is 2 (RFC 3550 §5.1).
const rtpLead = "\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f" +
	"\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f" +
	"\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf" +
	"\xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xbb\xbc\xbd\xbe\xbf"

const rtpHeader = 12

// isRTP: two payloads of the same source with numbers near each other, and a
// payload type that is assigned or dynamic (RFC 3551 §6). Encrypted (SRTP) it
// looks the same.
func isRTP(p *Peek) Verdict {
	d, before := p.Data, p.Previous()
	if !looksRTP(d) || !looksRTP(before) {
		return No
	}
	if binary.BigEndian.Uint32(d[8:]) != binary.BigEndian.Uint32(before[8:]) {
		return No
	}
	step := int16(binary.BigEndian.Uint16(d[2:]) - binary.BigEndian.Uint16(before[2:]))
	time := int32(binary.BigEndian.Uint32(d[4:]) - binary.BigEndian.Uint32(before[4:]))
	if step == 0 || step < -4 || step > 16 || time < -1<<20 || time > 1<<20 {
		return No
	}
	if time == 0 && d[1]&0x7f < 24 {
		return No // audio goes on
	}
	return Yes
}

func looksRTP(d []byte) bool {
	if len(d) < rtpHeader || d[0]>>6 != 2 {
		return false
	}
	if kind := d[1] & 0x7f; kind > 34 && kind < 77 || kind > 76 && kind < 96 {
		return false
	}
	return len(d) >= HeadSize || len(d) >= rtpHeader+4*int(d[0]&15)
}

// isRTCP: reports (RFC 3550 §6.4) and what may follow them, each with its
// length, to the datagram's end.
func isRTCP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 || d[1] < 200 || d[1] > 207 {
		return No
	}
	size := rtcpSize(d)
	count := int(d[0] & 0x1f)
	switch d[1] {
	case 200:
		if size < 28+24*count {
			return No
		}
	case 201:
		if size < 8+24*count {
			return No
		}
	case 202, 204, 205, 206, 207:
		if size < 8 {
			return No
		}
	}
	if size > p.Length {
		return No
	}
	for at := size; at < p.Length; {
		if len(d) < at+8 {
			if !p.Whole() {
				break
			}
			return No
		}
		if d[at]>>6 != 2 || d[at+1] < 200 || d[at+1] > 207 {
			// Encrypted, its number and its tag follow (RFC 3711 §3.4).
			if at == size && d[1] <= 201 && p.Length-at >= 8 {
				return Perhaps
			}
			return No
		}
		at += rtcpSize(d[at:])
		if at > p.Length {
			return No
		}
	}
	if d[1] <= 201 {
		return Yes
	}
	return Perhaps
}

// rtcpSize is an RTCP packet's length in bytes, by its header.
func rtcpSize(d []byte) int { return 4 + 4*int(binary.BigEndian.Uint16(d[2:])) }
