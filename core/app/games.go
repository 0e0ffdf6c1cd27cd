package app

import "bytes"

// Games: what their engines and networks send. Makers' own protocols are in
// gamemakers.go.

const connectionless = "\xff\xff\xff\xff"

// isSourceEngine knows a server's query and its answers
// (developer.valvesoftware.com, Server queries).
func isSourceEngine(p *Peek) Verdict {
	d := p.Data
	if len(d) < 5 || !begins(d, connectionless) {
		return No
	}
	switch d[4] {
	case 'T':
		if begins(d[5:], "Source Engine Query") {
			return Yes
		}
	case 'U', 'V', 'A', 'W':
		if p.Length == 9 {
			return Yes
		}
	case 'I', 'm':
		if len(d) > 30 && d[5] < 64 && bytes.IndexByte(d[6:], 0) > 0 {
			return Yes
		}
	case 'D', 'E':
		if p.Length > 9 && bytes.IndexByte(d[6:], 0) >= 0 {
			return Yes
		}
	case 'q', 'k':
		if begins(d[5:], "connect0x", "\x30\x30\x30\x30") {
			return Yes
		}
	}
	return No
}

// isHalfLife knows a question and its answer that both end in three zeros in
// letters.
func isHalfLife(p *Peek) Verdict {
	other := p.OtherFirst()
	if halfLife(p.Data) && halfLife(other) {
		return Yes
	}
	return No
}

func halfLife(d []byte) bool {
	return len(d) >= 20 && begins(d, connectionless) && string(d[len(d)-4:]) == "000\x00"
}

// quakeWords are the commands that Quake's family of games sends without a
// connection.
var quakeWords = []string{"getstatus", "getinfo", "getchallenge", "getservers", "challengeResponse", "connect ", "connectResponse", "statusResponse\n",
	"infoResponse\n", "heartbeat ", "getKeyAuthorize", "rcon ", "status", "info", "ping", "print\n", "disconnect", "details", "players", "rules", "infostring"}

// isQuake knows them.
func isQuake(p *Peek) Verdict {
	if d := p.Data; begins(d, connectionless) && begins(d[4:], quakeWords...) {
		return Yes
	}
	return No
}

// isSteam knows the connection to Valve over TCP.
func isSteam(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 8 && string(d[4:8]) == "VT01" && int(le32(d)) >= p.Length-8 && le32(d) < 1<<20)
}

// isSteamUDP knows discovery in the home, the connection to Valve over UDP, and
// the question for the list of servers.
func isSteamUDP(p *Peek) Verdict {
	d := p.Data
	switch d[0] {
	case 'V':
		if len(d) >= 36 && begins(d, "VS01") {
			return Yes
		}
	case 0xff:
		if begins(d, connectionless+"\x21\x4c\x5f\xa0") {
			return Yes
		}
	case '1':
		if len(d) > 8 && begins(d[2:], "0.0.0.0:0") {
			return Yes
		}
	case 0x3a:
		if p.Length == 8 && begins(d, "\x3a\x18\x00\x00") && string(p.OtherFirst()) == "\x39\x18\x00\x00" {
			return Yes
		}
	}
	return No
}

// isSteamRelay knows pings to Valve's relays.
func isSteamRelay(p *Peek) Verdict {
	if d := p.Data; len(d) >= 30 && d[2] == 's' && string(d[2:8]) == "sdping" {
		return Yes
	}
	return No
}

const rakNetMagic = "\x00\xff\xff\x00\xfe\xfe\xfe\xfe\xfd\xfd\xfd\xfd\x12\x34\x56\x78"

// isRakNet knows messages without a connection by their magic, and frames by
// their lengths that add up (wiki.vg, Raknet protocol).
func isRakNet(p *Peek) Verdict {
	d := p.Data
	for _, at := range [...]int{1, 9, 17, 32} {
		if len(d) >= at+16 && d[at] == 0 && string(d[at:at+16]) == rakNetMagic {
			return Yes
		}
	}
	switch {
	case d[0] >= 0x80 && d[0] <= 0x8d && rakNetFrames(p):
		return Yes
	case (d[0] == 0xc0 || d[0] == 0xa0) && rakNetRanges(d, p.Length):
		return Yes
	case d[0] == 0x1c && len(d) >= 35 && int(be16(d[33:])) == p.Length-35 && len(d) > 35 && printable(d[35:]):
		return Yes
	}
	return No
}

// rakNetRanges says whether an acknowledgement's ranges, of one number or of
// two, fill it.
func rakNetRanges(d []byte, length int) bool {
	if len(d) < 7 {
		return false
	}
	at := 3
	for n := int(be16(d[1:])); n > 0; n-- {
		if at >= len(d) || d[at] > 1 {
			return false
		}
		at += 7 - 3*int(d[at])
	}
	return at == length && at > 3
}

func rakNetFrames(p *Peek) bool {
	d := p.Data
	if !p.Whole() {
		return false
	}
	at := 4
	for at+3 <= len(d) {
		flags, bits := d[at], int(be16(d[at+1:]))
		if flags&15 != 0 || bits == 0 || bits%8 != 0 {
			return false
		}
		at += 3
		switch flags >> 5 {
		case 1:
			at += 3
		case 2:
			at += 3
		case 3:
			at += 7
		case 4:
			at += 6
		case 5, 6:
			return false
		case 7:
			at += 7
		}
		if flags&0x10 != 0 {
			at += 10
		}
		at += bits / 8
	}
	return at == len(d)
}

// isPhoton knows Photon's datagrams by commands that fill them: type,
// channel, flags, length (doc.photonengine.com; ENet's are alike).
func isPhoton(p *Peek) Verdict {
	d := p.Data
	at := 12
	if p.Length == 13 && begins(d, "}}}}}}}}}}}}") {
		return Yes
	}
	if len(d) < 24 || d[3] == 0 || d[3] > 40 {
		return No
	}
	if d[2] == 0xcc {
		at = 16
	}
	for n := int(d[3]); n > 0; n-- {
		if len(d) < at+12 {
			if at < p.Length && !p.Whole() && at > 16 {
				return Yes
			}
			return No
		}
		length := int(be32(d[at+4:]))
		if d[at] == 0 || d[at] > 16 || d[at+2] > 3 || length < 12 || length > p.Length-at {
			return No
		}
		at += length
	}
	if at == p.Length {
		return Yes
	}
	return No
}

// isKCP knows KCP's segments that fill a datagram
// (github.com/skywind3000/kcp, protocol.txt).
func isKCP(p *Peek) Verdict {
	if kcpSegments(p, 4) {
		return Yes
	}
	return No
}

// kcpSegments walks over segments whose conversation has so many bytes.
func kcpSegments(p *Peek, conversation int) bool {
	d, rest := p.Data, p.Length
	header := conversation + 20
	if len(d) < header {
		return false
	}
	first := d[:conversation]
	for rest > 0 {
		if len(d) < header {
			return !p.Whole() && rest < p.Length
		}
		n := int(le32(d[header-4:]))
		if c := d[conversation]; c < 81 || c > 84 || string(d[:conversation]) != string(first) || n > rest-header || c != 81 && n != 0 {
			return false
		}
		rest -= header + n
		d = d[min(len(d), header+n):]
	}
	return rest == 0
}

// isYojimbo knows netcode's connection request.
func isYojimbo(p *Peek) Verdict {
	if begins(p.Data, "\x00NETCODE ") {
		return Yes
	}
	return No
}

// isGameSpy knows its queries, old and new.
func isGameSpy(p *Peek) Verdict {
	d := p.Data
	if begins(d, "\\status\\", "\\basic\\", "\\info\\", "\\players\\", "\\rules\\", "\\gamename\\", "\\heartbeat\\") {
		return Yes
	}
	if len(d) >= 7 && p.Length <= 64 && begins(d, "\xfe\xfd\x00", "\xfe\xfd\x09") {
		return Yes
	}
	return No
}

// isMinecraft knows a handshake: a packet that holds its version, the host's
// name, a port and what comes next (wiki.vg, Protocol).
func isMinecraft(p *Peek) Verdict {
	d := p.Data
	n := int(d[0])
	if d[0] == 0xfe {
		if p.On(25565) && (p.Length == 1 || len(d) > 1 && d[1] == 1) {
			return Yes
		}
		return No
	}
	if len(d) < n+1 || n < 8 || d[1] != 0 {
		return No
	}
	at := 2
	for at < 7 && d[at]&0x80 != 0 {
		at++
	}
	at++
	if at >= n || at+1+int(d[at])+3 != n+1 || d[at] == 0 || !printable(d[at+1:at+1+min(int(d[at]), 8)]) {
		return No
	}
	if next := d[n]; next >= 1 && next <= 3 {
		return Yes
	}
	return No
}

// isArmagetron knows a login and a sync by their lengths in words.
func isArmagetron(p *Peek) Verdict {
	d := p.Data
	if len(d) < 12 || !p.Whole() || be16(d[len(d)-2:]) != 0 || 2*int(be16(d[4:]))+8 != p.Length {
		return No
	}
	if be32(d) == 0x000b0000 && be16(d[6:]) == 8 || be16(d) == 0x1c && p.Length == 16 && be32(d[6:]) == 0x500 {
		return Yes
	}
	return No
}

// isCryNetwork knows CryEngine's first packet.
func isCryNetwork(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 26 && int(d[0])+10 == p.Length && be16(d[3:]) == 0x08ed && d[16] == 1 && d[20] == 7 && be16(d[24:]) == 0x0307 {
		return Yes
	}
	return No
}
