package report

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"heatsink/core/flow"
)

// ofRecords is an unfolded report of flow records.
func ofRecords(records ...flow.Record) *Report {
	table := flow.New(flow.Limits{}, nil)
	var totals Totals
	for i := range records {
		table.AddRecord(&records[i])
		totals.Bytes += records[i].Bytes[0] + records[i].Bytes[1]
	}
	table.Finish()
	return Build(Source{Table: table, Totals: totals, Captures: []Capture{}, Quality: []Counter{}}, Limits{})
}

func TestNtop(t *testing.T) {
	r := ofRecords(
		flow.Record{Client: "a", Server: "b", Protocol: "TCP", Application: "HTTP", Bytes: [2]uint64{100, 50}},
		flow.Record{Client: "b", Server: "a", Protocol: "TCP", Application: "HTTP", Bytes: [2]uint64{10, 5}},
		flow.Record{Client: "a", Server: "<&c", Protocol: "UDP", Application: "DNS", Bytes: [2]uint64{7, 0}},
		flow.Record{Client: "d", Server: "<&c", Protocol: "UDP", Application: "NTP", Bytes: [2]uint64{1, 2}},
		flow.Record{Client: "d", Server: "d", Protocol: "UDP", Application: "NTP", Bytes: [2]uint64{1, 1}},
	)
	const protocols = `"layer4":{"present":["TCP","UDP"],"chosen":["TCP","UDP"]},"layer7":{"present":["DNS","HTTP","NTP"],"chosen":["DNS","HTTP","NTP"]}}}`
	for _, c := range []struct {
		opt  NtopOptions
		want string
	}{
		{NtopOptions{}, `{"nodes":[` +
			`{"name":"a","address":"a","bytes":172,"other":false},{"name":"b","address":"b","bytes":165,"other":false},` +
			`{"name":"<&c","address":"<&c","bytes":10,"other":false},{"name":"d","address":"d","bytes":5,"other":false}],"links":[` +
			`{"source":0,"target":1,"weight":100,"direction":"in"},{"source":1,"target":0,"weight":50,"direction":"out"},` +
			`{"source":1,"target":0,"weight":10,"direction":"in"},{"source":0,"target":2,"weight":7,"direction":"in"},` +
			`{"source":0,"target":1,"weight":5,"direction":"out"},{"source":2,"target":3,"weight":2,"direction":"out"},` +
			`{"source":3,"target":2,"weight":1,"direction":"in"},{"source":3,"target":3,"weight":1,"direction":"in"},` +
			`{"source":3,"target":3,"weight":1,"direction":"out"}],` +
			`"meta":{"max_hosts":0,"other_hosts":0,"unit":"bytes","total":177,` + protocols},
		{NtopOptions{MaxHosts: 1}, `{"nodes":[` +
			`{"name":"a","address":"a","bytes":172,"other":false},{"name":"Other","address":"","bytes":177,"other":true}],"links":[` +
			`{"source":0,"target":1,"weight":107,"direction":"in"},{"source":1,"target":0,"weight":50,"direction":"out"},` +
			`{"source":1,"target":0,"weight":10,"direction":"in"},{"source":0,"target":1,"weight":5,"direction":"out"},` +
			`{"source":1,"target":1,"weight":3,"direction":"out"},{"source":1,"target":1,"weight":2,"direction":"in"}],` +
			`"meta":{"max_hosts":1,"other_hosts":3,"unit":"bytes","total":177,` + protocols},
		{NtopOptions{Transports: []string{"udp"}, Applications: []string{"dns", "HTTP"}}, `{"nodes":[` +
			`{"name":"<&c","address":"<&c","bytes":7,"other":false},{"name":"a","address":"a","bytes":7,"other":false}],"links":[` +
			`{"source":1,"target":0,"weight":7,"direction":"in"}],"meta":{"max_hosts":0,"other_hosts":0,"unit":"bytes","total":7,` +
			`"layer4":{"present":["TCP","UDP"],"chosen":["UDP"]},"layer7":{"present":["DNS","HTTP","NTP"],"chosen":["DNS"]}}}`},
		{NtopOptions{Applications: []string{"none"}}, `{"nodes":[],"links":[],"meta":{"max_hosts":0,"other_hosts":0,"unit":"bytes","total":0,` +
			`"layer4":{"present":["TCP","UDP"],"chosen":[]},"layer7":{"present":["DNS","HTTP","NTP"],"chosen":[]}}}`},
	} {
		c.opt.Layer = LayerInner
		var b bytes.Buffer
		if err := WriteNtop(&b, r, c.opt); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(b.String()); got != c.want {
			t.Errorf("%+v:\n%s\nwant\n%s", c.opt, got, c.want)
		}
	}
}

// TestNtopAddsUp holds links to the totals, at both layers, however many hosts
// there may be and whatever limits folded, and the same bytes each time.
func TestNtopAddsUp(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 50 {
		table, totals := randomTable(random, 1+random.IntN(300))
		limits := Limits{Hosts: random.IntN(2) * (1 + random.IntN(9)), Services: random.IntN(2) * 9, Flows: random.IntN(2) * 9}
		r := Build(Source{Table: table, Totals: totals, Captures: []Capture{}, Quality: []Counter{}}, limits)
		opt := NtopOptions{Layer: LayerInner + random.IntN(2)*(LayerOuter-LayerInner), MaxHosts: random.IntN(5)}
		n := NtopOf(r, opt)
		var sum, ends uint64
		for _, l := range n.Links {
			sum += l.Weight
			ends += l.Weight
			if l.Source != l.Target {
				ends += l.Weight
			}
		}
		for _, node := range n.Nodes {
			ends -= node.Bytes
		}
		if sum != totals.Bytes || n.Meta.Total != sum || ends != 0 {
			t.Fatalf("%+v %+v: links weigh %d, meta says %d, totals %d; nodes miss %d", limits, opt, sum, n.Meta.Total, totals.Bytes, ends)
		}
		if i := slices.IndexFunc(n.Nodes, func(n NtopNode) bool { return n.Other }); i >= 0 && i != len(n.Nodes)-1 || opt.MaxHosts > 0 && len(n.Nodes) > opt.MaxHosts+1 {
			t.Fatalf("%+v: nodes %+v", opt, n.Nodes)
		}
		first, _ := json.Marshal(n)
		if again, _ := json.Marshal(NtopOf(r, opt)); !bytes.Equal(first, again) {
			t.Fatalf("two documents of one report:\n%s\n%s", first, again)
		}
	}
}
