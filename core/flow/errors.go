package flow

import "heatsink/core/packet"

// maxErrors is how many flows can have ICMP errors to their name.
const maxErrors = 1 << 16

// Errors counts the ICMP errors that quote a flow's packets.
type Errors struct {
	Unreachable, FragmentationNeeded, TimeExceeded, Other uint32
}

// quote counts an ICMP error to the flow whose packet it quotes, if it was seen.
func (t *Table) quote(p *packet.Packet) {
	for _, layer := range []Layer{Both, Inner, Outer} {
		k, ok := t.knownKey(&p.Quoted, layer)
		if !ok {
			return
		}
		n, _, ok := t.findFlow(&k, k.hash(t.seed))
		if !ok {
			continue
		}
		e, ok := t.errors[n]
		if !ok && len(t.errors) >= maxErrors {
			return
		}
		if t.errors == nil {
			t.errors = map[uint32]Errors{}
		}
		switch p.Error {
		case packet.Unreachable:
			e.Unreachable++
		case packet.FragmentationNeeded:
			e.FragmentationNeeded++
		case packet.TimeExceeded:
			e.TimeExceeded++
		default:
			e.Other++
		}
		t.errors[n] = e
		return
	}
}

// knownKey is a quoted packet's 5-tuple, if both of its hosts were seen.
func (t *Table) knownKey(h *packet.Header, layer Layer) (key, bool) {
	k := key{protocol: h.Protocol, layer: layer, srcPort: h.SrcPort, dstPort: h.DstPort}
	var src, dst bool
	k.src, src = t.known(h.Src)
	k.dst, dst = t.known(h.Dst)
	return k, src && dst
}

// known is the number of an address that was seen.
func (t *Table) known(a packet.Addr) (Host, bool) {
	n, _, ok := t.hostIndex.find(hashAddr(&a, t.seed), func(n uint32) bool { return *t.hosts.at(n) == a })
	return Host(n), ok
}

// Errors is what ICMP errors say of flow i.
func (t *Table) Errors(i int) Errors { return t.errors[uint32(i)] }
