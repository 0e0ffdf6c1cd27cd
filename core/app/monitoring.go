package app

import "bytes"

// isZabbix: Zabbix's header: ZBXD and flags.
func isZabbix(p *Peek) Verdict {
	return yes(len(p.Data) >= 5 && begins(p.Data, "ZBXD") && p.Data[4]&^0x07 == 0 && p.Data[4] > 0)
}

// isCheckMK: the first section of a Check_MK agent's output.
func isCheckMK(p *Peek) Verdict {
	d := p.Data
	if !begins(d, "<<<") {
		return No
	}
	return yes(begins(d[3:], "check_mk") || p.On(6556) && bytes.Contains(d[:min(len(d), 64)], []byte(">>>")))
}

// isMunin: a Munin node's greeting.
func isMunin(p *Peek) Verdict { return yes(begins(p.Data, "# munin node at ")) }

// isNRPE: Nagios' Remote Plugin Executor: version, type, and, in version 2, one
// fixed length.
func isNRPE(p *Peek) Verdict {
	d := p.Data
	if !p.On(5666) || len(d) < 10 || be16(d[2:]) < 1 || be16(d[2:]) > 2 {
		return No
	}
	return yes(be16(d) == 2 && (p.Length == 1036 || p.Length == 1034) || be16(d) == 3 || be16(d) == 4)
}

// isStatsD: StatsD's "Metric Types": name:value|type, a line each.
func isStatsD(p *Peek) Verdict {
	if len(p.Data) < 5 || !graphic(p.Data[:5]) {
		return No
	}
	line, _, _ := bytes.Cut(p.Data[:min(len(p.Data), 400)], []byte("\n"))
	colon := bytes.IndexByte(line, ':')
	if colon < 1 || !graphic(line) {
		return No
	}
	value, kind, ok := bytes.Cut(line[colon+1:], []byte("|"))
	if !ok || len(value) == 0 || bytes.IndexByte(line[:colon], ' ') >= 0 {
		return No
	}
	kind, _, _ = bytes.Cut(kind, []byte("|"))
	switch string(kind) {
	case "c", "g", "ms", "h", "s", "m", "d":
		value = bytes.TrimLeft(value, "+-")
		whole, part, _ := bytes.Cut(value, []byte("."))
		return yes(digits(whole) && (len(part) == 0 || digits(part)) || string(kind) == "s" && p.On(8125))
	}
	return No
}

// isCollectd: collectd's "Binary protocol": parts with a type and a length,
// which fill the datagram.
func isCollectd(p *Peek) Verdict {
	d := p.Data
	parts, at := 0, 0
	for at+4 <= len(d) {
		kind, n := be16(d[at:]), int(be16(d[at+2:]))
		known := kind <= 9 || kind == 0x100 || kind == 0x101 || kind == 0x200 || kind == 0x210
		if !known || n < 5 {
			return No
		}
		at += n
		parts++
	}
	return yes(at == p.Length && (parts > 2 || p.On(25826)) || at > len(d) && !p.Whole() && parts > 2)
}

// isGraphite: Carbon's plain text: path, value, time.
func isGraphite(p *Peek) Verdict {
	if !p.On(2003) {
		return No
	}
	line, _, whole := bytes.Cut(p.Data, []byte("\n"))
	path, rest, ok := bytes.Cut(line, []byte(" "))
	value, time, both := bytes.Cut(rest, []byte(" "))
	return yes(whole && ok && both && len(path) > 0 && graphic(path) && len(value) > 0 && digits(bytes.TrimRight(time, "\r")))
}

// isKismet: the line with which a Kismet server begins.
func isKismet(p *Peek) Verdict { return yes(begins(p.Data, "*KISMET: ")) }
