package compact

// ChunkBits is the binary logarithm of ChunkSize, which is so many that a chunk
// of any record fills the pages of 8 KiB that Go's allocator gives it.
const ChunkBits = 11

// ChunkSize is how many records a chunk holds.
const ChunkSize = 1 << ChunkBits

// List is a list that grows by chunks: a record never moves, and growth never
// holds the old and the new list at once. Its zero value is an empty list.
type List[T any] struct {
	Chunks []*[ChunkSize]T
	Len    uint32 // how many records there are
}

// NewList is a List whose list of chunks has room for limit records from the
// start, so that one goroutine can add records while another reads those that
// it was told of.
func NewList[T any](limit int) List[T] {
	return List[T]{Chunks: make([]*[ChunkSize]T, limit/ChunkSize+1)}
}

// At is a record by its number, from 0 on.
func (s *List[T]) At(i uint32) *T { return &s.Chunks[i>>ChunkBits][i&(ChunkSize-1)] }

// Add appends a zero record and returns its number.
func (s *List[T]) Add() uint32 {
	if n := int(s.Len >> ChunkBits); s.Len&(ChunkSize-1) == 0 {
		if n == len(s.Chunks) {
			s.Chunks = append(s.Chunks, nil)
		}
		s.Chunks[n] = new([ChunkSize]T)
	}
	s.Len++
	return s.Len - 1
}

// All visits the records in their order.
func (s *List[T]) All(yield func(n uint32, record *T) bool) {
	for n := range s.Len {
		if !yield(n, s.At(n)) {
			return
		}
	}
}

// Resize makes the list shorter or longer: by zero records where it never was as
// long, else by those that were there.
func (s *List[T]) Resize(n int) {
	for len(s.Chunks)*ChunkSize < n {
		s.Chunks = append(s.Chunks, new([ChunkSize]T))
	}
	s.Len = uint32(n)
}

// Trim gives back the chunks that resizing left without a record.
func (s *List[T]) Trim() {
	n := (int(s.Len) + ChunkSize - 1) / ChunkSize
	clear(s.Chunks[n:])
	s.Chunks = s.Chunks[:n]
}

// Leave gives back the chunk before record n, if n is the first of its own: who
// leaves all records in turn needs none of those before.
func (s *List[T]) Leave(n uint32) {
	if n&(ChunkSize-1) == 0 && n > 0 {
		s.Chunks[n>>ChunkBits-1] = nil
	}
}

// Keep is a list of what is kept of another list's records, which is then empty:
// its chunks go as they are read.
func Keep[T, K any](from *List[T], keep func(n uint32, record *T) K) (kept List[K]) {
	for n, record := range from.All {
		from.Leave(n)
		*kept.At(kept.Add()) = keep(n, record)
	}
	*from = List[T]{}
	return kept
}

// Append appends another list's records, and takes their memory.
func (s *List[T]) Append(more *List[T]) {
	s.Trim()
	if used := s.Len & (ChunkSize - 1); used > 0 {
		for _, chunk := range more.Chunks {
			last := s.Chunks[len(s.Chunks)-1]
			n := copy(last[used:], chunk[:])
			copy(chunk[:], chunk[n:])
			s.Chunks = append(s.Chunks, chunk)
		}
	} else {
		s.Chunks = append(s.Chunks, more.Chunks...)
	}
	s.Len += more.Len
	s.Trim()
}
