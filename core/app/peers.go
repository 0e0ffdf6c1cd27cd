package app

import "bytes"

// Peers that share files.

// isBitTorrent knows a peer by its handshake (BEP 3), and over UDP the
// distributed hash table (BEP 5), trackers (BEP 15), local peers (BEP 14) and
// uTP (BEP 29).
func isBitTorrent(p *Peek) Verdict {
	d := p.Data
	switch {
	case p.Transport == tcp:
		if begins(d, "\x13BitTorrent protocol", "BitTorrent protocol") {
			return Yes
		}
	case d[0] == 'd':
		if begins(d, "d1:ad2:id20:", "d1:rd2:id20:", "d1:eli20") || begins(d, "d1:", "d2:ip", "d5:hello") && bytes.Contains(d, []byte("1:y1:")) {
			return Yes
		}
	case d[0] == 'B':
		if begins(d, "BT-SEARCH * HTTP/1.1") {
			return Yes
		}
	case d[0] == 0 && len(d) >= 16 && be32(d) == 0x417 && be32(d[4:]) == 0x27101980:
		return Yes
	case isUTP(d, p.Length):
		other, last := p.OtherFirst(), p.Previous()
		if d[0] == 0x41 && be32(d[8:]) == 0 && be16(d[18:]) == 0 && p.Length <= 48 ||
			isUTP(other, len(other)) && be16(d[2:])-be16(other[2:])+1 <= 2 ||
			isUTP(last, len(last)) && be16(d[2:]) == be16(last[2:]) && be16(d[16:])-be16(last[16:]) <= 8 && be32(d[4:])-be32(last[4:]) < 1<<26 {
			return Yes
		}
	}
	return No
}

// stunCookie is what STUN has where uTP has a time (RFC 8489 §5).
const stunCookie = 0x2112a442

// isUTP knows uTP's header: version 1, a type, extensions that end, a
// connection and a time.
func isUTP(d []byte, length int) bool {
	if len(d) < 20 || d[0]&15 != 1 || d[0]>>4 > 4 || be16(d[2:]) == 0 || be32(d[4:]) == 0 || be32(d[4:]) == stunCookie {
		return false
	}
	at := 20
	for kind := d[1]; kind != 0; {
		if kind > 3 || len(d) < at+2 {
			return false
		}
		kind = d[at]
		at += 2 + int(d[at+1])
	}
	return at <= length
}

// isEDonkey knows eDonkey's and eMule's frames by mark and length; over UDP,
// where there is none, by an answer to a message of its own, or its ports.
func isEDonkey(p *Peek) Verdict {
	d := p.Data
	if p.Transport == udp {
		if eDonkeyDatagram(d, p.Length) && (p.On(4661, 4662, 4665, 4672) || eDonkeyDatagram(p.OtherFirst(), 0)) {
			return Yes
		}
		return No
	}
	if len(d) < 6 || d[0] != 0xe3 && d[0] != 0xc5 && d[0] != 0xd4 {
		return No
	}
	if n := int(le32(d[1:])); n > 0 && n == p.Length-5 || n > 0 && n < p.Length-5 && n+5 < len(d) && (d[n+5] == 0xe3 || d[n+5] == 0xc5 || d[n+5] == 0xd4) {
		return Yes
	}
	return No
}

// eDonkeyDatagram says whether a datagram's first bytes are a mark and a
// message; length 0 is unknown.
func eDonkeyDatagram(d []byte, length int) bool {
	if len(d) < 2 {
		return false
	}
	switch op := d[1]; d[0] {
	case 0xe3:
		return op >= 0x92 && op <= 0xa4 && (op != 0x96 || length == 6 || length == 0)
	case 0xc5:
		return op >= 0x90 && op <= 0x96
	case 0xe5:
		return op == 0x43 || len(d) >= 4 && d[2] == 0x78 && d[3] == 0xda
	case 0xe4:
		switch op {
		case 0x00, 0x08, 0x01, 0x09, 0x10, 0x18, 0x11, 0x19, 0x20, 0x21, 0x28, 0x29, 0x30, 0x33, 0x34, 0x35, 0x40, 0x43, 0x44, 0x48, 0x4b, 0x50, 0x51, 0x52, 0x58, 0x59, 0x60, 0x61, 0x62:
			return true
		}
	}
	return false
}

// isGnutella knows a handshake by its word.
func isGnutella(p *Peek) Verdict {
	d := p.Data
	return yes(begins(d, "GNUTELLA/", "GNUTELLA CONNECT/", "GIV ") && bytes.IndexByte(d, '\n') > 0)
}

// isGnutella2 knows Gnutella2's mark.
func isGnutella2(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 8 && begins(d, "GND") && d[6] > 0 && d[6] <= d[7]|1)
}

// isGnutellaUDP knows a message's header, whose length is the payload's
// (Gnutella 0.6 §2.2).
func isGnutellaUDP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 23 || d[17] > 8 || d[18] > 8 || d[17]+d[18] == 0 || int(le32(d[19:])) != p.Length-23 {
		return No
	}
	switch d[16] {
	case 0, 1, 0x30, 0x31, 0x40, 0x41, 0x80, 0x81:
		return Yes
	}
	return No
}

// isSoulseek knows the login, and how peers greet each other: strings whose
// lengths add up.
func isSoulseek(p *Peek) Verdict {
	d := p.Data
	if len(d) < 13 || int(le32(d)) > p.Length-4 || d[2] != 0 || d[3] != 0 {
		return No
	}
	if d[4] == 1 { // PeerInit: user name, type, token
		n := int(le32(d[5:]))
		if at := 9 + n; n > 0 && n <= 30 && len(d) >= at+5 && le32(d[at:]) == 1 && printable(d[9:at]) {
			switch d[at+4] {
			case 'P', 'F', 'D':
				return Yes
			}
		}
	}
	if le32(d[4:]) == 1 { // Login: user name, password, version, hash
		n := int(le32(d[8:]))
		if at := 12 + n; n > 0 && n <= 30 && len(d) >= at+4 && printable(d[12:at]) {
			if m := int(le32(d[at:])); m <= 64 && len(d) >= at+8+m && le32(d[at+4+m:]) < 1000 {
				return Yes
			}
		}
	}
	return No
}

// isDirectConnect knows NMDC's first commands and ADC's.
func isDirectConnect(p *Peek) Verdict {
	d := p.Data
	if begins(d, "$Lock ", "$MyNick ", "$HubName ", "$Supports ", "$ADCGET ", "$Key ", "$ValidateNick ", "$SR ", "HSUP AD", "ISUP AD", "CSUP AD") {
		return Yes
	}
	return No
}

// isLibp2p knows the negotiation that IPFS and others begin with.
func isLibp2p(p *Peek) Verdict {
	if begins(p.Data, "\x13/multistream/1.0.0\n") {
		return Yes
	}
	return No
}

// isRX knows AFS's remote procedure calls by their header on their ports, or
// by an answer with the same connection (web.mit.edu/kolya/afs/rx).
func isRX(p *Peek) Verdict {
	d := p.Data
	if !rxHeader(d) {
		return No
	}
	other := p.OtherFirst()
	if rxHeader(other) && string(d[:7]) == string(other[:7]) && string(d[8:12]) == string(other[8:12]) {
		return Yes
	}
	if p.On(7000, 7001, 7002, 7003, 7004, 7005, 7006, 7007, 7008, 7009) && be32(d[8:]) < 1<<24 {
		return Yes
	}
	return No
}

func rxHeader(d []byte) bool {
	return len(d) >= 28 && d[20] > 0 && d[20] <= 13 && d[21] < 0x40 && d[23] <= 3 && be32(d) != 0 && d[26] <= 8
}
