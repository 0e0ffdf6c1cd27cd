package flow

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"heatsink/core/compact"
	"heatsink/core/name"
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

// TestWhoSaysNothingIsNamedByPorts has flows wait for their applications until
// the older half of what waits must be named: those of its flows are, each once,
// and all bytes stay.
func TestWhoSaysNothingIsNamedByPorts(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	table := New(Limits{}, &name.Store{})
	const before, behind = 100, 50 // flows
	frames, waiting := 0, 0
	for frames < 2*maxUnsettled && table.Services() == 0 {
		client := random.IntN(before)
		if frames > 3*maxUnsettled/4 {
			client = before + random.IntN(behind)
		}
		table.Add(frame(packet.UDP, byte(client), 50000, 200, 53), random.Int64N(MaxBuckets<<minShift), 64)
		frames++
	}
	for i := range table.Flows() {
		if settled := table.accounts.At(uint32(i)).state&settled != 0; settled != (i < before) {
			t.Errorf("flow %d: settled is %v", i, settled)
		}
		if table.accounts.At(uint32(i)).state&settled == 0 {
			waiting++
		}
	}
	if table.Flows() != before+behind || waiting != behind {
		t.Errorf("%d flows, of which %d wait", table.Flows(), waiting)
	}
	table.Finish()
	var flows, bytes uint64
	for i := range table.Services() {
		flows += uint64(table.Service(i).Flows)
		for b := range table.Buckets(i, Every) {
			bytes += b.AllBytes()
		}
	}
	if flows != before+behind || bytes != uint64(frames)*64 {
		t.Errorf("%d flows with %d bytes, want %d with %d", flows, bytes, before+behind, frames*64)
	}
}
