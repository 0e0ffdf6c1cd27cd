package flow

import "math/bits"

// chunkBits sets how many records a chunk holds.
const chunkBits = 10

const chunkSize = 1 << chunkBits

// store is a list that grows by chunks: a record never moves, and growth never
// holds the old and the new list at once.
type store[T any] struct {
	chunks []*[chunkSize]T
	len    uint32
}

// newStore is a store whose list of chunks has room for limit records from the
// start, so that one goroutine can add records while another reads those that
// it was told of.
func newStore[T any](limit int) store[T] {
	return store[T]{chunks: make([]*[chunkSize]T, limit/chunkSize+1)}
}

func (s *store[T]) at(i uint32) *T { return &s.chunks[i>>chunkBits][i&(chunkSize-1)] }

// add appends a zero record and returns its number.
func (s *store[T]) add() uint32 {
	if n := int(s.len >> chunkBits); s.len&(chunkSize-1) == 0 {
		if n == len(s.chunks) {
			s.chunks = append(s.chunks, nil)
		}
		s.chunks[n] = new([chunkSize]T)
	}
	s.len++
	return s.len - 1
}

// resize makes the list longer by records that hold anything, or shorter.
func (s *store[T]) resize(n int) {
	for len(s.chunks)*chunkSize < n {
		s.chunks = append(s.chunks, new([chunkSize]T))
	}
	s.len = uint32(n)
}

// index finds records by hash: open addressing, at most three quarters full. A
// slot holds a record's number plus one in its lower half and, as its tag, the
// upper half of its hash, which also says where to look for it: a record is
// looked at only when it is almost surely the one, and growing looks at none.
//
// Who looks for a record goes from home to next until a slot is empty:
//
//	for i := x.home(hash); ; i = x.next(i) {
//		n, tagged, empty := x.see(i, hash)
//		…
//	}
type index struct {
	slots []uint64
	used  int
}

const tagMask = ^uint64(1<<32 - 1)

func newIndex() index { return index{slots: make([]uint64, 256)} }

// home is the slot at which a hash's record is, or as near behind it as can be.
func (x *index) home(hash uint64) int { return int(hash >> 32 & uint64(len(x.slots)-1)) }

func (x *index) next(slot int) int { return (slot + 1) & (len(x.slots) - 1) }

// see looks at a slot: at which record it has, and whether that is tagged with
// hash, or whether there is none.
func (x *index) see(slot int, hash uint64) (record uint32, tagged, empty bool) {
	v := x.slots[slot]
	return uint32(v) - 1, (v^hash)&tagMask == 0, v == 0
}

// insert puts a record at an empty slot at which a search for it ended.
func (x *index) insert(hash uint64, slot int, record uint32) {
	x.slots[slot] = hash&tagMask | uint64(record+1)
	x.used++
	if x.used*4 > len(x.slots)*3 {
		x.grow()
	}
}

// replace puts another record in the place of the one that stands there.
func (x *index) replace(slot int, record uint32) {
	x.slots[slot] = x.slots[slot]&tagMask | uint64(record+1)
}

// grow doubles the slots; the tags alone say where records go.
func (x *index) grow() {
	old := x.slots
	x.slots = make([]uint64, 2*len(old))
	mask := uint64(len(x.slots) - 1)
	for _, v := range old {
		if v == 0 {
			continue
		}
		i := v >> 32 & mask
		for x.slots[i] != 0 {
			i = (i + 1) & mask
		}
		x.slots[i] = v
	}
}

// mix hashes two words under a seed that no capture can know: a multiply and
// a fold of the 128-bit product, twice.
func mix(seed, a, b uint64) uint64 {
	hi, lo := bits.Mul64(a^seed, b^0x9e3779b97f4a7c15)
	hi, lo = bits.Mul64(hi^lo^seed, 0xd6e8feb86659fd93)
	return hi ^ lo
}
