package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"heatsink/core/report"
)

// summaryWidth bounds what a capture may add to a line of the summary.
const summaryWidth = 48

// summaryItems is how many of the applications and oddities a line names.
const summaryItems = 4

// summary is five lines on what was seen, by the inner layer, and what was found.
func summary(r *report.Report) string {
	conversations := report.Conversations(r, report.LayerInner)
	return align([][]string{
		{"  captured", captured(r)},
		{"  hosts", peopled(r, conversations)},
		{"  busiest", busiest(r, conversations)},
		{"  applications", applications(r)},
		{"  noticed", noticed(r)},
	}, []bool{false, false}) + findings(r) + anonymizedLine(r)
}

// anonymizedLine says so of an anonymised report.
func anonymizedLine(r *report.Report) string {
	if !r.Anonymized {
		return ""
	}
	return report.AnonymizedNote + "\n"
}

// topFindings is how many findings the terminal shows.
const topFindings = 5

// findings lists the first of them, the gravest first.
func findings(r *report.Report) string {
	if len(r.Findings) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("findings\n")
	for i, f := range r.Findings {
		if i == topFindings {
			fmt.Fprintf(&b, "  … and %d more in the report\n", len(r.Findings)-i)
			break
		}
		fmt.Fprintf(&b, "  %-7s  %s\n", fit(f.Severity, len(report.Warning)), fit(f.Text, findingWidth))
	}
	return b.String()
}

// findingWidth bounds a finding's line.
const findingWidth = 320

// captured says how much there was, from where.
func captured(r *report.Report) string {
	records := r.Records()
	var parts []string
	switch {
	case r.Totals.Packets == 0 && records == 0:
		return "no frames"
	case r.Totals.Packets == 0:
		parts = []string{plural(records, "flow record"), report.HumanBytes(r.Totals.Bytes)}
	default:
		parts = []string{fmt.Sprintf("%s, %s in %s", plural(r.Totals.Packets, "frame"), report.HumanBytes(r.Totals.Bytes), report.HumanTime(r.Duration))}
		if records > 0 {
			parts = append(parts, plural(records, "flow record"))
		}
	}
	if len(r.Captures) == 1 {
		only := r.Captures[0]
		format := only.Format
		if only.Compression != "" {
			format += " in " + only.Compression
		}
		parts = append(parts, format)
		if n := len(only.Interfaces); n > 1 {
			parts = append(parts, plural(uint64(n), "interface"))
		}
		if only.Application != "" {
			parts = append(parts, "by "+fit(only.Application, summaryWidth))
		}
	} else {
		parts = append(parts, plural(uint64(len(r.Captures)), "capture"))
	}
	return strings.Join(parts, ", ")
}

func peopled(r *report.Report, conversations []report.ConversationRow) string {
	flows := uint64(0)
	hosts := map[int]bool{}
	for _, c := range conversations {
		flows += c.Flows
		hosts[c.A], hosts[c.B] = true, true
	}
	count := uint64(len(hosts)) + r.Folded.Hosts
	for host := range hosts {
		if r.Hosts.Flags[host]&(report.HostNone|report.HostOther) != 0 {
			count--
		}
	}
	known := plural(uint64(len(conversations)), "conversation")
	if r.Folded.Hosts > 0 {
		known = "more than " + known
	}
	return fmt.Sprintf("%s, %s, %s", plural(count, "host"), known, plural(flows, "flow"))
}

func busiest(r *report.Report, conversations []report.ConversationRow) string {
	other := func(c *report.ConversationRow) bool {
		return (r.Hosts.Flags[c.A]|r.Hosts.Flags[c.B])&report.HostOther != 0
	}
	first := -1
	for i := range conversations {
		if c := &conversations[i]; !other(c) && (first < 0 || c.Compare(&conversations[first]) < 0) {
			first = i
		}
	}
	if first < 0 {
		return "-"
	}
	report.Detail(r, report.LayerInner, conversations[first:first+1])
	top := conversations[first]
	return fmt.Sprintf("%s ↔ %s  %s (%s)  %s", hostLabel(r, top.A), hostLabel(r, top.B),
		report.HumanBytes(top.Bytes()), report.Percent(top.Bytes(), r.Totals.Bytes), topNames(r, top.Applications))
}

func applications(r *report.Report) string {
	rows := report.ApplicationRows(r, report.LayerInner)
	var parts []string
	for i, row := range rows {
		if i == summaryItems {
			parts = append(parts, fmt.Sprintf("%d more", len(rows)-i))
			break
		}
		parts = append(parts, applicationName(r, row.Application)+" "+report.Percent(row.Bytes, r.Totals.Bytes))
	}
	return cmp.Or(strings.Join(parts, ", "), "-")
}

// noticed is what makes the numbers above less than the whole truth: the
// oddities, the most frequent first. Which capture was cut short, a warning has said.
func noticed(r *report.Report) string {
	var parts []string
	oddities := slices.Clone(r.Quality)
	slices.SortStableFunc(oddities, func(x, y report.Counter) int { return cmp.Compare(y.Count, x.Count) })
	for _, q := range oddities {
		parts = append(parts, fmt.Sprintf("%s (%s)", fit(q.Name, summaryWidth), report.HumanCount(q.Count)))
	}
	if len(parts) > summaryItems {
		parts = append(parts[:summaryItems], fmt.Sprintf("%d more", len(parts)-summaryItems))
	}
	return cmp.Or(strings.Join(parts, "; "), "nothing odd")
}

// hostLabel is a host's address, with its name.
func hostLabel(r *report.Report, host int) string {
	if name := r.Hosts.Name(host); name != "" {
		return address(r, host) + " " + fit(name, nameWidth)
	}
	return address(r, host)
}

// address is a host's address; of flow records' hosts it may be any name.
func address(r *report.Report, host int) string { return fit(r.Hosts.Address[host], nameWidth) }

func applicationName(r *report.Report, application int) string {
	return cmp.Or(fit(r.Applications[application].Name, nameWidth), "?")
}

// topNames lists the first applications of a row.
func topNames(r *report.Report, applications []int) string {
	const most = 3
	var names []string
	for i, a := range applications {
		if i == most {
			names = append(names, fmt.Sprintf("+%d", len(applications)-most))
			break
		}
		names = append(names, applicationName(r, a))
	}
	return strings.Join(names, ", ")
}
