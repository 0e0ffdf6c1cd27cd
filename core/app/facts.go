package app

import (
	"heatsink/core/compact"
	"heatsink/core/name"
	"heatsink/core/packet"
)

// Facts is what a flow said of itself when it began.
type Facts struct {
	ServerName string // the name the client asked for: SNI, or HTTP's Host
	Version    string // "TLS 1.3", "QUIC v1", "HTTP/1.1"
	ALPN       string // the application protocol, as negotiated or, failing that, as offered first
}

const (
	// maxFactBytes is how long each of a Facts' strings can be.
	maxFactBytes = compact.MaxText
	// maxFactText is how many bytes of different strings there can be in all.
	maxFactText = 16 << 20
)

// facts keeps what flows said, by their numbers, which have no large gaps.
type facts struct {
	chunks []*[factChunk]fact
	texts  compact.Texts
	beyond uint64 // texts that the limit left out
	// version is the latest, and number its text's: most are as the one before.
	version string
	number  compact.Text
}

// fact is what one flow said.
type fact struct{ serverName, version, alpn compact.Text }

const factChunk = 1 << 9

// of is a flow's fact.
func (f *facts) of(flow uint32) *fact {
	n := int(flow / factChunk)
	if n >= len(f.chunks) {
		f.chunks = append(f.chunks, make([]*[factChunk]fact, n+1-len(f.chunks))...)
	}
	if f.chunks[n] == nil {
		f.chunks[n] = new([factChunk]fact)
	}
	return &f.chunks[n][flow%factChunk]
}

// text numbers a string of the bytes, cut to the limit; "" past the limits.
func (f *facts) text(b []byte) compact.Text {
	t, ok := f.texts.Put(b[:min(len(b), maxFactBytes)], maxFactText)
	if !ok {
		f.beyond++
	}
	return t
}

// fact is what the payload's flow said.
func (p *Peek) fact() *fact { return p.in.facts.of(p.rec.flow) }

// SayServerName keeps the name that a client asked for, for the flow and, as
// source says where it stood, for the server that it was sent to.
func (p *Peek) SayServerName(host []byte, source name.Source) {
	if len(host) == 0 || len(host) > name.MaxBytes {
		return
	}
	p.sayAsked(host)
	p.SayName(p.receiver(), host, source)
}

// sayAsked keeps the name that a client asked for through someone else: the
// flow's, but not that of the host that it was sent to.
func (p *Peek) sayAsked(host []byte) {
	if len(host) > 0 && len(host) <= name.MaxBytes {
		p.fact().serverName = p.in.facts.text(host)
	}
}

// SayVersion keeps the protocol's version, in words.
func (p *Peek) SayVersion(version string) {
	f := &p.in.facts
	if version != f.version {
		f.version, f.number = version, f.text([]byte(version))
	}
	p.fact().version = f.number
}

// SayALPN keeps the application protocol that TLS or QUIC carries.
func (p *Peek) SayALPN(alpn []byte) {
	p.fact().alpn = p.in.facts.text(alpn)
}

// Facts returns what a flow said of itself.
func (in *Inspector) Facts(flow uint32) Facts {
	n := int(flow / factChunk)
	if n >= len(in.facts.chunks) || in.facts.chunks[n] == nil {
		return Facts{}
	}
	f, texts := &in.facts.chunks[n][flow%factChunk], &in.facts.texts
	return Facts{texts.Get(f.serverName), texts.Get(f.version), texts.Get(f.alpn)}
}

// SayName keeps a name of a host.
func (p *Peek) SayName(addr packet.Addr, host []byte, source name.Source) {
	if ip := addr.Netip(); ip.IsValid() {
		p.in.Names.Learn(name.FromNetip(ip), host, source)
	}
}

// ends are who sent a payload, and whom to.
func (p *Peek) ends() (sender, receiver uint32) {
	if p.FromClient {
		return p.Client, p.Server
	}
	return p.Server, p.Client
}

// sender and receiver are their addresses.
func (p *Peek) sender() packet.Addr {
	n, _ := p.ends()
	return p.Hosts.Addr(n)
}

func (p *Peek) receiver() packet.Addr {
	_, n := p.ends()
	return p.Hosts.Addr(n)
}
