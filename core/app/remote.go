package app

import (
	"bytes"

	"heatsink/core/packet"
)

// isRDP: MS-RDPBCGR §2.2.1 over TPKT (RFC 1006) and X.224.
func isRDP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 7 || d[0] != 3 || d[1] != 0 || int(be16(d[2:])) > p.Length {
		return No
	}
	switch d[5] {
	case 0xe0, 0xd0: // connection request, confirm: a cookie, or what security is meant
		if len(d) < 11 || int(d[4])+5 != p.Length {
			return No
		}
		rest := d[11:]
		if begins(rest, "Cookie: ") {
			return Yes
		}
		if len(rest) >= 8 && rest[0] >= 1 && rest[0] <= 3 && rest[2] == 8 && rest[3] == 0 {
			return yes(rest[1] <= 0x1f)
		}
		return yes(p.On(3389))
	case 0xf0: // data: MCS Connect-Initial and -Response
		return yes(len(d) >= 9 && (d[7] == 0x7f && (d[8] == 0x65 || d[8] == 0x66) || p.On(3389)))
	}
	return No
}

func isRDPUDP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 16 {
		return No
	}
	// acknowledged, window, flags; then the first number and both MTUs
	flags := be16(d[6:])
	up, down := be16(d[12:]), be16(d[14:])
	if flags&1 == 0 || up < 1132 || up > 1232 || down < 1132 || down > 1232 {
		window := be16(d[4:]) // in mid-flow
		return yes(flags&0x0c != 0 && flags < 0x2000 && window > 0 && window <= 2048 && p.On(3389))
	}
	return yes(p.On(3389) || be32(d) == 1<<32-1 || flags&4 != 0 && p.Length >= 1132)
}

// isVNC: RFC 6143 §7.1.1, the version.
func isVNC(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 12 && begins(d, "RFB ") && digits(d[4:7]) && d[7] == '.' && digits(d[8:11]) && d[11] == '\n')
}

// isX11: X11 protocol §8, "Connection Setup".
func isX11(p *Peek) Verdict {
	d := p.Data
	if len(d) < 12 || p.Nth > 0 {
		return No
	}
	var major, name, data uint16
	switch {
	case d[0] == 'l' && d[1] == 0:
		major, name, data = le16(d[2:]), le16(d[6:]), le16(d[8:])
	case d[0] == 'B' && d[1] == 0:
		major, name, data = be16(d[2:]), be16(d[6:]), be16(d[8:])
	default:
		return No
	}
	return yes(major == 11 && p.Length == 12+int(name+3)&^3+int(data+3)&^3)
}

// isXDMCP: X Display Manager Control Protocol §3: version, opcode, length.
func isXDMCP(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 6 && be16(d) == 1 && d[2] == 0 && d[3] >= 1 && d[3] <= 14 && int(be16(d[4:]))+6 == p.Length && p.On(177))
}

// isRsh: rsh(1) and rexec(3): the port for errors, then names and the command.
func isRsh(p *Peek) Verdict {
	d := p.Data
	if !p.On(512, 514) {
		return No
	}
	port := bytes.IndexByte(d[:min(len(d), 6)], 0)
	return yes(port >= 0 && p.FromClient && (port == 0 && p.Length == 1 || port > 0 && digits(d[:port])))
}

// isRlogin: RFC 1282: a zero, both names, and the terminal with its speed.
func isRlogin(p *Peek) Verdict {
	d := p.Data
	if !p.On(513) {
		return No
	}
	if d[0] == 0 && len(d) > 1 {
		d = d[1:]
	}
	local, rest, _ := bytes.Cut(d[:min(len(d), 200)], []byte{0})
	remote, rest, _ := bytes.Cut(rest, []byte{0})
	terminal, _, ok := bytes.Cut(rest, []byte{0})
	return yes(ok && graphic(local) && graphic(remote) && graphic(terminal) && len(remote) > 0)
}

// isICA: Citrix' ICA, and the CGP that can be around it.
func isICA(p *Peek) Verdict {
	return yes(begins(p.Data, "\x7f\x7fICA\x00", "\x1aCGP/01"))
}

// isNoMachine: the greetings of NX over TCP; over UDP a message's type, one,
// its length, its number.
func isNoMachine(p *Peek) Verdict {
	d := p.Data
	if p.Transport == packet.UDP {
		return yes(p.On(4000) && len(d) >= 10 && d[0] <= 16 && d[1] == 0 && le16(d[2:]) == 1 && int(le16(d[4:])) == p.Length)
	}
	return yes(begins(d, "NXSH-", "NXD-"))
}

// isRadmin: Radmin's message: one, a length, a sum of the little-endian words
// that follow.
func isRadmin(p *Peek) Verdict {
	d := p.Data
	if len(d) < 10 || d[0] != 1 {
		return No
	}
	n := be32(d[1:])
	if n == 0 || n > 512 || int(n)+9 != p.Length || !p.Whole() {
		return No
	}
	var sum uint32
	for body := d[9:]; len(body) > 0; body = body[min(4, len(body)):] {
		var word [4]byte
		copy(word[:], body)
		sum += le32(word[:])
	}
	return yes(sum > 0 && sum == be32(d[5:]))
}

// isVirtualGroup: HP Virtual Room's first message: a type, a length, a zero.
func isVirtualGroup(p *Peek) Verdict {
	d := p.Data
	return yes(p.Nth == 0 && len(d) >= 8 && d[0] == 0x16 && d[3] == 0 && d[1] < 2 && int(be16(d[1:])) == p.Length)
}

// isVMware: what a host of ESX sends its vCenter every few seconds.
func isVMware(p *Peek) Verdict {
	return yes(p.On(902) && p.Length == 66 && p.Data[0] == 0xa4)
}

// isLotusNotes: Notes RPC's first message.
func isLotusNotes(p *Peek) Verdict {
	d := p.Data
	return yes(p.Nth == 0 && len(d) > 16 && string(d[6:14]) == "\x00\x00\x02\x00\x00\x40\x02\x0f")
}
