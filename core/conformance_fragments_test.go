package core

import (
	"os"
	"testing"

	"heatsink/core/capture"
	"heatsink/core/packet"
)

// fragmentTuples counts the fragments of a capture by transport and the
// 5-tuple that their flow has: ports from the datagram's first fragment, if it
// came before. It is written for itself, so that it checks core/flow's way.
func fragmentTuples(t *testing.T, path string) map[string]table {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := capture.NewReader(f)
	if err != nil {
		return nil
	}
	defer r.Close()
	type datagram struct {
		src, dst packet.Addr
		protocol packet.Protocol
		id       uint32
	}
	ports := map[datagram][2]uint16{}
	out := map[string]table{}
	var rec capture.Record
	var p packet.Packet
	d := packet.NewDecoder()
	for r.Next(&rec) == nil {
		d.Decode(uint16(rec.LinkType), rec.Data, rec.Length, &p)
		for _, h := range []*packet.Header{&p.Outer, &p.Inner} {
			if h.Fragment && h.HasPorts {
				ports[datagram{h.Src, h.Dst, h.Protocol, h.FragmentID}] = [2]uint16{h.SrcPort, h.DstPort}
			}
		}
		h := p.Innermost()
		if !h.Fragment && (h.HasPorts || h.Protocol != packet.TCP && h.Protocol != packet.UDP) {
			continue
		}
		var at [2]uint16
		key := datagram{h.Src, h.Dst, h.Protocol, h.FragmentID}
		if h.HasPorts {
			at = [2]uint16{h.SrcPort, h.DstPort}
		} else if h.Fragment {
			at = ports[key]
		}
		name := h.Protocol.String()
		if out[name] == nil {
			out[name] = table{}
		}
		out[name].add(endpoint(h.Src.String(), at[0]), endpoint(h.Dst.String(), at[1]),
			[4]uint64{1, uint64(rec.Length)})
	}
	return out
}
