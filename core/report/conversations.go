package report

import (
	"cmp"
	"slices"
)

// ConversationRows gives the conversations of a layer by bytes, falling;
// equal ones in order of their hosts. Detail says the rest of them.
func ConversationRows(r *Report, layer int) []ConversationRow {
	rows := pairsOf(r, layer)
	slices.SortFunc(rows, func(x, y ConversationRow) int {
		return cmp.Or(cmp.Compare(y.Bytes(), x.Bytes()), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return rows
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

// pairsOf adds a layer's services up to conversations, in no particular order.
func pairsOf(r *Report, layer int) []ConversationRow {
	var rows rowsBy[[2]int, ConversationRow]
	s := &r.Services
	for i := range s.A {
		if s.Layer[i]&layer == 0 {
			continue
		}
		row := rows.at([2]int{s.A[i], s.B[i]})
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
	index := make(map[[2]int]int, len(rows))
	for i := range rows {
		index[[2]int{rows[i].A, rows[i].B}] = i
	}
	var parts rowsBy[[2]int, part]
	s := &r.Services
	for i := range s.A {
		row, wanted := index[[2]int{s.A[i], s.B[i]}]
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
