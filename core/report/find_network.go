package report

import (
	"encoding/binary"
	"fmt"

	"heatsink/core/compact"
	"heatsink/core/flow"
)

const (
	// heavyShare is what the fewest conversations that are named have to carry
	// together, of at least fewLines that there are; more than mostHeavy say
	// nothing that a table doesn't.
	heavyShare = 0.5
	fewLines   = 10
	mostHeavy  = 3
)

// findHeavy tells the conversations that carry most of the bytes.
func findHeavy(s *survey) []finding {
	if s.lines.Len < fewLines || s.b.report.Totals.Bytes == 0 {
		return nil
	}
	heaviest := top{limit: mostHeavy, of: int(s.lines.Len)}
	for n, l := range s.lines.All {
		heaviest.add(ranked{l.bytes, l.hosts(), n})
	}
	total, sum := s.b.report.Totals.Bytes, uint64(0)
	var pairs [][2]flow.Host
	first := heaviest.sorted()
	for _, x := range first {
		l := s.lines.At(x.number)
		sum += l.bytes
		pairs = append(pairs, [2]flow.Host{l.a, l.b})
		if float64(sum) >= heavyShare*float64(total) {
			break
		}
	}
	if float64(sum) < heavyShare*float64(total) {
		return nil
	}
	named := listed(len(pairs), func(i int) string {
		return fmt.Sprintf("%s (%s)", s.between(pairs[i][0], pairs[i][1]), Percent(first[i].size, total))
	})
	verb := "carry"
	if len(pairs) == 1 {
		verb = "carries"
	}
	return []finding{{
		severity: Info, weight: s.frames,
		text:     fmt.Sprintf("%s of %s %s %s of the bytes: %s", exact(uint64(len(pairs))), amount(s.lines.Len, "conversation"), verb, Percent(sum, total), named),
		lookedAt: "the bytes of all conversations, inside tunnels",
		pairs:    pairs,
	}}
}

// fewInTunnel is how many frames make a tunnel worth a sentence.
const fewInTunnel = 10

// findTunnels tells who carries what in tunnels.
func findTunnels(s *survey) []finding {
	type tunnel struct {
		bytes, packets uint64
		application    uint32
		most           uint64
	}
	index := map[[2]flow.Host]int{}
	var ends [][2]flow.Host
	var tunnels []tunnel
	for _, i := range s.tunneled {
		sv := s.t.Service(int(i))
		if sv.Layer != flow.Outer {
			continue
		}
		pair := [2]flow.Host{sv.A, sv.B}
		n, ok := index[pair]
		if !ok {
			n = len(ends)
			index[pair] = n
			ends, tunnels = append(ends, pair), append(tunnels, tunnel{})
		}
		x := &tunnels[n]
		v := s.t.Volume(int(i))
		bytes := v.AllBytes()
		x.bytes += bytes
		x.packets += v.AllPackets()
		if bytes > x.most {
			x.most, x.application = bytes, sv.Application
		}
	}
	inside, within := 0, 0
	if len(ends) == 1 {
		inside, within = s.inTunnels()
	}
	var out []finding
	for i, pair := range ends {
		x := &tunnels[i]
		if x.packets < fewInTunnel {
			continue
		}
		between := s.between(pair[0], pair[1])
		text := fmt.Sprintf("%s is a tunnel (%s) with %s of the bytes", between, said(s.b.app(x.application)), Percent(x.bytes, s.b.report.Totals.Bytes))
		if len(ends) == 1 {
			text += fmt.Sprintf(": %s in %s inside it", amount(inside, "host"), amount(within, "conversation"))
		}
		out = append(out, finding{
			severity: Info, weight: x.packets, text: text, pairs: [][2]flow.Host{pair}, hosts: pair[:],
			lookedAt: fmt.Sprintf("frames with more than one IP header: %s of them", exact(x.packets)),
		})
	}
	return out
}

// inTunnels is how many hosts and how many conversations are in tunnels.
func (s *survey) inTunnels() (hosts, lines int) {
	seen := make([]bool, s.t.Hosts())
	for _, l := range s.lines.All {
		if !l.inside {
			continue
		}
		lines++
		for _, h := range [2]flow.Host{l.a, l.b} {
			if !seen[h] && !s.b.is(h, groupHost) {
				seen[h] = true
				hosts++
			}
		}
	}
	return hosts, lines
}

// fewAlone is how many hosts with one and the same destination make a pattern.
const fewAlone = 3

// reach is how many lines a host has in which both hosts spoke; of one with one,
// the host that it opens all flows to instead, or OtherHost, with reachesOne.
type reach uint32

const reachesOne reach = 1 << 31

func (r reach) lines() int {
	if r&reachesOne != 0 {
		return 1
	}
	return int(r)
}

// only is the one destination of a host that has one, else OtherHost.
func (r reach) only() flow.Host {
	if r&reachesOne != 0 {
		return flow.Host(r &^ reachesOne)
	}
	return flow.OtherHost
}

// destinations is what all hosts reach, and how many lines there are in which both
// hosts spoke.
func (s *survey) destinations() (by []reach, answered int) {
	by = make([]reach, s.t.Hosts())
	for _, l := range s.lines.All {
		if !l.answered || l.a == l.b || !s.b.is(l.a, ipHost) || !s.b.is(l.b, ipHost) {
			continue
		}
		answered++
		for dir := range 2 {
			from, to := l.from(dir)
			switch lines := by[from].lines(); {
			case lines > 0:
				by[from] = reach(lines + 1)
			case l.ends[dir]&opens != 0 && l.ends[dir^1]&opens == 0:
				by[from] = reachesOne | reach(to)
			default:
				by[from] = reachesOne
			}
		}
	}
	return by, answered
}

// findSingleDestinations tells of networks whose hosts talk to one host alone.
// Where the capture saw hardly more than that host, that all talk to it is no news.
func findSingleDestinations(s *survey) []finding {
	by, answered := s.destinations()
	type group struct {
		dest, first, last flow.Host
		hosts             uint32
	}
	var groups compact.List[group]
	index := compact.NewIndex(0)
	for h := range flow.Host(s.t.Hosts()) {
		dest := by[h].only()
		if lines := by[dest].lines(); dest == flow.OtherHost || lines < fewAlone || lines*4 > answered*3 {
			continue
		}
		net := s.network(h)
		hash := compact.Hash(binary.LittleEndian.Uint64(net.prefix[:]), uint64(dest)<<8|uint64(net.kind))
		n, slot, ok := index.Find(hash, func(n uint32) bool {
			return groups.At(n).dest == dest && s.network(groups.At(n).first) == net
		})
		if !ok {
			n = groups.Add()
			index.Insert(hash, slot, n)
			*groups.At(n) = group{dest: dest, first: h, last: h}
		}
		g := groups.At(n)
		by[g.last] = reachesOne | reach(h) // which is the next of its group, from now on
		g.last = h
		g.hosts++
	}
	largest := top{limit: maxCandidates + 1, of: int(groups.Len)}
	for n, g := range groups.All {
		if g.hosts >= fewAlone && !s.isCapturePoint(g.dest) {
			largest.add(ranked{uint64(g.hosts), 0, n})
		}
	}
	var out []finding
	for _, x := range s.candidates(&largest) {
		g := groups.At(x.number)
		hosts := []flow.Host{g.dest}
		for h := g.first; len(hosts) <= int(g.hosts); h = by[h].only() {
			hosts = append(hosts, h)
		}
		out = append(out, finding{
			severity: Info, weight: uint64(g.hosts), hosts: hosts,
			say: func(f *finding) {
				f.text = fmt.Sprintf("%s of %s talk to %s and to nobody else: %s",
					amount(g.hosts, "host"), s.network(g.first), s.name(g.dest), s.named(hosts[1:]))
			},
			lookedAt: fmt.Sprintf("%s in which both hosts spoke", amount(answered, "conversation")),
		})
	}
	return out
}
