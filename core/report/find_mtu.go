package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"heatsink/core/flow"
)

const (
	// minStuck is how often a segment has to be sent again, and largeSegment
	// how long it is at least.
	minStuck     = 3
	largeSegment = 1000
	// fewTooLarge is how often routers have to complain: a sender that hears
	// them needs one.
	fewTooLarge = 5
	// fewStuck is how many flows of a line have to be stuck.
	fewStuck = 2
)

// isStuck reports whether a connection was made, and then nothing large came
// through from one side: what a path with a smaller MTU does to it if ICMP
// doesn't get back.
func (s *survey) isStuck(f *flow.Flow, o *outcome) bool {
	if !o.complete {
		return false
	}
	for dir := range 2 {
		through, waiting, ok := s.t.Progress(*f, dir)
		if ok && o.again(dir) >= minStuck && waiting >= largeSegment && through < largeSegment && f.Packets[dir^1] > 1 {
			return true
		}
	}
	return false
}

// findTooLarge tells of packets that are too large for their way.
func findTooLarge(s *survey) (out []finding) {
	told := map[[2]flow.Host]uint64{}
	var order [][2]flow.Host
	for _, n := range slices.Sorted(maps.Keys(s.tooLarge)) {
		sv := s.t.Service(int(n))
		pair := [2]flow.Host{sv.A, sv.B}
		if told[pair] == 0 {
			order = append(order, pair)
		}
		told[pair] += s.tooLarge[n]
	}
	for _, pair := range order {
		severity := Warning
		if told[pair] < fewTooLarge {
			severity = Info // how TCP learns of it
		}
		out = append(out, finding{
			severity: severity, weight: told[pair], pairs: [][2]flow.Host{pair},
			text: fmt.Sprintf("Packets between %s are too large for a link on their way: routers said so %s (ICMP: fragmentation needed)",
				s.between(pair[0], pair[1]), times(told[pair])),
			lookedAt: "ICMP errors, and the flows that they quote",
		})
	}
	byHosts := func(x, y uint32) int { return cmp.Compare(s.lines.At(x).hosts(), s.lines.At(y).hosts()) }
	for _, n := range slices.SortedFunc(maps.Keys(s.stuck), byHosts) {
		l := s.lines.At(n)
		pair := [2]flow.Host{l.a, l.b}
		if s.stuck[n] < fewStuck || told[pair] > 0 {
			continue
		}
		out = append(out, finding{
			severity: Problem, weight: s.stuck[n], pairs: [][2]flow.Host{pair},
			text: fmt.Sprintf("Between %s small packets come through and large ones don't, in %s: a link on the way has a smaller MTU, and ICMP that would say so is lost",
				s.between(l.a, l.b), amount(s.stuck[n], "connection")),
			lookedAt: "connections of which nothing beyond the first small segments was acknowledged",
		})
	}
	return out
}

func times(n uint64) string {
	if n == 1 {
		return "once"
	}
	return exact(n) + " times"
}
