package app

import (
	"bytes"

	"heatsink/core/packet"
)

// message32 reports whether a payload is one message that begins with its own
// length, which counts extra bytes less than there are, or the beginning of
// one that goes on in later segments, not longer than limit.
func message32(p *Peek, length uint32, extra int, limit uint32) bool {
	if length > limit {
		return false
	}
	n := int(length) + extra
	return n == p.Length || n > p.Length && p.Transport != packet.UDP && p.Length >= fullSegment
}

// fullSegment is the payload, in bytes, from which a TCP segment may well be
// cut from a longer message: IPv6's least MTU with its headers, no options.
const fullSegment = 1200

// isPostgreSQL: PostgreSQL documentation, "Message Formats", protocol 3.
func isPostgreSQL(p *Peek) Verdict {
	d := p.Data
	if len(d) < 5 {
		return No
	}
	if d[0] == 0 {
		return postgresOpening(p)
	}
	messages, end := 0, 0
	for end+5 <= len(d) {
		n := be32(d[end+1:])
		if !postgresTypes[d[end]] || n < 4 || n > 1<<24 {
			return No
		}
		end += int(n) + 1
		messages++
	}
	if end != p.Length && (end < p.Length || p.Whole() && p.Length < fullSegment) {
		return No
	}
	switch {
	case p.On(5432, 6432), messages > 2:
		return Yes
	case d[0] == 'R' && len(d) >= 9 && be32(d[5:]) <= 12:
		return Yes
	case d[0] == 'Q' && messages == 1 && end == len(d) && d[len(d)-1] == 0 && printable(d[5:len(d)-1]):
		return Yes
	}
	return No
}

// postgresOpening tells the messages that have a length but no type.
func postgresOpening(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 || be32(d) != uint32(p.Length) {
		return No
	}
	switch be32(d[4:]) {
	case 80877103, 80877104: // SSLRequest, GSSENCRequest
		return yes(p.Length == 8)
	case 80877102: // CancelRequest
		return yes(p.Length == 16)
	case 2 << 16:
		return yes(p.Length == 296 && p.On(5432))
	case 3 << 16, 3<<16 | 2:
		return yes(p.Length > 8 && p.Length < 10000 && len(d) > 8 && d[8] > ' ' && d[8] <= 'z')
	}
	return No
}

var postgresTypes = byteSet("123AcBCdDEfFGHIKnNpPQRsStTvVWXZ")

const postgresLead = "\x00123AcBCdDEfFGHIKnNpPQRsStTvVWXZ"

// isMySQL: MySQL Internals, "MySQL Packets" and "Connection Phase Packets";
// MariaDB speaks the same.
func isMySQL(p *Peek) Verdict {
	d := p.Data
	if len(d) < 5 {
		return No
	}
	n, sequence := int(d[0])|int(d[1])<<8|int(d[2])<<16, d[3]
	switch {
	case n == 0 || n+4 > p.Length && p.Length < fullSegment:
		return No
	case sequence == 0 && d[4] == 10 && n+4 == p.Length: // the server's greeting
		version := bytes.IndexByte(d[5:min(len(d), 70)], 0)
		return yes(version > 2 && printable(d[5:5+version]) && bytes.IndexByte(d[5:5+version], '.') > 0 &&
			n > version+14 && (len(d) < version+19 || d[version+18] == 0))
	case sequence == 0 && d[4] == 0xff && n+4 == p.Length && len(d) >= 9: // a refusal, instead of a greeting
		code := le16(d[5:])
		return yes(code >= 1000 && code < 4200 && printable(d[7:]))
	case sequence == 0 && d[4] == 3 && n+4 == p.Length && len(d) > 9: // a query
		return yes(p.On(3306) || beginsFold(d[5:], "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "SHOW ", "SET ", "COMMIT", "BEGIN"))
	case n == 1 && sequence == 1 && len(d) >= 13 && d[5] > 0 && d[8] == 2: // a result's columns
		return yes(string(d[9:13]) == "\x03def")
	}
	if !p.On(3306) {
		return No
	}
	return yes(sequence == 0 && n+4 == p.Length && d[4] <= 0x1f || mysqlPackets(d, p.Length))
}

// mysqlPackets reports whether a payload is a run of packets, numbered on.
func mysqlPackets(d []byte, length int) bool {
	end, sequence := 0, d[3]
	for end+4 <= len(d) {
		if d[end+3] != sequence {
			return false
		}
		sequence++
		end += 4 + (int(d[end]) | int(d[end+1])<<8 | int(d[end+2])<<16)
	}
	return end == length
}

// isTDS: MS-TDS §2.2.3.1, the packet header.
func isTDS(p *Peek) Verdict {
	d := p.Data
	if p.Transport == packet.UDP {
		return isSQLBrowser(p)
	}
	if len(d) < 9 || d[1] > 0x1f || d[7] != 0 || int(be16(d[2:])) != p.Length {
		return No
	}
	body := d[8:]
	switch d[0] {
	case 18: // PRELOGIN: options, the first of which is the version
		return yes(len(body) >= 6 && body[0] == 0 && be16(body[3:]) == 6 && int(be16(body[1:]))+6 <= len(body) || p.On(1433))
	case 16: // LOGIN7
		return yes(len(body) >= 36 && int(le32(body)) == p.Length-8)
	case 1, 3, 14: // SQLBatch, RPC, transaction manager
		return yes(len(body) > 22 && le32(body) == 22 && le32(body[4:]) == 18 || p.On(1433))
	case 4: // tabular result
		switch body[0] {
		case 0x79, 0x81, 0xa4, 0xa5, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xd1, 0xd2, 0xe3, 0xed, 0xfd, 0xfe, 0xff:
			return yes(d[1]&^5 == 0)
		}
		return yes(p.On(1433))
	case 2, 6, 7, 8, 17:
		return yes(p.On(1433))
	}
	return No
}

// isSQLBrowser: MC-SQLR §2.2.
func isSQLBrowser(p *Peek) Verdict {
	d := p.Data
	switch {
	case !p.On(1434):
		return No
	case d[0] == 2 || d[0] == 3:
		return yes(p.Length == 1)
	case d[0] == 4:
		return yes(p.Length <= 34 && d[len(d)-1] == 0 && printable(d[1:len(d)-1]))
	case d[0] == 5:
		return yes(len(d) > 3 && int(le16(d[1:])) == p.Length-3)
	}
	return No
}

// isOracle: the packet header of Oracle Net's TNS, as Wireshark's dissector has it.
func isOracle(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 || d[2] != 0 || d[3] != 0 || d[5]&^0x0e != 0 || d[6] != 0 || d[7] != 0 {
		return No
	}
	n := int(be16(d))
	if n == 0 || n > p.Length && p.Length < fullSegment {
		return No
	}
	switch d[4] {
	case 1: // connect: version, compatible version, …, where its data is
		if len(d) < 34 || n < 34 {
			return No
		}
		version := be16(d[8:])
		return yes(version >= 300 && version < 330 && be16(d[10:]) <= version && (n == p.Length || int(be16(d[26:])) < 200))
	case 2, 4, 5, 6, 9, 11, 12, 13, 14:
		if n != p.Length {
			return No
		}
		if d[4] == 11 && n == 8 {
			return Perhaps
		}
		return yes(p.On(1521))
	}
	return No
}

// isDRDA: DRDA Volume 3, the DSS header: length, 0xd0, format, correlation,
// and the first object's length and code point.
func isDRDA(p *Peek) Verdict {
	d := p.Data
	if len(d) < 10 || d[2] != 0xd0 {
		return No
	}
	n := int(be16(d))
	return yes(n >= 10 && n <= p.Length && d[3]&0x0f >= 1 && d[3]&0x0f <= 5 && int(be16(d[6:])) == n-6)
}

// isClickHouse: the native protocol's Hello: packet type 0, then a name.
func isClickHouse(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 12 && d[0] == 0 && d[1] >= 10 && begins(d[2:], "ClickHouse"))
}

// isFirebird: op_connect, with op_attach or nothing after it, of version 2 or 3.
func isFirebird(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 20 && be32(d) == 1 && (be32(d[4:]) == 0 || be32(d[4:]) == 19) &&
		(be32(d[8:]) == 2 || be32(d[8:]) == 3) && be32(d[12:]) < 64 && be32(d[16:]) < 1024 && (be32(d[16:]) == 0 || len(d) > 22 && graphic(d[20:22])))
}
