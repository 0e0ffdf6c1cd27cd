package report

import (
	"cmp"
	"encoding/binary"
	"strconv"
	"strings"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

// hostKind is what a host's address is.
type hostKind uint8

const (
	ipHost    hostKind = 1 << iota // an IP address, of no group
	groupHost                      // stands for many hosts, who need not answer
	oneHost                        // is one host's, on a wire
)

// classify notes what the hosts are, so that their addresses needn't be looked
// up again for each of their flows.
func (b *builder) classify() {
	b.kinds = make([]hostKind, b.table.Hosts())
	for h := range b.kinds {
		b.kinds[h] = kindOf(flow.Host(h), b.table.Addr(flow.Host(h)))
	}
}

func kindOf(h flow.Host, a packet.Addr) (kind hostKind) {
	ip := a.Kind == packet.IPv4 || a.Kind == packet.IPv6
	switch {
	case a.IsMulticast() || a.IsBroadcast():
		return groupHost
	case ip && (h == flow.OtherHost || a.Netip().IsLoopback()):
		return ipHost
	case ip:
		return ipHost | oneHost
	case a.Kind == packet.MAC && h != flow.OtherHost:
		return oneHost
	}
	return 0
}

func (b *builder) is(h flow.Host, kind hostKind) bool { return b.kinds[h]&kind != 0 }

// pickHosts notes how large the services are, and chooses the hosts that keep
// their address: the largest by the bytes that they sent and received.
func (b *builder) pickHosts() {
	n := b.table.Hosts()
	b.sizes.Resize(b.table.Services())
	b.bytes.Resize(n)
	inUse := make([]bool, n)
	for i, sum := range b.table.Sums() {
		sv, size := b.table.Service(i), sum.AllBytes()
		*b.sizes.At(uint32(i)) = size
		inUse[sv.A], inUse[sv.B] = true, true
		*b.bytes.At(uint32(sv.A)) += size
		if sv.B != sv.A {
			*b.bytes.At(uint32(sv.B)) += size
		}
	}
	inUse[flow.OtherHost] = false
	for _, used := range inUse {
		if used {
			b.addresses++
		}
	}
	if b.limits.Hosts == 0 || b.addresses <= b.limits.Hosts {
		return
	}
	largest := top{limit: b.limits.Hosts, of: b.addresses, tie: b.compareNumbers}
	for h, used := range inUse {
		if used {
			largest.add(ranked{b.bytesOf(flow.Host(h)), b.addressKey(flow.Host(h)), uint32(h)})
		}
	}
	b.kept = make([]bool, n)
	for _, r := range largest.first() {
		b.kept[r.number] = true
	}
}

// size is how many bytes there are of service i.
func (b *builder) size(i int) uint64 { return *b.sizes.At(uint32(i)) }

// bytesOf is how many a host sent and received.
func (b *builder) bytesOf(h flow.Host) uint64 { return *b.bytes.At(uint32(h)) }

// compareSizes puts the host with more bytes first.
func (b *builder) compareSizes(x, y flow.Host) int {
	return cmp.Or(cmp.Compare(b.bytesOf(y), b.bytesOf(x)), b.compareHosts(x, y))
}

// host is h, or OtherHost when the limits fold it.
func (b *builder) host(h flow.Host) flow.Host {
	if b.kept != nil && !b.kept[h] {
		return flow.OtherHost
	}
	return h
}

// numberHosts gives the hosts that a row names their index, in address order.
func (b *builder) numberHosts(r *rows) {
	b.rank = make([]int32, b.table.Hosts())
	for i := range b.rank {
		b.rank[i] = -1
	}
	used := top{tie: b.compareNumbers}
	use := func(h flow.Host) {
		if b.rank[h] < 0 {
			b.rank[h] = 0
			used.add(ranked{then: b.addressKey(h), number: uint32(h)})
		}
	}
	for _, number := range r.whole {
		sv := b.table.Service(int(number))
		use(sv.A)
		use(sv.B)
	}
	for i := range r.folds {
		use(r.folds[i].a)
		use(r.folds[i].b)
	}
	n := len(used.list)
	hosts := Hosts{Address: make([]string, n), Flags: make([]uint16, n), Names: make([][]Name, n)}
	for i, x := range used.sorted() {
		h := flow.Host(x.number)
		b.rank[h] = int32(i)
		hosts.Address[i], hosts.Flags[i] = b.describe(h)
		hosts.Names[i] = b.learntNames(h)
	}
	b.report.Hosts = hosts
	b.report.Folded.Hosts = uint64(b.addresses - n)
	if b.rank[flow.OtherHost] >= 0 {
		b.report.Folded.Hosts++
	}
}

// band is where a host stands in Hosts before its address is looked at.
func (b *builder) band(h flow.Host) uint64 {
	switch {
	case h == flow.OtherHost:
		return 7
	case b.table.Addr(h).Kind == packet.NoAddr:
		return 6
	}
	return uint64(b.table.Addr(h).Kind)
}

// addressKey is the beginning of a host's place in the address order: hosts
// with the same one are told apart by compareHosts.
func (b *builder) addressKey(h flow.Host) uint64 {
	key := b.band(h) << 56
	if a := b.table.Addr(h); a.Kind != packet.Named && a.Kind != packet.NoAddr && h != flow.OtherHost {
		key |= binary.BigEndian.Uint64(a.B[:]) >> 8
	}
	return key
}

// compareHosts is the address order of Hosts: HostNone and HostOther last.
func (b *builder) compareHosts(x, y flow.Host) int {
	if c := cmp.Compare(b.band(x), b.band(y)); c != 0 {
		return c
	}
	if b.table.Addr(x).Kind == packet.Named && b.table.Addr(y).Kind == packet.Named {
		return strings.Compare(b.table.HostName(x), b.table.HostName(y))
	}
	return b.table.Addr(x).Compare(b.table.Addr(y))
}

// compareNumbers is the same for hosts' numbers.
func (b *builder) compareNumbers(x, y uint32) int {
	return b.compareHosts(flow.Host(x), flow.Host(y))
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
