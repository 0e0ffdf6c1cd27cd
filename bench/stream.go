package main

import (
	"bufio"
	"errors"
	"io"

	"heatsink/bench/traffic"
)

// streamed is the mixed capture, longer: 10 GB are 16 million packets of a
// million flows.
var streamed = traffic.Spec{Packets: 1_600_000, Flows: 100_000, Rate: 50_000, Clients: 20_000, Servers: 5_000, Seed: 6}

// stream writes a capture of some gigabytes to w, and holds only its schedule
// in memory.
func stream(w io.Writer, gigabytes float64) error {
	s := streamed
	s.Packets = max(1, int(float64(s.Packets)*gigabytes))
	s.Flows = max(1, int(float64(s.Flows)*gigabytes))
	buffer := bufio.NewWriterSize(w, 1<<20)
	sink, err := traffic.NewPcap(buffer)
	if err != nil {
		return err
	}
	return errors.Join(traffic.Write(sink, s), buffer.Flush())
}
