package report

import (
	"fmt"
	"html"
	"strings"
	"time"
)

// summaryRows is how many conversations a summary lists, and summaryFindings
// how many findings.
const (
	summaryRows     = 20
	summaryFindings = 10
)

// Summary is the report as a piece of HTML for readers without JavaScript, as
// in a mail client's preview: what was captured, and the largest conversations
// of the inner layer. All that comes from a capture is escaped.
func Summary(r *Report) string {
	var b strings.Builder
	var names []string
	for _, c := range r.Captures {
		names = append(names, c.Name)
	}
	title := strings.Join(names, ", ")
	if r.Title != "" {
		title = r.Title
	}
	rows, conversations := LargestConversations(r, LayerInner, summaryRows, nil)
	fmt.Fprintf(&b, "<h1>%s</h1>\n<p>%s</p>\n", html.EscapeString(title), html.EscapeString(summaryFacts(r, conversations)))
	if r.Anonymized {
		fmt.Fprintf(&b, "<p><strong>%s</strong></p>\n", AnonymizedNote)
	}
	for _, c := range r.Captures {
		if c.Problem != "" {
			fmt.Fprintf(&b, "<p>%s: %s</p>\n", html.EscapeString(c.Name), html.EscapeString(c.Problem))
		}
	}
	b.WriteString(summaryOfFindings(r))
	if len(rows) > 0 {
		b.WriteString(summaryTable(r, rows, conversations))
	}
	return b.String()
}

func summaryOfFindings(r *Report) string {
	if len(r.Findings) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("<ul>\n")
	for i, f := range r.Findings {
		if i == summaryFindings {
			fmt.Fprintf(&b, "<li>and %d more</li>\n", len(r.Findings)-i)
			break
		}
		fmt.Fprintf(&b, "<li>%s: %s</li>\n", html.EscapeString(f.Severity), html.EscapeString(f.Text))
	}
	b.WriteString("</ul>\n")
	return b.String()
}

func summaryFacts(r *Report, conversations int) string {
	records := r.Records()
	if r.Totals.Packets == 0 && records == 0 {
		return "No packets were captured."
	}
	hosts := r.Folded.Hosts
	for _, flags := range r.Hosts.Flags {
		if flags&(HostNone|HostOther) == 0 {
			hosts++
		}
	}
	var facts []string
	if r.Totals.Packets > 0 {
		facts = append(facts, HumanTime(r.Duration)+" from "+time.Unix(0, r.Start).UTC().Format("2006-01-02 15:04:05 UTC"),
			HumanCount(r.Totals.Packets)+" frames")
	}
	if records > 0 {
		facts = append(facts, HumanCount(records)+" flow records")
	}
	facts = append(facts, HumanBytes(r.Totals.Bytes), fmt.Sprintf("%d hosts", hosts), fmt.Sprintf("%d conversations", conversations))
	return strings.Join(facts, " · ")
}

func summaryTable(r *Report, rows []ConversationRow, all int) string {
	var b strings.Builder
	Detail(r, LayerInner, rows)
	fmt.Fprintf(&b, "<table>\n<caption>The largest %d of %d conversations, by bytes</caption>\n", len(rows), all)
	line(&b, "th", "A", "B", "Bytes", "Share", "A→B", "B→A", "Packets", "Applications")
	for _, row := range rows {
		var applications []string
		for _, a := range row.Applications {
			applications = append(applications, r.Applications[a].Name)
		}
		line(&b, "td", summaryHost(r, row.A), summaryHost(r, row.B), HumanBytes(row.Bytes()),
			Percent(row.Bytes(), r.Totals.Bytes), HumanBytes(row.There.Bytes), HumanBytes(row.Back.Bytes),
			HumanCount(row.Sum().Packets), strings.Join(applications, ", "))
	}
	b.WriteString("</table>\n")
	return b.String()
}

func line(b *strings.Builder, tag string, cells ...string) {
	b.WriteString("<tr>")
	for _, cell := range cells {
		fmt.Fprintf(b, "<%s>%s</%s>", tag, html.EscapeString(cell), tag)
	}
	b.WriteString("</tr>\n")
}

// summaryHost is a host's likeliest name with its address, or the address alone.
func summaryHost(r *Report, host int) string {
	if name := r.Hosts.Name(host); name != "" {
		return name + " (" + r.Hosts.Address[host] + ")"
	}
	return r.Hosts.Address[host]
}
