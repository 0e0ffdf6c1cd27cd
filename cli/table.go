package cli

import (
	"fmt"
	"net"
	"strconv"

	"heatsink/core/report"
)

// nameWidth bounds a name in the terminal: what a capture calls itself must
// not push the numbers away.
const nameWidth = 40

// grid is a table for the terminal: rows of cells under a heading.
type grid struct {
	heading []string
	right   []bool // columns of numbers, which end flush
	rows    [][]string
	noun    string
	total   int // rows there are; len(rows) of them are shown
	// rest is the bytes of those that are not, where a share of them means
	// anything: a frame counts for two hosts.
	rest    uint64
	hasRest bool
}

// table prints the busiest rows, with a last line that says what is left out.
func table(r *report.Report, by report.By, layer, top int) string {
	var g grid
	switch by {
	case report.ByHost:
		g = hostGrid(r, layer, top)
	case report.ByService:
		g = serviceGrid(r, layer, top)
	case report.ByFlow:
		g = flowGrid(r, layer, top)
	default:
		g = conversationGrid(r, layer, top)
	}
	if g.total == 0 {
		return fmt.Sprintf("no %ss: the capture holds %s\n", g.noun, plural(r.Totals.Packets, "frame"))
	}
	g.dropEmpty()
	text := align(append([][]string{g.heading}, g.rows...), g.right)
	if left := g.total - len(g.rows); left > 0 {
		text += fmt.Sprintf("… and %s", plural(uint64(left), "more "+g.noun))
		if g.hasRest {
			text += ", " + report.Percent(g.rest, r.Totals.Bytes) + " of bytes"
		}
		text += " (--top 0 shows all)\n"
	}
	if found := findings(r); found != "" {
		text += "\n" + found
	}
	if line := anonymizedLine(r); line != "" {
		text += "\n" + line
	}
	return text
}

// fill sets the heading ("<" before a column of text) and the first rows.
func fill[R any](g *grid, rows []R, top int, heading []string, cells func(R) []string) {
	for _, h := range heading {
		text := h[0] == '<'
		if text {
			h = h[1:]
		}
		g.heading = append(g.heading, h)
		g.right = append(g.right, !text)
	}
	g.total = len(rows)
	for i, row := range rows {
		if top > 0 && i == top {
			break
		}
		g.rows = append(g.rows, cells(row))
	}
}

// dropEmpty takes a last column away in which no row has anything: names,
// mostly, of which few captures tell.
func (g *grid) dropEmpty() {
	last := len(g.heading) - 1
	for _, row := range g.rows {
		if row[last] != "" {
			return
		}
	}
	g.heading, g.right = g.heading[:last], g.right[:last]
	for i := range g.rows {
		g.rows[i] = g.rows[i][:last]
	}
}

// restOf adds up the bytes of the rows that are not shown.
func restOf[R interface{ Bytes() uint64 }](g *grid, rows []R) {
	g.hasRest = true
	for _, row := range rows[len(g.rows):] {
		g.rest += row.Bytes()
	}
}

func conversationGrid(r *report.Report, layer, top int) grid {
	g := grid{noun: "conversation"}
	rows := report.ConversationRows(r, layer)
	report.Detail(r, layer, rows)
	heading := []string{"<A", "<B", "Bytes", "Share", "Frames", "A→B", "B→A", "Flows", "Start", "Duration", "<Applications", "<Names"}
	fill(&g, rows, top, heading, func(c report.ConversationRow) []string {
		cells := []string{address(r, c.A), address(r, c.B)}
		cells = append(cells, amounts(r, c.Both)...)
		cells = append(cells, report.HumanCount(c.Flows))
		cells = append(cells, times(c.Both)...)
		return append(cells, topNames(r, c.Applications), pairNames(r, c.A, c.B))
	})
	restOf(&g, rows)
	return g
}

func serviceGrid(r *report.Report, layer, top int) grid {
	g := grid{noun: "service"}
	rows := report.ServiceRows(r, layer)
	heading := []string{"<A", "<B", "<Protocol", "Port", "<Application", "Bytes", "Share", "Frames", "A→B", "B→A", "Flows", "Start", "Duration", "<Names"}
	fill(&g, rows, top, heading, func(s report.ServiceRow) []string {
		port := "-"
		if s.ServerPort != 0 {
			port = strconv.Itoa(int(s.ServerPort))
		}
		cells := []string{address(r, s.A), address(r, s.B),
			fit(r.Transports[s.Transport], nameWidth), port, applicationName(r, s.Application)}
		cells = append(cells, amounts(r, s.Both)...)
		cells = append(cells, report.HumanCount(s.Flows))
		cells = append(cells, times(s.Both)...)
		return append(cells, pairNames(r, s.A, s.B))
	})
	restOf(&g, rows)
	return g
}

func flowGrid(r *report.Report, layer, top int) grid {
	g := grid{noun: "flow"}
	rows := report.FlowRows(r, layer)
	heading := []string{"<Client", "<Server", "<Protocol", "<Application", "Bytes", "Share", "Frames", "Up", "Down", "Start", "Duration", "<Names"}
	fill(&g, rows, top, heading, func(f report.FlowRow) []string {
		cells := []string{endpoint(r, f.Client, f.ClientPort), endpoint(r, f.Server, f.ServerPort),
			fit(r.Transports[f.Transport], nameWidth), applicationName(r, f.Application)}
		cells = append(cells, amounts(r, f.Both)...)
		cells = append(cells, times(f.Both)...)
		return append(cells, pairNames(r, f.Client, f.Server))
	})
	restOf(&g, rows)
	return g
}

func hostGrid(r *report.Report, layer, top int) grid {
	g := grid{noun: "host"}
	heading := []string{"<Host", "Bytes", "Share", "Frames", "Sent", "Received", "Flows", "Peers", "<Name"}
	fill(&g, report.HostRows(r, layer), top, heading, func(h report.HostRow) []string {
		return []string{address(r, h.Host), report.HumanBytes(h.Bytes()), report.Percent(h.Bytes()-h.ToSelf, r.Totals.Bytes),
			report.HumanCount(h.Tx.Packets + h.Rx.Packets), report.HumanBytes(h.Tx.Bytes), report.HumanBytes(h.Rx.Bytes),
			report.HumanCount(h.Flows), report.HumanCount(uint64(h.Peers)), fit(r.Hosts.Name(h.Host), nameWidth)}
	})
	return g
}

// amounts are bytes, their share, frames, and the bytes each way.
func amounts(r *report.Report, b report.Both) []string {
	sum := b.Sum()
	return []string{report.HumanBytes(sum.Bytes), report.Percent(sum.Bytes, r.Totals.Bytes), report.HumanCount(sum.Packets),
		report.HumanBytes(b.There.Bytes), report.HumanBytes(b.Back.Bytes)}
}

func times(b report.Both) []string {
	sum := b.Sum()
	if sum.Packets == 0 {
		return []string{"-", "-"} // flow records have no times
	}
	return []string{report.HumanTime(sum.First), report.HumanTime(sum.Last - sum.First)}
}

// endpoint is an address with its port, an IPv6 one in brackets.
func endpoint(r *report.Report, host int, port uint16) string {
	if port == 0 {
		return address(r, host)
	}
	return net.JoinHostPort(address(r, host), strconv.Itoa(int(port)))
}

// pairNames are the names of two hosts, of which either may have none.
func pairNames(r *report.Report, a, b int) string {
	nameA, nameB := fit(r.Hosts.Name(a), nameWidth), fit(r.Hosts.Name(b), nameWidth)
	switch {
	case nameA == "" && nameB == "":
		return ""
	case nameA == "":
		nameA = "?"
	case nameB == "":
		nameB = "?"
	}
	return nameA + " ↔ " + nameB
}
