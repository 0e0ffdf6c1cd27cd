package flow

import "heatsink/core/packet"

// maxFragmented is how many datagrams' ports are remembered for their later
// fragments. Fragments of one datagram come close together.
const maxFragmented = 1024

type datagram struct {
	src, dst Host
	protocol packet.Protocol
	id       uint32
}

type ports struct{ src, dst uint16 }

// fragments remembers the ports that the first fragment of a datagram named,
// for those that follow it; the oldest datagram is forgotten first.
type fragments struct {
	ports map[datagram]ports
	ring  [maxFragmented]datagram
	next  int
}

// resolve returns the ports of the datagram of which h is a fragment: h's own,
// or those of its first fragment if that was seen.
func (f *fragments) resolve(src, dst Host, h *packet.Header) (p ports, ok bool) {
	key := datagram{src, dst, h.Protocol, h.FragmentID}
	if !h.HasPorts {
		p, ok = f.ports[key]
		return p, ok
	}
	p = ports{h.SrcPort, h.DstPort}
	if f.ports == nil {
		f.ports = make(map[datagram]ports, maxFragmented)
	}
	if _, known := f.ports[key]; !known {
		if len(f.ports) == maxFragmented {
			delete(f.ports, f.ring[f.next])
		}
		f.ring[f.next] = key
		f.next = (f.next + 1) % maxFragmented
	}
	f.ports[key] = p
	return p, true
}
