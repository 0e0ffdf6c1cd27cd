package report

import (
	"cmp"
	"math/bits"
	"slices"
)

// ranked is the number of a thing and what it stands by: the larger size
// first, then the lower then, then the lower number.
type ranked struct {
	size, then uint64
	number     uint32
}

// top finds the first of many things without sorting them all. As every sort
// of large tables here goes through it, the engine has one sort for them.
type top struct {
	limit int // how many; 0 for all
	of    int // of how many at most
	// tie orders by number what size and then leave equal; nil for by the numbers themselves.
	tie func(x, y uint32) int
	// list are those that may be among the first: when it is twice as long as
	// it has to be, the rest is left.
	list []ranked
	last ranked // of the first, once some are left: what isn't before it needn't be looked at
	full bool   // last is known
}

// before reports whether x comes before y. Mostly their sizes tell, and nothing
// is called.
func (t *top) before(x, y *ranked) bool {
	return x.size > y.size || x.size == y.size && t.compare(*x, *y) < 0
}

func (t *top) compare(x, y ranked) int {
	switch {
	case x.size != y.size:
		return cmp.Compare(y.size, x.size)
	case x.then != y.then:
		return cmp.Compare(x.then, y.then)
	case t.tie != nil:
		return t.tie(x.number, y.number)
	}
	return cmp.Compare(x.number, y.number)
}

func (t *top) add(r ranked) {
	if !t.takes(r) {
		return
	}
	if t.list == nil {
		t.list = make([]ranked, 0, t.most())
	}
	if t.list = append(t.list, r); t.limit > 0 && len(t.list) == 2*t.limit {
		t.cut()
	}
}

// most is how many there will be in the list at most.
func (t *top) most() int {
	if t.limit == 0 {
		return t.of
	}
	return min(2*t.limit, t.of)
}

// takes reports whether one more may be among the first.
func (t *top) takes(r ranked) bool {
	return !t.full || t.before(&r, &t.last)
}

// cut leaves those in the list that are not among the first.
func (t *top) cut() {
	if t.limit == 0 || len(t.list) <= t.limit {
		return
	}
	t.part(t.limit)
	t.list = t.list[:t.limit]
	t.last, t.full = slices.MaxFunc(t.list, t.compare), true
}

// part brings the first n to the front, in any order (Hoare's "Find"). What a
// capture may have made to be slow for that is sorted.
func (t *top) part(n int) {
	list := t.list
	for rounds := 3 * bits.Len(uint(len(list))); len(list) > 1; rounds-- {
		if rounds == 0 {
			slices.SortFunc(list, t.compare)
			return
		}
		pivot := t.middle(list)
		i, j := 0, len(list)-1
		for i <= j {
			for t.before(&list[i], &pivot) {
				i++
			}
			for t.before(&pivot, &list[j]) {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i, j = i+1, j-1
			}
		}
		switch { // all up to j are before all from i on
		case n <= j:
			list = list[:j+1]
		case n > i:
			list, n = list[i:], n-i
		default:
			return
		}
	}
}

// middle is that of the first, the middle one and the last of a list which is
// neither before nor behind the other two.
func (t *top) middle(list []ranked) ranked {
	three := []ranked{list[0], list[len(list)/2], list[len(list)-1]}
	slices.SortFunc(three, t.compare)
	return three[1]
}

// first are the first, in any order.
func (t *top) first() []ranked {
	t.cut()
	return t.list
}

// sorted are the first, in order. Nothing can be added afterwards.
func (t *top) sorted() []ranked {
	t.cut()
	t.list = bySize(t.list)
	for rest := t.list; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].size == rest[0].size {
			n++
		}
		slices.SortFunc(rest[:n], t.compare)
		rest = rest[n:]
	}
	return t.list
}

// bySize sorts a list by size, the largest first, digit by digit from the lowest:
// 10 000 take 0.13 ms so, and 1.0 to compare.
func bySize(list []ranked) []ranked {
	const digit = 11
	most := uint64(0)
	for i := range list {
		most = max(most, list[i].size)
	}
	spare := make([]ranked, len(list))
	for shift := 0; most>>shift > 0; shift += digit {
		var places [1 << digit]int
		for i := range list {
			places[^(list[i].size>>shift)&(1<<digit-1)]++
		}
		at := 0
		for i, n := range places {
			at, places[i] = at+n, at
		}
		for i := range list {
			place := &places[^(list[i].size>>shift)&(1<<digit-1)]
			spare[*place] = list[i]
			*place++
		}
		list, spare = spare, list
	}
	return list
}
