package report

import (
	"sync"

	"heatsink/core/compact"
	"heatsink/core/flow"
	"heatsink/core/name"
	"heatsink/core/packet"
)

// Source is what a report is built from. Its Captures' and Quality's times and
// counts are the caller's; all else is taken from the Table, which has been
// finished.
type Source struct {
	Title    string
	Table    *flow.Table
	Names    *name.Store
	Given    *name.Given // what the user's files say; nil for nothing
	Totals   Totals
	Captures []Capture // First and Last in nanoseconds since the Unix epoch
	Quality  []Counter
	Clock    Clock
}

// Clock is how a capture's time went backwards.
type Clock struct {
	Back     uint64 // frames earlier than the one before, in the same capture
	Furthest int64  // by how much at most, in nanoseconds
}

// Build makes the document. What the tables say and what is to be said of them
// are made at the same time; neither looks at what the other writes, but for
// the rows.
func Build(src Source, limits Limits) *Report {
	b := &builder{
		src:          src,
		table:        src.Table,
		limits:       limits,
		transports:   map[packet.Protocol]int{},
		applications: map[uint32]int{},
	}
	first, last, _ := b.table.Span()
	b.start = first
	b.report = Report{
		Version: Version, Title: src.Title,
		Start: first, Duration: last - first,
		Totals: src.Totals, Captures: src.Captures,
		Transports: []string{}, Applications: []Application{},
		Findings: []Finding{}, CapturePoints: []CapturePoint{}, Quality: src.Quality,
	}
	b.report.Folded.Memory = b.table.Folded+b.table.FoldedServices > 0
	b.captures()
	b.classify()
	if src.Names != nil {
		src.Names.Enter()
	}
	made, told := make(chan *rows, 1), make(chan struct{})
	go func() {
		defer close(told)
		s := newSurvey(b)
		rows := <-made
		b.report.ServiceHealth = s.flows(rows)
		b.findings(s)
	}()
	b.pickHosts()
	rows := b.makeRows()
	b.sizes, b.bytes = compact.List[uint64]{}, compact.List[uint64]{}
	made <- rows
	flows := meanwhile(b.largestFlows)
	b.writeServices(rows, b.writeTimeline(rows))
	b.writeFlows(flows())
	<-told
	b.writeTimes(rows)
	Rename(&b.report, src.Given, limits)
	r := b.report // apart from the builder, which holds the Table
	return &r
}

// meanwhile has work done while the caller does other work. What it returns
// waits for the result.
func meanwhile[T any](work func() T) (result func() T) {
	done := make(chan T, 1)
	go func() { done <- work() }()
	return sync.OnceValue(func() T { return <-done })
}

// builder holds what the steps of Build hand on.
type builder struct {
	src    Source
	table  *flow.Table
	limits Limits
	report Report
	start  int64

	// kinds is what each of the Table's hosts is.
	kinds []hostKind
	// sizes are the bytes of each of the Table's services.
	sizes compact.List[uint64]
	// bytes is what each of the Table's hosts sent and received, over all layers.
	bytes compact.List[uint64]
	// addresses is how many of them are in a service.
	addresses int
	// kept says which of the Table's hosts keep their own address; nil for all.
	kept []bool
	// rank is each of the Table's hosts' index in the report; -1 for those
	// that are in no row.
	rank []int32

	transports   map[packet.Protocol]int
	applications map[uint32]int
}

// since turns a time of the Table into one of the report.
func (b *builder) since(time int64) int64 { return time - b.start }

// times gives the first and last time of one direction, -1 where nothing went.
func (b *builder) times(t *flow.Times, dir int) (first, last int64) {
	if t.Last[dir] < t.First[dir] {
		return -1, -1
	}
	return b.since(t.First[dir]), b.since(t.Last[dir])
}

func (b *builder) captures() {
	for i := range b.report.Captures {
		c := &b.report.Captures[i]
		if c.Packets == 0 {
			c.First, c.Last = -1, -1
			continue
		}
		c.First, c.Last = b.since(c.First), b.since(c.Last)
	}
}
