// Package core is the one way in, for the command and the engine alike:
// captures in, one report out.
package core

import (
	"io"

	"heatsink/core/capture"
	"heatsink/core/flow"
	"heatsink/core/name"
	"heatsink/core/report"
)

// Input is one capture to read.
type Input struct {
	// Name is the capture's base name as the report shows it; "-" for standard input.
	Name string
	// Open gives the capture from its start. It is called once for a single
	// input or a stream, else twice: first to learn when the capture begins,
	// so that several are read in time order without all being open at once.
	Open func() (io.ReadCloser, error)
	// Stream says that Open can only be called once.
	Stream bool
}

// Options changes how captures are read; the zero value is right for most.
type Options struct {
	Title string
	// Unfolded keeps every host, service and flow in the report, whatever its
	// size, as csv and table need; the limits on memory stay.
	Unfolded bool
	// PortsOnly names applications by their ports, and looks into no payload.
	PortsOnly bool
	// Flows is how many flows are kept apart, up to MaxFlows, and half as many
	// hosts and services; what is past that still counts, in coarser rows. 0 is
	// DefaultFlows.
	Flows int
	// Names are files of names for hosts; those given later count before those
	// given earlier. A file of names among the inputs counts as one given last.
	Names []Input
	// Anonymize, where it isn't nil, has the report anonymised with this key. The
	// Title is the user's own, so it stays, as far as it names nothing in it.
	Anonymize *Anonymize
	// Grow, where it isn't nil, is called once when there are so many flows or
	// names that memory grows with them.
	Grow func()
	// AllRead, where it isn't nil, is called once when all is read: the report is made
	// next, and stands beside what it is made of.
	AllRead func()
}

// DefaultFlows and MaxFlows are Options.Flows' default and the most it can be.
const (
	DefaultFlows = flow.DefaultFlows
	MaxFlows     = flow.MaxFlows
)

// ErrInterrupted is what an Input's reader returns to end its capture early:
// what came before counts, and Capture.Problem says where it ended.
var ErrInterrupted error = &capture.Error{Kind: capture.Cut, Reason: "interrupted"}

// InputError says which input could not be read at all, and why.
type InputError struct {
	Name string
	Err  error
}

func (e *InputError) Error() string { return e.Name + ": " + e.Err.Error() }

func (e *InputError) Unwrap() error { return e.Err }

// Analyze reads the inputs in time order and reports on them. A capture that
// ends before its end still counts as far as it was read; Capture.Problem then
// says why. An input of which nothing can be read is an *InputError and no
// report.
func Analyze(inputs []Input, opt Options) (*report.Report, error) {
	return AnalyzeWith(nil, inputs, opt)
}

// AnalyzeWith is Analyze with the help of a Counter elsewhere, to which send
// hands messages, in their order; it returns what Counter.Take answered to
// earlier ones since. If the Counter was sent anything it reports, by the same
// Options, and AnalyzeWith returns no report; if not, all was done here.
func AnalyzeWith(send Send, inputs []Input, opt Options) (*report.Report, error) {
	sources, err := open(inputs)
	defer closeAll(sources)
	if err != nil {
		return nil, err
	}
	given := &name.Given{}
	if err := readNames(given, opt.Names); err != nil {
		return nil, err
	}
	if sources, err = takeNames(given, sources); err != nil {
		return nil, err
	}
	a := newAnalysis(sources, opt)
	if send != nil && given.Len() == 0 && !a.hasRecords() {
		return nil, a.handOver(send)
	}
	if err := a.run(); err != nil {
		return nil, err
	}
	if opt.AllRead != nil {
		opt.AllRead()
	}
	return opt.report(a.table, a.names, given, a.whatWasRead())
}

// report makes the report as the options want it.
func (opt Options) report(t *flow.Table, names *name.Store, given *name.Given, r *read) (*report.Report, error) {
	limits := report.DefaultLimits
	if opt.Unfolded {
		limits = report.Limits{}
	}
	if opt.Anonymize == nil {
		return build(t, names, given, r, opt.Title, limits), nil
	}
	return anonymize(build(t, names, given, r, "", limits), opt.Title, *opt.Anonymize)
}
