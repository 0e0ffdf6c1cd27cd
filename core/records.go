package core

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"heatsink/core/capture"
	"heatsink/core/flow"
	"heatsink/core/flowlog"
	"heatsink/core/report"
)

// hasRecords reports whether any source holds flow records.
func (a *analysis) hasRecords() bool {
	return slices.ContainsFunc(a.sources, func(s *source) bool { return s.lines != nil })
}

// readRecords counts the flow records of all sources that hold them. They have
// no times, so they stand outside the order in which frames are read.
func (a *analysis) readRecords() error {
	sum := uint64(0)
	for _, s := range a.sources {
		if s.lines == nil {
			continue
		}
		if s.file == nil {
			if err := s.open(); err != nil {
				s.lose(err)
				continue
			}
		}
		s.lines.Sum = sum
		if err := a.addRecords(s); err != nil {
			return err
		}
		s.count.bytes = s.lines.Sum - sum
		sum = s.lines.Sum
		s.close()
	}
	return nil
}

// addRecords counts the records of one source. As with frames, what ends them
// early is kept in failed; a source of which nothing can be read is an error.
func (a *analysis) addRecords(s *source) error {
	for {
		r, err := s.lines.Next()
		if err == io.EOF {
			break
		}
		var bad *capture.Error
		if errors.As(err, &bad) && bad.Kind != capture.Read {
			s.failed = err
			break
		}
		if err != nil && s.lines.Line > 0 {
			s.failed = brokenOff(err, fmt.Sprintf(" after line %d", s.lines.Line))
			break
		}
		if err != nil {
			return &InputError{s.input.Name, err}
		}
		a.table.AddRecord(&flow.Record{
			Client: r.Source, Server: r.Destination,
			Protocol: r.Transport, Application: r.Application,
			Bytes: [2]uint64{r.In, r.Out},
		})
		a.stages.watch()
	}
	if s.lines.Records == 0 && s.lines.Bad > 0 {
		return &InputError{s.input.Name, fmt.Errorf("looks like %s, but none can be read; %s", flowlog.Format, s.lines.Told[0])}
	}
	return nil
}

// describeRecords adds to a capture's description what its lines held.
func (s *source) describeRecords(c *report.Capture) {
	if s.lines == nil {
		return
	}
	c.Records = s.lines.Records
	for _, bad := range s.lines.Told {
		c.BadLines = append(c.BadLines, bad.String())
	}
	if s.lines.Bad > 0 {
		c.Skipped = append(c.Skipped, report.Counter{Name: badLines, Count: s.lines.Bad})
	}
}

// badLines is what the report calls lines that are no records.
const badLines = "bad lines"
