package app

import (
	"bytes"

	"heatsink/core/packet"
)

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
	if d[0] == 0x80 || d[0] == 0x81 {
		return yes(memcachedBinary(d, p.Length) && (p.On(11211, 11210) || int(be32(d[8:]))+24 == p.Length))
	}
	return memcachedText(p, d)
}

// isMemcachedUDP: over UDP, a request's number comes first, the datagram's, and
// of how many.
func isMemcachedUDP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 13 || be16(d[4:]) == 0 || be16(d[2:]) >= be16(d[4:]) || be16(d[6:]) != 0 {
		return No
	}
	if d[8] == 0x80 || d[8] == 0x81 {
		return yes(p.On(11211) && memcachedBinary(d[8:], p.Length-8))
	}
	return memcachedText(p, d[8:])
}

func memcachedBinary(d []byte, length int) bool {
	if len(d) < 24 || d[1] > 0x4b || d[5] != 0 {
		return false
	}
	body := be32(d[8:])
	return uint32(be16(d[2:]))+uint32(d[4]) <= body && int64(body)+24 <= int64(length) && be16(d[6:]) < 0x400
}

func memcachedText(p *Peek, d []byte) Verdict {
	if len(d) < 4 || !printable(d[:4]) {
		return No
	}
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

// memcachedLead is what memcached can begin with over TCP.
const memcachedLead = "\x80\x81SCNVsaprcgditfvEDTOm"

// isCassandra: CQL BINARY PROTOCOL v3 to v5, §2, and the magic number with
// which nodes begin what they send each other.
func isCassandra(p *Peek) Verdict {
	d := p.Data
	if d[0] == 0xca {
		return yes(len(d) >= 8 && be32(d) == 0xca552dfa)
	}
	version, answer := d[0]&0x7f, d[0]&0x80 != 0
	if len(d) > 20 && version <= 2 && d[1]&^3 == 0 && d[3] == 1 { // STARTUP of versions 1 and 2
		return yes(!answer && message32(p, be32(d[4:]), 8, 1<<16) && string(d[12:20]) == "CQL_VERS")
	}
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

// isBolt: Neo4j's Bolt, "Handshake".
func isBolt(p *Peek) Verdict {
	return yes(p.Length == 20 && begins(p.Data, "\x60\x60\xb0\x17"))
}
