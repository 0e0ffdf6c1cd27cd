package flow

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"heatsink/core/compact"
	"heatsink/core/packet"
)

// TestProcessorsMakeNoDifference gathers the same frames' buckets on one
// processor and on two, and counts the lists that they lie in.
func TestProcessorsMakeNoDifference(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var want []cell
	for _, processors := range []int{1, 2} {
		runtime.GOMAXPROCS(processors)
		random := rand.New(rand.NewPCG(3, 4))
		table := New(Limits{}, nil)
		for range 100_000 {
			p := frame(packet.UDP, 1, 50000, 2, 53)
			p.Outer.Src.B[2], p.Outer.Src.B[3] = byte(random.IntN(40)), byte(random.IntN(256))
			length := uint32(64)
			if random.IntN(1000) == 0 {
				length = 1<<32 - 1 // more than a cell has room for
			}
			table.Add(p, random.Int64N(1<<30), length)
		}
		table.Finish()
		x := &table.timeline
		var got []cell
		lists := map[uint64]bool{}
		for i := range x.cells.Len {
			c := *x.cells.At(i)
			got = append(got, c)
			lists[c.key()>>kindShift] = true
		}
		if !slices.IsSortedFunc(got, func(a, b cell) int { return int(int64(a.key()) - int64(b.key())) }) {
			t.Errorf("%d processors: buckets are out of order", processors)
		}
		if x.extra() != len(got)-len(lists) {
			t.Errorf("%d processors: %d buckets beyond the first, want %d", processors, x.extra(), len(got)-len(lists))
		}
		if len(x.carry) == 0 || len(got) < 4*compact.ChunkSize {
			t.Errorf("%d processors: %d buckets, %d carry: too few to show anything", processors, len(got), len(x.carry))
		}
		if want == nil {
			want = got
		} else if !slices.Equal(got, want) {
			t.Errorf("%d buckets on two processors, %d on one, or not the same", len(got), len(want))
		}
	}
}
