package anon

import (
	"net/netip"
	"strconv"
	"strings"
)

// rule says what becomes of the addresses of a special-purpose prefix.
type rule uint8

const (
	// within: they change places among themselves.
	within rule = iota
	// keep: they stay. What they are is written in an RFC, and tells nothing.
	keep
	// embed: an IPv4 address follows the prefix, and has its own pseudonym there.
	embed
)

type special struct {
	prefix netip.Prefix
	rule   rule
}

// written is a special prefix as text.
type written struct {
	prefix string
	rule   rule
}

func parse(table []written) (list []special) {
	for _, w := range table {
		address, bits, _ := strings.Cut(w.prefix, "/")
		n, _ := strconv.Atoi(bits)
		list = append(list, special{netip.PrefixFrom(netip.MustParseAddr(address), n), w.rule})
	}
	return list
}

// specials4 and specials6 are IANA's special-purpose address registries
// (RFC 6890), and the multicast blocks of its multicast registries. Those
// that are globally reachable like any other (AS112, AMT) are left out: a
// prefix that stays tells a little of its neighbours (see fixed).
var (
	specials4 = parse([]written{
		{"0.0.0.0/8", within}, // this network
		{"0.0.0.0/32", keep},
		{"10.0.0.0/8", within},       // private
		{"100.64.0.0/10", within},    // behind a carrier's NAT
		{"127.0.0.0/8", keep},        // loopback
		{"169.254.0.0/16", within},   // link-local
		{"172.16.0.0/12", within},    // private
		{"192.0.0.0/24", keep},       // protocol assignments
		{"192.0.2.0/24", within},     // documentation
		{"192.88.99.0/24", keep},     // 6to4 relays
		{"192.168.0.0/16", within},   // private
		{"198.18.0.0/15", within},    // benchmarking
		{"198.51.100.0/24", within},  // documentation
		{"203.0.113.0/24", within},   // documentation
		{"224.0.0.0/4", within},      // multicast
		{"224.0.0.0/24", keep},       // of the link: protocols' own groups
		{"224.0.1.0/24", keep},       // protocols' own groups
		{"232.0.0.0/8", within},      // source-specific
		{"233.0.0.0/8", within},      // GLOP
		{"239.0.0.0/8", within},      // of an organisation
		{"239.255.255.250/32", keep}, // SSDP
		{"240.0.0.0/4", within},      // reserved
		{"255.255.255.255/32", keep}, // broadcast
	})
	specials6 = parse([]written{
		{"::/128", keep},
		{"::1/128", keep},        // loopback
		{"::ffff:0:0/96", embed}, // IPv4-mapped
		{"64:ff9b::/96", embed},  // IPv4/IPv6 translation
		{"64:ff9b:1::/48", within},
		{"100::/64", within},      // discard only
		{"2001::/32", within},     // Teredo
		{"2001:2::/48", within},   // benchmarking
		{"2001:10::/28", within},  // ORCHID
		{"2001:20::/28", within},  // ORCHIDv2
		{"2001:db8::/32", within}, // documentation
		{"2002::/16", embed},      // 6to4
		{"3fff::/20", within},     // documentation
		{"5f00::/16", within},     // segment routing
		{"fc00::/8", within},      // unique local
		{"fd00::/8", within},
		{"fe80::/10", within}, // link-local
		{"fe80::/64", within}, // as all of them are in use
		{"fec0::/10", within}, // site-local
		{"ff00::/8", within},  // multicast
	})
)

// groups6 are the special prefixes that an IPv6 group can be in or near: flags
// and scope stay, and so do the permanent groups below 2^16 and those from
// ffxx::1:0 on, which are protocols' own.
func groups6(group [16]byte) []special {
	a := [16]byte{0: 0xff, 1: group[1]}
	prefix := func(bits int) netip.Prefix { return netip.PrefixFrom(netip.AddrFrom16(a), bits) }
	list := []special{{prefix(16), within}}
	if a[1]>>4 == 0 {
		list = append(list, special{prefix(112), keep})
		a[13] = 1
		list = append(list, special{prefix(112), keep})
		a[11], a[12], a[13] = 1, 0xff, 0
		list = append(list, special{prefix(104), within}) // solicited nodes: the end of a unicast address
	}
	return list
}
