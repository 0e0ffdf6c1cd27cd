package report

import (
	"fmt"

	"heatsink/core/flow"
)

const (
	// fewFailures is how many queries of a server have to fail, and
	// failureShare which share of them.
	fewFailures  = 3
	failureShare = 0.05
	// fewUnknown is the same for names that a client asks for and that don't
	// exist, of which some are usual: search lists make them, and block lists.
	fewUnknown   = 10
	unknownShare = 0.2
	// fewLookups is how many responses make an average, slowLookups how long it
	// may be, and fewSlowLookups how many may take a second.
	fewLookups     = 5
	slowLookups    = 200e6 // ns
	fewSlowLookups = 3
	slowestShare   = 0.1
)

// resolver is what a DNS server made of all its clients' queries.
type resolver struct {
	server                        flow.Host
	clients                       []flow.Host
	queries, answered, unanswered uint64
	servfail, refused, other      uint64
	slow                          uint64
	time, longest                 int64
}

func (s *survey) resolvers() (list []*resolver) {
	index := map[flow.Host]*resolver{}
	for _, x := range s.lookups {
		r := index[x.Server]
		if r == nil {
			r = &resolver{server: x.Server}
			index[x.Server] = r
			list = append(list, r)
		}
		if len(r.clients) < maxShown {
			r.clients = append(r.clients, x.Client)
		}
		r.queries += x.Queries
		r.answered += x.Answered
		r.unanswered += x.Unanswered
		r.servfail += x.ServerFailure
		r.refused += x.Refused
		r.other += x.OtherErrors
		r.slow += x.Slow
		r.time += x.Time
		r.longest = max(r.longest, x.Longest)
	}
	return list
}

// some reports whether n of all are worth a word.
func some(n, few uint64, share float64, all uint64) bool {
	return n >= few && float64(n) >= share*float64(all)
}

func findLookupFailures(s *survey) (out []finding) {
	for _, r := range s.resolvers() {
		var parts []string
		failed := uint64(0)
		for _, x := range []struct {
			n    uint64
			what string
		}{{r.unanswered, "unanswered"}, {r.servfail, "with a server failure"}, {r.refused, "refused"}, {r.other, "with another error"}} {
			if x.what == "unanswered" && s.asymmetric() {
				continue
			}
			failed += x.n
			if x.n > 0 {
				parts = append(parts, exact(x.n)+" "+x.what)
			}
		}
		if !some(failed, fewFailures, failureShare, r.queries) {
			continue
		}
		out = append(out, finding{
			severity: Warning, weight: failed, hosts: []flow.Host{r.server}, pairs: withServer(r.server, r.clients),
			text: fmt.Sprintf("%s of %s to %s from %s fail: %s", exact(failed), amount(r.queries, "DNS query"),
				s.name(r.server), s.from(r.clients), listed(len(parts), func(i int) string { return parts[i] })),
			lookedAt: lookedAtLookups,
		})
	}
	return out
}

const lookedAtLookups = "DNS over UDP: queries, and the responses with their IDs"

func findUnknownNames(s *survey) (out []finding) {
	for _, x := range s.lookups {
		if !some(x.NoName, fewUnknown, unknownShare, x.Queries) {
			continue
		}
		such := ""
		if x.Missing != "" {
			such = ", such as " + said(x.Missing)
		}
		out = append(out, finding{
			severity: Info, weight: x.NoName, hosts: []flow.Host{x.Client}, pairs: [][2]flow.Host{{x.Client, x.Server}},
			text: fmt.Sprintf("%s keeps asking %s for names that don't exist%s: %s of %s", s.name(x.Client), s.name(x.Server), such,
				exact(x.NoName), amount(x.Queries, "DNS query")),
			lookedAt: lookedAtLookups,
		})
	}
	return out
}

func findSlowLookups(s *survey) (out []finding) {
	for _, r := range s.resolvers() {
		if r.answered < fewLookups {
			continue
		}
		mean := r.time / int64(r.answered)
		if mean < slowLookups && !some(r.slow, fewSlowLookups, slowestShare, r.answered) {
			continue
		}
		text := fmt.Sprintf("%s takes %s on average to answer %s, and %s at most", s.name(r.server), HumanTime(mean), amount(r.answered, "DNS query"), HumanTime(r.longest))
		if r.slow > 0 {
			text += fmt.Sprintf("; %s of them a second or more", exact(r.slow))
		}
		out = append(out, finding{
			severity: Warning, weight: r.answered, hosts: []flow.Host{r.server}, pairs: withServer(r.server, r.clients),
			text: text, lookedAt: lookedAtLookups,
		})
	}
	return out
}
