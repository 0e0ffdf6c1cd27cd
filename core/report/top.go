package report

import (
	"cmp"
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
	// list is, once it is full, a heap: each stands behind those at twice its
	// index and one or two more, so that the first is the last of all.
	list []ranked
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
	if t.limit == 0 || len(t.list) < t.limit {
		if t.list == nil {
			t.list = make([]ranked, 0, t.most())
		}
		t.list = append(t.list, r)
		if len(t.list) == t.limit {
			for i := t.limit/2 - 1; i >= 0; i-- {
				t.sift(i)
			}
		}
		return
	}
	if t.takes(r) {
		t.list[0] = r
		t.sift(0)
	}
}

// most is how many there will be at most.
func (t *top) most() int {
	if t.limit == 0 {
		return t.of
	}
	return min(t.limit, t.of)
}

// takes reports whether one more would be among the first.
func (t *top) takes(r ranked) bool {
	return t.limit == 0 || len(t.list) < t.limit || r.size >= t.list[0].size && t.compare(r, t.list[0]) < 0
}

// sift moves the element at i down to its place in the heap.
func (t *top) sift(i int) {
	for {
		last := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(t.list); child++ {
			if t.compare(t.list[child], t.list[last]) > 0 {
				last = child
			}
		}
		if last == i {
			return
		}
		t.list[i], t.list[last] = t.list[last], t.list[i]
		i = last
	}
}

// sorted are the first, in order. Nothing can be added afterwards.
func (t *top) sorted() []ranked {
	slices.SortFunc(t.list, t.compare)
	return t.list
}
