package report

import "heatsink/core/flow"

// inRow reports whether a host has a row of its own.
func (b *builder) inRow(h flow.Host) bool { return b.host(h) == h && b.rank[h] >= 0 }

// largestFlows are those that are written, as far as their hosts keep their addresses.
func (b *builder) largestFlows() []ranked {
	largest := top{limit: b.limits.Flows, of: b.table.Flows()}
	for i, size := range b.table.FlowSizes() {
		x := ranked{size, 0, uint32(i)}
		if !largest.takes(x) {
			continue
		}
		if f := b.table.Ends(i); b.inRow(f.Client) && b.inRow(f.Server) {
			largest.add(x)
		}
	}
	return largest.sorted()
}

// writeFlows writes flows in this order.
func (b *builder) writeFlows(order []ranked) {
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
		ServerName: make([]int, n), Protocol: make([]int, n), ALPN: make([]int, n),
	}
	texts := texts{list: []string{""}, index: map[string]int{"": 0}}
	health := newHealthTable(n)
	for i, x := range order {
		number := int(x.number)
		f := b.table.Flow(number)
		t.Client[i], t.Server[i] = int(b.rank[f.Client]), int(b.rank[f.Server])
		t.ClientPort[i], t.ServerPort[i] = f.ClientPort, f.ServerPort
		t.Layer[i], t.Transport[i] = int(f.Layer), b.transport(f.Protocol)
		t.Application[i] = b.application(b.table.Service(int(f.Service)).Application)
		t.PacketsUp[i], t.BytesUp[i] = f.Packets[0], f.Bytes[0]
		t.PacketsDown[i], t.BytesDown[i] = f.Packets[1], f.Bytes[1]
		when := f.When()
		t.FirstUp[i], t.LastUp[i] = b.times(&when, 0)
		t.FirstDown[i], t.LastDown[i] = b.times(&when, 1)
		facts := b.table.Facts(number)
		t.ServerName[i], t.Protocol[i], t.ALPN[i] = texts.at(facts.ServerName), texts.at(facts.Version), texts.at(facts.ALPN)
		o := b.outcomeOf(number, &f)
		health.add(i, &o, flow.Turn{0, 1})
	}
	b.report.Flows, b.report.FlowHealth, b.report.Texts = t, health.done(), texts.list
}

// texts numbers texts, each once.
type texts struct {
	list  []string
	index map[string]int
}

func (t *texts) at(text string) int {
	n, ok := t.index[text]
	if !ok {
		n = len(t.list)
		t.index[text] = n
		t.list = append(t.list, text)
	}
	return n
}
