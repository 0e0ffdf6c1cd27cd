package flow

// chunkBits sets how many records a chunk holds: so many that a chunk of any
// record here fills the pages of 8 KiB that Go's allocator gives it.
const chunkBits = 11

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

// trim gives back the chunks that resizing left without a record.
func (s *store[T]) trim() {
	n := (int(s.len) + chunkSize - 1) / chunkSize
	clear(s.chunks[n:])
	s.chunks = s.chunks[:n]
}

// append appends another list's records, and takes their memory.
func (s *store[T]) append(more *store[T]) {
	s.trim()
	if used := s.len & (chunkSize - 1); used > 0 {
		for _, chunk := range more.chunks {
			last := s.chunks[len(s.chunks)-1]
			n := copy(last[used:], chunk[:])
			copy(chunk[:], chunk[n:])
			s.chunks = append(s.chunks, chunk)
		}
	} else {
		s.chunks = append(s.chunks, more.chunks...)
	}
	s.len += more.len
	s.trim()
}
