package core

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// firstBlocks is where a capture's third frame ends, if its first blocks are
// what they are in most files: the length of any other.
func firstBlocks(data []byte) int {
	if len(data) < 32 {
		return len(data)
	}
	order := binary.ByteOrder(binary.LittleEndian)
	at, frames := 24, 0
	if pcapng := binary.LittleEndian.Uint32(data) == 0x0a0d0d0a; pcapng {
		if data[8] == 0x1a {
			order = binary.BigEndian
		}
		for at = 0; frames < 3 && at+12 <= len(data); at += max(12, int(order.Uint32(data[at+4:]))) {
			if order.Uint32(data[at:]) == 6 {
				frames++
			}
		}
		return at
	}
	if data[0] == 0xa1 {
		order = binary.BigEndian
	}
	for ; frames < 3 && at+16 <= len(data); frames++ {
		at += 16 + int(order.Uint32(data[at+8:]))
	}
	return at
}

// lengthFields is where a capture's lengths stand: those of records and blocks,
// by the file's own word, and those of IP and UDP behind an Ethernet header.
func lengthFields(data []byte) (at []int) {
	if len(data) < 32 {
		return nil
	}
	order := binary.ByteOrder(binary.LittleEndian)
	const most = 4000
	frame := func(from int) { at = append(at, from+16, from+38) }
	if binary.LittleEndian.Uint32(data) == 0x0a0d0d0a {
		if data[8] == 0x1a {
			order = binary.BigEndian
		}
		for from := 0; from+12 <= len(data) && len(at) < most; {
			size := int(order.Uint32(data[from+4:]))
			if size < 12 || size > len(data)-from {
				break
			}
			at = append(at, from+4, from+size-4)
			if order.Uint32(data[from:]) == 6 && size >= 32 {
				at = append(at, from+20, from+24)
				frame(from + 28)
			} else if size >= 24 {
				at = append(at, from+16, from+20) // options, mostly
			}
			from += size
		}
		return at
	}
	if magic := data[0]; magic == 0xa1 {
		order = binary.BigEndian
	}
	for from := 24; from+16 <= len(data) && len(at) < most; {
		at = append(at, from+8, from+12)
		frame(from + 16)
		from += 16 + int(order.Uint32(data[from+8:]))
		if from < 0 {
			break
		}
	}
	return slices.DeleteFunc(at, func(i int) bool { return i+4 > len(data) })
}

func flip(r *rand.Rand, data []byte, n int) []byte {
	b := bytes.Clone(data)
	for range min(n, len(b)) {
		at := r.IntN(len(b))
		if r.IntN(2) == 0 {
			at = r.IntN(min(len(b), 400)) // where the headers stand
		}
		b[at] ^= 1 << r.IntN(8)
	}
	return b
}

// swap puts one length into another's place, or one that is wrong by much or
// by little.
func swap(r *rand.Rand, data []byte, lengths []int) []byte {
	b := bytes.Clone(data)
	for range 1 + r.IntN(3) {
		at := lengths[r.IntN(len(lengths))]
		if at+4 > len(b) {
			continue
		}
		field := b[at : at+4]
		if r.IntN(2) == 0 {
			field = b[at : at+2]
		}
		switch from := lengths[r.IntN(len(lengths))]; r.IntN(5) {
		case 0:
			clear(field)
		case 1:
			copy(field, "\xff\xff\xff\xff")
		case 2:
			field[0] += byte(1 + r.IntN(8))
		case 3:
			field[0] -= byte(1 + r.IntN(8))
		default:
			copy(field, data[from:])
		}
	}
	return b
}

// mend loses, doubles or moves a piece.
func mend(r *rand.Rand, data []byte) []byte {
	if len(data) == 0 {
		return nil
	}
	from := r.IntN(len(data))
	to := min(len(data), from+1+r.IntN(200))
	switch r.IntN(3) {
	case 0:
		return slices.Concat(data[:from], data[to:])
	case 1:
		return slices.Concat(data[:to], data[from:to], data[to:])
	}
	at := r.IntN(from + 1)
	return slices.Concat(data[:at], data[from:to], data[at:from], data[to:])
}

// compressed is the capture in each of the compressions that are read.
func compressed(t testing.TB, data []byte) map[string][]byte {
	var g, z, l bytes.Buffer
	gw, lw := gzip.NewWriter(&g), lz4.NewWriter(&l)
	zw, err := zstd.NewWriter(&z)
	must(t, err)
	for _, w := range []interface {
		Write([]byte) (int, error)
		Close() error
	}{gw, zw, lw} {
		_, err := w.Write(data)
		must(t, err)
		must(t, w.Close())
	}
	return map[string][]byte{"gzip": g.Bytes(), "zstd": z.Bytes(), "lz4": l.Bytes()}
}
