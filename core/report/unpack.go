package report

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxUnpacked is how large a packed report can be, unpacked; the largest that
// Build makes under DefaultLimits is below 20 MB.
const maxUnpacked = 256 << 20

// Unpack reads what Pack wrote. It checks what Rename and Summary rely on.
func Unpack(packed io.Reader) (*Report, error) {
	z, err := gzip.NewReader(packed)
	if err != nil {
		return nil, fmt.Errorf("the report is damaged: %w", err)
	}
	r := &Report{}
	if err := json.NewDecoder(io.LimitReader(z, maxUnpacked)).Decode(r); err != nil {
		return nil, fmt.Errorf("the report is damaged: %w", err)
	}
	if r.Version != Version {
		return nil, fmt.Errorf("the report has version %d; this is for version %d", r.Version, Version)
	}
	if !r.sound() {
		return nil, errors.New("the report is damaged: its tables don't fit together")
	}
	return r, nil
}

// sound reports whether columns are equally long and indices point somewhere,
// in the tables of hosts and services.
func (r *Report) sound() bool {
	h, s := &r.Hosts, &r.Services
	hosts, n := len(h.Address), len(s.A)
	for _, length := range []int{len(s.B), len(s.Layer), len(s.Transport), len(s.Application), len(s.ServerPort),
		len(s.PacketsAtoB), len(s.BytesAtoB), len(s.PacketsBtoA), len(s.BytesBtoA),
		len(s.FirstAtoB), len(s.LastAtoB), len(s.FirstBtoA), len(s.LastBtoA), len(s.Flows), len(s.FlowsFromA)} {
		if length != n {
			return false
		}
	}
	within := func(i, n int) bool { return i >= 0 && i < n }
	for i := range s.A {
		if !within(s.A[i], hosts) || !within(s.B[i], hosts) ||
			!within(s.Transport[i], len(r.Transports)) || !within(s.Application[i], len(r.Applications)) {
			return false
		}
	}
	return len(h.Flags) == hosts && len(h.Names) == hosts
}
