package report

import (
	"slices"

	"heatsink/core/compact"
	"heatsink/core/flow"
)

// fold puts the services without a row of their own together: each into the
// row of its larger host that keeps its address, against OtherHost; or, when
// it has none or such rows are too many as well, into one between OtherHost
// and itself.
func (r *rows) fold() {
	f := folding{rows: r, index: compact.NewIndex(0)}
	for i, p := range r.places {
		if p == none {
			sv := r.b.table.Service(i)
			r.places[i] = f.place(f.key(sv), sv, i)
		}
	}
	f.bound()
	r.folds = make([]service, len(f.keys))
	for n, key := range f.keys {
		r.folds[n].serviceKey = key
	}
	first := len(r.whole)
	for i, p := range r.places {
		if n := p.row(); n >= first {
			sv := r.b.table.Service(i)
			s := &r.folds[n-first]
			turn := s.turn(sv)
			s.size += r.b.size(i)
			s.addFlows(sv, turn)
			r.places[i] = placed(n, turn)
			r.b.report.Folded.Services++
		}
	}
}

// folding is how services are put together.
type folding struct {
	*rows
	index compact.Index // of folds, as indices into keys and largest
	keys  []serviceKey
	// largest is by keys the service that comes first by size: rows are
	// given out in this order.
	largest []ranked
}

// key is the row that a service would best go into.
func (f *folding) key(sv *flow.Service) serviceKey {
	b, stay := f.b, sv.A
	if b.host(sv.A) == flow.OtherHost || b.host(sv.B) != flow.OtherHost && b.compareSizes(sv.B, sv.A) < 0 {
		stay = sv.B
	}
	return serviceKey{b.host(stay), flow.OtherHost, sv.Protocol, sv.Application, 0, sv.Layer}
}

// place notes that service i goes into the row of a key.
func (f *folding) place(key serviceKey, sv *flow.Service, i int) place {
	n, made := f.findOrMake(key)
	if size := f.b.size(i); made || size > f.largest[n].size {
		f.largest[n] = ranked{size, uint64(i), n}
	}
	return placed(len(f.whole)+int(n), flow.Turn{})
}

// findOrMake is the number of the fold with a key.
func (f *folding) findOrMake(key serviceKey) (n uint32, made bool) {
	hash := compact.Hash(uint64(key.a)<<32|uint64(key.application), uint64(key.protocol)<<8|uint64(key.layer))
	n, slot, ok := f.index.Find(hash, func(n uint32) bool { return f.keys[n] == key })
	if ok {
		return n, false
	}
	n = uint32(len(f.keys))
	f.index.Insert(hash, slot, n)
	if len(f.keys) == cap(f.keys) { // by a quarter, as append does, they leave four times their size behind
		f.keys, f.largest = slices.Grow(f.keys, max(64, len(f.keys))), slices.Grow(f.largest, max(64, len(f.keys)))
	}
	f.keys = append(f.keys, key)
	f.largest = append(f.largest, ranked{})
	return n, true
}

// bound keeps as many of the folds as the limits allow, and puts the others
// between OtherHost and itself.
func (f *folding) bound() {
	limit := f.b.limits.Services / 2
	if f.b.limits.Services == 0 || len(f.keys) <= limit {
		return
	}
	made := len(f.keys)
	stays := make([]bool, made)
	if limit > 0 {
		first := top{limit: limit, of: made}
		for _, x := range f.largest {
			first.add(x)
		}
		for _, x := range first.first() {
			stays[x.number] = true
		}
	}
	to := make([]uint32, made) // by fold as it was made: the one that it becomes
	kept := make([]serviceKey, 0, limit)
	into := func(n int) uint32 {
		kept = append(kept, f.keys[n])
		return uint32(len(kept) - 1)
	}
	for n := range made {
		if stays[n] || f.keys[n].a == flow.OtherHost {
			to[n] = into(n)
		}
	}
	for n := range made {
		if !stays[n] && f.keys[n].a != flow.OtherHost {
			key := f.keys[n]
			key.a = flow.OtherHost
			other, made := f.findOrMake(key)
			if made {
				to = append(to, into(int(other)))
			}
			to[n] = to[other]
		}
	}
	f.keys = kept
	for i, p := range f.places {
		if n := p.row() - len(f.whole); n >= 0 {
			f.places[i] = placed(len(f.whole)+int(to[n]), flow.Turn{})
		}
	}
}

func (b *builder) countFolded(layer flow.Layer, v *flow.Volume) {
	f := &b.report.Folded
	packets, bytes := v.AllPackets(), v.AllBytes()
	if layer&flow.Outer != 0 {
		f.PacketsOuter += packets
		f.BytesOuter += bytes
	}
	if layer&flow.Inner != 0 {
		f.PacketsInner += packets
		f.BytesInner += bytes
	}
}
