package flow

import (
	"encoding/binary"

	"heatsink/core/app"
	"heatsink/core/packet"
)

// key is a frame's 5-tuple at one layer, in the frame's own direction.
type key struct {
	src, dst         Host
	srcPort, dstPort uint16
	protocol         packet.Protocol
	layer            Layer
}

func (t *Table) keyOf(h *packet.Header, layer Layer) key {
	k := key{protocol: h.Protocol, layer: layer}
	k.src = t.cached(&t.lastSrc, h.Src)
	k.dst = t.cached(&t.lastDst, h.Dst)
	if h.Fragment {
		if p, ok := t.fragments.resolve(k.src, k.dst, h); ok {
			k.srcPort, k.dstPort = p.src, p.dst
		}
	} else if h.HasPorts {
		k.srcPort, k.dstPort = h.SrcPort, h.DstPort
	}
	return k
}

// hash is the same for both directions.
func (k *key) hash(seed uint64) uint64 {
	a, b := uint64(k.src)<<16|uint64(k.srcPort), uint64(k.dst)<<16|uint64(k.dstPort)
	if a > b {
		a, b = b, a
	}
	kind := uint64(k.protocol)<<2 | uint64(k.layer)
	return mix(seed, a^kind<<48, b^kind>>16<<48)
}

// matches reports whether a frame with key k is of flow f, either way.
func (f *Flow) matches(k *key) bool {
	if f.Protocol != k.protocol || f.Layer != k.layer {
		return false
	}
	return f.direction(k) == 0 ||
		f.Client == k.dst && f.Server == k.src && f.ClientPort == k.dstPort && f.ServerPort == k.srcPort
}

// direction is 0 for client to server, which holds too for a host that talks
// to itself from one port.
func (f *Flow) direction(k *key) int {
	if f.Client == k.src && f.Server == k.dst && f.ClientPort == k.srcPort && f.ServerPort == k.dstPort {
		return 0
	}
	return 1
}

func (t *Table) findFlow(k *key, hash uint64) (n uint32, slot int, ok bool) {
	return t.flowIndex.find(hash, func(n uint32) bool { return t.flows.at(n).matches(k) })
}

// newFlow makes a flow of its first frame. slot is where findFlow looked last;
// a flow with a reused 5-tuple takes its forerunner's place there. It is not
// ok when a limit forbids it.
func (t *Table) newFlow(k *key, h *packet.Header, hash uint64, slot int) (n uint32, ok bool) {
	if int(t.flows.len) >= t.limits.Flows || k.src == OtherHost || k.dst == OtherHost {
		return 0, false
	}
	n = t.flows.add()
	f := t.flows.at(n)
	*f = flowOf(k, opens(k, h))
	if t.inspector == nil || !h.HasPorts {
		t.settle(f, byPort(f))
	}
	if t.flowIndex.slots[slot] != 0 {
		t.flowIndex.replace(slot, n)
	} else {
		t.flowIndex.insert(hash, slot, n)
	}
	return n, true
}

// flowOf is the empty flow of a 5-tuple.
func flowOf(k *key, clientIsSrc bool) Flow {
	f := Flow{
		Client: k.src, ClientPort: k.srcPort, Server: k.dst, ServerPort: k.dstPort,
		Layer: k.layer, Protocol: k.protocol,
	}
	if !clientIsSrc {
		f.Client, f.ClientPort, f.Server, f.ServerPort = f.Server, f.ServerPort, f.Client, f.ClientPort
	}
	return f
}

// opens reports whether the sender of a flow's first frame opened it. TCP's
// handshake says so. Without one, who sends first did, unless the port it
// sends from is a service's and the one it sends to is not: then the capture
// began after the opening, and this is an answer.
func opens(k *key, h *packet.Header) bool {
	if h.HasTCP && h.Flags&packet.SYN != 0 {
		return h.Flags&packet.ACK == 0
	}
	if k.srcPort == k.dstPort || h.Dst.IsMulticast() || h.Dst.IsBroadcast() {
		return true
	}
	from, to := app.PortRank(k.protocol, k.srcPort), app.PortRank(k.protocol, k.dstPort)
	if k.protocol == packet.TCP {
		return from >= to
	}
	return from > 0 || to == 0
}

// reused reports whether a SYN on f's 5-tuple begins another flow: after a FIN
// or RST, or with another initial sequence number than f's.
func (f *Flow) reused(k *key, h *packet.Header) bool {
	dir := f.direction(k)
	known := f.state&(knowsClientISN<<dir) != 0
	if h.Flags&packet.ACK != 0 {
		return known && f.isn[dir] != h.Seq
	}
	if f.state&closed != 0 {
		return true
	}
	if known {
		return f.isn[dir] != h.Seq
	}
	// Without a handshake so far, the flow is an older connection's rest.
	return f.state&(knowsClientISN|knowsServerISN) == 0
}

// observe learns from a frame with SYN, FIN or RST.
func (f *Flow) observe(dir int, h *packet.Header) {
	if h.Flags&packet.SYN != 0 {
		f.isn[dir] = h.Seq
		f.state |= knowsClientISN << dir
		if h.Flags&packet.ACK != 0 && f.state&(knowsClientISN<<(dir^1)) == 0 {
			f.isn[dir^1] = h.Ack - 1
			f.state |= knowsClientISN << (dir ^ 1)
		}
	}
	if h.Flags&(packet.FIN|packet.RST) != 0 {
		f.state |= closed
	}
}

// service finds or makes the service of a flow that speaks a.
func (t *Table) service(f *Flow, a Application) uint32 {
	want := Service{
		A: min(f.Client, f.Server), B: max(f.Client, f.Server),
		Protocol: f.Protocol, Layer: f.Layer, ServerPort: f.ServerPort,
		Application: t.application(a),
	}
	if want.A == OtherHost {
		want.ServerPort = 0
	}
	hash := want.hash(t.seed)
	n, slot, ok := t.findService(&want, hash)
	if ok {
		return n
	}
	if int(t.services.len) >= t.limits.Services && want.B != OtherHost {
		t.FoldedServices++
		want.A, want.B, want.ServerPort = OtherHost, OtherHost, 0
		hash = want.hash(t.seed)
		if n, slot, ok = t.findService(&want, hash); ok {
			return n
		}
	}
	n = t.services.add()
	*t.services.at(n) = want
	t.serviceIndex.insert(hash, slot, n)
	return n
}

func (t *Table) findService(want *Service, hash uint64) (n uint32, slot int, ok bool) {
	return t.serviceIndex.find(hash, func(n uint32) bool {
		s := t.services.at(n)
		return s.A == want.A && s.B == want.B && s.Protocol == want.Protocol &&
			s.Application == want.Application && s.ServerPort == want.ServerPort && s.Layer == want.Layer
	})
}

func (s *Service) hash(seed uint64) uint64 {
	return mix(seed, uint64(s.A)<<32|uint64(s.B),
		uint64(s.Application)<<40|uint64(s.ServerPort)<<24|uint64(s.Layer)<<22|uint64(s.Protocol))
}

// cached is host with a memory of the last address.
func (t *Table) cached(c *cachedHost, a packet.Addr) Host {
	if c.addr != a {
		c.addr, c.host = a, t.host(a)
	}
	return c.host
}

// host numbers an address.
func (t *Table) host(a packet.Addr) Host {
	hash := hashAddr(&a, t.seed)
	n, slot, ok := t.hostIndex.find(hash, func(n uint32) bool { return *t.hosts.at(n) == a })
	if ok {
		return Host(n)
	}
	if int(t.hosts.len) >= t.limits.Hosts {
		return OtherHost
	}
	n = t.hosts.add()
	*t.hosts.at(n) = a
	t.hostIndex.insert(hash, slot, n)
	return Host(n)
}

func hashAddr(a *packet.Addr, seed uint64) uint64 {
	lo := binary.LittleEndian.Uint64(a.B[:8])
	hi := binary.LittleEndian.Uint64(a.B[8:])
	return mix(seed, lo^uint64(a.Kind), hi)
}
