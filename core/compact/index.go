// Package compact has what the core keeps much in: a hash index, a set of texts
// and a list in chunks. They leave the garbage collector next to nothing to
// follow, and no capture can know the hashes.
package compact

import (
	"encoding/binary"
	"hash/maphash"
	"math/rand/v2"
)

// Index finds records by hash: open addressing, at most three quarters full. A
// slot holds a record's number plus one in its lower half and, as its tag, the
// upper half of its hash, which also says where to look for it: a record is
// looked at only when it is almost surely the one, and growing looks at none.
// Its zero value is ready for use.
type Index struct {
	slots []uint64
	used  int
}

const tagMask = ^uint64(1<<32 - 1)

// Len is how many records there are.
func (x *Index) Len() int { return x.used }

// NewIndex is an Index in which slots can be looked at from the start. It has
// room for so many records before it grows.
func NewIndex(records int) Index {
	slots := firstSlots
	for slots*3 < records*4 {
		slots *= 2
	}
	return Index{slots: make([]uint64, slots)}
}

// firstSlots is how many slots an Index begins with.
const firstSlots = 256

// Find probes for hash. It returns the record for which same is true, or the
// empty slot at which Insert puts a new one. It changes nothing.
func (x *Index) Find(hash uint64, same func(record uint32) bool) (record uint32, slot int, ok bool) {
	if len(x.slots) == 0 {
		return 0, -1, false
	}
	for slot = x.Home(hash); ; slot = x.Next(slot) {
		record, tagged, empty := x.See(slot, hash)
		if empty {
			return 0, slot, false
		}
		if tagged && same(record) {
			return record, slot, true
		}
	}
}

// Home is the slot at which a hash's record is, or behind which, from Next to
// Next, and before an empty one. Who looks for records so, and not by Find,
// can ask for many slots before any is needed.
func (x *Index) Home(hash uint64) int { return int(hash >> 32 & uint64(len(x.slots)-1)) }

// Next is the slot after one.
func (x *Index) Next(slot int) int { return (slot + 1) & (len(x.slots) - 1) }

// See looks at a slot: which record is there, and whether it is tagged with
// hash, or whether there is none.
func (x *Index) See(slot int, hash uint64) (record uint32, tagged, empty bool) {
	v := x.slots[slot]
	return uint32(v) - 1, (v^hash)&tagMask == 0, v == 0
}

// Touch asks for the memory in which a hash's record is looked for.
func (x *Index) Touch(hash uint64) uint64 { return x.slots[x.Home(hash)] }

// Replace puts another record of the same hash in the place of one.
func (x *Index) Replace(slot int, record uint32) {
	x.slots[slot] = x.slots[slot]&tagMask | uint64(record+1)
}

// Insert puts a record at an empty slot that Find returned.
func (x *Index) Insert(hash uint64, slot int, record uint32) {
	if slot < 0 {
		x.slots = make([]uint64, firstSlots)
		slot = x.Home(hash)
	}
	x.slots[slot] = hash&tagMask | uint64(record+1)
	x.used++
	if x.used*4 > len(x.slots)*3 {
		x.grow()
	}
}

// grow doubles the slots; the tags alone say where records go.
func (x *Index) grow() {
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

// Secrets of the hashes, drawn anew for each run.
var (
	keys      = [5]uint64{rand.Uint64(), rand.Uint64(), rand.Uint64(), rand.Uint64(), rand.Uint64()}
	bytesSeed = maphash.MakeSeed()
)

// HashBytes hashes bytes.
func HashBytes(b []byte) uint64 { return maphash.Bytes(bytesSeed, b) }

// Hash hashes two words; its upper half is what it is for. Who doesn't know the
// keys finds no two pairs for which the upper half of the sum is the same but by
// chance, 1 in 2^32 (multilinear-HM: Lemire and Kaser, "Strongly universal
// string hashing is fast"). The last multiplication has words that count up lie
// apart. WebAssembly has no wider ones than these.
func Hash(a, b uint64) uint64 {
	const low = 1<<32 - 1
	h := keys[0] + (a&low+keys[1])*(a>>32+keys[2]) + (b&low+keys[3])*(b>>32+keys[4])
	return (h ^ h>>32) * 0xd6e8feb86659fd93
}

// Hash128 hashes an address or another 16 bytes.
func Hash128(b *[16]byte) uint64 {
	return Hash(binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:]))
}
