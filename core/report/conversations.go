package report

import (
	"cmp"
	"slices"
)

// ConversationRows gives the conversations of a layer by bytes, falling;
// equal ones in order of their hosts. Detail says the rest of them.
func ConversationRows(r *Report, layer int) []ConversationRow {
	rows := Conversations(r, layer)
	slices.SortFunc(rows, func(x, y ConversationRow) int { return x.Compare(&y) })
	return rows
}

// Compare orders conversations as ConversationRows does.
func (c *ConversationRow) Compare(o *ConversationRow) int {
	return cmp.Or(cmp.Compare(o.Bytes(), c.Bytes()), cmp.Compare(c.A, o.A), cmp.Compare(c.B, o.B))
}

// LargestConversations gives the first rows that ConversationRows would give, so
// many at most, of those between hosts that are wanted (nil for all), and how many
// rows there are in all. Of the others it only adds up the bytes, which takes half the time.
func LargestConversations(r *Report, layer, most int, wanted func(a, b int) bool) (rows []ConversationRow, all int) {
	s := &r.Services
	index := make(map[uint64]int, len(s.A))
	pairs, bytes := make([]uint64, 0, len(s.A)), make([]uint64, 0, len(s.A))
	for i := range s.A {
		if s.Layer[i]&layer == 0 {
			continue
		}
		key := pair(s.A[i], s.B[i])
		n, known := index[key]
		if !known {
			n = len(pairs)
			index[key] = n
			pairs, bytes = append(pairs, key), append(bytes, 0)
		}
		bytes[n] += s.BytesAtoB[i] + s.BytesBtoA[i]
	}
	largest := top{limit: most, of: len(pairs), tie: func(x, y uint32) int { return cmp.Compare(pairs[x], pairs[y]) }}
	for n, key := range pairs {
		if a, b := hostsOf(key); wanted == nil || wanted(a, b) {
			largest.add(ranked{size: bytes[n], number: uint32(n)})
		}
	}
	chosen := map[uint64]bool{}
	for _, x := range largest.sorted() {
		chosen[pairs[x.number]] = true
	}
	rows = conversations(r, layer, chosen, len(chosen))
	slices.SortFunc(rows, func(x, y ConversationRow) int { return x.Compare(&y) })
	return rows, len(pairs)
}

// Detail fills in the transports and applications of some conversations of a
// layer.
func Detail(r *Report, layer int, rows []ConversationRow) {
	transports := topOf(r, layer, rows, r.Services.Transport)
	applications := topOf(r, layer, rows, r.Services.Application)
	for i := range rows {
		rows[i].Transports, rows[i].Applications = transports[i], applications[i]
	}
}

// pair is a key for two hosts, and orders as they do; a map finds a number in half
// the time that it takes for two.
func pair(a, b int) uint64 { return uint64(a)<<32 | uint64(b) }

func hostsOf(pair uint64) (a, b int) { return int(pair >> 32), int(uint32(pair)) }

// Conversations adds a layer's services up to conversations, in no particular
// order. Detail says the rest of them.
func Conversations(r *Report, layer int) []ConversationRow {
	return conversations(r, layer, nil, len(r.Services.A))
}

// conversations gives those of wanted pairs (nil for all), of which there are so
// many at most.
func conversations(r *Report, layer int, wanted map[uint64]bool, most int) []ConversationRow {
	s := &r.Services
	rows := rowsBy[uint64, ConversationRow]{most: most}
	for i := range s.A {
		key := pair(s.A[i], s.B[i])
		if s.Layer[i]&layer == 0 || wanted != nil && !wanted[key] {
			continue
		}
		row := rows.at(key)
		row.A, row.B = s.A[i], s.B[i]
		row.add(s.both(i))
		row.Flows += s.Flows[i]
		row.FlowsFromA += s.FlowsFromA[i]
	}
	return rows.rows
}

// topOf lists for each row what a column of its services has, the most bytes
// first.
func topOf(r *Report, layer int, rows []ConversationRow, column []int) [][]int {
	type part struct {
		row, value int
		bytes      uint64
	}
	index := make(map[uint64]int, len(rows))
	for i := range rows {
		index[pair(rows[i].A, rows[i].B)] = i
	}
	parts := rowsBy[[2]int, part]{most: len(rows)}
	s := &r.Services
	for i := range s.A {
		row, wanted := index[pair(s.A[i], s.B[i])]
		if !wanted || s.Layer[i]&layer == 0 {
			continue
		}
		p := parts.at([2]int{row, column[i]})
		p.row, p.value = row, column[i]
		p.bytes += s.BytesAtoB[i] + s.BytesBtoA[i]
	}
	slices.SortFunc(parts.rows, func(x, y part) int {
		return cmp.Or(cmp.Compare(y.bytes, x.bytes), cmp.Compare(x.value, y.value))
	})
	tops := make([][]int, len(rows))
	for _, p := range parts.rows {
		tops[p.row] = append(tops[p.row], p.value)
	}
	return tops
}
