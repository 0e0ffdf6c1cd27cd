package app

import "bytes"

// Money without banks.

// bitcoinMagic begins the messages of Bitcoin's networks and of the coins
// that took them over.
var bitcoinMagic = []string{"\xf9\xbe\xb4\xd9", "\xf9\xbe\xb4\xfe", "\x0b\x11\x09\x07", "\xfa\xbf\xb5\xda", "\x0a\x03\xcf\x40", "\x1c\x16\x3f\x28",
	"\xfb\xc0\xb6\xdb", "\xc0\xc0\xc0\xc0", "\xbf\x0c\x6b\xbd", "\xe3\xe1\xf3\xe8"}

// isBitcoin knows a message by a magic and a command (en.bitcoin.it, Protocol
// documentation); of an unknown coin, only its first.
func isBitcoin(p *Peek) Verdict {
	d := p.Data
	if p.On(8333, 18333) && begins(d, bitcoinMagic...) {
		return Yes
	}
	if len(d) < 20 || !bitcoinCommand(d[4:16]) {
		return No
	}
	if begins(d, bitcoinMagic...) || begins(d[4:], "version\x00\x00\x00\x00\x00") && le32(d[16:]) >= 85 && le32(d[16:]) < 512 {
		return Yes
	}
	return No
}

// bitcoinCommand says whether a field is lower case letters and then zeros.
func bitcoinCommand(c []byte) bool {
	n := 0
	for n < len(c) && (c[n] >= 'a' && c[n] <= 'z' || n > 0 && c[n] >= '0' && c[n] <= '9') {
		n++
	}
	if n < 2 {
		return false
	}
	for _, b := range c[n:] {
		if b != 0 {
			return false
		}
	}
	return true
}

// isEthereumJSON knows a program's calls by their names.
func isEthereumJSON(p *Peek) Verdict {
	d := p.Data[:min(len(p.Data), 512)]
	return yes(bytes.Contains(d, []byte("\"eth_")) || bytes.Contains(d, []byte("\"eth1.0\"")))
}

// isDiscovery knows a packet of discovery v4: after hash and
// signature a type, and a list of the length that is left
// (github.com/ethereum/devp2p, discv4).
func isDiscovery(p *Peek) Verdict {
	d := p.Data
	if len(d) < 100 || d[96] > 1 || d[97] < 1 || d[97] > 6 || p.Length > 1280 {
		return No
	}
	n := 0
	switch list := d[98]; {
	case list >= 0xc0 && list <= 0xf7:
		n = 99 + int(list-0xc0)
	case list == 0xf8:
		n = 100 + int(d[99])
	case list == 0xf9 && len(d) > 101:
		n = 101 + int(be16(d[99:]))
	}
	if n > 99 && n <= p.Length && (n == p.Length || p.On(30303, 30301)) {
		return Yes
	}
	return No
}

// isRLPx knows RLPx's first message by its length and the point on a
// curve that follows (EIP-8), and miners' calls.
func isRLPx(p *Peek) Verdict {
	d := p.Data
	if d[0] == '{' || p.Nth > 0 || len(d) < 70 || p.Length < 180 || p.Length > 800 {
		return No
	}
	near := p.ServerPort >= 30300 && p.ServerPort <= 30310
	if d[2] == 4 && (int(be16(d)) == p.Length-2 || near && d[0] < 4) || near && p.Length == 307 {
		return Yes
	}
	return No
}

// isStratum knows miners and their pools: JSON calls of theirs alone.
func isStratum(p *Peek) Verdict {
	d := p.Data[:min(len(p.Data), 512)]
	for _, word := range []string{"\"mining.", "\"eth_submit", "\"job_id\"", "\"login\",\"params\":{\"login\"", "\"agent\":\"xmr", "\"keepalived\""} {
		if bytes.Contains(d, []byte(word)) {
			return Yes
		}
	}
	return No
}

// isMonero knows Levin, Monero's peer protocol, by its signature.
func isMonero(p *Peek) Verdict {
	if len(p.Data) >= 16 && begins(p.Data, "\x01\x21\x01\x01\x01\x01\x01\x01") {
		return Yes
	}
	return No
}

// isNano knows Nano's header: network, and versions that agree.
func isNano(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 8 && d[0] == 'R' && d[1] >= 'A' && d[1] <= 'C' && d[2] >= 17 && d[2] <= 30 && d[3] >= 17 && d[3] <= d[2] && d[4] >= 17 && d[4] <= d[3] && d[5] <= 0x10 {
		return Yes
	}
	return No
}

// isZUG knows Casper's consensus.
func isZUG(p *Peek) Verdict {
	if begins(p.Data, "\x00zUG\x10") {
		return Yes
	}
	return No
}
