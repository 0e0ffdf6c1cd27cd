package core

import (
	"errors"
	"runtime/debug"
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
	given   *name.Given // what the user's files say
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
	heard := a.names
	if opt.PortsOnly {
		heard = nil
	}
	a.table = flow.New(flow.LimitsFor(opt.Flows), heard)
	a.stages = newStages(a.table)
	for _, s := range sources {
		s.share(a.stages.move)
	}
	return a
}

// run reads all sources, the earliest frame first. A source takes part once
// the time has come to its first frame; until then it stays closed.
func (a *analysis) run() error {
	if err := a.readRecords(); err != nil {
		return err
	}
	defer a.stages.finish()
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
		if err := s.advance(); err != nil {
			return err
		}
		if !s.pending || s.head.Time > until {
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

// report builds the document of all that was read.
func (a *analysis) report(title string, limits report.Limits) *report.Report {
	a.packet, a.decoder = packet.Packet{}, nil // alias the last frame
	a.table.Finish()
	debug.FreeOSMemory() // what only reading needed lies in pieces too small for what is made now
	src := report.Source{Title: title, Table: a.table, Names: a.names, Given: a.given, Captures: []report.Capture{}}
	for _, s := range a.sources {
		src.Totals.Packets += s.count.packets
		src.Totals.Bytes += s.count.bytes
		src.Captures = append(src.Captures, s.describe())
		for _, n := range s.facts.Names {
			src.Names.Add(n.Addr, n.Name, name.Capture)
		}
	}
	src.Quality, src.Clock = a.quality(src.Captures, src.Names), a.clock
	return report.Build(src, limits)
}

// quality lists the oddities that were met, by name.
func (a *analysis) quality(captures []report.Capture, names *name.Store) []report.Counter {
	list := []report.Counter{}
	count := func(name string, n uint64) {
		if n > 0 {
			list = append(list, report.Counter{Name: name, Count: n})
		}
	}
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
	count("capture cut short", cut)
	count("capture damaged", damaged)
	count("interface drops", drops)
	count("snaplen cut", a.snapped)
	count("no time stamp", untimed)
	count("flow records: no packets, ports or times", records)
	count(badLines, bad)
	beyond := a.table.Beyond()
	count("beyond the limits on names", names.Refused+beyond.Texts)
	count("beyond the limit on flows under inspection", beyond.Undecided)
	count("beyond the limits on DNS lookups", beyond.Lookups)
	count("beyond the limit on ICMP errors", beyond.Errors)
	count("time went backwards", a.clock.Back)
	for i, n := range a.anomalies {
		if i > 0 {
			count(packet.Anomaly(i).String(), n)
		}
	}
	count("beyond the limit on flows", a.table.Folded)
	count("beyond the limit on services", a.table.FoldedServices)
	slices.SortFunc(list, func(x, y report.Counter) int { return strings.Compare(x.Name, y.Name) })
	return list
}
