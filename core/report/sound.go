package report

import (
	"reflect"
	"slices"
)

// sound reports whether columns are equally long and indices point somewhere,
// so that a document from a file can be worked on.
func (r *Report) sound() bool {
	hosts, ok := height(&r.Hosts)
	services, okServices := height(&r.Services)
	flows, okFlows := height(&r.Flows)
	if !ok || !okServices || !okFlows {
		return false
	}
	s, f := &r.Services, &r.Flows
	return within(hosts, s.A, s.B, f.Client, f.Server) &&
		within(len(r.Transports), s.Transport, f.Transport) &&
		within(len(r.Applications), s.Application, f.Application) &&
		within(len(r.Texts), f.ServerName, f.Protocol, f.ALPN) &&
		r.Timeline.sound(services) &&
		r.ServiceHealth.sound(services) && r.FlowHealth.sound(flows) &&
		r.soundFindings(hosts)
}

func (t *Timeline) sound(services int) bool {
	entries := len(t.Bucket)
	for _, column := range [][]uint64{t.PacketsAtoB, t.BytesAtoB, t.PacketsBtoA, t.BytesBtoA} {
		if len(column) != entries {
			return false
		}
	}
	if len(t.Offset) != services+1 || t.Offset[0] != 0 || t.Offset[services] != entries {
		return false
	}
	for i := range services {
		if t.Offset[i] > t.Offset[i+1] {
			return false
		}
	}
	for _, m := range []*Marked{&t.Retransmitted, &t.Duplicate} {
		if _, ok := height(m); !ok || !rising(m.Entry, entries) {
			return false
		}
	}
	return true
}

func (h *Health) sound(size int) bool {
	table := reflect.ValueOf(h).Elem()
	for i := range table.NumField() {
		columns := [2][]uint64{}
		switch field := table.Field(i).Interface().(type) {
		case []uint64:
			columns[0] = field
		case [2][]uint64:
			columns = field
		}
		for _, column := range columns {
			if n := len(column); n != 0 && n != len(h.Row) {
				return false
			}
		}
	}
	return rising(h.Row, size)
}

func (r *Report) soundFindings(hosts int) bool {
	for _, f := range r.Findings {
		if !within(hosts, f.Hosts) {
			return false
		}
		for _, pair := range f.Conversations {
			if !within(hosts, pair[:]) {
				return false
			}
		}
		end := 0
		for _, q := range f.Quotes {
			if q[0] < end || q[1] < q[0] || q[1] > len(f.Text) {
				return false
			}
			end = q[1]
		}
	}
	return !slices.ContainsFunc(r.CapturePoints, func(p CapturePoint) bool { return !within(hosts, []int{p.Host}) })
}

// height is how many rows a table by column has, a struct of slices; ok where all
// columns have as many.
func height(table any) (n int, ok bool) {
	v := reflect.ValueOf(table).Elem()
	n = v.Field(0).Len()
	for i := range v.NumField() {
		if v.Field(i).Len() != n {
			return 0, false
		}
	}
	return n, true
}

// within reports whether all indices are below a size.
func within(size int, columns ...[]int) bool {
	for _, column := range columns {
		for _, i := range column {
			if i < 0 || i >= size {
				return false
			}
		}
	}
	return true
}

// rising reports whether indices below a size rise.
func rising(indices []int, size int) bool {
	for i, n := range indices {
		if n < 0 || n >= size || i > 0 && n <= indices[i-1] {
			return false
		}
	}
	return true
}
