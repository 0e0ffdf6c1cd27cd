package app

import (
	"encoding/binary"

	"heatsink/core/packet"
)

const stunHeader = 20

// stunLead: STUN's types begin with two zero bits (RFC 8489 §5), and only some
// are given; 0x40 to 0x4f begin ChannelData's channels (RFC 8656 §12).
const stunLead = "\x00\x01\x02\x03\x04\x08\x09\x0a\x0b\x0c\x40\x41\x42\x43\x44\x45\x46\x47\x48\x49\x4a\x4b\x4c\x4d\x4e\x4f"

// stunPorts are those of STUN and of those who run it on others: Google, Teams.
var stunPorts = []uint16{3478, 3479, 3480, 3481, 5349, 5350, 19302, 19303, 19304, 19305, 19306, 19307, 19308, 19309}

// isSTUN says Perhaps of most: on the same ports DTLS or RTP may come next, and
// then it is the flow's.
func isSTUN(p *Peek) Verdict {
	d, length := p.Data, p.Length
	if p.Transport == packet.TCP && len(d) > 2 && len(d) > stunHeader+2 && int(binary.BigEndian.Uint16(d)) == length-2 {
		d, length = d[2:], length-2 // RFC 4571 §2
	}
	if len(d) < 4 {
		return No
	}
	if d[0] >= 0x40 {
		return isChannelData(p)
	}
	size := int(binary.BigEndian.Uint16(d[2:]))
	if len(d) < stunHeader || d[0] > 0x3f || size&3 != 0 {
		return No
	}
	if binary.BigEndian.Uint32(d[4:]) == 0x2112a442 {
		if size+stunHeader > length && p.Transport == packet.UDP {
			return No
		}
		if p.Transport == packet.TCP {
			return Yes
		}
		return Perhaps
	}
	return isClassicSTUN(p, d, size, length)
}

// isClassicSTUN: RFC 3489 §11, without a magic number: a type, a length that
// fits, and attributes that do.
func isClassicSTUN(p *Peek, d []byte, size, length int) Verdict {
	if size+stunHeader != length || d[0] > 1 || d[1]&^0x10 == 0 || d[1]&^0x10 > 9 || p.Transport != packet.UDP {
		return No
	}
	if size == 0 {
		if d[0] == 0 && p.On(stunPorts...) {
			return Yes
		}
		return No
	}
	for a := d[stunHeader:]; len(a) > 0; {
		if len(a) < 4 {
			return No
		}
		kind, n := binary.BigEndian.Uint16(a), int(binary.BigEndian.Uint16(a[2:]))
		if kind == 0 || kind > 0x30 && kind < 0x8000 && kind>>8 != 1 || (n+3)&^3 > len(a)-4 && p.Whole() {
			return No
		}
		a = a[min(len(a), 4+(n+3)&^3):]
	}
	return Yes
}

// isChannelData: TURN's channels carry data behind a header of 4 bytes.
func isChannelData(p *Peek) Verdict {
	size := int(binary.BigEndian.Uint16(p.Data[2:]))
	if size == 0 || !p.On(stunPorts...) {
		return No
	}
	if pad := p.Length - 4 - size; pad >= 0 && pad <= 3 {
		return Yes
	}
	return No
}
