package report

import (
	"cmp"
	"fmt"
	"slices"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

const (
	// fewCopies is how many copies of frames make a finding where they are
	// someCopies of all, manyCopies when totals mislead.
	fewCopies  = 20
	someCopies = 0.01
	manyCopies = 0.1
)

// findDuplicates tells of frames that the capture holds more than once.
func findDuplicates(s *survey) []finding {
	var lines []uint32
	var sum uint64
	for n, copies := range s.copies {
		if copies > 0 {
			lines = append(lines, uint32(n))
			sum += copies
		}
	}
	if sum < fewCopies || float64(sum) < someCopies*float64(s.frames) {
		return nil
	}
	slices.SortFunc(lines, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(s.copies[y], s.copies[x]), cmp.Compare(s.lines.At(x).hosts(), s.lines.At(y).hosts()))
	})
	var pairs [][2]flow.Host
	for _, n := range lines {
		pairs = append(pairs, [2]flow.Host{s.lines.At(n).a, s.lines.At(n).b})
	}
	severity := Info
	if float64(sum) >= manyCopies*float64(s.frames) {
		severity = Warning
	}
	return []finding{{
		severity: severity, weight: sum, pairs: pairs,
		text: fmt.Sprintf("The capture holds frames twice: %s of %s (%s) are copies of one that it saw elsewhere on its way, most of them of %s",
			exact(sum), exact(s.frames), Percent(sum, s.frames), s.between(pairs[0][0], pairs[0][1])),
		lookedAt: "IP packets that equal one of the last 50 ms but for their link layer and hop limit",
	}}
}

// What makes a storm: so many frames in a second to groups. Streams to groups
// are large packets; what storms is small.
const (
	stormBroadcast = 200
	stormMulticast = 1000
	stormLargest   = 400 // bytes a packet on average
	second         = int64(1e9)
)

// findStorms tells of broadcast and multicast that floods a network.
func findStorms(s *survey) (out []finding) {
	for _, x := range []struct {
		what  string
		limit uint64
		is    func(a packet.Addr) bool
	}{
		{"broadcast", stormBroadcast, packet.Addr.IsBroadcast},
		{"multicast", stormMulticast, func(a packet.Addr) bool { return a.IsMulticast() && !a.IsBroadcast() }},
	} {
		peak, at, senders := s.busiest(x.is)
		if peak < x.limit {
			continue
		}
		out = append(out, finding{
			severity: Warning, weight: peak, hosts: senders,
			text: fmt.Sprintf("A %s storm: %s to all in one second, %s after the beginning, most of them from %s",
				x.what, amount(peak, "packet"), HumanTime(s.b.since(at)), s.name(senders[0])),
			lookedAt: fmt.Sprintf("the %s packets of each second; those of streams, %d bytes and more on average, apart", x.what, stormLargest),
		})
	}
	return out
}

// busiest finds the second with the most packets to groups of a kind; the
// senders, busiest first, are those of the whole capture.
func (s *survey) busiest(is func(packet.Addr) bool) (peak uint64, at int64, senders []flow.Host) {
	first, last, _ := s.t.Span()
	if last-first < second {
		return 0, 0, nil
	}
	shift := s.t.BucketShift()
	buckets := make([]uint64, last>>shift-first>>shift+1)
	sent := map[flow.Host]uint64{}
	for _, i := range s.groups {
		sv := s.t.Service(int(i))
		v := s.t.Volume(int(i))
		packets := v.AllPackets()
		if !is(s.t.Addr(sv.A)) && !is(s.t.Addr(sv.B)) || packets == 0 || v.AllBytes()/packets >= stormLargest {
			continue
		}
		for dir, to := range [2]flow.Host{sv.B, sv.A} {
			if !is(s.t.Addr(to)) || v.Packets[dir] == 0 {
				continue
			}
			from := [2]flow.Host{sv.A, sv.B}[dir]
			if sent[from] == 0 {
				senders = append(senders, from)
			}
			sent[from] += v.Packets[dir]
			for b := range s.t.Buckets(int(i), flow.Every) {
				buckets[b.Start>>shift-first>>shift] += b.Packets[dir]
			}
		}
	}
	slices.SortStableFunc(senders, func(x, y flow.Host) int { return cmp.Compare(sent[y], sent[x]) })
	wide := max(1, int(second>>shift)) // buckets of a second
	per := max(1, uint64(int64(1)<<shift/second))
	sum := uint64(0)
	for i, n := range buckets {
		sum += n
		if i >= wide {
			sum -= buckets[i-wide]
		}
		if sum/per > peak {
			peak = sum / per
			at = (first>>shift + int64(max(0, i-wide+1))) << shift
		}
	}
	return peak, max(at, first), senders
}

// manyDrops is which share of the frames has to be missing to matter.
const manyDrops = 0.001

// findDrops tells of frames that the capturing machine couldn't keep.
func findDrops(s *survey) []finding {
	var dropped, kept uint64
	for _, c := range s.b.report.Captures {
		for _, x := range c.Interfaces {
			if n := uint64(max(x.Dropped, 0)) + uint64(max(x.OSDropped, 0)); n > 0 {
				dropped += n
				kept += x.Packets
			}
		}
	}
	if dropped == 0 {
		return nil
	}
	severity := Warning
	if float64(dropped) < manyDrops*float64(dropped+kept) {
		severity = Info
	}
	return []finding{{
		severity: severity, weight: dropped,
		text: fmt.Sprintf("The capturing machine says that it dropped %s, and the capture holds %s: rates are higher than shown, and losses may be the capture's own",
			amount(dropped, "frame"), exact(kept)),
		lookedAt: "the interfaces' own statistics",
	}}
}

// clockJump is how far a clock has to go back to have been set: frames of several
// queues stand out of order by less.
const clockJump = 1e9 // ns

func findClockJumps(s *survey) []finding {
	c := s.b.src.Clock
	if c.Furthest < clockJump {
		return nil
	}
	return []finding{{
		severity: Warning, weight: c.Back,
		text: fmt.Sprintf("Time went backwards in the capture, by up to %s: the clock was set, or the file isn't in order; times and rates may be wrong",
			HumanTime(c.Furthest)),
		lookedAt: fmt.Sprintf("the frames' time stamps; %s earlier than the frame before", exact(c.Back)),
	}}
}

// fewSnapped is how many frames have to be cut for it to be told, snappedShare
// which share of all.
const (
	fewSnapped   = 10
	snappedShare = 0.01
)

func findSnapped(s *survey) []finding {
	n := s.b.counter("snaplen cut")
	if n < fewSnapped || float64(n) < snappedShare*float64(s.frames) {
		return nil
	}
	return []finding{{
		severity: Info, weight: n,
		text: fmt.Sprintf("%s of the frames (%s) were captured in part: sizes are right, but applications and names may be missing",
			Percent(n, s.b.report.Totals.Packets), exact(n)),
		lookedAt: "each frame's captured length and its length on the wire",
	}}
}

// counter is one of the quality's.
func (b *builder) counter(name string) uint64 {
	for _, c := range b.src.Quality {
		if c.Name == name {
			return c.Count
		}
	}
	return 0
}

func findCutFiles(s *survey) (out []finding) {
	for _, c := range s.b.report.Captures {
		if c.Problem != "" {
			out = append(out, finding{
				severity: Warning, weight: c.Packets,
				text:     fmt.Sprintf("%s could not be read to its end: %s", said(c.Name), c.Problem),
				lookedAt: "the capture's container",
			})
		}
	}
	return out
}
