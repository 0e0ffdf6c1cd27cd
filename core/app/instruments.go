package app

// Instruments, hospitals, tanks and radios.

// isHiSLIP knows a message of instrument control by its prologue and length
// (IVI-6.1 §2.4).
func isHiSLIP(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 16 && d[0] == 'H' && d[1] == 'S' && (d[2] <= 26 || d[2] >= 128) && be32(d[8:]) == 0 && int(be32(d[12:])) >= p.Length-16 {
		return Yes
	}
	return No
}

// isDICOM knows the request for an association or its acceptance, by a
// length and two names in it (DICOM PS3.8 §9.3.2).
func isDICOM(p *Peek) Verdict {
	d := p.Data
	if len(d) < 74 || d[0] != 1 && d[0] != 2 || d[1] != 0 || be16(d[6:]) != 1 || be16(d[8:]) != 0 {
		return No
	}
	if int(be32(d[2:])) >= p.Length-6 && printable(d[10:42]) {
		return Yes
	}
	return No
}

// isHL7 knows the minimal lower layer protocol with an HL7 message in it.
func isHL7(p *Peek) Verdict {
	if begins(p.Data, "\x0bMSH|", "\x0bFHS|", "\x0bBHS|") {
		return Yes
	}
	return No
}

// isATG knows tank gauges by their commands on their port.
func isATG(p *Peek) Verdict {
	d := p.Data
	if len(d) < 7 || d[0] != 1 || !p.On(10001) || !digits(d[2:6]) {
		return No
	}
	switch d[1] {
	case 'I', 'i', 'S', 's':
		return Yes
	}
	return No
}

// isLoRaWAN knows Semtech's packet forwarder: on its port by its types, and
// elsewhere by the JSON after a gateway's number.
func isLoRaWAN(p *Peek) Verdict {
	d := p.Data
	if len(d) < 4 || d[0] != 1 && d[0] != 2 {
		return No
	}
	switch {
	case d[3] == 0 && len(d) > 14 && begins(d[12:], "{\""), d[3] == 3 && begins(d[4:], "{\"txpk"):
		return Yes
	case !p.On(1700):
		return No
	case d[3] == 1 && p.Length == 4, d[3] == 2 && p.Length == 12, d[3] == 4 && p.Length == 4, d[3] == 5 && p.Length >= 12:
		return Yes
	}
	return No
}

// isUFTP knows multicast file transfer by its version and the message type
// that stands twice.
func isUFTP(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 24 && (d[0] == 0x40 || d[0] == 0x50) && d[1] > 0 && d[1] < 22 && d[15] == 0 && d[16] == d[1] {
		return Yes
	}
	return No
}

// isRTPS knows DDS's wire protocol by its magic (OMG DDSI-RTPS §8.3.3).
func isRTPS(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 20 && begins(d, "RTPS", "RTPX") && d[4] >= 1 && d[4] <= 2 {
		return Yes
	}
	return No
}

// isDLEP knows radio links' exchange by its signal, or its port and a message
// of the right length (RFC 8175 §11).
func isDLEP(p *Peek) Verdict {
	d := p.Data
	switch {
	case begins(d, "DLEP\x00"):
		return Yes
	case p.Transport == tcp && p.On(854) && len(d) >= 4 && be16(d) > 0 && be16(d) <= 16 && int(be16(d[2:])) == p.Length-4:
		return Yes
	}
	return No
}
