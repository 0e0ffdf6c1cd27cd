package app

import "bytes"

// What is at home: lamps, speakers, cameras, phones' services, and what their
// makers let them say.

// isTPLink knows TP-Link's smart home protocol: JSON in which each byte is
// combined with the one before; over TCP after a length.
func isTPLink(p *Peek) Verdict {
	d := p.Data
	if p.Transport == tcp {
		if len(d) < 5 || int(be32(d)) != p.Length-4 {
			return No
		}
		d = d[4:]
	}
	if len(d) < 2 || d[0] != 0xd0 || d[1] != '"'^0xd0 && d[1] != '}'^0xd0 {
		return No
	}
	for i := 1; i < min(len(d), 12); i++ {
		if c := d[i] ^ d[i-1]; c < ' ' || c > '~' {
			return No
		}
	}
	return Yes
}

// isDropbox knows Dropbox's search for others in the same network: JSON from
// and to its port.
func isDropbox(p *Peek) Verdict {
	if p.On(17500) && begins(p.Data, "{\"") {
		return Yes
	}
	return No
}

// isSpotify knows Spotify's search for speakers, and the handshake of its old
// connection.
func isSpotify(p *Peek) Verdict {
	d := p.Data
	if p.Transport == udp && begins(d, "SpotUdp") {
		return Yes
	}
	if p.Transport == tcp && len(d) >= 9 && be32(d) == 0x00040000 && d[6] == 0x52 && d[7] == 0x0e && d[8] == 0x50 {
		return Yes
	}
	return No
}

// isAvastDNS knows Avast's SecureDNS, DNSCrypt under the provider's name.
func isAvastDNS(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 34 && be32(d[11:]) == 0x00013209 && beginsFold(d[15:], "SECUREDNS") {
		return Yes
	}
	return No
}

// isAvast knows Avast's antivirus by its magic and length.
func isAvast(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 6 && begins(d, "NOSA") && int(be16(d[4:])) == p.Length {
		return Yes
	}
	return No
}

// isTiVo knows TiVo's beacon.
func isTiVo(p *Peek) Verdict {
	if beginsFold(p.Data, "TIVOCONNECT=") {
		return Yes
	}
	return No
}

// isMeraki knows what Meraki's devices tell their cloud, by its magic.
func isMeraki(p *Peek) Verdict {
	if p.On(7351) && begins(p.Data, "\xfe\xf7\x28\x91") {
		return Yes
	}
	return No
}

// isCheckPointHA knows Check Point's cluster control, by magic and port.
func isCheckPointHA(p *Peek) Verdict {
	if p.On(8116) && p.Length > 20 && begins(p.Data, "\x1a\x90") {
		return Yes
	}
	return No
}

// isSDRTN knows Agora's real-time network by what its messages name inside.
func isSDRTN(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 20 && (d[6] == 0x21 && begins(d[12:], "\x04SNI") || d[6] == 0x23 && begins(d[12:], "\x04PID")) {
		return Yes
	}
	return No
}

// isMPEGTS knows a transport stream by a sync byte at each of its packets
// (ISO/IEC 13818-1 §2.4.3).
func isMPEGTS(p *Peek) Verdict {
	d := p.Data
	if p.Length%188 != 0 || len(d) < 4 {
		return No
	}
	for at := 0; at+4 <= len(d); at += 188 {
		if d[at] != 0x47 || d[at+3]&0x30 == 0 {
			return No
		}
	}
	return Yes
}

// isFLUTE knows a file delivery table in a packet of layered coding
// transport (RFC 6726 §3.4).
func isFLUTE(p *Peek) Verdict {
	d := p.Data
	if len(d) < 64 || d[0]>>4 != 1 || 4*int(d[2]) > len(d)-16 {
		return No
	}
	if bytes.Contains(d[4*int(d[2]):min(len(d), 4*int(d[2])+160)], []byte("<FDT-Instance")) {
		return Yes
	}
	return No
}

// isEAQ knows the Brazilian line test by numbered packets of one size on its
// port.
func isEAQ(p *Peek) Verdict {
	d := p.Data
	if p.Length == 16 && len(d) == 16 && p.On(6000) && be32(d) < 10000 && be16(d[12:]) == 0 && be16(d[14:])&0x0fff == 0 {
		return Yes
	}
	return No
}

// isIMO knows imo's keep-alives.
func isIMO(p *Peek) Verdict {
	d := p.Data
	switch {
	case len(d) == 10 && d[0] == 9 && d[1] == 2 && be32(d[6:]) == 0,
		len(d) == 11 && d[0] == 0 && d[1] == 9 && d[2] == 3 && be32(d[7:]) == 0,
		p.Length == 1099 && begins(d, "\x88\x49\x1a\x00"):
		return Yes
	}
	return No
}

// isUBNT knows Ubiquiti's discovery: on its port, of the right length.
func isUBNT(p *Peek) Verdict {
	d := p.Data
	if p.On(10001) && len(d) >= 4 && (d[0] == 1 || d[0] == 2) && int(be16(d[2:])) == p.Length-4 {
		return Yes
	}
	return No
}

// isIQIYI knows iQIYI's peers by their length and PPStream's name inside.
func isIQIYI(p *Peek) Verdict {
	d := p.Data
	if len(d) > 100 && int(le16(d[2:])) == p.Length && d[4] > 0x40 && d[4] < 0x60 && bytes.Contains(d, []byte("PPStream")) {
		return Yes
	}
	return No
}

// isPPStream knows its peers by length and kind, on their port.
func isPPStream(p *Peek) Verdict {
	d := p.Data
	if !p.On(17788) || len(d) < 15 || d[2] != 0x43 && d[2] != 0x44 && d[2] != 0x55 {
		return No
	}
	switch p.Length - int(le16(d)) {
	case 0, 4, 6:
		return Yes
	}
	return No
}

// isViber knows Viber's messages by their length on its ports, and its calls
// by the kind and length of the first packets there.
func isViber(p *Peek) Verdict {
	d := p.Data
	if len(d) < 4 {
		return No
	}
	if p.Transport == tcp {
		if p.On(4244, 5242, 5243) && int(le16(d)) == p.Length && p.Length >= 11 {
			return Yes
		}
		return No
	}
	if !p.On(4244, 5242, 5243, 7985, 7987, 9785) {
		return No
	}
	switch kind := d[2]; {
	case d[3] == 0 && (kind == 3 || kind == 9 && p.Length == 20 || (kind == 0x19 || kind == 0x1b) && p.Length == 34),
		len(d) >= 6 && be32(d[2:]) == 0x01000500, p.Length < 135 && d[0] == 0x11:
		return Yes
	}
	return No
}

// isTuya knows Tuya's local protocol by both of its ends.
func isTuya(p *Peek) Verdict {
	d := p.Data
	n := len(d)
	if n >= 16 && begins(d, "\x00\x00\x55\xaa") && (!p.Whole() || be32(d[n-4:]) == 0xaa55) {
		return Yes
	}
	return No
}

// isNestLog knows Nest's log, on its port.
func isNestLog(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 8 && p.On(11095) && d[1] <= 2 && (d[2] == 0 || d[2] == 0x10) && d[3] == 0x13 {
		return Yes
	}
	return No
}

// isXiaomi knows Xiaomi's push by its magic and length.
func isXiaomi(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 12 && be32(d) == 0xc2fe0005 && int(be32(d[4:])) == p.Length-12 {
		return Yes
	}
	return No
}

// isBJNP knows Canon's printers.
func isBJNP(p *Peek) Verdict {
	if len(p.Data) >= 16 && begins(p.Data, "BJNP", "BNJB", "BJNB", "MFNP", "MFPP") {
		return Yes
	}
	return No
}

// isAliCloud knows Alibaba's cloud by magic and length.
func isAliCloud(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 8 && be32(d) == 0xcefabeba && (p.Length == 8 || int(be32(d[4:])) == p.Length-8) {
		return Yes
	}
	return No
}

// isDingTalk knows its first message.
func isDingTalk(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 16 && d[0] == 0x10 && be32(d[2:]) == 0x87800100 && be32(d[6:]) == 0x01000200 {
		return Yes
	}
	return No
}

// isEasyWeather knows weather stations' discovery.
func isEasyWeather(p *Peek) Verdict {
	if begins(p.Data, "\xff\xff\x12\x00") && p.Length > 4 {
		return Yes
	}
	return No
}

// isAmazonVideo knows it by magic words.
func isAmazonVideo(p *Peek) Verdict {
	if p.Length > 4 && (p.Transport == tcp && begins(p.Data, "\xfe\xed\xfa\xce") || p.Transport == udp && begins(p.Data, "\xde\xad\xbe\xef")) {
		return Yes
	}
	return No
}

// isSyncthing knows its local discovery by magic.
func isSyncthing(p *Peek) Verdict {
	if p.Length > 4 && begins(p.Data, "\x2e\xa7\xd9\x0b") {
		return Yes
	}
	return No
}

// isRIPEAtlas knows the scanner that calls itself so.
func isRIPEAtlas(p *Peek) Verdict {
	if begins(p.Data, "MGLNDD_") {
		return Yes
	}
	return No
}
