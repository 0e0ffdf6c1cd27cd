package app

// isNetFlow: NetFlow v1, v5, v7 (Cisco's documents) and v9 (RFC 3954 §5.1).
func isNetFlow(p *Peek) Verdict {
	d := p.Data
	if len(d) < 20 || d[0] != 0 {
		return No
	}
	count := int(be16(d[2:]))
	if count == 0 || count > 256 {
		return No
	}
	switch d[1] {
	case 1:
		return yes(p.Length == 16+52*count)
	case 5:
		return yes(p.Length == 24+48*count)
	case 7:
		return yes(p.Length == 24+52*count)
	case 9:
		if len(d) < 24 {
			return No
		}
		set, seconds := be16(d[20:]), be32(d[8:])
		return yes((set <= 1 || set > 255) && seconds > 1<<29 && seconds < 1<<31 && be16(d[22:]) >= 4 && int(be16(d[22:]))+20 <= p.Length)
	}
	return No
}

// isIPFIX: RFC 7011 §3.1 and §3.3.
func isIPFIX(p *Peek) Verdict {
	d := p.Data
	if len(d) < 16 || be16(d) != 10 || int(be16(d[2:])) != p.Length && !p.On(4739) || int(be16(d[2:])) > p.Length {
		return No
	}
	if p.Length == 16 {
		return yes(p.On(4739, 2055))
	}
	if len(d) < 20 {
		return No
	}
	set := be16(d[16:])
	return yes((set == 2 || set == 3 || set > 255) && be16(d[18:]) >= 4 && int(be16(d[18:]))+16 <= p.Length)
}

// isSFlow: sFlow version 5's datagram, sflow.org, and those before it.
func isSFlow(p *Peek) Verdict {
	d := p.Data
	if len(d) < 28 || be32(d) != 5 && (be32(d) != 4 && be32(d) != 2 || !p.On(6343)) {
		return No
	}
	at := 8 + 4 // after an IPv4 agent's address
	switch be32(d[4:]) {
	case 1:
	case 2:
		at = 8 + 16
	default:
		return No
	}
	if be32(d) == 5 {
		at += 4 // the sub-agent
	}
	// sequence, uptime, how many samples, and the first one's type
	if len(d) < at+12 {
		return No
	}
	samples := be32(d[at+8:])
	return yes(samples <= 64 && (p.On(6343) || samples > 0 && len(d) >= at+20 && be32(d[at+12:]) >= 1 && be32(d[at+12:]) <= 4 && int64(be32(d[at+16:])) <= int64(p.Length)))
}
