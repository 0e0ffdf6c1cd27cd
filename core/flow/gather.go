package flow

// share writes down what a flow adds to a time bucket.
func (t *Table) share(s *share) {
	x := &t.timeline
	if len(x.shares) >= x.due {
		t.gather()
	}
	x.shares = append(x.shares, *s)
}

// gather puts the shares whose services are known in their places. Those of
// flows whose application isn't known yet go on waiting.
func (t *Table) gather() {
	x := &t.timeline
	x.widen()
	t.place()
	if len(x.shares) > maxUnsettled {
		for i := range len(x.shares) / 2 {
			t.settleByPort(x.shares[i].flow)
		}
		t.place()
	}
	for x.extra() > maxExtraBuckets {
		x.shift++
		x.widen()
	}
	x.due = len(x.shares) + min(max(minShares, int(x.cells.len)/2), maxShares)
}

// shareBits is how many bits a share's number has.
const shareBits = 19

// The list of shares must not outgrow their numbers: else this doesn't compile.
const _ = uint(1<<shareBits - maxUnsettled - maxShares)

// place merges the shares whose services are known into the cells.
func (t *Table) place() {
	x := &t.timeline
	x.keys = x.keys[:0]
	for i := range x.shares {
		s := &x.shares[i]
		service, turn := s.flow, Turn{0, 1}
		if !s.ofService {
			f := t.accounts.at(s.flow)
			if f.state&settled == 0 {
				continue
			}
			service, turn = f.Service, f.state.turn()
		}
		s.turn(turn)
		s.placed = true
		x.keys = append(x.keys, x.key(service, s.kind, s.time)<<shareBits|uint64(i))
	}
	x.sortKeys()
	x.merge()
	waiting := x.shares[:0]
	for i := range x.shares {
		if s := &x.shares[i]; !s.placed {
			waiting = append(waiting, *s)
		}
	}
	x.shares = waiting
}

// turn brings what the client sent to where its service has it.
func (s *share) turn(turn Turn) {
	switch turn {
	case Turn{1, 0}:
		s.packets[0], s.packets[1] = s.packets[1], s.packets[0]
		s.bytes[0], s.bytes[1] = s.bytes[1], s.bytes[0]
	case Turn{0, 0}:
		// Two shares' worth may be too much for one direction's 32 bits.
		s.looped = true
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
	for k := len(x.keys) - 1; k >= 0; to-- {
		key := x.keys[k] >> shareBits
		for ; old >= 0 && x.cells.at(uint32(old)).key > key; old-- {
			*x.cells.at(uint32(to)) = *x.cells.at(uint32(old))
			to--
		}
		c := x.cells.at(uint32(to))
		if old >= 0 && x.cells.at(uint32(old)).key == key {
			*c = *x.cells.at(uint32(old))
			old--
		} else {
			*c = cell{key: key}
		}
		for ; k >= 0 && x.keys[k]>>shareBits == key; k-- {
			c.add(&x.shares[x.keys[k]&(1<<shareBits-1)])
		}
	}
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
		for i < x.cells.len && x.cells.at(i).key < key {
			i++
		}
		if i == x.cells.len || x.cells.at(i).key != key {
			n++
		}
	}
	return n
}

func (c *cell) add(s *share) {
	if s.looped {
		c.packets[0] += uint64(s.packets[0]) + uint64(s.packets[1])
		c.bytes[0] += uint64(s.bytes[0]) + uint64(s.bytes[1])
		return
	}
	for dir := range 2 {
		c.packets[dir] += uint64(s.packets[dir])
		c.bytes[dir] += uint64(s.bytes[dir])
	}
}
