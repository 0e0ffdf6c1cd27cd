package flow

import "heatsink/core/packet"

// maxErrors is how many flows can have ICMP errors to their name.
const maxErrors = 1 << 16

// Errors counts the ICMP errors that quote a flow's packets.
type Errors struct {
	Unreachable, FragmentationNeeded, TimeExceeded, Other uint32
}

// quote counts an ICMP error to the flow whose packet it quotes, if it was seen.
func (t *finder) quote(e *entry) {
	e.flow = noFlow
	var src, dst bool
	e.src, src = t.hosts.known(&e.Src)
	e.dst, dst = t.hosts.known(&e.Dst)
	if !src || !dst {
		return
	}
	e.protocol, e.srcPort, e.dstPort = e.Protocol, e.SrcPort, e.DstPort
	for _, layer := range []Layer{Both, Inner, Outer} {
		e.layer = layer
		if n, _, ok := t.find(&e.key, e.key.hash()); ok {
			t.countError(n, e.error)
			return
		}
	}
}

func (t *finder) countError(flow uint32, err packet.ICMPError) {
	e, ok := t.errors[flow]
	if !ok && len(t.errors) >= maxErrors {
		t.unquoted++
		return
	}
	if t.errors == nil {
		t.errors = map[uint32]Errors{}
	}
	switch err {
	case packet.Unreachable:
		e.Unreachable++
	case packet.FragmentationNeeded:
		e.FragmentationNeeded++
	case packet.TimeExceeded:
		e.TimeExceeded++
	default:
		e.Other++
	}
	t.errors[flow] = e
}

// Errors is what ICMP errors say of flow i.
func (t *Table) Errors(i int) Errors { return t.errors[uint32(i)] }
