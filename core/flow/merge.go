package flow

import (
	"sort"
	"sync"

	"heatsink/core/compact"
)

// merging makes new cells of old ones and of what sorted keys stand for.
type merging struct {
	from, to uint32 // the old cells
	lists    [2]refs
	cells    compact.List[cell]
	firsts   uint32 // how many of cells are the first of a service and kind that had none

	begin   uint32 // where from was
	touched uint64 // keeps the compiler from leaving out what only warms caches
}

// refs is a sorted list of keys and references.
type refs struct {
	keys []uint64
	near int // of how many, from the first on, the memory has been asked for
}

const none = 1<<64 - 1 // is past every key

// next is the first key; none if there is none.
func (r *refs) next() uint64 {
	if len(r.keys) == 0 {
		return none
	}
	return r.keys[0] >> refBits
}

// halves shares out the merging of two sorted lists of keys: those of the services
// that have half of the keys, and of the others.
func (x *timeline) halves(services int, a, b []uint64) (low, high merging) {
	below := func(keys []uint64, service int) int {
		return sort.Search(len(keys), func(i int) bool { return keys[i]>>refBits>>keyShift >= uint64(service) })
	}
	middle := sort.Search(services, func(n int) bool { return 2*(below(a, n)+below(b, n)) >= len(a)+len(b) })
	cells := uint32(sort.Search(int(x.cells.Len), func(i int) bool { return int(x.cells.At(uint32(i)).service()) >= middle }))
	low, high = merging{to: cells}, merging{from: cells, to: x.cells.Len}
	for i, keys := range [2][]uint64{a, b} {
		n := below(keys, middle)
		low.lists[i].keys, high.lists[i].keys = keys[:n], keys[n:]
	}
	return low, high
}

// merge does a merging, whose old cells are lost by it. Several of other cells
// can go on at the same time.
func (t *Table) merge(m *merging) {
	x := &t.timeline
	m.begin = m.from
	for {
		key := min(m.lists[0].next(), m.lists[1].next())
		old := m.copyBelow(x, key)
		if key == none {
			return
		}
		var sum Volume
		more := uint64(0)
		for i := range m.lists {
			if r := &m.lists[i]; r.next() == key {
				t.sum(m, r, &sum)
			}
		}
		if old == key {
			same := x.cells.At(m.from)
			before := same.volume()
			sum.Add(&before, Turn{0, 1})
			more = same.rest & hasMore
			m.read(x, m.from+1)
		} else if m.isFirst(key, old) {
			m.firsts++
		}
		m.push(x, x.cell(key, &sum, more))
	}
}

// isFirst says whether a key that is new, which old comes behind, is the first
// of its service and kind.
func (m *merging) isFirst(key, old uint64) bool {
	n := m.cells.Len
	return old>>kindShift != key>>kindShift && (n == 0 || m.cells.At(n-1).key()>>kindShift != key>>kindShift)
}

// copyBelow copies the old cells whose keys are below one, and returns the key
// of the next; none if there is none.
func (m *merging) copyBelow(x *timeline, key uint64) uint64 {
	for m.from < m.to {
		at := m.from & (compact.ChunkSize - 1)
		old := x.cells.Chunks[m.from>>compact.ChunkBits][at:min(compact.ChunkSize, at+m.to-m.from)]
		room := m.room(x)
		n := 0
		for n < len(old) && n < len(room) && old[n].key() < key {
			room[n] = old[n]
			n++
		}
		m.cells.Len += uint32(n)
		m.read(x, m.from+uint32(n))
		if n < len(old) && n < len(room) {
			return old[n].key()
		}
	}
	return none
}

// read has old cells be read up to one. A chunk that is read has room for new
// ones, unless another merging began with it.
func (m *merging) read(x *timeline, to uint32) {
	m.from = to
	if n := to >> compact.ChunkBits; to&(compact.ChunkSize-1) == 0 && to >= m.begin+compact.ChunkSize && x.cells.Chunks[n-1] != nil {
		x.free.give(x.cells.Chunks[n-1])
		x.cells.Chunks[n-1] = nil
	}
}

// push adds a cell to the new ones.
func (m *merging) push(x *timeline, c cell) {
	m.room(x)[0] = c
	m.cells.Len++
}

// room is where the next new cells go; one of them has some at the least.
func (m *merging) room(x *timeline) []cell {
	n := m.cells.Len
	if n>>compact.ChunkBits == uint32(len(m.cells.Chunks)) {
		m.cells.Chunks = append(m.cells.Chunks, x.free.take())
	}
	return m.cells.Chunks[n>>compact.ChunkBits][n&(compact.ChunkSize-1):]
}

// cellChunks are chunks of cells that are in no list, for whoever needs some.
type cellChunks struct {
	sync.Mutex
	list []*cellChunk
}

type cellChunk = [compact.ChunkSize]cell

func (s *cellChunks) give(c *cellChunk) {
	s.Lock()
	s.list = append(s.list, c)
	s.Unlock()
}

func (s *cellChunks) take() *cellChunk {
	s.Lock()
	defer s.Unlock()
	last := len(s.list) - 1
	if last < 0 {
		return new(cellChunk)
	}
	c := s.list[last]
	s.list = s.list[:last]
	return c
}

// sum adds up what the keys at a list's front stand for that are the same.
func (t *Table) sum(m *merging, r *refs, sum *Volume) {
	for key := r.next(); r.next() == key; r.keys = r.keys[1:] {
		if r.near == 0 {
			r.near = min(BlockSize, len(r.keys))
			t.approachRefs(m, r.keys[:r.near])
		}
		r.near--
		if ref := uint32(r.keys[0] & refMask); ref < firstFlow {
			s := t.timeline.shares.At(ref)
			sum.addTurned(s.state.turn(), s.packets, s.bytes)
		} else {
			f := t.accounts.At(ref - firstFlow)
			sum.addTurned(f.state.turn(), f.pendingPackets, f.pendingBytes)
		}
	}
}

// approachRefs asks for the memory that is referred to, at once.
func (t *Table) approachRefs(m *merging, keys []uint64) {
	touched := m.touched
	for _, key := range keys {
		if ref := uint32(key & refMask); ref < firstFlow {
			touched += uint64(t.timeline.shares.At(ref).flow)
		} else {
			f := t.accounts.At(ref - firstFlow)
			touched += uint64(f.pendingBytes[0]) + uint64(f.state)
		}
	}
	m.touched = touched
}

// addTurned adds what a flow's client sent, and was sent.
func (v *Volume) addTurned(turn Turn, packets [2]uint16, bytes [2]uint32) {
	there, back := turn[0]&1, turn[1]&1
	v.Packets[there] += uint64(packets[0])
	v.Bytes[there] += uint64(bytes[0])
	v.Packets[back] += uint64(packets[1])
	v.Bytes[back] += uint64(bytes[1])
}
