package report

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

func addr(n int) packet.Addr {
	switch n % 5 {
	case 0:
		return packet.Addr{}
	case 1:
		return packet.Addr{Kind: packet.MAC, B: [16]byte{2, byte(n)}}
	case 2:
		return packet.Addr{Kind: packet.IPv6, B: [16]byte{0xfd, byte(n)}}
	}
	return packet.Addr{Kind: packet.IPv4, B: [16]byte{10, 0, byte(n)}}
}

// randomTable counts frames between random hosts, some of them in tunnels.
func randomTable(random *rand.Rand, frames int) (*flow.Table, Totals) {
	table := flow.New(flow.Limits{}, nil)
	var totals Totals
	header := func() packet.Header {
		return packet.Header{
			Src: addr(random.IntN(40)), Dst: addr(random.IntN(40)),
			Protocol: []packet.Protocol{packet.TCP, packet.UDP, packet.ICMP}[random.IntN(3)],
			SrcPort:  uint16(40000 + random.IntN(5)), DstPort: uint16(random.IntN(100)), HasPorts: true,
		}
	}
	for range frames {
		p := packet.Packet{Outer: header()}
		if random.IntN(4) == 0 {
			p.Tunneled, p.Inner = true, header()
		}
		length := uint32(random.IntN(1500))
		table.Add(&p, 1e18+random.Int64N(1e10), length)
		totals.Packets++
		totals.Bytes += uint64(length)
	}
	table.Finish()
	return table, totals
}

// columns returns a table's columns by name.
func columns(table any) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	v := reflect.ValueOf(table)
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice {
			out[v.Type().Field(i).Name] = f
		}
	}
	return out
}

// TestWhateverIsFoldedAddsUp builds reports under random limits: rows and
// buckets of each layer are the totals, and the document keeps its promises.
func TestWhateverIsFoldedAddsUp(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	limit := func() int { return random.IntN(2) * (1 + random.IntN(60)) }
	for range 200 {
		table, totals := randomTable(random, 1+random.IntN(500))
		limits := Limits{Hosts: limit(), Services: limit(), Flows: limit(), Buckets: limit() * 10}
		r := Build(Source{Table: table, Totals: totals, Captures: []Capture{}, Quality: []Counter{}}, limits)
		checkSums(t, r, limits)
		checkShape(t, r, limits)
	}
}

func checkSums(t *testing.T, r *Report, limits Limits) {
	t.Helper()
	s, tl := &r.Services, &r.Timeline
	var folded Folded
	for _, layer := range []int{LayerOuter, LayerInner} {
		var packets, bytes uint64
		for i := range s.A {
			if s.Layer[i]&layer == 0 {
				continue
			}
			sum := [4]uint64{s.PacketsAtoB[i], s.BytesAtoB[i], s.PacketsBtoA[i], s.BytesBtoA[i]}
			packets, bytes = packets+sum[0]+sum[2], bytes+sum[1]+sum[3]
			if r.Hosts.Flags[s.B[i]]&HostOther != 0 && layer == LayerInner {
				folded.PacketsInner += sum[0] + sum[2]
				folded.BytesInner += sum[1] + sum[3]
			}
			for j := tl.Offset[i]; j < tl.Offset[i+1]; j++ {
				for k, n := range [4]uint64{tl.PacketsAtoB[j], tl.BytesAtoB[j], tl.PacketsBtoA[j], tl.BytesBtoA[j]} {
					sum[k] -= n
				}
			}
			if sum != [4]uint64{} {
				t.Fatalf("%+v: row %d's buckets miss %v", limits, i, sum)
			}
		}
		if packets != r.Totals.Packets || bytes != r.Totals.Bytes {
			t.Fatalf("%+v: layer %d has %d packets and %d bytes, want %+v", limits, layer, packets, bytes, r.Totals)
		}
	}
	if folded.PacketsInner != r.Folded.PacketsInner || folded.BytesInner != r.Folded.BytesInner {
		t.Fatalf("%+v: rows against (other) hold %+v, the report says %+v", limits, folded, r.Folded)
	}
}

func checkShape(t *testing.T, r *Report, limits Limits) {
	t.Helper()
	for name, table := range map[string]any{"services": r.Services, "flows": r.Flows, "hosts": r.Hosts} {
		n := -1
		for column, v := range columns(table) {
			if v.IsNil() {
				t.Fatalf("%s.%s is nil", name, column)
			}
			if n >= 0 && v.Len() != n {
				t.Fatalf("%s.%s has %d rows, others %d", name, column, v.Len(), n)
			}
			n = v.Len()
		}
	}
	s, tl := &r.Services, &r.Timeline
	for i := range s.A {
		if s.A[i] > s.B[i] || s.A[i] == s.B[i] && s.PacketsBtoA[i] != 0 {
			t.Fatalf("row %d: %d and %d with %d packets back", i, s.A[i], s.B[i], s.PacketsBtoA[i])
		}
		if i > 0 && s.BytesAtoB[i]+s.BytesBtoA[i] > s.BytesAtoB[i-1]+s.BytesBtoA[i-1] {
			t.Fatalf("row %d is larger than the one before", i)
		}
		if !slices.IsSorted(tl.Bucket[tl.Offset[i]:tl.Offset[i+1]]) {
			t.Fatalf("row %d's buckets are out of order", i)
		}
	}
	for _, b := range tl.Bucket {
		if b < 0 || b >= tl.Buckets {
			t.Fatalf("bucket %d of %d", b, tl.Buckets)
		}
	}
	addressed := 0
	for _, flags := range r.Hosts.Flags {
		if flags&HostOther == 0 {
			addressed++
		}
	}
	if limits.Hosts > 0 && addressed > limits.Hosts || limits.Flows > 0 && len(r.Flows.Client) > limits.Flows {
		t.Fatalf("%+v: %d hosts, %d flows", limits, addressed, len(r.Flows.Client))
	}
	if limits.Buckets > 0 && len(tl.Bucket) > max(limits.Buckets, len(s.A)) {
		t.Fatalf("%+v: %d buckets for %d rows", limits, len(tl.Bucket), len(s.A))
	}
	for _, f := range r.Findings {
		for _, h := range f.Hosts {
			if r.Hosts.Flags[h]&HostOther != 0 {
				t.Fatalf("%+v: %s speaks of all that is folded: %+v", limits, f.Kind, f)
			}
		}
		for _, c := range f.Conversations {
			if c[0] < 0 || c[0] > c[1] || c[1] >= len(r.Hosts.Address) {
				t.Fatalf("%+v: %s speaks of conversation %v", limits, f.Kind, c)
			}
		}
	}
}

func TestSameTableSameBytes(t *testing.T) {
	build := func() []byte {
		table, totals := randomTable(rand.New(rand.NewPCG(5, 6)), 2000)
		var b bytes.Buffer
		r := Build(Source{Table: table, Totals: totals, Captures: []Capture{}, Quality: []Counter{}},
			Limits{Hosts: 10, Services: 20, Flows: 30, Buckets: 200})
		if err := Pack(&b, r); err != nil {
			t.Fatal(err)
		}
		var document, packed bytes.Buffer
		if err := errors.Join(WriteJSON(&document, r), PackJSON(&packed, document.Bytes())); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(packed.Bytes(), b.Bytes()) {
			t.Fatal("packed as a whole, the document has other bytes")
		}
		return b.Bytes()
	}
	first := build()
	for range 5 {
		if !bytes.Equal(build(), first) {
			t.Fatal("the same frames made other bytes")
		}
	}
}

func TestMemoryLimitsAreTold(t *testing.T) {
	for _, limits := range []flow.Limits{{}, {Hosts: 2}, {Flows: 2}, {Services: 2}} {
		table := flow.New(limits, nil)
		for i := range 20 {
			p := packet.Packet{Outer: packet.Header{Src: addr(3), Dst: addr(4 + 5*i), Protocol: packet.UDP, DstPort: 53, HasPorts: true}}
			table.Add(&p, 1e18, 100)
		}
		table.Finish()
		r := Build(Source{Table: table, Totals: Totals{20, 2000}, Captures: []Capture{}, Quality: []Counter{}}, Limits{})
		if want := limits != (flow.Limits{}); r.Folded.Memory != want {
			t.Errorf("%+v: memory limit reached: %v, want %v", limits, r.Folded.Memory, want)
		}
	}
}
