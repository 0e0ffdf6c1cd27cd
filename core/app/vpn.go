package app

import (
	"bytes"
	"encoding/binary"

	"heatsink/core/packet"
)

// isWireGuard: a type, three zero bytes, and for handshakes one length each
// (whitepaper §5.4).
func isWireGuard(p *Peek) Verdict {
	d := p.Data
	if len(d) < 16 || d[1]|d[2]|d[3] != 0 {
		return No
	}
	switch {
	case d[0] == 1 && p.Length == 148, d[0] == 2 && p.Length == 92, d[0] == 3 && p.Length == 64:
		return Yes
	case d[0] == 4 && p.Length >= 32 && p.Length&15 == 0:
		if d[14]|d[15] != 0 {
			return No
		}
		if p.On(51820) || sameTunnel(d, p.Previous()) {
			return Yes
		}
		return Perhaps
	case d[0] < 3 && p.Length > 92 && p.On(51820):
		return Yes // padded by those who hide it
	}
	return No
}

// sameTunnel reports whether two WireGuard data messages have one receiver and
// rising counters.
func sameTunnel(d, before []byte) bool {
	if len(before) < 16 || !bytes.Equal(d[:8], before[:8]) {
		return false
	}
	step := binary.LittleEndian.Uint64(d[8:]) - binary.LittleEndian.Uint64(before[8:])
	return step > 0 && step < 64
}

// isWARP: Cloudflare's WireGuard, on its port, with a client's number where
// there should be zeros, and bits on top of the type.
func isWARP(p *Peek) Verdict {
	d := p.Data
	if !p.On(2408) || len(d) < 16 || d[0] > 4 && d[0]>>6 != 3 {
		return No
	}
	switch kind := d[0] & 0x3f; {
	case kind == 1 && p.Length >= 148, kind == 2 && p.Length >= 92, kind == 3 && p.Length >= 64,
		kind == 4 && p.Length >= 32 && d[13]|d[14]|d[15] == 0:
		return Yes
	}
	return No
}

const openVPNLead = "\x00\x01\x02\x03\x04\x05\x08\x10\x20\x28\x30\x38\x40\x48\x50"

// OpenVPN's messages, in the upper five bits of the first byte.
const (
	vpnClientReset1 = 1
	vpnServerReset1 = 2
	vpnClientReset2 = 7
	vpnServerReset2 = 8
	vpnData2        = 9
	vpnClientReset3 = 10
)

// isOpenVPN: a reset with a session and no acknowledgements, be it in clear or
// behind a MAC, or an answer to one (OpenVPN's network protocol, ssl_pkt.h).
func isOpenVPN(p *Peek) Verdict {
	d, first, other := p.Data, p.First(), p.OtherFirst()
	if p.Transport == packet.TCP {
		if len(d) < 3 || be16(d) < 14 || be16(d) > 2048 || int(be16(d)) > p.Length-2 && !p.On(1194) {
			return No
		}
		d = d[2:]
		first, other = first[min(2, len(first)):], other[min(2, len(other)):]
	}
	if len(d) < 14 || d[0]&7 != 0 && !p.On(1194) {
		return No
	}
	switch kind := d[0] >> 3; kind {
	case vpnClientReset1, vpnClientReset2, vpnClientReset3:
		if p.On(1194) || isVPNReset(d) {
			return Yes
		}
		if kind != vpnClientReset1 && len(d) >= 42 {
			return p.mayVPN(first, d)
		}
	case vpnServerReset1, vpnServerReset2:
		if len(other) >= 14 && other[0]&7 == 0 && p.Length >= 26 && (other[0]>>3 == vpnClientReset2 || other[0]>>3 == vpnClientReset3 || other[0]>>3 == vpnClientReset1 && kind == vpnServerReset1) {
			return Yes
		}
		if p.On(1194) {
			return Yes
		}
	default:
		if kind > 2 && kind <= vpnData2 && p.On(1194) {
			return Perhaps
		}
	}
	return No
}

// mayVPN: a reset that is sent again has the same session.
func (p *Peek) mayVPN(first, d []byte) Verdict {
	if len(first) > 9 && bytes.Equal(first[:9], d[:9]) && p.Nth > 0 && p.OtherFirst() == nil && !bytes.Equal(first[9:17], d[9:17]) {
		return Perhaps
	}
	return No
}

// isVPNReset reports whether a client's reset has no acknowledgement and the
// first packet's number where they stand: in clear, or behind a MAC of 16 to
// 64 bytes, a replay number of 1 and a time; or else, encrypted, the replay
// number right behind the session.
func isVPNReset(d []byte) bool {
	tail := func(at int) bool { return len(d) == at+5 && allZero(d[at:]) }
	if tail(9) {
		return true
	}
	for _, mac := range [...]int{16, 20, 28, 32, 48, 64} {
		if at := 9 + mac; tail(at+8) && be32(d[at:]) == 1 {
			return true
		}
	}
	return len(d) >= 54 && be32(d[9:])&^0x0f000000 == 1 && (len(d) == 54 || d[0]>>3 == vpnClientReset3)
}

// isIPsec: IKE (RFC 2408 §3.1, RFC 7296 §3.1), behind four zero bytes on port
// 4500, where ESP goes through NATs as well (RFC 3948 §2).
func isIPsec(p *Peek) Verdict {
	if p.On(4500) {
		return No
	}
	return isISAKMP(p, p.Data, p.Length)
}

// isIPsecNAT: RFC 3948, the port for NATs, on which a marker of zeros tells IKE
// from ESP.
func isIPsecNAT(p *Peek) Verdict {
	d := p.Data
	switch {
	case !p.On(4500):
	case len(d) == 1 && d[0] == 0xff:
		return Perhaps // kept alive
	case len(d) > 4 && be32(d) == 0:
		return isISAKMP(p, d[4:], p.Length-4)
	case len(d) >= 8:
		return isESP(p)
	}
	return No
}

func isISAKMP(p *Peek, d []byte, length int) Verdict {
	if len(d) < 28 || d[17] != 0x10 && d[17] != 0x20 && d[17] != 0x21 || allZero(d[:8]) {
		return No
	}
	exchange, size := d[18], int(be32(d[24:]))
	if d[17] == 0x10 && (exchange > 6 && exchange != 32 && exchange != 33 && exchange < 240) || d[17] != 0x10 && (exchange < 34 || exchange > 44) {
		return No
	}
	if size == length || p.On(500, 4500) && size >= 28 && size < 1<<16 {
		return Yes
	}
	return No
}

func isESP(p *Peek) Verdict {
	d, before := p.Data, p.Previous()
	if be32(d) < 256 {
		return No
	}
	if len(before) >= 8 && bytes.Equal(d[:4], before[:4]) {
		if step := be32(d[4:]) - be32(before[4:]); step > 0 && step < 64 {
			return Yes
		}
	}
	if be32(d[4:]) <= 4 {
		return Yes // the first numbers of a tunnel
	}
	return Perhaps
}

// isL2TP: RFC 2661 §3.1: versions 2 and 3; a control message begins with its
// type's attribute.
func isL2TP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 6 || d[1]&0x0f != 2 && d[1]&0x0f != 3 || d[1]&0xf0 != 0 || d[0]&0x34 != 0 {
		return No
	}
	if d[0]&0x40 != 0 && int(be16(d[2:])) != p.Length {
		return No
	}
	if d[0] == 0xc8 && (len(d) < 14 && p.Length == 12 || len(d) >= 20 && d[12]&0x80 != 0 && be16(d[12:])&0x3ff == 8 && be16(d[14:])|be16(d[16:]) == 0) {
		return Yes
	}
	if p.On(1701) {
		return Yes
	}
	return No
}

// isPPTP: RFC 2637 §2: a length, type 1, and the magic cookie.
func isPPTP(p *Peek) Verdict {
	if d := p.Data; len(d) >= 8 && d[2] == 0 && d[3] <= 2 && be32(d[4:]) == 0x1a2b3c4d {
		return Yes
	}
	return No
}

// isSOCKS: a greeting or a request and its answer: version 5 (RFC 1928 §3),
// version 4 and 4A.
func isSOCKS(p *Peek) Verdict {
	d, first, other := p.Data, p.First(), p.OtherFirst()
	switch {
	case isSOCKS5Greeting(d, p.Length) && first == nil && other == nil, isSOCKS4(d):
		if p.On(1080) {
			return Yes
		}
		return Perhaps
	case p.Length == 2 && len(d) == 2 && d[0] == 5 && (d[1] <= 9 || d[1] == 0xff || d[1] >= 0x80) && isSOCKS5Greeting(other, len(other)):
		return Yes
	case len(d) >= 7 && d[0] == 5 && d[1] >= 1 && d[1] <= 3 && d[2] == 0 && (d[3] == 1 || d[3] == 3 || d[3] == 4) && isSOCKS5Greeting(first, len(first)):
		return Yes
	case p.Length == 8 && len(d) == 8 && d[0] == 0 && d[1] >= 0x5a && d[1] <= 0x5d && isSOCKS4(other):
		return Yes
	}
	return No
}

func isSOCKS5Greeting(d []byte, length int) bool {
	return len(d) >= 3 && d[0] == 5 && d[1] >= 1 && d[1] <= 10 && length == 2+int(d[1]) && (d[2] <= 9 || d[2] >= 0x80)
}

func isSOCKS4(d []byte) bool {
	if len(d) < 9 || d[0] != 4 || d[1] != 1 && d[1] != 2 || d[2]|d[3] == 0 {
		return false
	}
	return d[len(d)-1] == 0 && bytes.IndexByte(d[8:], 0) >= 0
}

// isTailscale: disco messages begin with "TS💬".
func isTailscale(p *Peek) Verdict {
	if hasPrefix(p.Data, "TS\xf0\x9f\x92\xac") {
		return Yes
	}
	return No
}

// isTinc: "0 name 17.minor" introduces a tincd to its peer.
func isTinc(p *Peek) Verdict {
	d := p.Data
	if len(d) < 7 || d[0] != '0' || d[1] != ' ' || d[len(d)-1] != '\n' {
		return No
	}
	words := d[2 : len(d)-1]
	i := bytes.IndexByte(words, ' ')
	if i > 0 && bytes.IndexByte(words[i+1:], ' ') < 0 && hasPrefix(words[i+1:], "17") {
		return Yes
	}
	return No
}

// isTeamViewer: commands begin with 0x1724 or 0x1130, over UDP behind 11 bytes.
func isTeamViewer(p *Peek) Verdict {
	d := p.Data
	if p.Transport == packet.UDP {
		if len(d) > 13 && d[0] == 0 && d[11] == 0x17 && d[12] == 0x24 {
			return Yes
		}
		return No
	}
	if len(d) < 4 || !(d[0] == 0x17 && d[1] == 0x24 || d[0] == 0x11 && d[1] == 0x30) {
		return No
	}
	if other := p.OtherFirst(); p.On(5938) || len(other) > 1 && other[0] == d[0] && other[1] == d[1] {
		return Yes
	}
	return Perhaps
}

// isCiscoVPN: the concentrators' tunnels over port 10000.
func isCiscoVPN(p *Peek) Verdict {
	if !p.On(10000) {
		return No
	}
	if p.Transport == packet.UDP {
		return yes(begins(p.Data, "\xfe\x57\x7e\x2b"))
	}
	return yes(begins(p.Data, "\x17\x01\x00\x00"))
}

// isSoftEther: its NAT-T server tells a client its own address.
func isSoftEther(p *Peek) Verdict {
	d := p.Data
	return yes(begins(d, "IP=") && bytes.Contains(d[:min(len(d), 64)], []byte(",PORT=")))
}
