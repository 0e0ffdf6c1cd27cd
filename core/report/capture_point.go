package report

import (
	"fmt"
	"net/netip"
	"slices"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

// Where a capture was taken shows in three ways. The capturing machine's
// addresses are one end of most packets; nearly every host seen in an exchange
// talks with them; and what two hosts of one network say to each other, which
// no router forwards, is always theirs. Other traffic within a network means a
// mirror port or a bridge, where no host is marked. A scanner has the lines, a
// busy server the packets: neither has all three.

const (
	// crossing is how many lines cross somewhere, and fewCrossing how many
	// packets it takes to know.
	crossing    = 3
	fewCrossing = 20
	nearlyAll   = 0.9
	// With a network's evidence, for a machine that also forwards:
	mostPackets = 0.75
	mostPeers   = 2.0 / 3
)

// point is an address of the capturing machine.
type point struct {
	host flow.Host
	// sure says that it is not only near it: its network's traffic is its own.
	sure bool
	// share is what part of its address family's packets have one of the points at an end.
	share float64
}

func findCapturePoint(s *survey) []finding {
	points := s.capturePoints()
	if len(points) == 0 {
		return nil
	}
	first := points[0]
	var hosts []flow.Host
	for _, p := range points {
		hosts = append(hosts, p.host)
	}
	text := fmt.Sprintf("The capture was taken at %s", s.name(first.host))
	because := "packets, and no two neighbours talk past it"
	if !first.sure {
		text = fmt.Sprintf("The capture was taken at %s, or on the way to it", s.name(first.host))
		because = "packets, but no neighbour shows that it was there"
	}
	if more := hosts[1:]; len(more) > 0 {
		text += fmt.Sprintf(" (the same machine: %s)", s.named(more))
	}
	text += fmt.Sprintf(": it is one end of %s of the %s", Percent(uint64(first.share*1e6), 1e6), because)
	return []finding{{
		severity: Info, text: text, hosts: hosts, weight: s.frames,
		lookedAt: fmt.Sprintf("%s: where they cross", amount(len(s.lines), "conversation")),
	}}
}

func (s *survey) isCapturePoint(h flow.Host) bool {
	return slices.ContainsFunc(s.capturePoints(), func(p point) bool { return p.host == h })
}

// capturePoints are the capturing machine's addresses, the busiest first; none
// where it isn't clear.
func (s *survey) capturePoints() []point {
	if s.located {
		return s.points
	}
	s.located = true
	all := s.families()
	macs := &all[packet.MAC]
	// Frames without IP, such as ARP's answers, reach only the machine that they are for.
	if len(macs.pairs) >= crossing && !macs.isStars() {
		return nil
	}
	for _, kind := range []packet.AddrKind{packet.IPv4, packet.IPv6} {
		s.points = append(s.points, s.crossing(&all[kind])...)
	}
	if len(s.points) > 0 {
		s.points = append(s.points, s.namesakes(all)...)
	}
	return s.points
}

// network is a /24 of IPv4, a /64 of IPv6, or all MAC addresses.
type network struct {
	kind   packet.AddrKind
	prefix [8]byte
}

func (s *survey) network(h flow.Host) network {
	a := s.t.Addr(h)
	n := network{kind: a.Kind}
	switch a.Kind {
	case packet.IPv4:
		copy(n.prefix[:3], a.B[:3])
	case packet.IPv6:
		copy(n.prefix[:], a.B[:8])
	}
	return n
}

func (n network) String() string {
	a := packet.Addr{Kind: n.kind}
	copy(a.B[:], n.prefix[:])
	bits := 24
	if n.kind == packet.IPv6 {
		bits = 64
	}
	if ip := a.Netip(); ip.IsValid() {
		return netip.PrefixFrom(ip, bits).String()
	}
	return "one network"
}

// familyLines are the lines between hosts of one address family.
type familyLines struct {
	// pairs are those in which both hosts spoke, for MAC addresses all.
	pairs   [][2]flow.Host
	degree  []int // by host, of all families
	counted []int // indices of all lines, answered or not
	packets uint64
	best    flow.Host
}

// families sorts the lines by address family, in one pass.
func (s *survey) families() *[packet.Named + 1]familyLines {
	var all [packet.Named + 1]familyLines
	degree, packets := make([]int, len(s.hosts)), make([]uint64, len(s.hosts))
	for i := range s.lines {
		l := &s.lines[i]
		a, b := s.t.Addr(l.a), s.t.Addr(l.b)
		if l.a == l.b || a.Kind != b.Kind || !s.isOne(l.a, a) || !s.isOne(l.b, b) {
			continue
		}
		f := &all[a.Kind]
		f.counted = append(f.counted, i)
		f.packets += l.packets[0] + l.packets[1]
		for _, end := range [2]flow.Host{l.a, l.b} {
			packets[end] += l.packets[0] + l.packets[1]
			if n, most := packets[end], packets[f.best]; n > most || n == most && end < f.best {
				f.best = end
			}
		}
		if l.answered || a.Kind == packet.MAC {
			f.pairs = append(f.pairs, [2]flow.Host{l.a, l.b})
			degree[l.a]++
			degree[l.b]++
		}
	}
	for kind := range all {
		all[kind].degree = degree
	}
	return &all
}

// isOne reports whether an address is one host's, on a wire.
func (s *survey) isOne(h flow.Host, a packet.Addr) bool {
	switch a.Kind {
	case packet.IPv4, packet.IPv6:
		return h != flow.OtherHost && !a.IsMulticast() && !a.IsBroadcast() && !a.Netip().IsLoopback()
	case packet.MAC:
		return h != flow.OtherHost && !a.IsMulticast()
	}
	return false
}

// isStars reports whether every line has an end that has no other line.
func (f *familyLines) isStars() bool {
	for _, p := range f.pairs {
		if f.degree[p[0]] > 1 && f.degree[p[1]] > 1 {
			return false
		}
	}
	return true
}

func (s *survey) crossing(f *familyLines) []point {
	if len(f.pairs) < crossing || f.packets < fewCrossing {
		return nil
	}
	centres := s.centres(f)
	here := centres[s.network(f.best)]
	if here != nil && here.host != f.best {
		return nil
	}
	// One machine's addresses don't talk to each other over a wire.
	talks := map[flow.Host]bool{}
	for _, p := range f.pairs {
		if p[0] == f.best {
			talks[p[1]] = true
		} else if p[1] == f.best {
			talks[p[0]] = true
		}
	}
	own, alien := []flow.Host{f.best}, false
	for _, c := range centres {
		if c.host == flow.OtherHost {
			alien = true
		} else if c.host != f.best && c.lines >= 2 && !talks[c.host] {
			own = append(own, c.host)
		}
	}
	slices.Sort(own[1:])
	share, alone := s.shareOf(f, own), s.shareOf(f, own[:1])
	sure := here != nil && here.lines >= 2
	if sure && !alien && share >= mostPackets && f.peerShare(own) >= mostPeers {
		var points []point
		for _, h := range own {
			points = append(points, point{h, true, share})
		}
		return points
	}
	if float64(f.degree[f.best]) >= nearlyAll*float64(len(f.pairs)) && alone >= nearlyAll {
		return []point{{f.best, sure, alone}}
	}
	return nil
}

// centre is the host that has all of a network's inner lines; OtherHost where
// none has.
type centre struct {
	host  flow.Host
	lines int
}

func (s *survey) centres(f *familyLines) map[network]*centre {
	local, centres := make([]int, len(s.hosts)), map[network]*centre{}
	within := func(p [2]flow.Host) (network, bool) {
		n := s.network(p[0])
		return n, n == s.network(p[1])
	}
	for _, p := range f.pairs {
		if _, ok := within(p); ok {
			local[p[0]]++
			local[p[1]]++
		}
	}
	for _, p := range f.pairs {
		n, ok := within(p)
		if !ok {
			continue
		}
		c := centres[n]
		if c == nil {
			c = &centre{host: p[0]}
			centres[n] = c
		}
		c.lines++
		for _, h := range p {
			if local[h] > local[c.host] || local[h] == local[c.host] && f.degree[h] > f.degree[c.host] {
				c.host = h
			}
		}
	}
	for _, c := range centres {
		if local[c.host] < c.lines {
			c.host = flow.OtherHost
		}
	}
	return centres
}

// shareOf is the share of the family's packets that have one of these at an end.
func (s *survey) shareOf(f *familyLines, own []flow.Host) float64 {
	var all, mine uint64
	for _, i := range f.counted {
		l := &s.lines[i]
		n := l.packets[0] + l.packets[1]
		all += n
		if slices.Contains(own, l.a) || slices.Contains(own, l.b) {
			mine += n
		}
	}
	return float64(mine) / float64(max(all, 1))
}

// peerShare is, of all that talk, the share that talks with these.
func (f *familyLines) peerShare(own []flow.Host) float64 {
	state := make([]uint8, len(f.degree)) // 1: talks, 2: with one of these
	all, reached := 0, 0
	for _, p := range f.pairs {
		for i, h := range p {
			if slices.Contains(own, h) {
				continue
			}
			if state[h] == 0 {
				all++
			}
			state[h] |= 1
			if state[h]&2 == 0 && slices.Contains(own, p[1-i]) {
				reached++
				state[h] |= 2
			}
		}
	}
	return float64(reached) / float64(max(all, 1))
}

// namesakes are the addresses of the other family that the capture calls as it
// calls a point, if all in their networks is theirs.
func (s *survey) namesakes(all *[packet.Named + 1]familyLines) (more []point) {
	calls := func(h flow.Host) string {
		if names := s.b.learntNames(h); len(names) > 0 {
			return names[0].Name
		}
		return ""
	}
	for _, kind := range []packet.AddrKind{packet.IPv4, packet.IPv6} {
		if slices.ContainsFunc(s.points, func(p point) bool { return s.t.Addr(p.host).Kind == kind }) {
			continue
		}
		lines := &all[kind]
		inner, own := map[network]int{}, map[flow.Host]int{}
		var order []flow.Host
		for _, p := range lines.pairs {
			n := s.network(p[0])
			if n != s.network(p[1]) {
				continue
			}
			inner[n]++
			for _, h := range p {
				if own[h] == 0 {
					order = append(order, h)
				}
				own[h]++
			}
		}
		for _, h := range order {
			if own[h] < inner[s.network(h)] {
				continue
			}
			i := slices.IndexFunc(s.points, func(p point) bool { name := calls(p.host); return name != "" && name == calls(h) })
			if i >= 0 {
				more = append(more, point{h, s.points[i].sure, s.points[i].share})
			}
		}
	}
	return more
}
