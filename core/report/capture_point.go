package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"heatsink/core/compact"
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
	// packets of its address family's have one of the points at an end.
	packets, of uint64
}

func (p *point) share() float64 { return share(p.packets, p.of) }

func findCapturePoint(s *survey) []finding {
	if len(s.points) == 0 {
		return nil
	}
	first := s.points[0]
	var hosts []flow.Host
	for _, p := range s.points {
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
	text += fmt.Sprintf(": it is one end of %s of the %s", Percent(uint64(first.share()*1e6), 1e6), because)
	return []finding{{
		severity: Info, text: text, hosts: hosts, weight: s.frames,
		lookedAt: fmt.Sprintf("%s: where they cross", amount(s.lines.Len, "conversation")),
	}}
}

func (s *survey) isCapturePoint(h flow.Host) bool {
	return slices.ContainsFunc(s.points, func(p point) bool { return p.host == h })
}

// capturePoints are the capturing machine's addresses, the busiest first; none
// where it isn't clear.
func (s *survey) capturePoints() (points []point) {
	all := s.families()
	// Frames without IP, such as ARP's answers, reach only the machine that they are for.
	if macs := &all[packet.MAC]; macs.pairs >= crossing && !macs.isStars() {
		return nil
	}
	for _, kind := range []packet.AddrKind{packet.IPv4, packet.IPv6} {
		points = append(points, all[kind].crossing()...)
	}
	if len(points) > 0 {
		points = append(points, s.namesakes(all, points)...)
	}
	return points
}

// family is the lines between hosts of one address family.
type family struct {
	s    *survey
	kind packet.AddrKind
	// pairs is how many there are in which both hosts spoke, for MAC addresses all.
	pairs   int
	packets uint64                  // of all lines, answered or not
	ends    *compact.List[lineEnds] // by host, of all families
	best    flow.Host
}

// lineEnds is what a host is an end of: pairs, of which there are no more than
// flows, and packets above.
type lineEnds uint64

const onePacket = 2 * flow.MaxFlows

func (e lineEnds) packets() uint64 { return uint64(e / onePacket) }
func (e lineEnds) pairs() int      { return int(e % onePacket) }

func (f *family) endsOf(h flow.Host) lineEnds { return *f.ends.At(uint32(h)) }

// families sorts the lines by address family, in one pass.
func (s *survey) families() *[packet.Named + 1]family {
	var all [packet.Named + 1]family
	var ends compact.List[lineEnds]
	ends.Resize(s.t.Hosts())
	for kind := range all {
		all[kind] = family{s: s, kind: packet.AddrKind(kind), ends: &ends}
	}
	for _, l := range s.lines.All {
		if l.family == packet.NoAddr {
			continue
		}
		f := &all[l.family]
		f.packets += l.packets
		for _, end := range [2]flow.Host{l.a, l.b} {
			*ends.At(uint32(end)) += onePacket * lineEnds(l.packets)
			if n, most := f.endsOf(end).packets(), f.endsOf(f.best).packets(); n > most || n == most && end < f.best {
				f.best = end
			}
		}
		if l.isPair() {
			f.pairs++
			*ends.At(uint32(l.a))++
			*ends.At(uint32(l.b))++
		}
	}
	return &all
}

// isPair reports whether both hosts spoke, as far as can be asked.
func (l *link) isPair() bool { return l.answered || l.family == packet.MAC }

// each visits the family's pairs.
func (f *family) each(visit func(l *link) bool) {
	for _, l := range f.s.lines.All {
		if l.family == f.kind && l.isPair() && !visit(l) {
			return
		}
	}
}

// isStars reports whether every line has an end that has no other line.
func (f *family) isStars() bool {
	for l := range f.each {
		if f.endsOf(l.a).pairs() > 1 && f.endsOf(l.b).pairs() > 1 {
			return false
		}
	}
	return true
}

func (f *family) crossing() []point {
	if f.pairs < crossing || f.packets < fewCrossing {
		return nil
	}
	centres := f.centres()
	here := centres[f.s.network(f.best)]
	if here != nil && here.host != f.best {
		return nil
	}
	own, alien := f.own(centres)
	sure := here != nil && here.lines >= 2
	if sure && !alien {
		all := point{f.best, true, f.packetsOf(own), f.packets}
		if all.share() >= mostPackets && f.peerShare(own) >= mostPeers {
			var points []point
			for _, h := range own {
				points = append(points, point{h, true, all.packets, all.of})
			}
			return points
		}
	}
	alone := point{f.best, sure, f.endsOf(f.best).packets(), f.packets}
	if float64(f.endsOf(f.best).pairs()) >= nearlyAll*float64(f.pairs) && alone.share() >= nearlyAll {
		return []point{alone}
	}
	return nil
}

// own are the hosts that may be the same machine as the busiest, which is the
// first; alien says that some network has no centre.
func (f *family) own(centres map[network]*centre) (own []flow.Host, alien bool) {
	// One machine's addresses don't talk to each other over a wire.
	talks := make([]bool, f.ends.Len)
	for l := range f.each {
		if l.a == f.best {
			talks[l.b] = true
		} else if l.b == f.best {
			talks[l.a] = true
		}
	}
	own = []flow.Host{f.best}
	for _, c := range centres {
		if c.host == flow.OtherHost {
			alien = true
		} else if c.host != f.best && c.lines >= 2 && !talks[c.host] {
			own = append(own, c.host)
		}
	}
	slices.Sort(own[1:])
	return own, alien
}

// centre is the host that has all of a network's inner lines; OtherHost where
// none has.
type centre struct {
	host  flow.Host
	lines int32
}

func (f *family) centres() map[network]*centre {
	local, centres := make([]int32, f.ends.Len), map[network]*centre{}
	for l := range f.each {
		if l.near {
			local[l.a]++
			local[l.b]++
		}
	}
	for l := range f.each {
		if !l.near {
			continue
		}
		n := f.s.network(l.a)
		c := centres[n]
		if c == nil {
			c = &centre{host: l.a}
			centres[n] = c
		}
		c.lines++
		for _, h := range [2]flow.Host{l.a, l.b} {
			if local[h] > local[c.host] || local[h] == local[c.host] && f.endsOf(h).pairs() > f.endsOf(c.host).pairs() {
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

// packetsOf is how many of the family's packets have one of these at an end.
func (f *family) packetsOf(own []flow.Host) (mine uint64) {
	for _, l := range f.s.lines.All {
		if l.family == f.kind && (slices.Contains(own, l.a) || slices.Contains(own, l.b)) {
			mine += l.packets
		}
	}
	return mine
}

// peerShare is, of all that talk, the share that talks with these.
func (f *family) peerShare(own []flow.Host) float64 {
	state := make([]uint8, f.ends.Len) // 1: talks, 2: with one of these
	all, reached := 0, 0
	for l := range f.each {
		for end, h := range [2]flow.Host{l.a, l.b} {
			if slices.Contains(own, h) {
				continue
			}
			if state[h] == 0 {
				all++
			}
			state[h] |= 1
			if state[h]&2 == 0 && slices.Contains(own, [2]flow.Host{l.b, l.a}[end]) {
				reached++
				state[h] |= 2
			}
		}
	}
	return float64(reached) / float64(max(all, 1))
}

// namesakes are the addresses of the other family that the capture calls as it
// calls a point, if all in their networks is theirs.
func (s *survey) namesakes(all *[packet.Named + 1]family, points []point) (more []point) {
	calls := func(h flow.Host) string {
		if names := s.b.learntNames(h); len(names) > 0 {
			return names[0].Name
		}
		return ""
	}
	for _, kind := range []packet.AddrKind{packet.IPv4, packet.IPv6} {
		if slices.ContainsFunc(points, func(p point) bool { return s.t.Addr(p.host).Kind == kind }) {
			continue
		}
		inner, own := map[network]int{}, map[flow.Host]int{}
		first := map[flow.Host]uint64{} // by host: the first of its lines, by their hosts
		for l := range all[kind].each {
			if !l.near {
				continue
			}
			inner[s.network(l.a)]++
			for _, h := range [2]flow.Host{l.a, l.b} {
				if own[h] == 0 || l.hosts() < first[h] {
					first[h] = l.hosts()
				}
				own[h]++
			}
		}
		byLines := func(x, y flow.Host) int { return cmp.Or(cmp.Compare(first[x], first[y]), cmp.Compare(x, y)) }
		for _, h := range slices.SortedFunc(maps.Keys(first), byLines) {
			if own[h] < inner[s.network(h)] {
				continue
			}
			i := slices.IndexFunc(points, func(p point) bool { name := calls(p.host); return name != "" && name == calls(h) })
			if i >= 0 {
				same := points[i]
				same.host = h
				more = append(more, same)
			}
		}
	}
	return more
}
