package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"heatsink/core/flow"
)

// finder looks for one kind of finding.
type finder struct {
	kind string
	find func(s *survey) []finding
}

// finders lists all kinds, in the order in which equally grave ones are read.
// A finder is silent where it can't know.
var finders = []finder{
	{"capture-point", findCapturePoint},
	{"heavy-conversations", findHeavy},
	{"tunnel", findTunnels},
	{"single-destination", findSingleDestinations},
	{"retransmissions", findRetransmissions},
	{"gaps", findGaps},
	{"slow-handshake", findSlowHandshakes},
	{"late-answers", findLateAnswers},
	{"refused", findRefusals},
	{"resets", findResets},
	{"unanswered", findUnanswered},
	{"one-way", findOneWay},
	{"dns-failures", findLookupFailures},
	{"dns-unknown-names", findUnknownNames},
	{"dns-slow", findSlowLookups},
	{"zero-window", findZeroWindows},
	{"mtu", findTooLarge},
	{"scan", findScans},
	{"announcements", findAnnouncers},
	{"storm", findStorms},
	{"asymmetric", findAsymmetry},
	{"duplicates", findDuplicates},
	{"drops", findDrops},
	{"clock", findClockJumps},
	{"snaplen", findSnapped},
	{"cut-file", findCutFiles},
}

// Severities of a Finding.
const (
	Problem = "problem"
	Warning = "warning"
	Info    = "info"
)

// Bounds of what findings can take.
const (
	// maxOfKind is how many findings of a kind are told one by one; the rest
	// of them are told in one sentence.
	maxOfKind = 4
	// maxCandidates is how many things become findings of a kind at most, before
	// they are told so: the weightiest.
	maxCandidates = 1 << 14
	// maxNamed is how many hosts a sentence names, and maxShown how many hosts
	// and how many conversations a finding refers to.
	maxNamed = 3
	maxShown = 64
	// maxQuoted bounds what a sentence takes from a capture, in runes.
	maxQuoted = 48
)

// finding is a Finding before its hosts have their numbers.
type finding struct {
	kind                     int // index into finders
	severity, text, lookedAt string
	hosts                    []flow.Host
	pairs                    [][2]flow.Host
	weight                   uint64 // how much there is of it: mostly frames
	// say makes the words, where there can be so many findings that only those
	// that are told should have some.
	say func(f *finding)
}

// findings asks every finder: the gravest first, then the weightiest.
func (b *builder) findings(s *survey) {
	s.scanning = s.scans()
	s.endpoints = meanwhile(s.sumEndpoints) // what the others look for takes as long
	var all []finding
	for kind, f := range finders {
		s.more = false
		found := sorted(f.find(s))
		if len(found) > maxOfKind {
			found = append(found[:maxOfKind-1:maxOfKind-1], s.together(found[maxOfKind-1:]))
		}
		for _, x := range found {
			x.kind = kind
			all = append(all, x)
		}
	}
	for _, x := range sorted(all) {
		if x.say != nil {
			x.say(&x)
		}
		text, quotes := unmark(x.text)
		b.report.Findings = append(b.report.Findings, Finding{
			Kind: finders[x.kind].kind, Severity: x.severity, Text: text, Quotes: quotes, LookedAt: x.lookedAt,
			Hosts: b.indices(x.hosts), Conversations: b.pairs(x.pairs),
		})
	}
	for _, p := range s.points {
		if b.inRow(p.host) {
			b.report.CapturePoints = append(b.report.CapturePoints, CapturePoint{int(b.rank[p.host]), p.sure, p.packets, p.of})
		}
	}
}

// sorted puts the graver and the weightier first, and equals as they were.
func sorted(found []finding) []finding {
	order := top{of: len(found)}
	for i, x := range found {
		grave := slices.Index([]string{Info, Warning, Problem}, x.severity)
		order.add(ranked{uint64(grave), ^x.weight, uint32(i)})
	}
	list := make([]finding, len(found))
	for i, x := range order.sorted() {
		list[i] = found[x.number]
	}
	return list
}

// share is which part of all some are.
func share(some, all uint64) float64 { return float64(some) / float64(max(all, 1)) }

// candidates are the first of a list that has room for one more than there may be,
// in order. It notes whether there are more.
func (s *survey) candidates(of *top) []ranked {
	list := of.sorted()
	s.more = len(list) > maxCandidates
	return list[:min(len(list), maxCandidates)]
}

// together makes one finding of several of a kind.
func (s *survey) together(found []finding) finding {
	if say := found[0].say; say != nil {
		say(&found[0])
	}
	all := finding{severity: found[0].severity, lookedAt: found[0].lookedAt}
	for _, x := range found {
		all.hosts = append(all.hosts, x.hosts...)
		all.pairs = append(all.pairs, x.pairs...)
		all.weight = max(all.weight, x.weight)
	}
	slices.Sort(all.hosts)
	all.hosts = slices.Compact(all.hosts)
	whom := s.named(all.hosts)
	if len(all.hosts) == 0 {
		whom = listed(len(all.pairs), func(i int) string { return s.between(all.pairs[i][0], all.pairs[i][1]) })
	}
	all.text = fmt.Sprintf("%d more like this: %s", len(found), whom)
	if s.more {
		all.text = "At least " + all.text
	}
	return all
}

// indices are hosts' numbers in the report, rising. Those that the limits
// folded have none: only the text names them.
func (b *builder) indices(hosts []flow.Host) []int {
	list := []int{}
	for _, h := range hosts {
		if b.inRow(h) {
			list = append(list, int(b.rank[h]))
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(len(list), maxShown)]
}

// pairs are conversations as pairs of hosts' numbers, the lower one first.
func (b *builder) pairs(pairs [][2]flow.Host) [][2]int {
	list := [][2]int{}
	for _, p := range pairs {
		if len(list) < maxShown && b.inRow(p[0]) && b.inRow(p[1]) {
			x, y := int(b.rank[p[0]]), int(b.rank[p[1]])
			list = append(list, [2]int{min(x, y), max(x, y)})
		}
	}
	return list
}

// name is a host's address, the one thing that the user's own names don't change.
func (s *survey) name(h flow.Host) string {
	address, _ := s.b.describe(h)
	return said(address)
}

// between names two hosts that talk, in address order.
func (s *survey) between(a, b flow.Host) string {
	if s.b.compareHosts(a, b) > 0 {
		a, b = b, a
	}
	return s.name(a) + " ↔ " + s.name(b)
}

// named lists the first hosts, and how many more there are.
func (s *survey) named(hosts []flow.Host) string {
	return listed(len(hosts), func(i int) string { return s.name(hosts[i]) })
}

// listed names the first of n.
func listed(n int, name func(i int) string) string {
	var parts []string
	for i := range min(n, maxNamed) {
		parts = append(parts, name(i))
	}
	if n > maxNamed {
		parts = append(parts, fmt.Sprintf("and %s more", exact(uint64(n-maxNamed))))
	}
	return strings.Join(parts, ", ")
}

// What stands around a quote while a sentence is made; in the quote itself
// no control character is left.
const quoteBegins, quoteEnds = '\x01', '\x02'

// said is what a capture says, marked as such: a name or an address.
func said(text string) string { return string(quoteBegins) + Quoted(text) + string(quoteEnds) }

// unmark takes the marks out of a sentence, and says where they stood.
func unmark(marked string) (text string, quotes [][2]int) {
	quotes = [][2]int{}
	var b strings.Builder
	begin := 0
	for _, r := range marked {
		switch r {
		case quoteBegins:
			begin = b.Len()
		case quoteEnds:
			quotes = append(quotes, [2]int{begin, b.Len()})
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), quotes
}

// Quoted is what a capture says, fit for a sentence: bounded and of one line.
func Quoted(text string) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '\ufffd'
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > maxQuoted {
		return string(runes[:maxQuoted-1]) + "…"
	}
	return text
}

// amount counts things, whose name takes an s in the plural.
func amount[N int | uint32 | uint64](n N, thing string) string {
	if n != 1 {
		if stem, ok := strings.CutSuffix(thing, "y"); ok {
			thing = stem + "ie"
		}
		thing += "s"
	}
	return exact(uint64(n)) + " " + thing
}

// exact prints a count to its last digit as long as that can be read.
func exact(n uint64) string {
	if n < 10_000 {
		return strconv.FormatUint(n, 10)
	}
	return HumanCount(n)
}

// Kinds lists the kinds of findings.
func Kinds() []string {
	var kinds []string
	for _, f := range finders {
		kinds = append(kinds, f.kind)
	}
	return kinds
}
