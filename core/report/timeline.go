package report

import (
	"cmp"
	"slices"

	"heatsink/core/flow"
)

// entry is one time bucket of one row.
type entry struct {
	bucket  int64 // time >> shift
	packets [2]uint64
	bytes   [2]uint64
}

// writeTimeline writes the rows' time buckets, wide enough for all to be
// within the limit.
func (b *builder) writeTimeline(rows []*service) {
	shift := b.table.BucketShift()
	series := make([][]entry, len(rows))
	total := 0
	for i, r := range rows {
		series[i] = b.entries(r, flow.Every, shift)
		total += len(series[i])
	}
	for b.limits.Buckets > 0 && total > b.limits.Buckets && total > len(rows) {
		shift++
		total = 0
		for i := range series {
			for j := range series[i] {
				series[i][j].bucket >>= 1
			}
			series[i] = merge(series[i])
			total += len(series[i])
		}
	}
	first, last, any := b.table.Span()
	t := Timeline{
		Width:  1 << shift,
		Offset: make([]int, 1, len(rows)+1), Bucket: make([]int, 0, total),
		PacketsAtoB: make([]uint64, 0, total), BytesAtoB: make([]uint64, 0, total),
		PacketsBtoA: make([]uint64, 0, total), BytesBtoA: make([]uint64, 0, total),
	}
	if any {
		t.Origin = b.since(first >> shift << shift)
		t.Buckets = int(last>>shift-first>>shift) + 1
	}
	for _, s := range series {
		for _, e := range s {
			t.Bucket = append(t.Bucket, int(e.bucket-first>>shift))
			t.PacketsAtoB = append(t.PacketsAtoB, e.packets[0])
			t.BytesAtoB = append(t.BytesAtoB, e.bytes[0])
			t.PacketsBtoA = append(t.PacketsBtoA, e.packets[1])
			t.BytesBtoA = append(t.BytesBtoA, e.bytes[1])
		}
		t.Offset = append(t.Offset, len(t.Bucket))
	}
	t.Retransmitted = b.marked(rows, flow.Retransmitted, shift, &t)
	t.Duplicate = b.marked(rows, flow.Duplicate, shift, &t)
	b.report.Timeline = t
}

// marked finds a kind's buckets among the entries of t.
func (b *builder) marked(rows []*service, kind flow.Kind, shift uint, t *Timeline) Marked {
	m := Marked{Entry: []int{}, PacketsAtoB: []uint64{}, BytesAtoB: []uint64{}, PacketsBtoA: []uint64{}, BytesBtoA: []uint64{}}
	first, _, _ := b.table.Span()
	for i, r := range rows {
		at := t.Offset[i]
		for _, e := range b.entries(r, kind, shift) {
			for t.Bucket[at] != int(e.bucket-first>>shift) {
				at++
			}
			m.Entry = append(m.Entry, at)
			m.PacketsAtoB = append(m.PacketsAtoB, e.packets[0])
			m.BytesAtoB = append(m.BytesAtoB, e.bytes[0])
			m.PacketsBtoA = append(m.PacketsBtoA, e.packets[1])
			m.BytesBtoA = append(m.BytesBtoA, e.bytes[1])
		}
	}
	return m
}

// fineShift is the width, as a shift, of about fineBuckets over the capture.
func (b *builder) fineShift() uint {
	shift := b.table.BucketShift()
	first, last, _ := b.table.Span()
	for last>>shift-first>>shift >= 2*fineBuckets {
		shift++
	}
	return shift
}

// countBuckets is how many buckets of a width a service has traffic in.
func (b *builder) countBuckets(sv *flow.Service, shift uint) int {
	n, before := 0, int64(-1)<<63
	for bucket := range b.table.Buckets(sv, flow.Every) {
		if at := bucket.Start >> shift; at != before {
			n, before = n+1, at
		}
	}
	return n
}

// entries collects the buckets of a kind of all that is in a row.
func (b *builder) entries(r *service, kind flow.Kind, shift uint) []entry {
	var out []entry
	for _, p := range r.parts {
		for bucket := range b.table.Buckets(p.Service, kind) {
			e := entry{bucket: bucket.Start >> shift}
			for from, dir := range p.turn {
				e.packets[dir] += bucket.Packets[from]
				e.bytes[dir] += bucket.Bytes[from]
			}
			out = append(out, e)
		}
	}
	if len(r.parts) > 1 {
		slices.SortFunc(out, func(x, y entry) int { return cmp.Compare(x.bucket, y.bucket) })
	}
	return merge(out)
}

// merge joins neighbours that are one bucket.
func merge(in []entry) []entry {
	out := in[:0]
	for _, e := range in {
		if n := len(out); n > 0 && out[n-1].bucket == e.bucket {
			for dir := range 2 {
				out[n-1].packets[dir] += e.packets[dir]
				out[n-1].bytes[dir] += e.bytes[dir]
			}
			continue
		}
		out = append(out, e)
	}
	return out
}
