package report

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestTop holds the first of many to what sorting all of them gives, in orders
// that are good and bad for parting them.
func TestTop(t *testing.T) {
	const n = 5000
	orders := map[string]func(i int) uint64{
		"rising":  func(i int) uint64 { return uint64(i) },
		"falling": func(i int) uint64 { return uint64(n - i) },
		"equal":   func(int) uint64 { return 7 },
		"few":     func(i int) uint64 { return uint64(i % 3) },
		"organ":   func(i int) uint64 { return uint64(min(i, n-i)) },
		"random":  func(int) uint64 { return rand.Uint64N(n) },
	}
	for name, size := range orders {
		for _, limit := range []int{0, 1, 2, 3, 100, 2400, n - 1, n, n + 1} {
			some, all := top{limit: limit, of: n}, top{of: n}
			for i := range n {
				r := ranked{size(i), uint64(i / 2), uint32(i)}
				some.add(r)
				all.add(r)
			}
			want := all.sorted()
			if limit > 0 {
				want = want[:min(limit, n)]
			}
			if len(some.list) > n || limit > 0 && len(some.list) > 2*limit {
				t.Errorf("%s, the first %d: %d are kept", name, limit, len(some.list))
			}
			if got := some.sorted(); !slices.Equal(got, want) {
				t.Errorf("%s: the first %d are not those of all", name, limit)
			}
		}
	}
}

// TestTopSortsWhatIsSlow parts what takes the middle of three its worst pivots
// (Musser, "Introspective sorting and selection algorithms").
func TestTopSortsWhatIsSlow(t *testing.T) {
	const n = 1 << 12
	compared := 0
	slow := top{limit: n / 2, of: n, tie: func(x, y uint32) int { compared++; return int(x) - int(y) }}
	for i := range n / 2 {
		number := i + 1
		if i%2 == 1 {
			number = n/2 + i
		}
		slow.add(ranked{number: uint32(number)})
	}
	for i := range n / 2 {
		slow.add(ranked{number: uint32(2 * (i + 1))})
	}
	if compared > 100*n {
		t.Errorf("%d comparisons for %d", compared, n)
	}
}
