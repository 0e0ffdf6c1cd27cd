package report

import (
	"cmp"
	"slices"
	"strings"

	"heatsink/core/flow"
	"heatsink/core/name"
	"heatsink/core/packet"
)

// namesLeftOut is the counter of names that the limit keeps out of a report.
const namesLeftOut = "names beyond what a report lists"

// nameOverhead is what a name counts beside its text towards Limits.Names.
const nameOverhead = 16

// learntNames are the names that the captures told of a host.
func (b *builder) learntNames(h flow.Host) []Name {
	names := []Name{}
	if b.src.Names == nil || b.table.Addr(h).Kind == packet.NoAddr {
		return names
	}
	return appendNames(names, b.src.Names.Of(b.table.Addr(h)))
}

func appendNames(to []Name, names []name.Name) []Name {
	for _, n := range names {
		to = append(to, Name{n.Name, n.Source.String()})
	}
	return to
}

// Rename puts the names that the user gave before all others, those of given
// before those that the report has already. So names that are given to a
// finished report make the same of it as names that were there from the start.
func Rename(r *Report, given *name.Given, limits Limits) {
	hosts := &r.Hosts
	theirs, learnt := make([][]Name, len(hosts.Names)), make([][]Name, len(hosts.Names))
	for i, names := range hosts.Names {
		var before []name.Name
		for _, n := range names {
			if source := name.SourceOf(n.Source); source.IsGiven() {
				before = append(before, name.Name{Name: n.Name, Source: source})
			} else {
				learnt[i] = append(learnt[i], n)
			}
		}
		var fresh []name.Name
		if addr, ok := packet.ParseAddr(hosts.Address[i]); ok && given != nil {
			fresh = given.Of(addr)
		}
		theirs[i] = appendNames(nil, name.First(fresh, before))
	}
	left := uint64(0)
	if limits.Names > 0 {
		order := hostsBySize(r)
		room := limits.Names
		left = keepNames(theirs, order, &room)
		left += keepNames(learnt, order, &room)
	}
	for i := range hosts.Names {
		hosts.Names[i] = append([]Name{}, theirs[i]...)
		for _, n := range learnt[i] {
			if !slices.ContainsFunc(theirs[i], func(x Name) bool { return x.Name == n.Name }) {
				hosts.Names[i] = append(hosts.Names[i], n)
			}
		}
	}
	countMore(r, namesLeftOut, left)
}

// keepNames cuts the hosts' lists to what there is room for: the first name of
// every host, then the second ones, and so on, until one doesn't fit.
func keepNames(lists [][]Name, order []int, room *int) (left uint64) {
	full := false
	for nth, any := 0, true; any; nth++ {
		any = false
		for _, host := range order {
			if nth >= len(lists[host]) {
				continue
			}
			size := len(lists[host][nth].Name) + nameOverhead
			if full = full || size > *room; full {
				left += uint64(len(lists[host]) - nth)
				lists[host] = lists[host][:nth]
				continue
			}
			any = true
			*room -= size
		}
	}
	if full {
		*room = 0
	}
	return left
}

// hostsBySize lists the hosts by the bytes that they sent and received, over
// all layers, falling; equal ones in host order.
func hostsBySize(r *Report) []int {
	bytes := make([]uint64, len(r.Hosts.Names))
	order := make([]int, len(bytes))
	for i := range order {
		order[i] = i
	}
	s := &r.Services
	for i := range s.A {
		sum := s.BytesAtoB[i] + s.BytesBtoA[i]
		bytes[s.A[i]] += sum
		if s.A[i] != s.B[i] {
			bytes[s.B[i]] += sum
		}
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(bytes[y], bytes[x]) })
	return order
}

// countMore adds to a counter of the report's quality, which stand by name.
func countMore(r *Report, what string, n uint64) {
	if n == 0 {
		return
	}
	i, found := slices.BinarySearchFunc(r.Quality, what, func(c Counter, what string) int { return strings.Compare(c.Name, what) })
	if !found {
		r.Quality = slices.Insert(r.Quality, i, Counter{Name: what})
	}
	r.Quality[i].Count += n
}
