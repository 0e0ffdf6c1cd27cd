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
