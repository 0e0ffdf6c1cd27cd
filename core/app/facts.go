package app

import (
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
	// maxFacts is how many flows can have Facts.
	maxFacts = 1 << 18
	// maxFactBytes is how long each of a Facts' strings can be.
	maxFactBytes = 255
	// maxFactText is how many bytes of different strings there can be in all.
	maxFactText = 16 << 20
)

type facts struct {
	list  []Facts
	index map[uint32]uint32 // of a flow in list
	// flow is the one that was asked for last, latest its index.
	flow, latest uint32
	texts        map[string]string // each string once
	bytes        int
}

// intern returns a string of the bytes, cut to the limit, "" past the limits.
func (f *facts) intern(b []byte) string {
	b = b[:min(len(b), maxFactBytes)]
	if s, ok := f.texts[string(b)]; ok {
		return s
	}
	if f.bytes+len(b) > maxFactText {
		return ""
	}
	if f.texts == nil {
		f.texts = map[string]string{}
	}
	s := string(b)
	f.texts[s], f.bytes = s, f.bytes+len(b)
	return s
}

// of are a flow's Facts, made when it has none yet; nil past the limit. They
// are valid until the next call.
func (f *facts) of(flow uint32) *Facts {
	if len(f.list) > 0 && f.flow == flow {
		return &f.list[f.latest]
	}
	i, ok := f.index[flow]
	if !ok {
		if len(f.list) >= maxFacts {
			return nil
		}
		if f.index == nil {
			f.index = map[uint32]uint32{}
		}
		i = uint32(len(f.list))
		f.list = append(f.list, Facts{})
		f.index[flow] = i
	}
	f.flow, f.latest = flow, i
	return &f.list[i]
}

// edit changes a flow's Facts.
func (p *Peek) edit(change func(*Facts)) {
	if f := p.in.facts.of(p.rec.flow); f != nil {
		change(f)
	}
}

// SayServerName keeps the name that a client asked for, for the flow and, as
// source says where it stood, for the server that it was sent to.
func (p *Peek) SayServerName(host []byte, source name.Source) {
	if len(host) == 0 || len(host) > name.MaxBytes {
		return
	}
	s := p.in.facts.intern(host)
	p.edit(func(f *Facts) { f.ServerName = s })
	p.SayName(p.receiver(), s, source)
}

// sayAsked keeps the name that a client asked for through someone else: the
// flow's, but not that of the host that it was sent to.
func (p *Peek) sayAsked(host []byte) {
	if len(host) > 0 && len(host) <= name.MaxBytes {
		s := p.in.facts.intern(host)
		p.edit(func(f *Facts) { f.ServerName = s })
	}
}

// SayVersion keeps the protocol's version, in words.
func (p *Peek) SayVersion(version string) {
	p.edit(func(f *Facts) { f.Version = version })
}

// SayALPN keeps the application protocol that TLS or QUIC carries.
func (p *Peek) SayALPN(alpn []byte) {
	s := p.in.facts.intern(alpn)
	p.edit(func(f *Facts) { f.ALPN = s })
}

// Facts returns what a flow said of itself.
func (in *Inspector) Facts(flow uint32) Facts {
	if i, ok := in.facts.index[flow]; ok {
		return in.facts.list[i]
	}
	return Facts{}
}

// SayName keeps a name of a host.
func (p *Peek) SayName(addr packet.Addr, host string, source name.Source) {
	if ip := addr.Netip(); ip.IsValid() {
		p.in.Names.Add(ip, host, source)
	}
}

// sender and receiver are the hosts that a payload went between.
func (p *Peek) sender() packet.Addr {
	if p.FromClient {
		return p.Client
	}
	return p.Server
}

func (p *Peek) receiver() packet.Addr {
	if p.FromClient {
		return p.Server
	}
	return p.Client
}
