package app

import "heatsink/core/packet"

// isRPC: RFC 5531 §9, a call or a reply over UDP, or over TCP with §11's mark
// before it.
func isRPC(p *Peek) Verdict {
	program, ok := rpcProgram(p)
	if ok && program == 0 && !p.On(111, 2049) && !answersCall(p) {
		return Perhaps
	}
	return yes(ok)
}

// isNFS: RPC for NFS (RFC 1813, RFC 7530) and those that serve it: mounting,
// locking, quotas and access lists.
func isNFS(p *Peek) Verdict {
	program, ok := rpcProgram(p)
	if !ok {
		return No
	}
	switch program {
	case 100003, 100005, 100021, 100024, 100011, 100227:
		return Yes
	case 0: // a reply doesn't say
		return yes(p.On(2049))
	}
	return No
}

// rpcProgram returns the program that a call is for, and 0 for a reply.
func rpcProgram(p *Peek) (program uint32, ok bool) {
	d, length := p.Data, p.Length
	if p.Transport == packet.TCP {
		if len(d) < 4 || d[0] != 0x80 {
			return 0, false
		}
		n := int(be24(d[1:]))
		if n > 1<<22 || n+4 > length && length < fullSegment {
			return 0, false
		}
		d, length = d[4:], length-4
	}
	if len(d) < 24 || d[4] != 0 {
		return 0, false
	}
	switch be32(d[4:]) {
	case 0: // call: RPC version 2, program, version, procedure, credentials
		if len(d) < 32 || be32(d[8:]) != 2 || be32(d[16:]) > 16 || be32(d[20:]) > 100 {
			return 0, false
		}
		flavour, n := be32(d[24:]), be32(d[28:])
		program = be32(d[12:])
		return program, program >= 100000 && program < 0x60000000 && n <= 400 && int(n)+40 <= length && (flavour <= 6 || flavour > 300000 && flavour < 400000)
	case 1: // reply
		if be32(d[8:]) == 1 { // denied: a version that is not known, or who asked
			return 0, length <= 24 && be32(d[12:]) <= 1
		}
		n := be32(d[16:])
		return 0, be32(d[8:]) == 0 && be32(d[12:]) <= 6 && n <= 400 && int(n)+24 <= length && (n > 0 || be32(d[20:]) <= 5)
	}
	return 0, false
}

// answersCall reports whether the other side began with a call that has the
// reply's number.
func answersCall(p *Peek) bool {
	call, at := p.OtherFirst(), 0
	if p.Transport == packet.TCP {
		at = 4
	}
	return len(call) >= at+12 && be32(call[at:]) == be32(p.Data[at:]) && be32(call[at+4:]) == 0 && be32(call[at+8:]) == 2
}

// isDCERPC: DCE 1.1 RPC chapter 12: the connection-oriented header over TCP,
// the connectionless one over UDP.
func isDCERPC(p *Peek) Verdict {
	d := p.Data
	if p.Transport == packet.UDP {
		if len(d) < 80 || d[0] != 4 || d[1] > 10 || d[4]&^0x11 != 0 || d[5] > 3 {
			return No
		}
		n := be16(d[74:])
		if d[4]&0x10 != 0 {
			n = le16(d[74:])
		}
		if be32(d[24:]) == 0 || d[2]&0x81 != 0 || d[3]&^2 != 0 { // no interface, or unused flags
			return No
		}
		verifier := p.Length - int(n) - 80
		return yes(verifier == 0 || verifier >= 8 && verifier <= 64 && d[78] > 0 && d[78] <= 16)
	}
	if len(d) < 16 || d[0] != 5 || d[1] > 1 || d[2] > 20 || d[4]&^0x11 != 0 || d[5] > 3 || d[6] != 0 || d[7] != 0 {
		return No
	}
	n, auth := int(be16(d[8:])), int(be16(d[10:]))
	if d[4]&0x10 != 0 {
		n, auth = int(le16(d[8:])), int(le16(d[10:]))
	} else if n != p.Length { // hardly anyone counts from the big end
		return No
	}
	if n < 16 || auth+8 > n {
		return No
	}
	return yes(n == p.Length || n > p.Length && p.Length >= fullSegment || n+1 < len(d) && d[n] == 5 && d[n+1] <= 1)
}
