package compact

import "testing"

func TestListAppend(t *testing.T) {
	for _, sizes := range [][2]int{{0, 0}, {0, 5}, {5, 0}, {5, 7}, {ChunkSize, 3}, {ChunkSize - 1, ChunkSize + 2}, {3, 3*ChunkSize - 3}, {2*ChunkSize + 9, 2 * ChunkSize}} {
		var lists [2]List[uint32]
		n := uint32(0)
		for i, size := range sizes {
			for range size {
				*lists[i].At(lists[i].Add()) = n
				n++
			}
		}
		lists[0].Append(&lists[1])
		s := &lists[0]
		if s.Len != n || len(s.Chunks) != (int(n)+ChunkSize-1)/ChunkSize {
			t.Fatalf("%v: %d records in %d chunks", sizes, s.Len, len(s.Chunks))
		}
		for i := range n {
			if *s.At(i) != i {
				t.Fatalf("%v: record %d is %d", sizes, i, *s.At(i))
			}
		}
	}
}

func TestKeep(t *testing.T) {
	for _, size := range []int{0, 1, ChunkSize, 2*ChunkSize + 3} {
		var from List[uint64]
		for n := range size {
			*from.At(from.Add()) = 3 * uint64(n)
		}
		chunks := from.Chunks
		kept := Keep(&from, func(n uint32, record *uint64) uint32 {
			if *record != 3*uint64(n) {
				t.Fatalf("of %d, record %d is %d", size, n, *record)
			}
			for i := range n >> ChunkBits {
				if chunks[i] != nil {
					t.Fatalf("of %d, chunk %d is still there at record %d", size, i, n)
				}
			}
			return 2 * n
		})
		if from.Len != 0 || len(from.Chunks) != 0 || int(kept.Len) != size {
			t.Errorf("of %d, %d are left and %d kept", size, from.Len, kept.Len)
		}
		for n, record := range kept.All {
			if *record != 2*n {
				t.Fatalf("of %d, what is kept of %d is %d", size, n, *record)
			}
		}
	}
}

func TestResizeAddsZeros(t *testing.T) {
	var s List[uint32]
	for _, size := range []int{3, ChunkSize + 5} {
		before := s.Len
		s.Resize(size)
		for n := before; n < s.Len; n++ {
			if *s.At(n) != 0 {
				t.Fatalf("record %d is %d", n, *s.At(n))
			}
		}
	}
}
