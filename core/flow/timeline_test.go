package flow

import (
	"math/rand/v2"
	"slices"
	"testing"

	"heatsink/core/packet"
)

// TestBucketsHoldEveryByte adds frames at wild times, in and out of order, and
// looks for each in the bucket that its time is in.
func TestBucketsHoldEveryByte(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 50 {
		table := New(Limits{}, nil)
		type slot struct {
			service uint32
			time    int64
		}
		added := map[slot]uint64{}
		span := int64(1) << (10 + round)
		for range 2000 {
			p := frame(packet.UDP, byte(random.IntN(4)), 50000, 100, 53)
			time := random.Int64N(span)
			length := uint32(1 + random.IntN(1500))
			table.Add(p, time, length)
			added[slot{table.accounts.At(table.single.found[0].flow).Service, time}] += uint64(length)
		}
		table.Finish()
		want := map[slot]uint64{}
		for s, bytes := range added {
			want[slot{s.service, s.time >> table.BucketShift()}] += bytes
		}
		got := map[slot]uint64{}
		for i := range table.Services() {
			before := int64(-1)
			for b := range table.Buckets(i, Every) {
				at := b.Start >> table.BucketShift()
				if at <= before {
					t.Fatalf("round %d: bucket %d comes after %d", round, at, before)
				}
				before = at
				got[slot{uint32(i), at}] = b.Bytes[0] + b.Bytes[1]
			}
		}
		for s, bytes := range want {
			if got[s] != bytes {
				t.Fatalf("round %d: bucket %v has %d bytes, want %d", round, s, got[s], bytes)
			}
		}
		passedLikeEach(t, table)
		first, last, _ := table.Span()
		if n := last>>table.BucketShift() - first>>table.BucketShift(); n >= MaxBuckets {
			t.Errorf("round %d: %d buckets", round, n+1)
		}
	}
}

// passedLikeEach holds what is said of all services in one pass to what is said
// of each.
func passedLikeEach(t *testing.T, table *Table) {
	t.Helper()
	for i, sum := range table.Sums() {
		copies := uint64(0)
		for b := range table.Buckets(i, Duplicate) {
			copies += b.AllPackets()
		}
		if want := (Sum{table.Volume(i), copies}); *sum != want {
			t.Errorf("service %d: the sum is %v, want %v", i, *sum, want)
		}
	}
	type of struct {
		service int
		Bucket
	}
	var passed, each []of
	for i, b := range table.AllBuckets() {
		passed = append(passed, of{i, *b})
	}
	for i := range table.Services() {
		for kind := Every; kind < kinds; kind++ {
			for b := range table.Buckets(i, kind) {
				each = append(each, of{i, b})
			}
		}
	}
	if !slices.Equal(passed, each) {
		t.Errorf("%d buckets in one pass, %d service by service, or not the same", len(passed), len(each))
	}
}

// TestBucketsAreBounded makes many services busy at all times: buckets must
// widen rather than grow without end, and still hold every byte.
func TestBucketsAreBounded(t *testing.T) {
	table := New(Limits{}, nil)
	const hosts, times = 4000, 300
	for i := range times {
		for h := range hosts {
			p := frame(packet.UDP, 0, 50000, 0, 53)
			p.Outer.Src.B[2], p.Outer.Src.B[3] = byte(h>>8), byte(h)
			p.Outer.Dst.B[0] = 99
			table.Add(p, int64(i)<<30, 64)
		}
	}
	table.Finish()
	if table.timeline.extra() > maxExtraBuckets {
		t.Errorf("%d buckets beyond the first, the limit is %d", table.timeline.extra(), maxExtraBuckets)
	}
	var bytes, n uint64
	for i := range table.Services() {
		for b := range table.Buckets(i, Every) {
			bytes += b.Bytes[0] + b.Bytes[1]
			n++
		}
	}
	if bytes != hosts*times*64 {
		t.Errorf("%d bytes in buckets, want %d", bytes, hosts*times*64)
	}
	if n < maxExtraBuckets/2 {
		t.Errorf("only %d buckets: they widened more than need be", n)
	}
}

// TestBucketsCarry puts more into a bucket than its record has room for, twice
// over, and makes it one with another then.
func TestBucketsCarry(t *testing.T) {
	table := New(Limits{}, nil)
	const frames, length = 20_000, 1<<32 - 1 // 2^46 bytes
	there, back := frame(packet.UDP, 1, 50000, 2, 53), frame(packet.UDP, 2, 53, 1, 50000)
	for i := range frames {
		table.Add(there, int64(i%2)<<minShift, length)
	}
	table.Add(back, 0, 7)
	table.Finish()
	v := table.Volume(0)
	want := Volume{[2]uint64{frames, 1}, [2]uint64{frames * length, 7}}
	if v != want {
		t.Errorf("the service has %v, want %v", v, want)
	}
	passedLikeEach(t, table)
	for range 2 {
		n := 0
		var sum Volume
		for b := range table.Buckets(0, Every) {
			sum.Add(&b.Volume, Turn{0, 1})
			n++
		}
		if sum != want || len(table.timeline.carry) == 0 {
			t.Errorf("%d buckets hold %v, want %v; %d carry", n, sum, want, len(table.timeline.carry))
		}
		table.widen(minShift+4, 0)
		table.timeline.index(table.Services())
	}
}
