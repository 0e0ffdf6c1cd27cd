package flow

// share writes down what a flow adds to the time bucket that time is in.
func (t *Table) share(s *share, time int64) {
	x := &t.timeline
	if int(x.shares.len) >= x.due {
		t.gather()
	}
	x.shares.resize(int(x.shares.len) + 1)
	s.at = x.at(time) // gathering may have widened the buckets
	*x.shares.at(x.shares.len - 1) = *s
}

// gather puts the shares whose services are known in their places. Those of
// flows whose application isn't known yet go on waiting.
func (t *Table) gather() {
	x := &t.timeline
	t.settleDue()
	t.place()
	if x.shares.len > maxUnsettled {
		for i := range x.shares.len / 2 {
			t.settleByPort(x.shares.at(i).flow)
		}
		t.place()
	}
	for x.extra() > maxExtraBuckets {
		t.widen(x.shift + 1)
	}
	x.due = int(x.shares.len) + min(max(minShares, int(x.cells.len)/2), maxShares)
}

// shareBits is how many bits a share's number has.
const shareBits = 19

// The list of shares must not outgrow their numbers: else this doesn't compile.
const _ = uint(1<<shareBits - maxUnsettled - maxShares)

// place merges the shares whose services are known into the cells.
func (t *Table) place() {
	x := &t.timeline
	if cap(x.keys) < int(x.shares.len) {
		x.keys, x.spare = make([]uint64, 0, x.shares.len), make([]uint64, x.shares.len)
	}
	x.keys = x.keys[:0]
	waiting := uint32(0)
	for i := range x.shares.len {
		s := x.shares.at(i)
		service := s.flow
		if s.state == 0 {
			f := t.accounts.at(s.flow)
			if f.state&settled == 0 {
				waiting++
				continue
			}
			service, s.state = f.Service, f.state
		}
		x.keys = append(x.keys, keyOf(service, s.kind, s.at)<<shareBits|uint64(i))
	}
	x.sortKeys()
	x.merge()
	x.drop(waiting)
}

// drop drops all shares but those that wait, of which there are so many.
func (x *timeline) drop(waiting uint32) {
	if waiting < x.shares.len {
		n := uint32(0)
		for i := uint32(0); n < waiting; i++ {
			if s := x.shares.at(i); s.state == 0 {
				*x.shares.at(n) = *s
				n++
			}
		}
		x.shares.resize(int(waiting))
	}
}

// sortKeys sorts keys by all but their shares' numbers, which rise as it is:
// by 12 bits at a time, the lowest first. Bits that all have in common, as most
// captures' highest are, take no pass.
func (x *timeline) sortKeys() {
	const digit, passes = 12, 4
	if cap(x.spare) < len(x.keys) {
		x.spare = make([]uint64, cap(x.keys))
	}
	var counts [passes][1 << digit]uint32
	for _, k := range x.keys {
		for pass := range passes {
			counts[pass][k>>(shareBits+digit*pass)&(1<<digit-1)]++
		}
	}
	from, to := x.keys, x.spare[:len(x.keys)]
	for pass := range passes {
		if n := len(from); n == 0 || int(counts[pass][from[0]>>(shareBits+digit*pass)&(1<<digit-1)]) == n {
			continue
		}
		at := uint32(0)
		for i := range counts[pass] {
			at, counts[pass][i] = at+counts[pass][i], at
		}
		for _, k := range from {
			place := &counts[pass][k>>(shareBits+digit*pass)&(1<<digit-1)]
			to[*place] = k
			*place++
		}
		from, to = to, from
	}
	x.keys, x.spare = from, to
}

// merge adds the shares that keys stand for to their cells, from the last to
// the first, so that those which are there move up into the new room behind.
func (x *timeline) merge() {
	old := int(x.cells.len) - 1
	x.cells.resize(old + 1 + x.missing())
	to := int(x.cells.len) - 1
	for k, near := len(x.keys)-1, len(x.keys); k >= 0; to-- {
		if k < near {
			near = x.approachShares(k)
		}
		key := x.keys[k] >> shareBits
		for ; old >= 0 && x.cells.at(uint32(old)).key() > key; old-- {
			*x.cells.at(uint32(to)) = *x.cells.at(uint32(old))
			to--
		}
		var sum Volume
		for ; k >= 0 && x.keys[k]>>shareBits == key; k-- {
			x.shares.at(uint32(x.keys[k] & (1<<shareBits - 1))).addTo(&sum)
		}
		more := uint64(0)
		if old >= 0 && x.cells.at(uint32(old)).key() == key {
			same := x.cells.at(uint32(old))
			before := same.volume()
			sum.Add(&before, Turn{0, 1})
			more = same.rest & hasMore
			old--
		}
		*x.cells.at(uint32(to)) = x.cell(key, &sum, more)
	}
}

// approachShares asks for the memory that the shares of key k and those before
// it are in, at once, and returns down to which.
func (x *timeline) approachShares(k int) (near int) {
	near = max(0, k-BlockSize)
	touched := x.touched
	for _, key := range x.keys[near : k+1] {
		touched += uint64(x.shares.at(uint32(key & (1<<shareBits - 1))).flow)
	}
	x.touched = touched
	return near
}

// missing counts the different keys that there is no cell for.
func (x *timeline) missing() (n int) {
	i, before := uint32(0), ^uint64(0)
	for _, k := range x.keys {
		key := k >> shareBits
		if key == before {
			continue
		}
		before = key
		for i < x.cells.len && x.cells.at(i).key() < key {
			i++
		}
		if i == x.cells.len || x.cells.at(i).key() != key {
			n++
		}
	}
	return n
}

// addTo adds a share to its service's, where what the client sent may go from
// B to A.
func (s *share) addTo(v *Volume) {
	turn := s.state.turn()
	there, back := turn[0]&1, turn[1]&1
	v.Packets[there] += uint64(s.packets[0])
	v.Bytes[there] += uint64(s.bytes[0])
	v.Packets[back] += uint64(s.packets[1])
	v.Bytes[back] += uint64(s.bytes[1])
}
