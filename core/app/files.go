package app

import "bytes"

// isFTP: RFC 959 §5.4 and RFC 4217.
func isFTP(p *Peek) Verdict {
	d := p.Data
	if n, ok := code(d); ok {
		switch {
		case p.On(21):
			return yes(n >= 100 && n < 700 && d[len(d)-1] == '\n')
		case n == 220:
			return yes(containsFold(greeting(d), "FTP"))
		case n == 331:
			return yes(containsFold(greeting(d), "PASSWORD", "USERNAME"))
		case n == 227:
			return yes(containsFold(greeting(d), "PASSIVE MODE ("))
		}
		return No
	}
	if p.On(21) {
		return yes(beginsFold(d, "USER ", "PASS ", "AUTH ", "FEAT", "SYST", "OPTS ", "CWD ", "PWD", "TYPE ", "PASV", "EPSV", "PORT ", "EPRT ", "LIST",
			"NLST", "RETR ", "STOR ", "QUIT", "SIZE ", "MDTM ", "CLNT ", "NOOP", "MKD ", "DELE ", "SITE ", "CDUP", "PBSZ ", "PROT ", "MLSD", "HELP", "ACCT ", "ABOR", "HOST ", "XCRC "))
	}
	if first, ok := code(p.OtherFirst()); ok && first == 220 {
		return yes(beginsFold(d, "USER ", "AUTH TLS\r\n", "AUTH SSL\r\n", "FEAT\r\n", "OPTS UTF8 "))
	}
	return yes(beginsFold(d, "AUTH TLS\r\n", "EPSV\r\n", "PASV\r\n", "OPTS UTF8 ON\r\n", "TYPE I\r\n", "TYPE A\r\n"))
}

const ftpLead = "123456UuPpAaFfSsOoCcTtEeLlNnRrQqMmDdHhX"

// isFTPData: RFC 959 §3.2: what one side alone sends, from its first byte on: a
// directory's listing, or a file, which may be one that something else sends so.
func isFTPData(p *Peek) Verdict {
	d := p.Data
	if p.Nth > 0 || p.OtherFirst() != nil || len(d) < 12 {
		return No
	}
	switch {
	case modes(d):
		return Yes
	case isRowPort(p.Transport, p.ServerPort): // a page's body without its beginning
		return No
	case p.Length >= 256 && begins(d, "PK\x03\x04", "%PDF-", "\x89PNG\r\n", "GIF8", "\x1f\x8b\x08", "\xff\xd8\xff", "RIFF", "Rar!", "7z\xbc\xaf", "OggS", "ID3\x03"):
		return Perhaps
	}
	return No
}

// modes reports whether data begins as ls -l does: with a kind and who may what.
func modes(data []byte) bool {
	if len(data) < 11 || data[0] != '-' && data[0] != 'd' && data[0] != 'l' {
		return false
	}
	for i, c := range data[1:10] {
		if c != '-' && c != "rwx"[i%3] {
			return false
		}
	}
	return data[10] == ' ' || data[10] == '.' || data[10] == '+'
}

// isTFTP: RFC 1350 §5 and RFC 2347. A server answers from another port than
// the one that it was asked at.
func isTFTP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 4 || d[0] != 0 {
		return No
	}
	if last := p.Previous(); d[1]&^7 == 0 && d[1] >= 3 && len(last) >= 4 && be16(last) == be16(d) && be16(last[2:])+1 == be16(d[2:]) && p.Length <= 516 {
		return yes(d[1] == 3 || d[1] == 4 && p.Length == 4) // the block after the last one
	}
	switch d[1] {
	case 1, 2: // read, write: the file, then the mode
		file := bytes.IndexByte(d[2:], 0)
		if file < 1 || !graphic(d[2:2+file]) {
			return No
		}
		return yes(beginsFold(d[3+file:], "OCTET\x00", "NETASCII\x00", "MAIL\x00"))
	case 3: // data
		if p.Length > 516 && p.Length != 1432 && p.Length != 1472 || be16(d[2:]) == 0 {
			return No
		}
		other := p.OtherFirst()
		switch {
		case p.On(69), len(other) == 4 && other[0] == 0 && other[1] == 4:
			return Yes
		case p.Length == 516 && be16(d[2:]) == 1:
			return Perhaps
		}
	case 4: // acknowledgement
		other := p.OtherFirst()
		if p.Length == 4 && len(other) > 4 && other[0] == 0 && (other[1] == 3 || other[1] == 6) {
			return Yes
		}
		return yes(p.Length == 4 && p.On(69))
	case 5: // error
		return yes(len(d) >= 5 && d[2] == 0 && d[3] <= 8 && p.Whole() && d[len(d)-1] == 0 && graphic(d[4:len(d)-1]) && (p.On(69) || p.Length > 8))
	case 6: // the options that are taken
		return yes(beginsFold(d[2:], "BLKSIZE\x00", "TSIZE\x00", "TIMEOUT\x00", "WINDOWSIZE\x00"))
	}
	return No
}

// isTelnet: RFC 854: the negotiation of options, before anything else.
func isTelnet(p *Peek) Verdict {
	d := p.Data
	if len(d) < 3 || d[0] != 0xff {
		return No
	}
	options := 0
	for len(d) >= 3 && d[0] == 0xff {
		switch {
		case d[1] >= 0xfb && d[1] <= 0xfe && (d[2] <= 49 || d[2] >= 138 && d[2] <= 140 || d[2] == 0xff):
			d = d[3:]
		case d[1] == 0xfa: // a suboption, to its end
			end := bytes.Index(d, []byte("\xff\xf0"))
			if end < 0 {
				return yes(options > 0)
			}
			d = d[end+2:]
		case options > 0 && d[1] >= 0xf0 && d[1] <= 0xf9:
			d = d[2:]
		default:
			return No
		}
		options++
	}
	return yes(options > 1 || p.On(23) || len(d) == 0 || printable(d[:min(len(d), 16)]))
}

// isSMB: MS-SMB2 §2.1, the direct TCP transport, and §2.2.1; MS-CIFS §2.2.3.1.
func isSMB(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 8 && d[0] == 0 && d[4] >= 0xfc && string(d[5:8]) == "SMB" && be24(d[1:]) >= 8)
}

// isRsync: the daemon's greeting.
func isRsync(p *Peek) Verdict { return yes(begins(p.Data, "@RSYNCD: ")) }

// isGit: Git's pack protocol: a pkt-line that asks for a service, or that
// lists the first reference.
func isGit(p *Peek) Verdict {
	d := p.Data
	if len(d) < 20 || !hex(d[:4]) {
		return No
	}
	return yes(begins(d[4:], "git-upload-pack ", "git-receive-pack ", "git-upload-archive ", "version 1\n", "version 2\n") ||
		len(d) > 48 && hex(d[4:44]) && d[44] == ' ' && (begins(d[45:], "HEAD\x00", "refs/")) || p.On(9418) && begins(d[4:], "want ", "have ", "ERR "))
}

// hex reports whether data is hexadecimal digits in lower case.
func hex(data []byte) bool {
	for _, c := range data {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// isSubversion: ra_svn's greeting of either side.
func isSubversion(p *Peek) Verdict {
	return yes(begins(p.Data, "( success ( 1 2 ", "( success ( 2 2 ", "( 2 ( edit-pipeline"))
}

// isAFP: the Data Stream Interface's header, Apple Filing Protocol.
func isAFP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 16 || d[0] > 1 || d[1] == 0 || d[1] > 8 || d[1] == 7 || be32(d[12:]) != 0 {
		return No
	}
	n := be32(d[8:])
	if int64(n)+16 != int64(p.Length) && (p.Length < fullSegment || n > 1<<20 || !p.On(548)) {
		return No
	}
	if p.On(548) {
		return Yes
	}
	return yes(d[0] == 0 && d[1] == 4 && len(d) >= 18 && n >= 6 && d[16] <= 1 && d[17] == 4 && be16(d[2:]) <= 1)
}

// isISCSI: RFC 7143 §11.12: a login request and its response.
func isISCSI(p *Peek) Verdict {
	d := p.Data
	if len(d) < 48 {
		return No
	}
	n := int(be24(d[5:]))
	if (n+3)&^3+48 != p.Length || d[2] != 0 || d[4] != 0 {
		return No
	}
	switch d[0] &^ 0x40 {
	case 0x03, 0x23:
		return yes(p.On(3260) || len(d) > 60 && begins(d[48:], "InitiatorName=", "TargetPortalGroupTag=", "AuthMethod=", "SessionType="))
	}
	return yes(p.On(3260) && (d[0]&0x3f <= 6 || d[0]&0x3f >= 0x20 && d[0]&0x3f <= 0x26 || d[0] == 0x3f))
}

// isNBD: the Network Block Device's greeting.
func isNBD(p *Peek) Verdict { return yes(begins(p.Data, "NBDMAGIC")) }

// isLustre: LNet's request to accept a connection, lustre's socklnd: magic,
// version 1, in either order of bytes.
func isLustre(p *Peek) Verdict {
	return yes(begins(p.Data, "\x00\x71\xce\xac\x01\x00\x00\x00", "\xac\xce\x71\x00\x00\x00\x00\x01"))
}

// isDeliveryOptimization: MS-DO's handshake: the length of a name, and the name.
func isDeliveryOptimization(p *Peek) Verdict {
	return yes(begins(p.Data, "\x0eSwarm protocol"))
}
