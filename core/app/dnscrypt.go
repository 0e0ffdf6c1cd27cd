package app

import "heatsink/core/packet"

// isDNSCrypt: the server's answers begin with a magic number; its certificate
// is asked for under a name of its own (dnscrypt.info's protocol, version 2).
func isDNSCrypt(p *Peek) Verdict {
	d := p.Data
	if p.Transport == packet.TCP {
		if len(d) < 2 {
			return No
		}
		d = d[2:]
	}
	if hasPrefix(d, "r6fnvWj8") {
		return Yes
	}
	if len(d) > 28 && d[12] == 1 && d[13] == '2' && d[14] == 13 && string(d[15:28]) == "dnscrypt-cert" {
		return Yes
	}
	return No
}
