package core

import (
	"math"

	"heatsink/core/capture"
	"heatsink/core/packet"
	"heatsink/core/report"
)

// describe tells a source's facts as the report has them.
func (s *source) describe() report.Capture {
	f := s.facts
	c := report.Capture{
		Name: s.input.Name, Format: f.Format, Compression: f.Compression,
		Packets: s.count.packets, Bytes: s.count.bytes,
		First: s.count.first, Last: s.count.last,
		Hardware: f.Hardware, OS: f.OS, Application: f.Application,
		Comments:      append([]string{}, f.Comments...),
		FrameComments: f.FrameComments,
		Interfaces:    []report.Interface{},
		Skipped:       []report.Counter{},
		BadLines:      []string{},
	}
	for i := range f.Interfaces {
		x := describeInterface(&f.Interfaces[i])
		if i < len(s.count.interfaces) {
			x.Packets, x.Bytes = s.count.interfaces[i].packets, s.count.interfaces[i].bytes
		}
		c.Interfaces = append(c.Interfaces, x)
	}
	for _, n := range f.Skipped {
		c.Skipped = append(c.Skipped, report.Counter(n))
	}
	s.describeRecords(&c)
	if s.failed != nil {
		c.Problem = s.failed.Error()
	}
	return c
}

func describeInterface(f *capture.Interface) report.Interface {
	x := report.Interface{
		Name: f.Name, Description: f.Description, Filter: f.Filter,
		LinkType: (packet.LinkBase + packet.Protocol(f.LinkType)).String(), SnapLen: f.SnapLen,
		Comments: append([]string{}, f.Comments...),
		Received: -1, Dropped: -1, OSDropped: -1,
	}
	if f.HasStats {
		x.Received, x.Dropped, x.OSDropped = clamp(f.Received), clamp(f.Dropped), clamp(f.OSDropped)
	}
	return x
}

// clamp keeps a hostile 64-bit counter within what the report can say.
func clamp(n uint64) int64 { return int64(min(n, math.MaxInt64)) }
