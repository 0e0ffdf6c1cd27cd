package app

import "bytes"

// Games again: what their makers made for themselves.

// isGenshin knows frames of an exact length.
func isGenshin(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 16 && be32(d) == 0x01000000 && int(d[4]) == p.Length && d[5] > 0 && d[5] < 16 && d[6] == 0 && d[7] == 0)
}

// isGenshinUDP knows miHoYo's variant of KCP, with a longer conversation, by its
// handshake and its segments.
func isGenshinUDP(p *Peek) Verdict {
	d := p.Data
	if len(d) == 20 && be32(d) == 0xff && be32(d[12:]) == 0x499602d2 && be32(d[16:]) == 0xffffffff || len(d) == 20 && be32(d) == 0x145 && be32(d[16:]) == 0x14514545 {
		return Yes
	}
	if kcpSegments(p, 8) {
		return Yes
	}
	return No
}

// isNintendo knows Pia, the consoles' peer protocol.
func isNintendo(p *Peek) Verdict {
	if p.Length > 20 && begins(p.Data, "\x32\xab\x98\x64") {
		return Yes
	}
	return No
}

// isRiot knows Riot's ping by its end.
func isRiot(p *Peek) Verdict {
	d := p.Data
	n := len(d)
	if n > 8 && p.Whole() && (be32(d[n-4:]) == 0xbbbbbbbb && be32(d[n-8:]) == 0xaaaaaaaa || n == 53 && be32(d[n-4:]) == 0xea23460c) {
		return Yes
	}
	return No
}

// isWildRift knows League of Legends: Wild Rift.
func isWildRift(p *Peek) Verdict {
	d := p.Data
	if len(d) == 22 && be32(d) == 0x0102c841 && be32(d[18:]) == 0x41304231 {
		return Yes
	}
	if other := p.OtherFirst(); p.Length == 359 && len(d) > 4 && be32(d) == 0x10000000 && len(other) > 4 && be32(other) == 0x04000000 {
		return Yes
	}
	return No
}

// isNetEase knows NetEase's games.
func isNetEase(p *Peek) Verdict {
	d := p.Data
	switch {
	case len(d) == 12 && d[0] == 1 && le16(d[2:]) == 0x1d0 && le32(d[8:])>>16 == 0x0101,
		p.Length >= 30 && begins(d, "\xb3\xaf\x8d\xe8"),
		p.Length > 30 && begins(d, "\x07\x08\x08\x0c"):
		return Yes
	}
	return No
}

// isBlizzard knows Battle.net's first words.
func isBlizzard(p *Peek) Verdict {
	d := p.Data
	return yes(p.On(1119) && begins(d, "\x41\x00\x00\x0a\x66\x52\xed\xc6") ||
		p.On(1119, 3724) && len(d) >= 8 && int(le32(d[4:])) == p.Length-8)
}

// isBlizzardUDP knows them over UDP.
func isBlizzardUDP(p *Peek) Verdict {
	d := p.Data
	return yes(p.Length == 23 && begins(d, "\xff\xff\xff\xff\xa3\x1f\xb6\x1e") ||
		len(d) == 18 && p.Nth == 0 && p.OtherFirst() == nil && le32(d[14:]) == 1 && p.On(1119, 1120, 3724, 6113))
}

// isStarcraft knows StarCraft II's login.
func isStarcraft(p *Peek) Verdict {
	if p.On(1119) && begins(p.Data, "\x4a\x00\x00\x0a\x66\x02\x0a\xed\x2d\x66", "\x49\x00\x00\x0a\x66\x02\x0a\xed\x2d\x66") {
		return Yes
	}
	return No
}

// isWarcraft knows World of Warcraft's greeting and login.
func isWarcraft(p *Peek) Verdict {
	d := p.Data
	const greeting = "WORLD OF WARCRAFT CONNECTION"
	if d[0] == 'W' && begins(d, greeting) || len(d) > 2 && d[2] == 'W' && begins(d[2:], greeting) || p.On(3724) && len(d) > 40 && (begins(d[4:], "WoW") || begins(d[5:], "WoW")) {
		return Yes
	}
	return No
}

// isHeroes knows Heroes of the Storm on Blizzard's ports.
func isHeroes(p *Peek) Verdict {
	d := p.Data
	if !p.On(1119, 1120, 3724, 6113) || len(d) < 20 || p.Length > 122 || d[14] != 0x40 || d[15] != 0 {
		return No
	}
	if d[3] == 0 && (d[2] == 3 || d[2] == 0x34) || be32(d) == 0 && be32(d[4:]) == 0 && be32(d[8:]) == 0 && be16(d[12:]) == 0 {
		return Yes
	}
	return No
}

// isElderScrolls knows The Elder Scrolls Online: a length, and the server's
// name or packed data behind it.
func isElderScrolls(p *Peek) Verdict {
	d := p.Data
	if p.Length < 600 || len(d) < 16 || int(be32(d)) != p.Length-4 {
		return No
	}
	if d = d[:min(len(d), 256)]; bytes.Contains(d, []byte("eso.live")) || bytes.Contains(d, []byte("\x8b\x78\x9c\x01")) {
		return Yes
	}
	return No
}

// isGaijin knows War Thunder's reports and its game.
func isGaijin(p *Peek) Verdict {
	d := p.Data
	if p.Length == 52 && len(d) >= 8 && d[0] == 0x8f && d[1] == 0xff && d[2] == 0 && be32(d[4:]) == 0x82ff0001 {
		return Yes
	}
	if p.Length > 64 && begins(d, "embeddedupdater.", "app.start", "app.stage") {
		return Yes
	}
	return No
}

// isPathOfExile knows a character's first packet.
func isPathOfExile(p *Peek) Verdict {
	d := p.Data
	n := len(d)
	if n > 25 && n < 50 && be32(d) == 0x00030000|uint32(d[3]) && d[6] == 0 && be16(d[7:]) == 0x200 && be32(d[n-4:]) == 0x40000001 && be32(d[n-8:]) == 0 {
		return Yes
	}
	return No
}

// isTencent knows Tencent's games by their heads.
func isTencent(p *Peek) Verdict {
	d := p.Data
	if p.Length <= 50 || len(d) < 16 {
		return No
	}
	switch head := be32(d); {
	case head == 0x3366000b && be16(d[4:]) == 0x0b,
		head == 0x4366aa00 && be32(d[12:]) == 0x10e68601,
		head == 0xaa000000 && be32(d[10:]) == 0x10e68601,
		head>>16 == 0 && int(head) == p.Length-4 && be16(d[4:]) == 0x7801:
		return Yes
	}
	return No
}

// isCallOfDuty knows the mobile game's ping, and its loadouts.
func isCallOfDuty(p *Peek) Verdict {
	d := p.Data
	if len(d) == 12 && p.On(7500) && string(d[8:]) == "ping" {
		return Yes
	}
	if len(d) > 350 && d[0] == 0xce && bytes.Contains(d, []byte("LOC_PREFAB_LOADOUTNAME_1")) {
		return Yes
	}
	return No
}

// isActivision knows its games by what both sides begin with, or by what one
// side sends after that.
func isActivision(p *Peek) Verdict {
	d, other, first := p.Data, p.OtherFirst(), p.First()
	if len(d) < 18 {
		return No
	}
	if len(other) >= 18 && (be16(d) == 0x0d02 && be16(other) == 0x0c02 || be16(d) == 0x0c02 && be16(other) == 0x0d02) ||
		len(first) >= 18 && (d[0] == 0x29 && be16(first) == 0x0c02 || d[0] == 0x28 && be16(first) == 0x0d02) {
		return Yes
	}
	return No
}

// isAmongUs knows its handshake.
func isAmongUs(p *Peek) Verdict {
	if begins(p.Data, "\x08\x00\x01\x00\x80\xd9\x02\x03") {
		return Yes
	}
	return No
}

// isCrossfire knows its first packet.
func isCrossfire(p *Peek) Verdict {
	d := p.Data
	if len(d) == 25 && be32(d) == 0xc7d91999 && be16(d[4:]) == 0x0200 && be16(d[22:]) == 0x7d00 {
		return Yes
	}
	return No
}

// isEpic knows Unreal's handshake as Epic's games have it: a word and zeros,
// and the word again in the answer with one bit more.
func isEpic(p *Peek) Verdict {
	d, other := p.Data, p.OtherFirst()
	if len(d) < 5 || len(other) < 34 || be32(other)&8 != 0 || be32(d) != be32(other)|8 {
		return No
	}
	for _, b := range other[10:34] {
		if b != 0 {
			return No
		}
	}
	return Yes
}

// isXbox knows Xbox's older peers.
func isXbox(p *Peek) Verdict {
	d := p.Data
	if len(d) < 13 || be32(d) != 0 || d[5] != 0x58 || d[7] != 0 || be16(d[8:]) != 0 {
		return No
	}
	switch uint16(d[4])<<8 | uint16(d[6]) {
	case 0x0c76, 0x0218, 0x0b80, 0x0340, 0x064e:
		return Yes
	}
	return No
}

// isDofus knows its hello.
func isDofus(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 11 && be32(d) == 0x00050800 && be16(d[4:]) == 5 && be16(d[8:]) == 5 && d[10] == 0x18 {
		return Yes
	}
	return No
}
