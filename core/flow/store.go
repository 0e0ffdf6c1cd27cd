package flow

import "math/bits"

// chunkBits sets how many records a chunk holds.
const chunkBits = 10

const chunkSize = 1 << chunkBits

// store is a list that grows by chunks: a record never moves, and growth never
// holds the old and the new list at once.
type store[T any] struct {
	chunks [][]T
	len    uint32
}

func (s *store[T]) at(i uint32) *T { return &s.chunks[i>>chunkBits][i&(chunkSize-1)] }

// add appends a zero record and returns its number.
func (s *store[T]) add() uint32 {
	if s.len&(chunkSize-1) == 0 && int(s.len>>chunkBits) == len(s.chunks) {
		s.chunks = append(s.chunks, make([]T, chunkSize))
	}
	s.len++
	return s.len - 1
}

// index finds records by hash: open addressing, at most three quarters full. A
// slot holds a record's number plus one in its lower half and, as its tag, the
// upper half of its hash, which also says where to look for it: a record is
// looked at only when it is almost surely the one, and growing looks at none.
type index struct {
	slots []uint64
	used  int
}

const tagMask = ^uint64(1<<32 - 1)

// find probes for hash. It returns the record for which same is true, or the
// empty slot at which insert puts a new one.
func (x *index) find(hash uint64, same func(record uint32) bool) (record uint32, slot int, ok bool) {
	if len(x.slots) == 0 {
		x.slots = make([]uint64, 256)
	}
	mask := uint64(len(x.slots) - 1)
	for i := hash >> 32 & mask; ; i = (i + 1) & mask {
		v := x.slots[i]
		if v == 0 {
			return 0, int(i), false
		}
		if (v^hash)&tagMask == 0 && same(uint32(v)-1) {
			return uint32(v) - 1, int(i), true
		}
	}
}

// insert puts a record at an empty slot that find returned.
func (x *index) insert(hash uint64, slot int, record uint32) {
	x.slots[slot] = hash&tagMask | uint64(record+1)
	x.used++
	if x.used*4 > len(x.slots)*3 {
		x.grow()
	}
}

// replace puts another record in the place of the one that find returned.
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
