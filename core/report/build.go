package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"heatsink/core/flow"
	"heatsink/core/name"
	"heatsink/core/packet"
)

// Source is what a report is built from. Its Captures' and Quality's times and
// counts are the caller's; all else is taken from the Table, which has been
// finished.
type Source struct {
	Title    string
	Table    *flow.Table
	Names    *name.Store
	Given    *name.Given // what the user's files say; nil for nothing
	Totals   Totals
	Captures []Capture // First and Last in nanoseconds since the Unix epoch
	Quality  []Counter
	Clock    Clock
}

// Clock is how a capture's time went backwards.
type Clock struct {
	Back     uint64 // frames earlier than the one before, in the same capture
	Furthest int64  // by how much at most, in nanoseconds
}

// Build makes the document.
func Build(src Source, limits Limits) *Report {
	b := &builder{
		src:          src,
		table:        src.Table,
		limits:       limits,
		transports:   map[packet.Protocol]int{},
		applications: map[uint32]int{},
	}
	first, last, _ := b.table.Span()
	b.start = first
	b.report = Report{
		Version: Version, Title: src.Title,
		Start: first, Duration: last - first,
		Totals: src.Totals, Captures: src.Captures,
		Transports: []string{}, Applications: []Application{},
		Findings: []Finding{}, Quality: src.Quality,
	}
	b.captures()
	b.pickHosts()
	rows := b.foldServices()
	b.report.Folded.Memory = b.table.Folded+b.table.FoldedServices > 0
	b.numberHosts(rows)
	b.writeServices(rows)
	b.writeTimeline(rows)
	b.writeFlows()
	s := newSurvey(b)
	b.writeHealth(rows, s)
	b.findings(s)
	Rename(&b.report, src.Given, limits)
	return &b.report
}

// builder holds what the steps of Build hand on.
type builder struct {
	src    Source
	table  *flow.Table
	limits Limits
	report Report
	start  int64

	// bytes is what each of the Table's hosts sent and received, over all layers.
	bytes []uint64
	// addresses is how many of them are in a service.
	addresses int
	// kept says which of the Table's hosts keep their own address; nil for all.
	kept []bool
	// rank is each of the Table's hosts' index in the report; -1 for those
	// that are in no row.
	rank []int

	transports   map[packet.Protocol]int
	applications map[uint32]int
}

// since turns a time of the Table into one of the report.
func (b *builder) since(time int64) int64 { return time - b.start }

// times gives the first and last time of one direction, -1 where nothing went.
func (b *builder) times(t *flow.Traffic, dir int) (first, last int64) {
	if t.Packets[dir] == 0 {
		return -1, -1
	}
	return b.since(t.First[dir]), b.since(t.Last[dir])
}

func (b *builder) captures() {
	for i := range b.report.Captures {
		c := &b.report.Captures[i]
		if c.Packets == 0 {
			c.First, c.Last = -1, -1
			continue
		}
		c.First, c.Last = b.since(c.First), b.since(c.Last)
	}
}

// pickHosts chooses the hosts that keep their address: the largest by the
// bytes that they sent and received.
func (b *builder) pickHosts() {
	n := b.table.Hosts()
	b.bytes = make([]uint64, n)
	inUse := make([]bool, n)
	for i := range b.table.Services() {
		sv := b.table.Service(i)
		inUse[sv.A], inUse[sv.B] = true, true
		b.bytes[sv.A] += sv.Bytes[0] + sv.Bytes[1]
		if sv.B != sv.A {
			b.bytes[sv.B] += sv.Bytes[0] + sv.Bytes[1]
		}
	}
	var order []flow.Host
	for h, used := range inUse {
		if used && flow.Host(h) != flow.OtherHost {
			order = append(order, flow.Host(h))
		}
	}
	b.addresses = len(order)
	if b.limits.Hosts == 0 || len(order) <= b.limits.Hosts {
		return
	}
	slices.SortFunc(order, b.compareSizes)
	b.kept = make([]bool, n)
	for _, h := range order[:b.limits.Hosts] {
		b.kept[h] = true
	}
}

// compareSizes puts the host with more bytes first.
func (b *builder) compareSizes(x, y flow.Host) int {
	return cmp.Or(cmp.Compare(b.bytes[y], b.bytes[x]), b.compareHosts(x, y))
}

// host is h, or OtherHost when the limits fold it.
func (b *builder) host(h flow.Host) flow.Host {
	if b.kept != nil && !b.kept[h] {
		return flow.OtherHost
	}
	return h
}

// numberHosts gives the hosts in use their index, in address order.
func (b *builder) numberHosts(services []*service) {
	b.rank = make([]int, b.table.Hosts())
	for i := range b.rank {
		b.rank[i] = -1
	}
	var used []flow.Host
	use := func(h flow.Host) {
		if b.rank[h] < 0 {
			b.rank[h] = 0
			used = append(used, h)
		}
	}
	for _, s := range services {
		use(s.a)
		use(s.b)
	}
	slices.SortFunc(used, b.compareHosts)
	hosts := Hosts{Address: []string{}, Flags: []uint16{}, Names: [][]Name{}}
	for i, h := range used {
		b.rank[h] = i
		address, flags := b.describe(h)
		hosts.Address = append(hosts.Address, address)
		hosts.Flags = append(hosts.Flags, flags)
		hosts.Names = append(hosts.Names, b.learntNames(h))
	}
	b.report.Hosts = hosts
	b.report.Folded.Hosts = uint64(b.addresses - len(used))
	if b.rank[flow.OtherHost] >= 0 {
		b.report.Folded.Hosts++
	}
}

// compareHosts is the address order of Hosts: HostNone and HostOther last.
func (b *builder) compareHosts(x, y flow.Host) int {
	class := func(h flow.Host) int {
		switch {
		case h == flow.OtherHost:
			return 2
		case b.table.Addr(h).Kind == packet.NoAddr:
			return 1
		}
		return 0
	}
	if c := cmp.Compare(class(x), class(y)); c != 0 {
		return c
	}
	if b.table.Addr(x).Kind == packet.Named && b.table.Addr(y).Kind == packet.Named {
		return strings.Compare(b.table.HostName(x), b.table.HostName(y))
	}
	return b.table.Addr(x).Compare(b.table.Addr(y))
}

// What stands in place of an address where there is none.
const (
	noAddress  = "(no address)"
	otherHosts = "(other)"
)

func (b *builder) describe(h flow.Host) (address string, flags uint16) {
	a := b.table.Addr(h)
	if h == flow.OtherHost {
		return otherHosts, HostOther
	}
	switch a.Kind {
	case packet.NoAddr:
		return noAddress, HostNone
	case packet.IPv4:
		flags = HostIPv4
	case packet.IPv6:
		flags = HostIPv6
	case packet.MAC:
		flags = HostMAC
	case packet.Named:
		address = b.table.HostName(h)
		if address == noAddress || address == otherHosts {
			address = strconv.Quote(address)
		}
		return address, HostNamed
	}
	if a.IsMulticast() {
		flags |= HostMulticast
	}
	if a.IsBroadcast() {
		flags |= HostBroadcast
	}
	if a.Kind != packet.MAC {
		ip := a.Netip()
		if ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
			flags |= HostPrivate
		}
	}
	return a.String(), flags
}
