package report

import (
	"math/bits"

	"heatsink/core/flow"
)

// presence is in which of the capture's time buckets a row has traffic.
type presence [flow.MaxBuckets / 64]uint64

func (s *presence) set(bucket int) { s[bucket/64] |= 1 << (bucket % 64) }

// below is how many of the buckets before one have traffic.
func (s *presence) below(bucket int) int {
	n := bits.OnesCount64(s[bucket/64] & (1<<(bucket%64) - 1))
	for _, word := range s[:bucket/64] {
		n += bits.OnesCount64(word)
	}
	return n
}

// count is how many buckets have traffic.
func (s *presence) count() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// widened is the same in buckets twice as wide; odd is 1 if the first of these
// begins before the first bucket.
func (s *presence) widened(odd int) (w presence) {
	for bucket := range s.all {
		w.set((bucket + odd) / 2)
	}
	return w
}

// all visits the buckets with traffic.
func (s *presence) all(yield func(bucket int) bool) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			if !yield(i*64 + bits.TrailingZeros64(word)) {
				return
			}
		}
	}
}

// timeline makes a Timeline. It goes through the services in their own order,
// in which their buckets lie in memory, whatever the order of the rows.
type timeline struct {
	Timeline
	b      *builder
	rows   *rows
	spans  []presence // by row
	shift  uint
	first  int64                        // the capture's first bucket
	marked [flow.Duplicate + 1][]uint32 // services that have buckets of a kind
}

// writeTimeline writes the rows' time buckets, wide enough for all to be
// within the limit, and returns what is in them, by row.
func (b *builder) writeTimeline(rows *rows) []flow.Volume {
	first, last, any := b.table.Span()
	shift := b.table.BucketShift()
	t := timeline{b: b, rows: rows, spans: make([]presence, rows.len()), shift: shift, first: first >> shift}
	t.survey()
	total := t.widen()
	t.Width = 1 << t.shift
	if any {
		t.Origin = b.since(first >> t.shift << t.shift)
		t.Buckets = int(last>>t.shift-first>>t.shift) + 1
	}
	volumes := t.fill(total)
	t.Retransmitted = t.mark(flow.Retransmitted)
	t.Duplicate = t.mark(flow.Duplicate)
	b.report.Timeline = t.Timeline
	return volumes
}

// survey finds which buckets the rows have traffic in.
func (t *timeline) survey() {
	for i, bucket := range t.b.table.AllBuckets() {
		if bucket.Kind == flow.Every {
			t.spans[t.rows.places[i].row()].set(t.at(bucket))
			continue
		}
		marked := &t.marked[bucket.Kind]
		if n := len(*marked); n == 0 || (*marked)[n-1] != uint32(i) {
			*marked = append(*marked, uint32(i))
		}
	}
}

// widen makes the buckets so wide that the entries are within the limit, and
// returns how many there are.
func (t *timeline) widen() (total int) {
	for {
		total = 0
		for i := range t.spans {
			total += t.spans[i].count()
		}
		if limit := t.b.limits.Buckets; limit == 0 || total <= limit || total <= len(t.spans) {
			return total
		}
		for i := range t.spans {
			t.spans[i] = t.spans[i].widened(int(t.first & 1))
		}
		t.shift++
		t.first >>= 1
	}
}

// at is which of the timeline's buckets one of the Table's goes into.
func (t *timeline) at(bucket *flow.Bucket) int { return int(bucket.Start>>t.shift - t.first) }

// fill adds up what is in the entries, and returns what is in those of each row.
func (t *timeline) fill(total int) []flow.Volume {
	t.Offset, t.Bucket = make([]int, 1, len(t.spans)+1), make([]int, 0, total)
	for i := range t.spans {
		for bucket := range t.spans[i].all {
			t.Bucket = append(t.Bucket, bucket)
		}
		t.Offset = append(t.Offset, len(t.Bucket))
	}
	sums := newSums(total)
	rows := make([]flow.Volume, len(t.spans))
	for i, bucket := range t.b.table.AllBuckets() {
		if bucket.Kind == flow.Every {
			p := t.rows.places[i]
			sums.add(t.entry(p, bucket), bucket, p.turn())
			rows[p.row()].Add(&bucket.Volume, p.turn())
		}
	}
	t.PacketsAtoB, t.BytesAtoB = sums.packets[0], sums.bytes[0]
	t.PacketsBtoA, t.BytesBtoA = sums.packets[1], sums.bytes[1]
	return rows
}

// entry is the number of that which a bucket of a service in a place goes into.
func (t *timeline) entry(p place, bucket *flow.Bucket) int {
	return t.Offset[p.row()] + t.spans[p.row()].below(t.at(bucket))
}

// mark adds up what of the entries is of a kind.
func (t *timeline) mark(kind flow.Kind) Marked {
	m := Marked{Entry: []int{}}
	var at []uint32 // by entry: its place in m, plus one
	if len(t.marked[kind]) > 0 {
		at = make([]uint32, len(t.Bucket))
	}
	for _, i := range t.marked[kind] {
		t.visit(int(i), kind, func(entry int, _ flow.Bucket, _ flow.Turn) { at[entry] = 1 })
	}
	for entry := range at {
		if at[entry] != 0 {
			m.Entry = append(m.Entry, entry)
			at[entry] = uint32(len(m.Entry))
		}
	}
	sums := newSums(len(m.Entry))
	for _, i := range t.marked[kind] {
		t.visit(int(i), kind, func(entry int, bucket flow.Bucket, turn flow.Turn) { sums.add(int(at[entry])-1, &bucket, turn) })
	}
	m.PacketsAtoB, m.BytesAtoB = sums.packets[0], sums.bytes[0]
	m.PacketsBtoA, m.BytesBtoA = sums.packets[1], sums.bytes[1]
	return m
}

// visit shows a service's buckets of a kind, with the entries that they go into.
func (t *timeline) visit(i int, kind flow.Kind, add func(entry int, bucket flow.Bucket, turn flow.Turn)) {
	p := t.rows.places[i]
	for bucket := range t.b.table.Buckets(i, kind) {
		add(t.entry(p, &bucket), bucket, p.turn())
	}
}

// sums are what went both ways, by direction and entry.
type sums struct{ packets, bytes [2][]uint64 }

func newSums(entries int) (s sums) {
	for dir := range 2 {
		s.packets[dir], s.bytes[dir] = make([]uint64, entries), make([]uint64, entries)
	}
	return s
}

func (s *sums) add(entry int, bucket *flow.Bucket, turn flow.Turn) {
	for from, to := range turn {
		s.packets[to&1][entry] += bucket.Packets[from]
		s.bytes[to&1][entry] += bucket.Bytes[from]
	}
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

// countBuckets is how many buckets of a width service i has traffic in.
func (b *builder) countBuckets(i int, shift uint) int {
	n, before := 0, int64(-1)<<63
	for bucket := range b.table.Buckets(i, flow.Every) {
		if at := bucket.Start >> shift; at != before {
			n, before = n+1, at
		}
	}
	return n
}
