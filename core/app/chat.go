package app

import "bytes"

// People writing and talking to each other.

// isXMPP knows a stream by its opening tag, or its stanzas where they name
// its namespaces or stand on its ports (RFC 6120 §4).
func isXMPP(p *Peek) Verdict {
	d := p.Data[:min(len(p.Data), 512)]
	known := p.On(5222, 5223, 5269, 5280)
	switch {
	case begins(d, "<?xml", "<stream:"):
		if known || bytes.Contains(d, []byte("<stream:stream")) || bytes.Contains(d, []byte("http://etherx.jabber.org/streams")) {
			return Yes
		}
	case begins(d, "<message", "<iq ", "<presence", "<starttls", "<proceed", "<auth ", "<success", "<r xmlns", "<a xmlns", "</stream:stream"):
		if known || bytes.Contains(d, []byte("jabber:")) || bytes.Contains(d, []byte("ns:xmpp")) {
			return Yes
		}
	}
	return No
}

// ircVerbs are a server's or client's words after a prefix (RFC 2812 §3).
var ircVerbs = []string{"NOTICE ", "PRIVMSG ", "JOIN ", "PART ", "QUIT ", "MODE ", "NICK ", "PONG ", "TOPIC ", "KICK ", "CAP ", "INVITE "}

// isIRC knows messages by their words, and USER by its four parameters, so
// that FTP's and POP3's are not taken for it.
func isIRC(p *Peek) Verdict {
	d := p.Data[:min(len(p.Data), 512)]
	if line := bytes.IndexByte(d, '\n'); line >= 0 {
		d = d[:line]
	}
	if len(d) < 6 {
		return No
	}
	known := p.On(6660, 6661, 6662, 6663, 6664, 6665, 6666, 6667, 6668, 6669, 7000)
	if d[0] == ':' {
		space := bytes.IndexByte(d, ' ')
		if space < 2 || space > 128 || len(d) < space+5 || !printable(d[:space]) {
			return No
		}
		rest := d[space+1:]
		if begins(rest, ircVerbs...) || digits(rest[:3]) && rest[3] == ' ' {
			return Yes
		}
		return No
	}
	switch {
	case begins(d, "NICK ", "CAP LS", "CAP REQ :", "CAP END", "NOTICE AUTH", "NOTICE * :", "JOIN #", "JOIN :#", "PRIVMSG ", "PING :", "PONG :", "ERROR :", "WHOIS "):
		return Yes
	case begins(d, "USER "):
		if known || bytes.Count(d, []byte{' '}) >= 4 && bytes.Contains(d, []byte(" :")) {
			return Yes
		}
	case begins(d, "PING ", "PONG ") && printable(d[:len(d)-1]), known && begins(d, "PASS ", "MODE ", "QUIT", "AUTH "):
		return Yes
	}
	return No
}

// isWhatsApp knows the first words of its chat connection, old and new.
func isWhatsApp(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 8 && begins(d, "ED\x00\x01\x00\x00") || len(d) > 4 && begins(d, "WA") && d[2] <= 9 && d[3] <= 9 {
		return Yes
	}
	return No
}

// isTelegramCall knows calls through a reflector by what follows the peer's tag.
func isTelegramCall(p *Peek) Verdict {
	d := p.Data
	if len(d) < 32 || string(d[16:28]) != "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" {
		return No
	}
	near := p.ServerPort >= 500 && p.ServerPort < 600 || p.ClientPort >= 500 && p.ClientPort < 600
	return yes(le32(d[28:]) == 0xfffffffe || near && d[28] != 0xff)
}

// isTelegram knows MTProto's plain transports by the packets' lengths that
// add up (core.telegram.org/mtproto/mtproto-transports). What is obfuscated
// looks like noise on purpose, and stays unnamed.
func isTelegram(p *Peek) Verdict {
	d := p.Data
	if p.Nth > 0 || p.OtherFirst() != nil || p.Length < 40 || !p.On(443, 80, 5222, 25) {
		return No
	}
	if len(d) >= 8 && be32(d) == 0xeeeeeeee && int(le32(d[4:])) == p.Length-8 {
		return Yes
	}
	if d[0] != 0xef {
		return No
	}
	at := 1
	for at < len(d) {
		n := int(d[at])
		at++
		if n == 0x7f && at+3 <= len(d) {
			n = int(d[at]) | int(d[at+1])<<8 | int(d[at+2])<<16
			at += 3
		}
		if n == 0 {
			return No
		}
		at += 4 * n
	}
	if at == p.Length {
		return Yes
	}
	return No
}

// isDiscord knows voice by its keep-alive, and by the question for one's own
// address (discord.com/developers, voice connections).
func isDiscord(p *Peek) Verdict {
	d := p.Data
	if p.Length == 8 && begins(d, "\x13\x37\xca\xfe") || p.Length == 74 && begins(d, "\x00\x01\x00\x46", "\x00\x02\x00\x46") {
		return Yes
	}
	return No
}

// isZoom knows Zoom's media servers by what a session begins with, on their
// ports.
func isZoom(p *Peek) Verdict {
	d := p.Data
	if len(d) > 36 && d[0] == 0x1f && d[1] == 2 && d[2] == 1 { // a call without a server: an address and a number behind a header
		address := int(be32(d[24:]))
		if at := 28 + address; address <= 45 && at+4 <= len(d) && at+8+int(be32(d[at:])) == p.Length {
			return Yes
		}
	}
	if len(d) >= 8 && d[0] >= 1 && d[0] <= 7 && be32(d[4:]) != stunCookie && p.On(8801, 8802, 8803, 8804, 8805, 8806, 8807, 8808, 8809, 8810) {
		return Yes
	}
	return No
}

// isTeamSpeak knows TeamSpeak 3's first packet, TeamSpeak 2's, and the
// question for the list of servers.
func isTeamSpeak(p *Peek) Verdict {
	d := p.Data
	switch {
	case begins(d, "TS3INIT1"),
		len(d) >= 20 && begins(d, "\xf4\xbe\x03\x00", "\xf4\xbe\x02\x00", "\xf4\xbe\x01\x00"),
		p.On(2010) && p.Length < 64 && begins(d, "\x01\x80\x84\x01", "\x01\x81\x84\x02"):
		return Yes
	}
	return No
}

// isMumble knows a ping by its port, or the answer that repeats its number.
func isMumble(p *Peek) Verdict {
	d := p.Data
	if len(d) == 12 && p.On(64738) && be32(d) == 0 {
		return Yes
	}
	other := p.OtherFirst()
	if len(d) == 24 && p.Length == 24 && len(other) == 12 && be32(other) == 0 && string(d[4:12]) == string(other[4:]) {
		return Yes
	}
	return No
}

// isOSCAR knows AIM's and ICQ's frames: a star, a channel, a length.
func isOSCAR(p *Peek) Verdict {
	d := p.Data
	if len(d) < 10 || d[0] != '*' || d[1] < 1 || d[1] > 5 {
		return No
	}
	n := int(be16(d[4:]))
	if n == p.Length-6 || n < p.Length-6 && n+6 < len(d) && d[n+6] == '*' {
		return Yes
	}
	return No
}

// isMSN knows Messenger's first word and the versions in it.
func isMSN(p *Peek) Verdict {
	d := p.Data
	if begins(d, "VER ") && bytes.Contains(d[:min(len(d), 64)], []byte("MSNP")) || p.On(1863) && begins(d, "USR ", "CVR ", "ANS ", "XFR ") {
		return Yes
	}
	return No
}

// isYahoo knows Yahoo's messenger.
func isYahoo(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 20 && begins(d, "YMSG\x00", "YPNS", "YHOO") {
		return Yes
	}
	return No
}

// isQQ knows QQ by its version and command, and older ones by length.
func isQQ(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 {
		return No
	}
	switch command := be16(d[3:]); {
	case d[0] == 2 && be16(d[1:]) == 0x3b0b && command > 0 && (command <= 0xb5 || command == 0x3f7):
		return Yes
	case d[0] == 2 && d[1] == 0 && d[3] == 0 && (p.Length == 56 && d[2] == 0x38 || p.Length == 60 && d[2] == 0x42 || p.Length == 64 && d[2] == 0x40 ||
		p.Length == 72 && d[2] == 0x48 || p.Length == 84 && d[2] == 0x5a):
		return Yes
	}
	return No
}

// isThreema knows its handshake by the lengths of its first three messages,
// on its port.
func isThreema(p *Peek) Verdict {
	if p.Length == 191 && p.On(5222) && p.FromClient && len(p.First()) == 48 && len(p.OtherFirst()) == HeadSize {
		return Yes
	}
	return No
}
