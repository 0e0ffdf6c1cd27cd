package report

import (
	"cmp"
	"fmt"
	"slices"

	"heatsink/core/flow"
	"heatsink/core/packet"
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
	if len(s.lines) < fewLines || s.b.report.Totals.Bytes == 0 {
		return nil
	}
	size := func(i int) uint64 { return s.lines[i].bytes }
	var order []int // the heaviest
	for i := range s.lines {
		at, _ := slices.BinarySearchFunc(order, size(i), func(x int, n uint64) int {
			return cmp.Or(cmp.Compare(n, size(x)), -1) // behind its equals
		})
		if at < mostHeavy {
			order = slices.Insert(order[:min(len(order), mostHeavy-1)], min(at, mostHeavy-1), i)
		}
	}
	total, sum := s.b.report.Totals.Bytes, uint64(0)
	var pairs [][2]flow.Host
	for _, i := range order {
		sum += size(i)
		pairs = append(pairs, [2]flow.Host{s.lines[i].a, s.lines[i].b})
		if float64(sum) >= heavyShare*float64(total) {
			break
		}
	}
	if float64(sum) < heavyShare*float64(total) {
		return nil
	}
	named := listed(len(pairs), func(i int) string {
		return fmt.Sprintf("%s (%s)", s.pair(pairs[i][0], pairs[i][1]), Percent(size(order[i]), total))
	})
	verb := "carry"
	if len(pairs) == 1 {
		verb = "carries"
	}
	return []finding{{
		severity: Info, weight: s.frames,
		text:     fmt.Sprintf("%s of %s %s %s of the bytes: %s", exact(uint64(len(pairs))), amount(len(s.lines), "conversation"), verb, Percent(sum, total), named),
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
	inside, within := map[flow.Host]bool{}, map[[2]flow.Host]bool{}
	for i := range s.t.Services() {
		sv := s.t.Service(i)
		pair := [2]flow.Host{sv.A, sv.B}
		switch sv.Layer {
		case flow.Inner:
			within[pair] = true
			for _, h := range pair {
				if !s.isGroup(h) {
					inside[h] = true
				}
			}
		case flow.Outer:
			n, ok := index[pair]
			if !ok {
				n = len(ends)
				index[pair] = n
				ends, tunnels = append(ends, pair), append(tunnels, tunnel{})
			}
			x := &tunnels[n]
			bytes := sv.Bytes[0] + sv.Bytes[1]
			x.bytes += bytes
			x.packets += sv.Packets[0] + sv.Packets[1]
			if bytes > x.most {
				x.most, x.application = bytes, sv.Application
			}
		}
	}
	var out []finding
	for i, pair := range ends {
		x := &tunnels[i]
		if x.packets < fewInTunnel {
			continue
		}
		between := s.pair(pair[0], pair[1])
		text := fmt.Sprintf("%s is a tunnel (%s) with %s of the bytes", between, quoted(s.b.app(x.application)), Percent(x.bytes, s.b.report.Totals.Bytes))
		if len(ends) == 1 {
			text += fmt.Sprintf(": %s in %s inside it", amount(len(inside), "host"), amount(len(within), "conversation"))
		}
		out = append(out, finding{
			severity: Info, weight: x.packets, text: text, pairs: [][2]flow.Host{pair}, hosts: pair[:],
			lookedAt: fmt.Sprintf("frames with more than one IP header: %s of them", exact(x.packets)),
		})
	}
	return out
}

// fewAlone is how many hosts with one and the same destination make a pattern.
const fewAlone = 3

// findSingleDestinations tells of networks whose hosts talk to one host alone.
// Where the capture saw hardly more than that host, that all talk to it is no news.
func findSingleDestinations(s *survey) []finding {
	only := make([]flow.Host, len(s.hosts)) // the one destination, else OtherHost
	lines := make([]uint32, len(s.hosts))
	answered, reach := 0, map[flow.Host]int{}
	for i := range s.lines {
		l := &s.lines[i]
		if !l.answered || l.a == l.b || !s.isIP(l.a) || !s.isIP(l.b) {
			continue
		}
		answered++
		for from, h := range [2]flow.Host{l.a, l.b} {
			peer := [2]flow.Host{l.b, l.a}[from]
			reach[peer]++
			if lines[h]++; l.opened[from] > 0 && l.opened[from^1] == 0 {
				only[h] = peer
			}
		}
	}
	type group struct {
		net  network
		dest flow.Host
	}
	members := map[group][]flow.Host{}
	var groups []group
	for h := range s.hosts {
		if lines[h] != 1 || only[h] == flow.OtherHost {
			continue
		}
		g := group{s.network(flow.Host(h)), only[h]}
		if members[g] == nil {
			groups = append(groups, g)
		}
		members[g] = append(members[g], flow.Host(h))
	}
	var out []finding
	for _, g := range groups {
		if n := len(members[g]); n >= fewAlone && reach[g.dest]*4 <= answered*3 && !s.isCapturePoint(g.dest) {
			text := fmt.Sprintf("%s of %s talk to %s and to nobody else: %s", amount(n, "host"), g.net, s.name(g.dest), s.named(members[g]))
			out = append(out, finding{
				severity: Info, text: text, weight: uint64(n), hosts: append([]flow.Host{g.dest}, members[g]...),
				lookedAt: fmt.Sprintf("%s in which both hosts spoke", amount(answered, "conversation")),
			})
		}
	}
	return out
}

func (s *survey) isIP(h flow.Host) bool {
	a := s.t.Addr(h)
	return (a.Kind == packet.IPv4 || a.Kind == packet.IPv6) && !s.isGroup(h)
}
