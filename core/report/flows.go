package report

import (
	"cmp"
	"slices"

	"heatsink/core/flow"
)

// writeFlows writes the largest flows, as far as their hosts keep their addresses.
func (b *builder) writeFlows() {
	order := make([]*flow.Flow, 0, b.table.Flows())
	for i := range b.table.Flows() {
		f := b.table.Flow(i)
		if b.rank[b.host(f.Client)] >= 0 && b.host(f.Client) == f.Client &&
			b.rank[b.host(f.Server)] >= 0 && b.host(f.Server) == f.Server {
			order = append(order, f)
		}
	}
	// The sort is stable: equal flows stand in the order of first sight.
	slices.SortStableFunc(order, func(x, y *flow.Flow) int {
		return cmp.Compare(y.Bytes[0]+y.Bytes[1], x.Bytes[0]+x.Bytes[1])
	})
	if b.limits.Flows > 0 && len(order) > b.limits.Flows {
		order = order[:b.limits.Flows]
	}
	n := len(order)
	b.report.Folded.Flows = uint64(b.table.Flows() - n)
	t := Flows{
		Client: make([]int, n), Server: make([]int, n),
		ClientPort: make([]uint16, n), ServerPort: make([]uint16, n),
		Layer: make([]int, n), Transport: make([]int, n), Application: make([]int, n),
		PacketsUp: make([]uint64, n), BytesUp: make([]uint64, n),
		PacketsDown: make([]uint64, n), BytesDown: make([]uint64, n),
		FirstUp: make([]int64, n), LastUp: make([]int64, n),
		FirstDown: make([]int64, n), LastDown: make([]int64, n),
	}
	for i, f := range order {
		t.Client[i], t.Server[i] = b.rank[f.Client], b.rank[f.Server]
		t.ClientPort[i], t.ServerPort[i] = f.ClientPort, f.ServerPort
		t.Layer[i], t.Transport[i] = int(f.Layer), b.transport(f.Protocol)
		t.Application[i] = b.application(b.table.Service(int(f.Service)).Application)
		t.PacketsUp[i], t.BytesUp[i] = f.Packets[0], f.Bytes[0]
		t.PacketsDown[i], t.BytesDown[i] = f.Packets[1], f.Bytes[1]
		t.FirstUp[i], t.LastUp[i] = b.times(&f.Traffic, 0)
		t.FirstDown[i], t.LastDown[i] = b.times(&f.Traffic, 1)
	}
	b.report.Flows = t
}
