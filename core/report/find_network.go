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

// destinations is the one destination of each host that has one, else OtherHost, how
// many lines each has in which both hosts spoke, and how many such lines there are.
func (s *survey) destinations() (only []flow.Host, reach []uint32, answered int) {
	only, reach = make([]flow.Host, s.t.Hosts()), make([]uint32, s.t.Hosts())
	for _, l := range s.lines.All {
		if !l.answered || l.a == l.b || !s.b.is(l.a, ipHost) || !s.b.is(l.b, ipHost) {
			continue
		}
		answered++
		for dir := range 2 {
			from, to := l.from(dir)
			if reach[from]++; l.ends[dir]&opens != 0 && l.ends[dir^1]&opens == 0 {
				only[from] = to
			}
		}
	}
	return only, reach, answered
}

// findSingleDestinations tells of networks whose hosts talk to one host alone.
// Where the capture saw hardly more than that host, that all talk to it is no news.
func findSingleDestinations(s *survey) []finding {
	only, reach, answered := s.destinations()
	type group struct {
		dest, first, last flow.Host
		hosts             uint32
	}
	var groups compact.List[group]
	index := compact.NewIndex(0)
	for h := range flow.Host(s.t.Hosts()) {
		dest := only[h]
		if reach[h] != 1 || dest == flow.OtherHost || reach[dest] < fewAlone || int(reach[dest])*4 > answered*3 {
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
		only[g.last] = h // which is the next of its group, from now on
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
		for h := g.first; len(hosts) <= int(g.hosts); h = only[h] {
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
