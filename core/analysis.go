package core

import (
	"errors"
	"runtime"
	"slices"
	"strings"

	"heatsink/core/capture"
	"heatsink/core/flow"
	"heatsink/core/name"
	"heatsink/core/packet"
	"heatsink/core/report"
)

// analysis is one run over all sources.
type analysis struct {
	sources []*source
	names   *name.Store
	table   *flow.Table
	stages  *stages // into the table
	decoder *packet.Decoder
	packet  packet.Packet
	oddities
}

// oddities are the frames with something to say about the capture's quality.
type oddities struct {
	anomalies [packet.NumAnomalies]uint64
	snapped   uint64 // captured shorter than they were on the wire
	clock     report.Clock
}

func newAnalysis(sources []*source, opt Options) *analysis {
	a := &analysis{
		sources: sources,
		names:   &name.Store{},
		decoder: packet.NewDecoder(),
	}
	a.table = newTable(a.names, opt)
	a.stages = newStages(a.table, a.names, opt.Grow)
	for _, s := range sources {
		s.share(a.stages.move)
	}
	return a
}

// newTable is a table that tells names what it hears.
func newTable(names *name.Store, opt Options) *flow.Table {
	if opt.PortsOnly {
		names = nil
	}
	return flow.New(flow.LimitsFor(opt.Flows), names)
}

// run reads all sources, the earliest frame first. A source takes part once
// the time has come to its first frame; until then it stays closed.
func (a *analysis) run() error {
	if err := a.readRecords(); err != nil {
		return err
	}
	defer func() {
		a.stages.finish()
		a.packet, a.decoder = packet.Packet{}, nil // alias the last frame
	}()
	active, waiting := []*source{}, a.sources
	for {
		s := earliest(active)
		for len(waiting) > 0 && (s == nil || waiting[0].first <= s.head.Time) {
			next := waiting[0]
			waiting = waiting[1:]
			if !a.stages.alone && len(active) < maxAhead {
				next.readAhead()
			}
			next.resume()
			if next.pending {
				active = append(active, next)
			} else {
				next.close()
			}
			s = earliest(active)
		}
		if s == nil {
			return nil
		}
		until := horizon(active, waiting, s)
		if err := a.drain(s, until); err != nil {
			return err
		}
		if !s.pending {
			s.close()
			active = slices.DeleteFunc(active, func(x *source) bool { return x == s })
		}
	}
}

// maxAhead is how many sources are read ahead at most: each takes three
// windows, and of so many others the system reads ahead itself.
const maxAhead = 4

// forever is past every frame.
const forever = 1<<63 - 1

// horizon is up to when s can be read before another source's turn comes.
func horizon(active, waiting []*source, s *source) int64 {
	until := int64(forever)
	for _, x := range active {
		if x != s {
			until = min(until, x.head.Time)
		}
	}
	if len(waiting) > 0 {
		until = min(until, waiting[0].first)
	}
	return until
}

// earliest is the source whose next frame is the first; the one given first
// wins a draw.
func earliest(active []*source) *source {
	var s *source
	for _, x := range active {
		if s == nil || x.head.Time < s.head.Time {
			s = x
		}
	}
	return s
}

// drain counts s's frames up to a time, one at the least.
func (a *analysis) drain(s *source, until int64) error {
	for {
		a.count(s)
		if err := s.reader.Next(&s.head); err != nil {
			return s.advanced(err)
		}
		if s.head.Time > until {
			return nil
		}
	}
}

// count counts the frame in s's head.
func (a *analysis) count(s *source) {
	r := &s.head
	if back := s.tally(); back > 0 {
		a.clock.Back++
		a.clock.Furthest = max(a.clock.Furthest, back)
	}
	if int64(r.Length) > int64(len(r.Data)) {
		a.snapped++
	}
	a.decoder.Decode(uint16(r.LinkType), r.Data, r.Length, &a.packet)
	a.anomalies[a.packet.Anomaly]++
	a.packet.Place = s.place + uint32(r.Interface)
	a.stages.add(&a.packet, r.Time, r.Length)
}

// read is all that reading says of the captures, but for what is in the table.
type read struct {
	Captures []report.Capture
	Totals   report.Totals
	Names    []capture.Name
	Quality  []report.Counter
	Clock    report.Clock
}

// whatWasRead says it once all is read.
func (a *analysis) whatWasRead() *read {
	r := &read{Captures: []report.Capture{}, Clock: a.clock}
	for _, s := range a.sources {
		r.Totals.Packets += s.count.packets
		r.Totals.Bytes += s.count.bytes
		r.Captures = append(r.Captures, s.describe())
		r.Names = append(r.Names, s.facts.Names...)
	}
	r.Quality = a.quality(r.Captures)
	return r
}

// collect collects garbage where there may be much.
func collect(t *flow.Table) {
	if t.Flows() > manyFlows {
		runtime.GC()
	}
}

// build builds the document of all that was read and counted; given is what the
// user's files say.
func build(t *flow.Table, names *name.Store, given *name.Given, r *read, title string, limits report.Limits) *report.Report {
	t.EndFinding()
	collect(t) // what is made from here on takes the place of what only reading needed,
	t.Finish()
	collect(t) // and of what only finishing did
	for _, n := range r.Names {
		names.Add(n.Addr, n.Name, name.Capture)
	}
	quality := append(r.Quality, beyond(t, names)...)
	slices.SortFunc(quality, func(x, y report.Counter) int { return strings.Compare(x.Name, y.Name) })
	return report.Build(report.Source{
		Title: title, Table: t, Names: names, Given: given,
		Captures: r.Captures, Totals: r.Totals, Quality: quality, Clock: r.Clock,
	}, limits)
}

// counters lists what was met at least once.
type counters []report.Counter

func (c *counters) count(name string, n uint64) {
	if n > 0 {
		*c = append(*c, report.Counter{Name: name, Count: n})
	}
}

// quality lists the oddities that reading met.
func (a *analysis) quality(captures []report.Capture) counters {
	list := counters{}
	var cut, damaged, drops, untimed, records, bad uint64
	for i, s := range a.sources {
		var failed *capture.Error
		if errors.As(s.failed, &failed) && failed.Kind == capture.Cut {
			cut++
		} else if s.failed != nil {
			damaged++
		}
		untimed += s.facts.Untimed
		if s.lines != nil {
			records += s.lines.Records
			bad += s.lines.Bad
		}
		for _, x := range captures[i].Interfaces {
			drops += uint64(max(x.Dropped, 0)) + uint64(max(x.OSDropped, 0))
		}
	}
	list.count("capture cut short", cut)
	list.count("capture damaged", damaged)
	list.count("interface drops", drops)
	list.count("snaplen cut", a.snapped)
	list.count("no time stamp", untimed)
	list.count("flow records: no packets, ports or times", records)
	list.count(badLines, bad)
	list.count("time went backwards", a.clock.Back)
	for i, n := range a.anomalies {
		if i > 0 {
			list.count(packet.Anomaly(i).String(), n)
		}
	}
	return list
}

// beyond lists what limits left out.
func beyond(t *flow.Table, names *name.Store) counters {
	list := counters{}
	b := t.Beyond()
	list.count("beyond the limits on names", names.Refused()+b.Texts)
	list.count("beyond the limit on flows under inspection", b.Undecided)
	list.count("beyond the limits on DNS lookups", b.Lookups)
	list.count("beyond the limit on ICMP errors", b.Errors)
	list.count("beyond the limit on flows", t.Folded)
	list.count("beyond the limit on services", t.FoldedServices)
	return list
}
