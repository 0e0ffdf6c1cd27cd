package report

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"heatsink/core/packet"
)

// Reorder puts the hosts in address order again after they were given other
// addresses, and all rows that go by that order with them.
func Reorder(r *Report) {
	order := hostOrder(&r.Hosts)
	rank := make([]int, len(order))
	for i, host := range order {
		rank[host] = i
	}
	permute(&r.Hosts, order)
	renumber := func(hosts []int) {
		for i := range hosts {
			hosts[i] = rank[hosts[i]]
		}
	}
	renumber(r.Flows.Client)
	renumber(r.Flows.Server)
	for i := range r.Findings {
		f := &r.Findings[i]
		renumber(f.Hosts)
		slices.Sort(f.Hosts)
		for n, pair := range f.Conversations {
			x, y := rank[pair[0]], rank[pair[1]]
			f.Conversations[n] = [2]int{min(x, y), max(x, y)}
		}
	}
	for i := range r.CapturePoints {
		p := &r.CapturePoints[i]
		p.Host = rank[p.Host]
	}
	renumber(r.Services.A)
	renumber(r.Services.B)
	turnServices(r)
	sortServices(r)
}

// hostOrder lists the hosts in the order that Hosts asks for.
func hostOrder(h *Hosts) []int {
	addresses := make([]packet.Addr, len(h.Address))
	class := make([]int, len(h.Address))
	order := make([]int, len(h.Address))
	for i, address := range h.Address {
		order[i] = i
		class[i] = slices.Index([]uint16{0, HostNamed, HostNone, HostOther}, h.Flags[i]&(HostNamed|HostNone|HostOther))
		if class[i] == 0 {
			addresses[i], _ = packet.ParseAddr(address)
		}
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(class[x], class[y]), addresses[x].Compare(addresses[y]),
			strings.Compare(h.Address[x], h.Address[y]))
	})
	return order
}

// turnServices puts the lower host first in each service, and with it what
// went which way.
func turnServices(r *Report) {
	s, t := &r.Services, &r.Timeline
	turned := make([]bool, len(s.A))
	entries := make([]bool, len(t.Bucket))
	for i := range s.A {
		if s.A[i] <= s.B[i] {
			continue
		}
		turned[i] = true
		s.A[i], s.B[i] = s.B[i], s.A[i]
		s.FlowsFromA[i] = s.Flows[i] - s.FlowsFromA[i]
		for e := t.Offset[i]; e < t.Offset[i+1]; e++ {
			entries[e] = true
		}
	}
	turn(s, turned)
	turn(t, entries)
	turn(&t.Retransmitted, pick(entries, t.Retransmitted.Entry))
	turn(&t.Duplicate, pick(entries, t.Duplicate.Entry))
	of := pick(turned, r.ServiceHealth.Row)
	health := reflect.ValueOf(&r.ServiceHealth).Elem()
	for i := range health.NumField() {
		if column, ok := health.Field(i).Addr().Interface().(*[2][]uint64); ok {
			turnColumns(of, column)
		}
	}
}

// turn swaps the columns of a table by column that are called …AtoB and …BtoA,
// in the rows that are turned.
func turn(table any, turned []bool) {
	v := reflect.ValueOf(table).Elem()
	there := map[string]any{}
	for i := range v.NumField() { // …AtoB comes first
		name, column := v.Type().Field(i).Name, v.Field(i).Interface()
		if stem, ok := strings.CutSuffix(name, "AtoB"); ok {
			there[stem] = column
		} else if stem, ok := strings.CutSuffix(name, "BtoA"); ok {
			switch back := column.(type) {
			case []uint64:
				swap(turned, there[stem].([]uint64), back)
			case []int64:
				swap(turned, there[stem].([]int64), back)
			}
		}
	}
}

// swap swaps two columns' values in the rows that are turned.
func swap[T any](turned []bool, there, back []T) {
	for i, yes := range turned {
		if yes {
			there[i], back[i] = back[i], there[i]
		}
	}
}

// turnColumns is turn for a table of health, in which a column of zeros is left empty.
func turnColumns(turned []bool, column *[2][]uint64) {
	if len(column[0])+len(column[1]) == 0 {
		return
	}
	for dir := range column {
		if len(column[dir]) == 0 {
			column[dir] = make([]uint64, len(turned))
		}
	}
	swap(turned, column[0], column[1])
	for dir := range column {
		if !slices.ContainsFunc(column[dir], func(v uint64) bool { return v != 0 }) {
			column[dir] = []uint64{}
		}
	}
}

// sortServices puts equal services in the order of their keys.
func sortServices(r *Report) {
	s, t := &r.Services, &r.Timeline
	order := make([]int, len(s.A))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Or(
			cmp.Compare(s.BytesAtoB[y]+s.BytesBtoA[y], s.BytesAtoB[x]+s.BytesBtoA[x]),
			cmp.Compare(s.A[x], s.A[y]), cmp.Compare(s.B[x], s.B[y]), cmp.Compare(s.Layer[x], s.Layer[y]),
			cmp.Compare(s.Transport[x], s.Transport[y]), cmp.Compare(s.Application[x], s.Application[y]),
			cmp.Compare(s.ServerPort[x], s.ServerPort[y]))
	})
	permute(s, order)
	entries := make([]int, 0, len(t.Bucket))
	offset := make([]int, 1, len(t.Offset))
	for _, service := range order {
		for e := t.Offset[service]; e < t.Offset[service+1]; e++ {
			entries = append(entries, e)
		}
		offset = append(offset, len(entries))
	}
	t.Offset = offset
	permute(&t.Retransmitted, follow(t.Retransmitted.Entry, entries))
	permute(&t.Duplicate, follow(t.Duplicate.Entry, entries))
	for _, column := range []any{&t.Bucket, &t.PacketsAtoB, &t.BytesAtoB, &t.PacketsBtoA, &t.BytesBtoA} {
		permuteColumn(reflect.ValueOf(column).Elem(), entries)
	}
	permute(&r.ServiceHealth, follow(r.ServiceHealth.Row, order))
}

// follow gives numbers, which rise, their place in order, and lists how to sort
// their table so that they rise again.
func follow(numbers, order []int) []int {
	row := make([]int, len(order)) // plus one, of the number that stands there
	for i, n := range numbers {
		row[n] = i + 1
	}
	rows := make([]int, 0, len(numbers))
	for place, n := range order {
		if row[n] > 0 {
			numbers[row[n]-1] = place
			rows = append(rows, row[n]-1)
		}
	}
	return rows
}

// pick are the flags of some.
func pick(flags []bool, of []int) []bool {
	picked := make([]bool, len(of))
	for i, n := range of {
		picked[i] = flags[n]
	}
	return picked
}

// permute puts the rows of a table by column, a struct of slices or of pairs of
// them, into an order. An empty column stays empty.
func permute(table any, order []int) {
	v := reflect.ValueOf(table).Elem()
	for i := range v.NumField() {
		switch column := v.Field(i); column.Kind() {
		case reflect.Slice:
			permuteColumn(column, order)
		case reflect.Array:
			for dir := range column.Len() {
				permuteColumn(column.Index(dir), order)
			}
		}
	}
}

func permuteColumn(column reflect.Value, order []int) {
	if column.Len() == 0 {
		return
	}
	sorted := reflect.MakeSlice(column.Type(), len(order), len(order))
	for i, row := range order {
		sorted.Index(i).Set(column.Index(row))
	}
	column.Set(sorted)
}
