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
	largest, conversations := report.LargestConversations(r, report.LayerInner, 1, func(a, b int) bool {
		return (r.Hosts.Flags[a]|r.Hosts.Flags[b])&report.HostOther == 0
	})
	return align([][]string{
		{"  captured", captured(r)},
		{"  hosts", peopled(r, conversations)},
		{"  busiest", busiest(r, largest)},
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

func peopled(r *report.Report, conversations int) string {
	flows := uint64(0)
	seen := make([]bool, len(r.Hosts.Flags))
	s := &r.Services
	for i := range s.A {
		if s.Layer[i]&report.LayerInner != 0 {
			flows += s.Flows[i]
			seen[s.A[i]], seen[s.B[i]] = true, true
		}
	}
	count := r.Folded.Hosts
	for host, flags := range r.Hosts.Flags {
		if seen[host] && flags&(report.HostNone|report.HostOther) == 0 {
			count++
		}
	}
	known := plural(uint64(conversations), "conversation")
	if r.Folded.Hosts > 0 {
		known = "more than " + known
	}
	return fmt.Sprintf("%s, %s, %s", plural(count, "host"), known, plural(flows, "flow"))
}

func busiest(r *report.Report, largest []report.ConversationRow) string {
	if len(largest) == 0 {
		return "-"
	}
	report.Detail(r, report.LayerInner, largest)
	top := largest[0]
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
