package app

// What is seldom met any more, and test captures keep.

// isMapleStory knows its greeting by length and version.
func isMapleStory(p *Peek) Verdict {
	d := p.Data
	if len(d) != 16 || be16(d[4:]) != 0x0100 || d[6] != 0x32 && d[6] != 0x33 {
		return No
	}
	switch be32(d) {
	case 0x0e003a00, 0x0e003b00, 0x0e004200:
		return Yes
	}
	return No
}

// isGuildWars knows its first messages by their lengths and heads.
func isGuildWars(p *Peek) Verdict {
	d := p.Data
	switch {
	case len(d) == 64 && be16(d[1:]) == 0x050c && string(d[50:54]) == "@2&P",
		len(d) == 16 && be16(d[1:]) == 0x040c && be16(d[4:]) == 0xa672 && d[8] == 1 && d[12] == 4,
		len(d) == 21 && be16(d) == 0x0100 && be32(d[5:]) == 0xf1001000 && d[9] == 1:
		return Yes
	}
	return No
}

// isFiesta knows a side's second message after the key that it began with.
func isFiesta(p *Peek) Verdict {
	d, first := p.Data, p.First()
	if len(first) != 5 || be16(first) != 0x0407 || first[2] != 8 || first[4] > 1 || len(d) < 4 {
		return No
	}
	if be32(d) == 0x03050c01 || be32(d) == 0x04030c01 || be32(d) == 0x050e080b || int(d[0]) == p.Length-1 && be16(d[1:]) == 0x140c {
		return Yes
	}
	return No
}

// isFlorensia knows two messages with their own lengths in them.
func isFlorensia(p *Peek) Verdict {
	d := p.Data
	if !florensia(d) || int(le16(d)) != p.Length {
		return No
	}
	if florensia(p.OtherFirst()) || florensia(p.Previous()) {
		return Yes
	}
	return No
}

func florensia(d []byte) bool {
	if len(d) < 5 || int(le16(d)) < len(d) {
		return false
	}
	return len(d) == 5 && d[2] == 0x65 && d[4] == 0xff || d[3] <= 2 && d[3] > 0 && (d[2] == 2 || d[2] == 3) && len(d) >= 8 && (be32(d[4:]) == 0xffffffff || len(d) == 12)
}

// isWarcraft3 knows frames of Battle.net's games by marks and lengths that
// fill the payload, on their port or after others of their kind.
func isWarcraft3(p *Peek) Verdict {
	d := p.Data
	at := 0
	for at+4 <= len(d) {
		n := int(le16(d[at+2:]))
		if d[at] != 0xf7 && d[at] != 0xff || n < 4 {
			return No
		}
		at += n
	}
	if at != p.Length {
		return No
	}
	if other := p.OtherFirst(); p.On(6112, 6113, 6114) || len(other) >= 4 && other[0] == d[0] && int(le16(other[2:])) <= len(other) && le16(other[2:]) >= 4 {
		return Yes
	}
	return No
}

// isKungFu knows World of Kung Fu's first message.
func isKungFu(p *Peek) Verdict {
	d := p.Data
	if len(d) == 16 && be32(d) == 0x0c000000 && be32(d[4:]) == 0xd2000c00 && d[9] == 0x16 {
		return Yes
	}
	return No
}

// isKontiki knows its short messages.
func isKontiki(p *Peek) Verdict {
	d := p.Data
	if len(d) == 4 && be32(d) == 0x02010100 || len(d) == 20 && be32(d[16:]) == 0x02040100 || len(d) == 16 && be32(d[12:]) == 0x04e4 {
		return Yes
	}
	return No
}

// isThunder knows Xunlei's peers by the version that both of them begin with.
func isThunder(p *Peek) Verdict {
	d, other := p.Data, p.OtherFirst()
	if len(d) > 8 && len(other) > 8 && le32(d) < 0x40 && le32(d) == le32(other) {
		return Yes
	}
	return No
}

// isZattoo knows its peers on their port.
func isZattoo(p *Peek) Verdict {
	d := p.Data
	if !p.On(5003) || p.Length <= 20 || len(d) < 4 {
		return No
	}
	switch be16(d) {
	case 0x037a, 0x0378, 0x0305:
		return Yes
	}
	if be32(d) == 0x03040004 || be32(d) == 0x03010005 {
		return Yes
	}
	return No
}

// isStealthNet knows the name that it calls itself.
func isStealthNet(p *Peek) Verdict {
	if begins(p.Data, "LARS REGENSBURGER'S FILE SHARING PROTOCOL") {
		return Yes
	}
	return No
}

// isAppleJuice knows its first word.
func isAppleJuice(p *Peek) Verdict {
	if begins(p.Data, "ajprot\r\n") {
		return Yes
	}
	return No
}

// isFastTrack knows a file that is given, by its number.
func isFastTrack(p *Peek) Verdict {
	d := p.Data
	if len(d) > 6 && begins(d, "GIVE ") && digits(d[5:7]) {
		return Yes
	}
	return No
}

// isVHUA knows its first packet.
func isVHUA(p *Peek) Verdict {
	if begins(p.Data, "\x05\x14\x3a\x05\x08\xf8\xa1\xb1\x03") {
		return Yes
	}
	return No
}

// isLagoFast knows its packets by magic and length.
func isLagoFast(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 6 && be32(d) == 0x006e5d03 && int(be16(d[4:])) == p.Length-6 {
		return Yes
	}
	return No
}

// isOokla knows a speed test by how it greets.
func isOokla(p *Peek) Verdict {
	if p.On(8080, 5060) && p.Length < 64 && begins(p.Data, "HI\n", "HI ", "HELLO ") {
		return Yes
	}
	return No
}

// isRaft knows its messages by type and length, in eight bytes each.
func isRaft(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 16 && le32(d[4:]) == 0 && le32(d) <= 6 && le32(d[12:]) == 0 && int(le32(d[8:])) == p.Length-16 && p.Length > 16 {
		return Yes
	}
	return No
}
