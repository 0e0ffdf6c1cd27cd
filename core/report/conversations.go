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

// largest are the first rows that ConversationRows would give of these, so many
// at most.
func largest(rows []ConversationRow, most int) []ConversationRow {
	first := top{limit: most, of: len(rows), tie: func(x, y uint32) int { return rows[x].Compare(&rows[y]) }}
	for i := range rows {
		first.add(ranked{size: rows[i].Bytes(), number: uint32(i)})
	}
	var list []ConversationRow
	for _, x := range first.sorted() {
		list = append(list, rows[x.number])
	}
	return list
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

// pair is a key for two hosts; a map finds a number in half the time that it
// takes for two.
func pair(a, b int) uint64 { return uint64(a)<<32 | uint64(b) }

// Conversations adds a layer's services up to conversations, in no particular
// order. Detail says the rest of them.
func Conversations(r *Report, layer int) []ConversationRow {
	s := &r.Services
	rows := rowsBy[uint64, ConversationRow]{most: len(s.A)}
	for i := range s.A {
		if s.Layer[i]&layer == 0 {
			continue
		}
		row := rows.at(pair(s.A[i], s.B[i]))
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
