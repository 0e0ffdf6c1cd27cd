package cli

import (
	"fmt"
	"strings"
	"time"

	"heatsink/core/report"
)

// stats is --stats' one line: how much a run read and what it took, from the
// first look at its inputs to the written output. Bytes are those read from
// files and streams, so a compressed capture's are its compressed ones. The
// peak is left out where the system doesn't tell it.
func stats(r *report.Report, read int64, took time.Duration) string {
	frames := r.Totals.Packets
	parts := []string{fmt.Sprintf("%d %s", frames, noun(frames, "frame"))}
	if records := r.Records(); records > 0 {
		parts = append(parts, fmt.Sprintf("%d %s", records, noun(records, "record")))
	}
	flows := uint64(0)
	for i, n := range r.Services.Flows {
		if r.Services.Layer[i]&report.LayerInner != 0 {
			flows += n
		}
	}
	parts = append(parts,
		fmt.Sprintf("%d %s", flows, noun(flows, "flow")),
		fmt.Sprintf("%.3f s", took.Seconds()),
		fmt.Sprintf("%.1f MB/s", float64(read)/1e6/max(took.Seconds(), 1e-9)))
	if peak := peakMemory(); peak > 0 {
		parts = append(parts, fmt.Sprintf("%.1f MB peak memory", float64(peak)/1e6))
	}
	return strings.Join(parts, ", ")
}

func noun(n uint64, one string) string {
	if n == 1 {
		return one
	}
	return one + "s"
}
