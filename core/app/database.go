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

// isMongoDB: MongoDB's Wire Protocol, the standard message header.
func isMongoDB(p *Peek) Verdict {
	d := p.Data
	if len(d) < 16 {
		return No
	}
	n := le32(d)
	if n < 16 || !message32(p, n, 0, 48<<20) {
		return No
	}
	opcode := le32(d[12:])
	if opcode < 2004 && int(n) != p.Length && !p.On(27017, 27018, 27019) {
		return No
	}
	switch opcode {
	case 2013: // OP_MSG: flags and a section
		return yes(len(d) >= 21 && le32(d[16:])&^0x10003 == 0 && d[20] <= 1)
	case 1: // OP_REPLY: what to, flags, …
		return yes(len(d) >= 36 && le32(d[8:]) != 0 && le32(d[16:]) < 16)
	case 2004: // OP_QUERY: flags and the collection's name
		return yes(len(d) >= 22 && le32(d[16:])&^0xfe == 0 && printable(d[20:22]))
	case 1000, 2001, 2002, 2005, 2006, 2007, 2010, 2011, 2012:
		return yes(len(d) >= 20)
	}
	return No
}

// isRedis: RESP, redis.io's "Redis serialization protocol specification".
func isRedis(p *Peek) Verdict {
	d := p.Data
	if d[0] == '*' || d[0] == '>' || d[0] == '%' {
		rest, ok := respNumber(d[1:])
		if !ok {
			return No
		}
		if len(rest) == 0 {
			return yes(p.On(6379))
		}
		second, ok := respNumber(rest[1:])
		return yes(ok && rest[0] == '$' || p.On(6379) || ok && len(second) > 0 && bytes.IndexByte([]byte("*:"), rest[0]) >= 0)
	}
	switch {
	case begins(d, "-NOAUTH ", "-WRONGTYPE ", "-MOVED ", "-LOADING ", "-WRONGPASS ", "-DENIED Redis", "-ERR unknown command", "+PONG\r\n"):
		return Yes
	case !p.On(6379, 16379):
		return No
	case d[0] == '$' || d[0] == ':':
		_, ok := respNumber(d[1:])
		return yes(ok)
	case d[0] == '+' || d[0] == '-':
		return yes(p.Length >= 3 && bytes.Contains(d, []byte("\r\n")))
	}
	return yes(beginsFold(d, "PING\r\n", "INFO", "AUTH ", "MONITOR\r\n", "CONFIG ", "GET ", "SET ", "QUIT\r\n", "COMMAND", "SELECT "))
}

// respNumber skips a number and the line's end.
func respNumber(d []byte) (rest []byte, ok bool) {
	i := 0
	for i < len(d) && i < 10 && (d[i] >= '0' && d[i] <= '9' || i == 0 && d[i] == '-') {
		i++
	}
	if i == 0 || len(d) < i+2 || d[i] != '\r' || d[i+1] != '\n' {
		return nil, false
	}
	return d[i+2:], true
}

const redisLead = "*>%+-$:PIAMCGSQpiamcgsq"

// isMemcached: memcached's protocol.txt, and its binary protocol, which
// Couchbase speaks too.
func isMemcached(p *Peek) Verdict {
	d := p.Data
	if p.Transport == packet.UDP {
		// request id, number, of how many, reserved
		if len(d) < 13 || be16(d[4:]) == 0 || be16(d[2:]) >= be16(d[4:]) || be16(d[6:]) != 0 {
			return No
		}
		if d[8] == 0x80 || d[8] == 0x81 {
			return yes(p.On(11211) && memcachedBinary(d[8:], p.Length-8))
		}
		return memcachedText(p, d[8:])
	}
	if d[0] == 0x80 || d[0] == 0x81 {
		return yes(memcachedBinary(d, p.Length) && (p.On(11211, 11210) || int(be32(d[8:]))+24 == p.Length))
	}
	return memcachedText(p, d)
}

func memcachedBinary(d []byte, length int) bool {
	if len(d) < 24 || d[1] > 0x4b || d[5] != 0 {
		return false
	}
	body := be32(d[8:])
	return uint32(be16(d[2:]))+uint32(d[4]) <= body && int64(body)+24 <= int64(length) && be16(d[6:]) < 0x400
}

func memcachedText(p *Peek, d []byte) Verdict {
	switch {
	case begins(d, "STAT pid ", "SERVER_ERROR out of memory", "CLIENT_ERROR bad ", "STORED\r\n", "NOT_STORED\r\n"):
		return Yes
	case begins(d, "set ", "add ", "replace ", "append ", "prepend ", "cas ", "VALUE "):
		line, _, whole := bytes.Cut(d[:min(len(d), 300)], []byte("\r\n"))
		fields := bytes.Count(line, []byte(" "))
		last := line[bytes.LastIndexByte(line, ' ')+1:]
		return yes(whole && fields >= 3 && fields <= 6 && (digits(last) || string(last) == "noreply"))
	case begins(d, "stats\r\n", "stats ", "get ", "gets ", "gat ", "delete ", "incr ", "decr ", "touch ",
		"flush_all", "version\r\n", "verbosity ", "END\r\n", "DELETED\r\n", "NOT_FOUND\r\n", "TOUCHED\r\n", "OK\r\n", "EXISTS\r\n", "VERSION ", "mg ", "ms ", "mn\r\n", "STAT "):
		if p.On(11211) {
			return Yes
		}
		if p.Transport == packet.UDP {
			return yes(begins(d, "stats", "gets ", "STAT "))
		}
	}
	return No
}

const memcachedLead = "\x80\x81SCNVsaprcgditfvEDTOm"

// isCassandra: CQL BINARY PROTOCOL v3 to v5, §2, and the magic number with
// which nodes begin what they send each other.
func isCassandra(p *Peek) Verdict {
	d := p.Data
	if d[0] == 0xca {
		return yes(len(d) >= 8 && be32(d) == 0xca552dfa)
	}
	version, answer := d[0]&0x7f, d[0]&0x80 != 0
	if len(d) < 9 || version < 3 || version > 5 || d[1]&^0x1f != 0 || d[4] > 16 {
		return No
	}
	if !message32(p, be32(d[5:]), 9, 256<<20) {
		return No
	}
	switch opcode := d[4]; opcode {
	case 1: // STARTUP
		return yes(!answer && len(d) > 24 && bytes.Contains(d[9:min(len(d), 80)], []byte("CQL_VERSION")) || p.On(9042))
	case 5, 2: // OPTIONS, READY
		return yes(p.Length == 9 && answer == (opcode == 2))
	case 0, 3, 6, 8, 12, 14, 16: // what servers send: ERROR, AUTHENTICATE, SUPPORTED, RESULT, …
		if answer {
			return yes(p.On(9042) || len(d) > 16 && bytes.Contains(d[9:min(len(d), 200)], []byte("CQL_VERSION")))
		}
	default: // what clients send: QUERY, PREPARE, EXECUTE, …
		if !answer {
			return yes(p.On(9042) || opcode == 7 && len(d) > 16 && message32(p, be32(d[9:])+6, 9, 1<<20) && printable(d[13:16]))
		}
	}
	return No
}

// isElasticsearch: the transport protocol's header, TcpHeader in Elasticsearch.
func isElasticsearch(p *Peek) Verdict {
	d := p.Data
	if len(d) < 6 || d[0] != 'E' || d[1] != 'S' {
		return No
	}
	if string(d[2:6]) == "\xff\xff\xff\xff" { // a ping
		return yes(p.Length == 6)
	}
	return yes(len(d) >= 19 && message32(p, be32(d[2:]), 6, 1<<30) && d[14]&^0x0f == 0)
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

// isBolt: Neo4j's Bolt, "Handshake".
func isBolt(p *Peek) Verdict {
	return yes(p.Length == 20 && begins(p.Data, "\x60\x60\xb0\x17"))
}

// isThrift: Apache Thrift's binary protocol (strict), framed or not, and its
// compact protocol.
func isThrift(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 16 && d[0] == 0 && be32(d) == uint32(p.Length-4) && p.Transport != packet.UDP {
		d = d[4:]
	}
	if len(d) < 10 {
		return No
	}
	switch {
	case d[0] == 0x80 && d[1] == 1 && d[2] == 0 && d[3] >= 1 && d[3] <= 4:
		n := int(be32(d[4:]) & 0x7fffffff)
		return yes(n > 0 && n < 256 && 8+n < p.Length && identifier(d[8:min(len(d), 8+n)]))
	case d[0] == 0x82 && d[1]&0x1f == 1 && d[1]>>5 >= 1 && d[1]>>5 <= 4:
		i := 2
		for i < 7 && d[i]&0x80 != 0 {
			i++
		}
		n := int(d[i+1])
		return yes(n > 2 && n < 128 && i+2+n < p.Length && i+2 < len(d) && identifier(d[i+2:min(len(d), i+2+n)]))
	}
	return No
}

// identifier reports whether data is letters, digits and what joins them in a
// method's name.
func identifier(data []byte) bool {
	for _, c := range data {
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '_' && c != ':' && c != '.' {
			return false
		}
	}
	return len(data) > 0
}
