package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// The columns, with Wireshark's names where it has one: the first ones are
// fixed, new ones come last.
var (
	conversationColumns = []string{"address_a", "address_b", "packets", "bytes",
		"packets_a_to_b", "bytes_a_to_b", "packets_b_to_a", "bytes_b_to_a", "rel_start", "duration",
		"flows", "flows_from_a", "transports", "applications", "name_a", "name_b"}
	flowColumns = []string{"protocol", "address_a", "port_a", "address_b", "port_b", "packets", "bytes",
		"packets_a_to_b", "bytes_a_to_b", "packets_b_to_a", "bytes_b_to_a", "rel_start", "duration",
		"application", "name_a", "name_b",
		"by_port", "server_name", "protocol_version", "alpn", "handshake", "initial_rtt", "server_rtt", "time_to_first_byte",
		"retransmissions_a_to_b", "retransmissions_b_to_a", "out_of_order_a_to_b", "out_of_order_b_to_a",
		"lost_a_to_b", "lost_b_to_a", "duplicate_acks_a_to_b", "duplicate_acks_b_to_a",
		"zero_windows_a_to_b", "zero_windows_b_to_a", "resets_a_to_b", "resets_b_to_a"}
	serviceColumns = []string{"protocol", "address_a", "address_b", "server_port", "packets", "bytes",
		"packets_a_to_b", "bytes_a_to_b", "packets_b_to_a", "bytes_b_to_a", "rel_start", "duration",
		"application", "flows", "flows_from_a", "name_a", "name_b"}
	hostColumns = []string{"address", "packets", "bytes", "tx_packets", "tx_bytes", "rx_packets", "rx_bytes",
		"rel_start", "duration", "flows", "peers", "names"}
)

// WriteCSV writes a header line and one line for each host, conversation,
// service or flow of a layer (LayerOuter or LayerInner) by bytes, falling.
// rel_start and duration are seconds with nine decimals, or empty for flow
// records, which have no times; a is the host with the lower address, of a flow
// the client. Several values in one cell stand with "; " between them.
//
// Text that a capture brought along (names, applications) gets a leading
// apostrophe where a spreadsheet would take it for a formula: before = + - @
// and their wide forms, at a cell's start and after what some spreadsheet ends a
// cell at (semicolon, tab, line end), and before a tab or line end at the start.
// Addresses and numbers never get one.
func WriteCSV(w io.Writer, r *Report, by By, layer int) error {
	var columns []string
	var rows func(layer int, write func(...string) error) error
	c := cells{r}
	switch by {
	case ByHost:
		columns, rows = hostColumns, c.hosts
	case ByConversation:
		columns, rows = conversationColumns, c.conversations
	case ByService:
		columns, rows = serviceColumns, c.services
	case ByFlow:
		columns, rows = flowColumns, c.flows
	default:
		return fmt.Errorf("no rows by %q", string(by))
	}
	out := csv.NewWriter(w)
	write := func(record ...string) error { return out.Write(record) }
	if err := write(columns...); err != nil {
		return err
	}
	if err := rows(layer, write); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// cells turns rows into CSV cells.
type cells struct{ r *Report }

func (c cells) hosts(layer int, write func(...string) error) error {
	for _, h := range HostRows(c.r, layer) {
		tx, rx := h.Tx, h.Rx
		start, duration := span(Both{tx, rx}.Sum())
		record := []string{c.address(h.Host), number(tx.Packets + rx.Packets), number(h.Bytes()),
			number(tx.Packets), number(tx.Bytes), number(rx.Packets), number(rx.Bytes),
			start, duration,
			number(h.Flows), strconv.Itoa(h.Peers), c.names(h.Host)}
		if err := write(record...); err != nil {
			return err
		}
	}
	return nil
}

func (c cells) conversations(layer int, write func(...string) error) error {
	rows := ConversationRows(c.r, layer)
	Detail(c.r, layer, rows)
	var record []string
	for i := range rows {
		v := &rows[i]
		record = append(record[:0], c.address(v.A), c.address(v.B))
		record = append(addCounts(record, v.Both), number(v.Flows), number(v.FlowsFromA),
			c.list(v.Transports, c.transport), c.list(v.Applications, c.application), c.name(v.A), c.name(v.B))
		if err := write(record...); err != nil {
			return err
		}
	}
	return nil
}

func (c cells) services(layer int, write func(...string) error) error {
	var record []string
	for _, s := range ServiceRows(c.r, layer) {
		record = append(record[:0], text(c.transport(s.Transport)), c.address(s.A), c.address(s.B), port(s.ServerPort))
		record = append(addCounts(record, s.Both), text(c.application(s.Application)),
			number(s.Flows), number(s.FlowsFromA), c.name(s.A), c.name(s.B))
		if err := write(record...); err != nil {
			return err
		}
	}
	return nil
}

func (c cells) flows(layer int, write func(...string) error) error {
	h := &c.r.FlowHealth
	rows := make(map[int]int, len(h.Row)) // of the health table, by flow
	for row, flow := range h.Row {
		rows[flow] = row
	}
	var record []string
	for _, f := range FlowRows(c.r, layer) {
		record = append(record[:0], text(c.transport(f.Transport)),
			c.address(f.Client), port(f.ClientPort), c.address(f.Server), port(f.ServerPort))
		record = append(addCounts(record, f.Both), text(c.application(f.Application)), c.name(f.Client), c.name(f.Server))
		record = append(record, c.facts(f.Flow)...)
		row, ok := rows[f.Flow]
		if !ok {
			row = -1
		}
		if err := write(append(record, course(h, row)...)...); err != nil {
			return err
		}
	}
	return nil
}

// facts are the columns by_port to alpn of a flow.
func (c cells) facts(flow int) []string {
	f := &c.r.Flows
	return []string{strconv.FormatBool(c.r.Applications[f.Application[flow]].ByPort),
		text(c.r.Texts[f.ServerName[flow]]), text(c.r.Texts[f.Protocol[flow]]), text(c.r.Texts[f.ALPN[flow]])}
}

// course are the columns handshake to resets_b_to_a of a row of a table of
// health, or of a flow that has none: times are seconds, empty where unknown.
func course(h *Health, row int) []string {
	at := func(column []uint64) uint64 {
		if row < 0 || len(column) == 0 {
			return 0
		}
		return column[row]
	}
	time := func(known, ns []uint64) string {
		if at(known) == 0 {
			return ""
		}
		return seconds(int64(at(ns)))
	}
	handshake := ""
	switch {
	case at(h.Complete) > 0:
		handshake = "complete"
	case at(h.Refused) > 0:
		handshake = "refused"
	case at(h.Unanswered) > 0:
		handshake = "unanswered"
	}
	record := []string{handshake, time(h.Timed, h.RTT), time(h.Timed, h.ServerRTT), time(h.Answered, h.Response)}
	for _, figure := range [][2][]uint64{h.Retransmissions, h.OutOfOrder, h.Lost, h.DuplicateAcks, h.ZeroWindows, h.Resets} {
		record = append(record, number(at(figure[0])), number(at(figure[1])))
	}
	return record
}

// addCounts appends the columns packets to duration, alike in all tables of pairs.
func addCounts(record []string, b Both) []string {
	sum := b.Sum()
	start, duration := span(sum)
	return append(record, number(sum.Packets), number(sum.Bytes),
		number(b.There.Packets), number(b.There.Bytes), number(b.Back.Packets), number(b.Back.Bytes),
		start, duration)
}

// span is when something went and for how long; empty where no packet tells.
func span(w Way) (start, duration string) {
	if w.Packets == 0 {
		return "", ""
	}
	return seconds(w.First), seconds(w.Last - w.First)
}

func (c cells) address(host int) string  { return text(c.r.Hosts.Address[host]) }
func (c cells) transport(i int) string   { return c.r.Transports[i] }
func (c cells) application(i int) string { return c.r.Applications[i].Name }
func (c cells) name(host int) string     { return text(c.r.Hosts.Name(host)) }

func (c cells) names(host int) string {
	all := make([]string, 0, len(c.r.Hosts.Names[host]))
	for _, n := range c.r.Hosts.Names[host] {
		all = append(all, n.Name)
	}
	return text(strings.Join(all, "; "))
}

func (c cells) list(indices []int, name func(int) string) string {
	all := make([]string, len(indices))
	for i, index := range indices {
		all[i] = name(index)
	}
	return text(strings.Join(all, "; "))
}

func number(n uint64) string { return strconv.FormatUint(n, 10) }

func port(p uint16) string { return strconv.Itoa(int(p)) }

// seconds prints nanoseconds as seconds with nine decimals.
func seconds(ns int64) string {
	var b []byte
	u := uint64(ns)
	if ns < 0 {
		b, u = append(b, '-'), -u
	}
	b = strconv.AppendUint(b, u/1e9, 10)
	point := len(b)
	b = strconv.AppendUint(b, 1e9+u%1e9, 10)
	b[point] = '.' // in place of the 1 that holds the zeros
	return string(b)
}

const (
	// formulaStarts is what a spreadsheet takes for a formula's beginning, with
	// the wide forms that some do (OWASP, "CSV Injection").
	formulaStarts = "=+-@＝＋－＠"
	// cellEnds is what may end a cell where the user's comma is another sign.
	cellEnds = ";\t\r\n"
)

// text makes a cell of what a capture said: no formula in a spreadsheet, no
// escape sequence in a terminal. encoding/csv quotes the rest.
func text(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	begins := true // a cell, wherever the spreadsheet ends one
	for i, r := range s {
		breaks := strings.ContainsRune(cellEnds, r)
		switch {
		case begins && strings.ContainsRune(formulaStarts, r), i == 0 && breaks && r != ';':
			b.WriteByte('\'')
		case unicode.IsControl(r) && !breaks:
			r = unicode.ReplacementChar
		}
		b.WriteRune(r)
		begins = breaks || begins && r == ' '
	}
	return b.String()
}

// isPlain reports whether there is surely nothing that text would change, as in
// nearly all that it is given.
func isPlain(s string) bool {
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' || strings.IndexByte(formulaStarts+cellEnds, c) >= 0 {
			return false
		}
	}
	return true
}
