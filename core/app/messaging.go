package app

import "bytes"

// isKafka: Kafka protocol guide, "Request Header": length, API key, API
// version, correlation id, client id.
func isKafka(p *Peek) Verdict {
	d := p.Data
	if len(d) < 14 || !message32(p, be32(d), 4, 100<<20) {
		return No
	}
	key, version, client := be16(d[4:]), be16(d[6:]), int(be16(d[12:]))
	if key > 92 || version > 20 {
		return No
	}
	if client == 0xffff || client == 0 {
		return yes(p.On(9092))
	}
	return yes(client < 256 && 14+client <= p.Length && len(d) >= 17 && graphic(d[14:min(len(d), 14+client)]) &&
		(client > 2 || p.On(9092)))
}

// graphic reports whether data is ASCII that leaves ink, spaces among it.
func graphic(data []byte) bool {
	for _, c := range data {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// isAMQP: AMQP 0-9-1 §4.2, AMQP 1.0 §2.2 and §2.3.
func isAMQP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 {
		return No
	}
	if begins(d, "AMQP") {
		return yes(d[4] <= 3 && d[5] <= 1)
	}
	switch n := be32(d[3:]); {
	case d[0] >= 1 && d[0] <= 8 && n < 1<<20 && int(n)+8 <= p.Length: // a 0-9-1 frame ends with 0xce
		end := int(n) + 7
		if end >= len(d) || d[end] != 0xce {
			return No
		}
		if d[0] == 8 {
			return yes(n == 0)
		}
		return yes(n >= 4 && d[7] == 0 && d[8] >= 10 && d[8] <= 120)
	case d[0] == 0 && len(d) >= 11: // a 1.0 frame
		size := be32(d)
		return yes(size >= 11 && int64(size) <= int64(p.Length) && d[4] == 2 && d[5] <= 1 &&
			d[8] == 0 && d[9] == 0x53 && (d[10] >= 0x10 && d[10] <= 0x18 || d[10] >= 0x40 && d[10] <= 0x44))
	}
	return No
}

// isMQTT: MQTT 3.1.1 and 5 §2 and §3.
func isMQTT(p *Peek) Verdict {
	d := p.Data
	if len(d) < 2 {
		return No
	}
	n, i := int(d[1]&0x7f), 2
	for shift := 7; d[i-1]&0x80 != 0; shift += 7 {
		if i >= len(d) || i > 4 {
			return No
		}
		n |= int(d[i]&0x7f) << shift
		i++
	}
	kind, flags, body := d[0]>>4, d[0]&15, d[i:]
	if i+n > p.Length && p.Length < fullSegment {
		return No
	}
	exact := i+n == p.Length
	switch kind {
	case 1: // CONNECT
		return yes(flags == 0 && (begins(body, "\x00\x04MQTT") || begins(body, "\x00\x06MQIsdp")))
	case 2: // CONNACK
		if flags == 0 && exact && n >= 2 && len(body) >= 2 && body[0] <= 1 && (n == 2 && body[1] <= 5 || n > 2 && int(body[2]) == n-3) {
			return yes(p.On(1883) || begins(p.OtherFirst(), "\x10"))
		}
	case 3: // PUBLISH
		if len(body) < 4 || flags>>1 == 3 {
			return No
		}
		topic := int(be16(body))
		return yes(topic > 0 && topic+2 <= n && topic+2 <= len(body) && graphic(body[2:2+topic]) && (p.On(1883) || topic > 3))
	case 4, 5, 7, 11: // what only acknowledges
		return yes(p.On(1883) && flags == 0 && exact && n >= 2)
	case 6:
		return yes(p.On(1883) && flags == 2 && exact && n >= 2)
	case 8, 10: // SUBSCRIBE, UNSUBSCRIBE
		if flags != 2 || !exact || n < 5 || len(body) < 6 {
			return No
		}
		topic := int(be16(body[2:]))
		return yes(p.On(1883) || topic > 2 && topic+4 <= n && topic+4 <= len(body) && graphic(body[4:4+topic]))
	case 9: // SUBACK
		return yes(p.On(1883) && flags == 0 && exact && n >= 3)
	case 12, 13: // PINGREQ, PINGRESP
		if flags == 0 && n == 0 && p.Length == 2 {
			if p.On(1883) || p.Nth > 0 && len(p.OtherFirst()) == 2 && p.OtherFirst()[0]|0x10 == 0xd0 {
				return Yes
			}
			return Perhaps
		}
	case 14: // DISCONNECT
		return yes(p.On(1883) && flags == 0 && exact && n <= 2)
	}
	return No
}

const mqttLead = "\x10\x20\x30\x31\x32\x33\x34\x35\x38\x39\x3a\x3b\x3c\x3d\x40\x50\x62\x70\x82\x90\xa2\xb0\xc0\xd0\xe0"

// isNATS: NATS client protocol.
func isNATS(p *Peek) Verdict {
	d := p.Data
	if beginsFold(d, "INFO {", "CONNECT {") {
		return Yes
	}
	if p.On(4222) {
		return yes(beginsFold(d, "PING\r\n", "PONG\r\n", "PUB ", "SUB ", "MSG ", "HPUB ", "HMSG ", "UNSUB ") || begins(d, "+OK\r\n", "-ERR '"))
	}
	if beginsFold(d, "PUB ", "MSG ") { // subject, … and the payload's size
		line, rest, whole := bytes.Cut(d, []byte("\r\n"))
		size := line[bytes.LastIndexByte(line, ' ')+1:]
		return yes(whole && len(line) < 256 && len(size) < 8 && digits(size) && number(size)+2 <= p.Length-len(line)-2 && len(rest) > 0 && bytes.HasSuffix(d, []byte("\r\n")))
	}
	return No
}

// number is the value of a few decimal digits.
func number(digits []byte) (n int) {
	for _, c := range digits {
		n = 10*n + int(c-'0')
	}
	return n
}

// isZooKeeper: ZooKeeper's ConnectRequest and ConnectResponse, and its
// four-letter words.
func isZooKeeper(p *Peek) Verdict {
	d := p.Data
	if p.Length == 4 && len(d) == 4 && p.On(2181) {
		switch string(d) {
		case "ruok", "imok", "stat", "mntr", "srvr", "conf", "dump", "envi", "cons", "crst", "srst", "wchs", "wchc", "wchp", "isro", "dirs":
			return Yes
		}
		return No
	}
	if len(d) < 24 || be32(d) != uint32(p.Length-4) {
		return No
	}
	switch p.Length {
	case 48, 49: // protocol version, last zxid, timeout, session, password
		return yes(be32(d[4:]) == 0 && len(d) >= 32 && be32(d[16:]) < 1<<24 && be32(d[28:]) == 16)
	case 40, 41: // protocol version, timeout, session, password
		return yes(be32(d[4:]) == 0 && be32(d[8:]) < 1<<24 && be32(d[20:]) == 16)
	}
	return yes(p.On(2181))
}

// isOpenWire: ActiveMQ's OpenWire, the WireFormatInfo command.
func isOpenWire(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 13 && d[4] == 1 && string(d[5:13]) == "ActiveMQ" && int64(be32(d)) <= int64(p.Length)-4)
}

// isSTOMP: STOMP 1.2, "STOMP Frames".
func isSTOMP(p *Peek) Verdict {
	d := p.Data
	command, rest, ok := bytes.Cut(d[:min(len(d), 24)], []byte("\n"))
	if !ok {
		return No
	}
	command = bytes.TrimSuffix(command, []byte("\r"))
	switch string(command) {
	case "STOMP", "CONNECT", "CONNECTED", "SEND", "SUBSCRIBE", "UNSUBSCRIBE", "MESSAGE", "RECEIPT", "ERROR", "DISCONNECT", "ACK", "NACK", "BEGIN", "COMMIT", "ABORT":
		return yes(len(rest) == 0 || rest[0] == '\n' || rest[0] >= 'a' && rest[0] <= 'z')
	}
	return No
}

// isPulsar: Pulsar's binary protocol, a simple command: total size, command
// size, and the command's type, field 1 of BaseCommand.
func isPulsar(p *Peek) Verdict {
	d := p.Data
	if len(d) < 12 || be32(d) != uint32(p.Length-4) || be32(d[4:]) != uint32(p.Length-8) || d[8] != 8 {
		return No
	}
	kind := d[9]
	return yes(kind >= 2 && kind <= 70 && (p.On(6650) || p.Length == 12 || d[10] >= 0x12))
}

// isZeroMQ: ZMTP 3 and 2, the greeting's signature and the byte after it.
func isZeroMQ(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 10 && d[0] == 0xff && d[9] == 0x7f && be32(d[1:]) == 0 && (p.Length <= 12 || p.Length == 64) && d[8] <= 1)
}

// isNSQ: NSQ's "Protocol Spec": the client's magic.
func isNSQ(p *Peek) Verdict {
	return yes(begins(p.Data, "  V2") && (p.Length == 4 || begins(p.Data[4:], "IDENTIFY\n", "SUB ", "PUB ", "AUTH\n")))
}

// isSMPP: SMPP 3.4 §3.2, the PDU header.
func isSMPP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 16 {
		return No
	}
	n, command := be32(d), be32(d[4:])
	answer := command&0x80000000 != 0
	if n < 16 || n > 64<<10 || be32(d[12:]) == 0 || int(n) > p.Length || !answer && be32(d[8:]) != 0 || be32(d[8:]) > 0x4ff {
		return No
	}
	if int(n) != p.Length && (len(d) < int(n)+8 || be32(d[n:]) < 16 || be32(d[n+4:])&^0x80000000 >= 0x120) {
		return No
	}
	switch command &^ 0x80000000 {
	case 0: // generic_nack
		return yes(answer && n == 16)
	case 6, 0x15: // unbind, enquire_link
		return yes(n == 16)
	case 0x0b, 0x102:
		return yes(!answer && n > 16)
	case 1, 2, 3, 4, 5, 7, 8, 9, 0x21, 0x103, 0x111, 0x112, 0x113:
		return yes(answer || n > 17)
	}
	return No
}
