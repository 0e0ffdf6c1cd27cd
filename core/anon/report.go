package anon

import (
	"fmt"
	"slices"
	"strings"

	"heatsink/core/app"
	"heatsink/core/packet"
	"heatsink/core/report"
)

// Options changes what pseudonyms say; the zero value says least.
type Options struct {
	// Vendors keeps the part of MAC addresses that names their vendor.
	Vendors bool
}

// Report replaces all in a report that its captures or its user said. Nothing
// of it is kept but what doc.go lists. The report may have come from a file.
func Report(r *report.Report, key Key, opt Options) {
	a := &anonymizer{ips: newIPs(&key), macs: newMACs(&key, opt.Vendors), names: newNames(&key), words: map[string]string{}}
	r.Anonymized = true
	r.Title = ""
	for i := range r.Captures {
		a.capture(r, i)
	}
	a.hosts(&r.Hosts)
	for i, transport := range r.Transports {
		r.Transports[i] = a.protocol(transport)
	}
	for i := range r.Applications {
		r.Applications[i].Name = a.protocol(r.Applications[i].Name)
	}
	a.texts(r)
	for i := range r.Findings {
		a.finding(&r.Findings[i])
	}
	report.Reorder(r)
}

type anonymizer struct {
	ips   *ips
	macs  *macs
	names *names
	// words are what stood for hosts without an address, for captures and for
	// protocols, as findings quote them.
	words map[string]string
}

// replaced notes what stands for a word in findings' texts.
func (a *anonymizer) replaced(word, by string) string {
	if _, ok := a.words[word]; !ok {
		a.words[word] = by
	}
	return by
}

// What stands in place of names and texts that a capture said.
const (
	placeCapture   = "capture"
	placeInterface = "interface"
	placeFilter    = "(a filter)"
	placeVersion   = "(another)"
)

// capture leaves of a capture what the reader made of it.
func (a *anonymizer) capture(r *report.Report, i int) {
	c := &r.Captures[i]
	name := placeCapture
	if len(r.Captures) > 1 {
		name = fmt.Sprintf("%s %d", placeCapture, i+1)
	}
	c.Name = a.replaced(report.Quoted(c.Name), name)
	c.Hardware, c.OS, c.Application, c.Comments = "", "", "", []string{}
	for i, bad := range c.BadLines {
		line, _, _ := strings.Cut(bad, ":") // "line 7: its bytes in are …"
		c.BadLines[i] = line
	}
	for i := range c.Interfaces {
		x := &c.Interfaces[i]
		if x.Name != "" {
			x.Name = fmt.Sprintf("%s %d", placeInterface, i+1)
		}
		if x.Filter != "" {
			x.Filter = placeFilter
		}
		x.Description, x.Comments = "", []string{}
	}
}

// address is an address's pseudonym.
func (a *anonymizer) address(addr packet.Addr) packet.Addr {
	switch addr.Kind {
	case packet.IPv4, packet.IPv6:
		ip := a.ips.pseudonym(addr.Netip())
		if ip.Is4() {
			b := ip.As4()
			copy(addr.B[:], b[:])
		} else {
			addr.B = ip.As16()
		}
	case packet.MAC:
		mac := a.macs.pseudonym([6]byte(addr.B[:6]))
		copy(addr.B[:], mac[:])
	}
	return addr
}

func (a *anonymizer) hosts(h *report.Hosts) {
	for i, address := range h.Address {
		switch {
		case h.Flags[i]&(report.HostNone|report.HostOther) != 0:
			continue
		case h.Flags[i]&report.HostNamed != 0:
			h.Address[i] = a.replaced(report.Quoted(address), a.names.of(address))
		default:
			h.Address[i] = a.name(address)
		}
	}
	for i, names := range h.Names {
		kept := []report.Name{}
		for _, n := range names {
			n.Name = a.name(n.Name)
			if !slices.ContainsFunc(kept, func(k report.Name) bool { return k.Name == n.Name }) {
				kept = append(kept, n)
			}
		}
		h.Names[i] = kept
	}
}

// name is a name's pseudonym. Some names are addresses, with a port or a network's
// length or without:
// a server that was asked for has whatever name the client gave it.
func (a *anonymizer) name(name string) string {
	if name == "" {
		return ""
	}
	found, rest := addresses(name)
	if len(found) != 1 || !isAround(rest) {
		return a.names.pseudonym(name)
	}
	x := found[0]
	is := a.address(x.addr).String()
	if p := x.network(); p.IsValid() {
		is = a.ips.network(p).String()
	}
	return name[:x.begin] + is + name[x.end:]
}

// protocol is a protocol's name. Flow records bring names of their own, such as
// TLS.Shop, of which each part is somebody's unless it is one of heatsink's.
func (a *anonymizer) protocol(name string) string {
	if isOwn(name) {
		return a.replaced(report.Quoted(name), name)
	}
	parts := strings.SplitN(name, ".", 4)
	for i, part := range parts {
		if !isOwn(part) {
			parts[i] = a.names.free("protocol "+part, "")
		}
	}
	return a.replaced(report.Quoted(name), strings.Join(parts, "."))
}

// isOwn reports whether a protocol's name is one of heatsink's.
func isOwn(name string) bool {
	return name == "" || name == "Unknown" || name == "Other" || name == "(other)" || app.IsName(name)
}

// texts replaces what flows said of themselves, each by what it is: a text that
// is a name here and a protocol there becomes two.
func (a *anonymizer) texts(r *report.Report) {
	list, index := []string{""}, map[string]int{"": 0}
	replace := func(column []int, by func(string) string) {
		for i, n := range column {
			text := by(r.Texts[n])
			if _, ok := index[text]; !ok {
				index[text] = len(list)
				list = append(list, text)
			}
			column[i] = index[text]
		}
	}
	replace(r.Flows.ServerName, a.name)
	replace(r.Flows.Protocol, version)
	replace(r.Flows.ALPN, a.alpn)
	r.Texts = list
}

// version is a protocol's version, if heatsink says it so.
func version(text string) string {
	if text == "" || isVersion(text) {
		return text
	}
	return placeVersion
}

func isVersion(text string) bool {
	switch strings.TrimRight(text, "0123456789.") {
	case "TLS", "TLS ", "SSL ", "DTLS ", "QUIC v", "QUIC draft-", "QUIC mvfst", "gQUIC Q", "gQUIC T", "HTTP/", "SSH ":
		return true
	}
	return false
}

// protocolIDs are IANA's "TLS Application-Layer Protocol Negotiation (ALPN)
// Protocol IDs", without their versions.
var protocolIDs = strings.Fields(`http/ spdy/ stun.turn stun.nat-discovery h2 h h2c webrtc c-webrtc ftp imap pop managesieve
coap co xmpp-client xmpp-server acme-tls/ mqtt dot ntske/ sunrpc smb irc nntp nnsp doq sip/ tds/ dicom postgresql radius/
h3-Q h3- hq- hq-interop doq-i grpc-exp`)

func isProtocolID(text string) bool {
	return slices.Contains(protocolIDs, text) || slices.Contains(protocolIDs, strings.TrimRight(text, "0123456789."))
}

func (a *anonymizer) alpn(text string) string {
	if text == "" || isProtocolID(text) {
		return text
	}
	return a.names.free("protocol "+text, "")
}

// finding replaces what a sentence quotes.
func (a *anonymizer) finding(f *report.Finding) {
	quotes := make([]string, len(f.Quotes))
	for i, q := range f.Quotes {
		quotes[i] = a.quote(f.Text[q[0]:q[1]])
	}
	own := make([]string, 0, len(quotes)+1)
	end := 0
	for _, q := range f.Quotes {
		own = append(own, f.Text[end:q[0]])
		end = q[1]
	}
	own = append(own, f.Text[end:])
	// Pairs stand in address order, which would tell of the addresses.
	for i := 1; i < len(quotes); i++ {
		if own[i] == " ↔ " && quotes[i] < quotes[i-1] {
			quotes[i-1], quotes[i] = quotes[i], quotes[i-1]
		}
	}
	var b strings.Builder
	for i, text := range own {
		b.WriteString(text)
		if i < len(quotes) {
			begin := b.Len()
			b.WriteString(quotes[i])
			f.Quotes[i] = [2]int{begin, b.Len()}
		}
	}
	f.Text = b.String()
}

// quote is what stands for a quote.
func (a *anonymizer) quote(text string) string {
	if by, ok := a.words[text]; ok {
		return by
	}
	if text == "(no address)" || text == "(other)" {
		return text
	}
	return a.name(text)
}
