package flow

const (
	// MaxBuckets is how many time buckets a capture spans at most. They widen,
	// doubling, as it grows.
	MaxBuckets = 512
	// minShift makes buckets of 2^20 ns, about a millisecond, at the least.
	minShift = 20
	// maxExtraBuckets is how many buckets services may have beyond one each;
	// past it, all widen. 2^19 buckets of 48 bytes are 24 MiB.
	maxExtraBuckets = 1 << 19
)

// series keeps the time buckets of all services. Bucket starts are aligned to
// the epoch and their widths are powers of two, so that the buckets of two
// parts of a capture are the buckets of the whole, in whichever order they
// came, and widening is a shift.
type series struct {
	shift       uint
	first, last int64 // the earliest and latest time added
	any         bool
	buckets     store[Bucket] // number 0 is never used
	free        uint32        // list of buckets that widening gave back
	extra       int           // buckets beyond each service's first
}

// see makes the buckets wide enough for the capture to reach to time.
func (s *series) see(time int64) (widened bool) {
	if !s.any {
		s.any, s.first, s.last, s.shift = true, time, time, minShift
		s.buckets.add()
		return false
	}
	if time >= s.first && time <= s.last {
		return false
	}
	s.first, s.last = min(s.first, time), max(s.last, time)
	old := s.shift
	for s.last>>s.shift-s.first>>s.shift >= MaxBuckets {
		s.shift++
	}
	return s.shift != old
}

// bucket is the bucket of a list that holds time.
func (s *series) bucket(l *list, time int64) *Bucket {
	at := time >> s.shift
	b := l.tail
	if b == 0 || s.buckets.at(b).Start>>s.shift != at {
		b = s.place(l, at, time)
	}
	return s.buckets.at(b)
}

// place finds or makes the bucket that is not the last one.
func (s *series) place(l *list, at, time int64) uint32 {
	var before uint32
	if l.tail != 0 && s.buckets.at(l.tail).Start>>s.shift < at {
		before = l.tail
	} else {
		for b := l.head; b != 0; b = s.buckets.at(b).next {
			start := s.buckets.at(b).Start >> s.shift
			if start == at {
				return b
			}
			if start > at {
				break
			}
			before = b
		}
	}
	if l.head != 0 {
		s.extra++
	}
	made := s.take()
	bucket := s.buckets.at(made)
	bucket.Start = time
	if before == 0 {
		bucket.next, l.head = l.head, made
	} else {
		prior := s.buckets.at(before)
		bucket.next, prior.next = prior.next, made
	}
	if bucket.next == 0 {
		l.tail = made
	}
	return made
}

// take returns an empty bucket.
func (s *series) take() uint32 {
	if s.free == 0 {
		return s.buckets.add()
	}
	b := s.free
	bucket := s.buckets.at(b)
	s.free = bucket.next
	*bucket = Bucket{}
	return b
}

// widen merges a list's buckets that the present width makes one.
func (s *series) widen(l *list) {
	for b := l.head; b != 0; {
		bucket := s.buckets.at(b)
		next := bucket.next
		if next == 0 {
			l.tail = b
			return
		}
		after := s.buckets.at(next)
		if after.Start>>s.shift != bucket.Start>>s.shift {
			b = next
			continue
		}
		for dir := range 2 {
			bucket.Packets[dir] += after.Packets[dir]
			bucket.Bytes[dir] += after.Bytes[dir]
		}
		bucket.next = after.next
		after.next, s.free = s.free, next
		s.extra--
	}
}
