package app

import (
	"bytes"

	"heatsink/core/name"
)

// httpMethods are the methods of HTTP (RFC 9110 §9), of WebDAV (RFC 4918, 3253,
// 3648, 5323) and of what else is spoken over HTTP/1 (UPnP, MS-RPCH, Icecast).
var httpMethods = []string{
	"GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ", "PATCH ", "TRACE ",
	"PROPFIND ", "PROPPATCH ", "MKCOL ", "COPY ", "MOVE ", "LOCK ", "UNLOCK ", "REPORT ", "SEARCH ",
	"CHECKOUT ", "CHECKIN ", "MKACTIVITY ", "MERGE ", "LINK ", "UNLINK ", "PURGE ", "QUERY ",
	"BPROPPATCH ", "BPROPFIND ", "BDELETE ", "BMOVE ", "BCOPY ", "POLL ", "ACL ", "BIND ", "MKCALENDAR ",
	"VERSION-CONTROL ", "BASELINE-CONTROL ", "ORDERPATCH ", "MKWORKSPACE ", "UPDATE ", "LABEL ",
	"NOTIFY ", "SUBSCRIBE ", "UNSUBSCRIBE ", "M-POST ", "SOURCE ", "CONNECT ", "TRACK ", "DEBUG ",
	"RPC_IN_DATA ", "RPC_OUT_DATA ", "RPC_CONNECT ", "CCM_POST ", "SSTP_DUPLEX_POST ",
}

// methodsBy has the methods by their first byte.
var methodsBy = func() (by [256][]string) {
	for _, m := range httpMethods {
		by[m[0]] = append(by[m[0]], m)
	}
	return by
}()

// httpLead is what any of them, and a response, begins with.
const httpLead = "ABCDGHLMNOPQRSTUV"

// requestLine splits an HTTP/1 request's first line into its method (with the
// space after it) and the rest as far as it's there.
func requestLine(data []byte) (method, rest []byte) {
	if len(data) == 0 {
		return nil, nil
	}
	for _, m := range methodsBy[data[0]] {
		if len(data) > len(m) && string(data[:len(m)]) == m {
			return data[:len(m)], line(data[len(m):])
		}
	}
	return nil, nil
}

// line is the first line of data, without its end, or all of it.
func line(data []byte) []byte {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return bytes.TrimSuffix(data[:i], []byte("\r"))
	}
	return data
}

func hasPrefix(data []byte, prefix string) bool {
	return len(data) >= len(prefix) && string(data[:len(prefix)]) == prefix
}

// isHTTP: RFC 9112 §3 and §4.
func isHTTP(p *Peek) Verdict {
	d := p.Data
	if d[0] == 'H' && hasPrefix(d, "HTTP/1.") {
		return Yes
	}
	method, rest := requestLine(d)
	if method == nil || len(rest) == 0 {
		return No
	}
	whole := len(method)+len(rest) < len(d) // the line's end is there
	if whole {
		if i := bytes.LastIndexByte(rest, ' '); i > 0 {
			if hasPrefix(rest[i+1:], "HTTP/") {
				return Yes
			}
			return No
		}
		// HTTP/0.9: GET and a path.
		if string(method) == "GET " && rest[0] == '/' && len(d) <= len(method)+len(rest)+4 {
			return Yes
		}
		return No
	}
	if rest[0] != '/' && rest[0] != '*' && !hasPrefix(rest, "http") {
		return No
	}
	if bytes.IndexByte(rest[:min(len(rest), 64)], 0) >= 0 {
		return No
	}
	return Yes
}

// isHTTPProxy: a request for another host's resource (RFC 9112 §3.2.2, §3.2.3).
func isHTTPProxy(p *Peek) Verdict {
	method, rest := requestLine(p.Data)
	if method == nil {
		return No
	}
	i := bytes.LastIndexByte(rest, ' ')
	if i <= 0 || !hasPrefix(rest[i+1:], "HTTP/1.") {
		return No
	}
	if string(method) == "CONNECT " && bytes.IndexByte(rest[:i], ':') > 0 {
		return Yes
	}
	if hasPrefix(rest, "http://") || hasPrefix(rest, "ftp://") {
		return Yes
	}
	return No
}

// isWebSocket: the request to upgrade, or its answer (RFC 6455 §4).
func isWebSocket(p *Peek) Verdict {
	if !hasPrefix(p.Data, "GET ") && !hasPrefix(p.Data, "HTTP/1.1 101") {
		return No
	}
	if v := header(p.Data, "upgrade"); len(v) == 9 && equalFold(v, "websocket") {
		return Yes
	}
	return No
}

// header finds a header's value in an HTTP/1 message; name is in small letters.
func header(message []byte, name string) []byte {
	for {
		i := bytes.IndexByte(message, '\n')
		if i < 0 {
			return nil
		}
		message = message[i+1:]
		if len(message) < 2 || message[0] == '\r' || message[0] == '\n' {
			return nil
		}
		if len(message) > len(name) && message[len(name)] == ':' && equalFold(message[:len(name)], name) {
			if bytes.IndexByte(message, '\n') < 0 {
				return nil // cut: half a value is none
			}
			return bytes.TrimSpace(line(message[len(name)+1:]))
		}
	}
}

// equalFold compares with ASCII in small letters.
func equalFold(b []byte, small string) bool {
	if len(b) != len(small) {
		return false
	}
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != small[i] {
			return false
		}
	}
	return true
}

// followHTTP hears the host that is asked for, and the version.
func followHTTP(p *Peek) (more bool) {
	if hasPrefix(p.Data, "HTTP/1.") && len(p.Data) > 8 {
		sayHTTPVersion(p, p.Data)
		return false // an answer: the request was before it, or not captured
	}
	data, ok := p.Stream()
	if _, rest := requestLine(data); len(rest) > 9 {
		sayHTTPVersion(p, rest[len(rest)-8:])
	}
	host := header(data, "host")
	if host == nil {
		ended := bytes.Contains(data, []byte("\r\n\r\n")) || bytes.Contains(data, []byte("\n\n"))
		if ok && !ended {
			return true
		}
	}
	p.SayServerName(hostname(host), name.HTTP)
	return false
}

func sayHTTPVersion(p *Peek, at []byte) {
	switch {
	case hasPrefix(at, "HTTP/1.1"):
		p.SayVersion("HTTP/1.1")
	case hasPrefix(at, "HTTP/1.0"):
		p.SayVersion("HTTP/1.0")
	}
}

// hostname is a Host header's or an authority's name, without its port; nil if
// it is an address.
func hostname(host []byte) []byte {
	if len(host) == 0 || host[0] == '[' {
		return nil
	}
	if i := bytes.IndexByte(host, ':'); i >= 0 {
		host = host[:i]
	}
	letters := false
	for _, c := range host {
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_':
			letters = true
		case '0' <= c && c <= '9' || c == '.' || c == '-':
		default:
			return nil
		}
	}
	if !letters {
		return nil
	}
	return host
}

// followProxy hears the version of what is asked of a proxy, and of CONNECT
// what comes in the tunnel.
func followProxy(p *Peek) (more bool) {
	if p.rec.followed > 1 {
		return followThroughProxy(p)
	}
	if _, rest := requestLine(p.Data); len(rest) > 9 {
		sayHTTPVersion(p, rest[len(rest)-8:])
	}
	return hasPrefix(p.Data, "CONNECT ")
}
