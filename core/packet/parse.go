package packet

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
)

// ParseAddr reads what String prints: an IPv4, IPv6 or MAC address, the latter
// with - between its bytes as well. An IPv6 zone is dropped, for no packet
// names one.
func ParseAddr(s string) (a Addr, ok bool) {
	if ip, err := netip.ParseAddr(s); err == nil {
		if ip.Is4() {
			b := ip.As4()
			a.setIPv4(b[:])
			return a, true
		}
		return Addr{Kind: IPv6, B: ip.As16()}, true
	}
	return parseMAC(s)
}

func parseMAC(s string) (a Addr, ok bool) {
	const length = len("aa:bb:cc:dd:ee:ff")
	if len(s) != length || s[2] != ':' && s[2] != '-' {
		return a, false
	}
	for i := 2; i < length; i += 3 {
		if s[i] != s[2] {
			return a, false
		}
	}
	b, err := hex.DecodeString(strings.ReplaceAll(s, s[2:3], ""))
	if err != nil || len(b) != 6 { // fewer where a separator stands for a digit
		return a, false
	}
	a.setMAC(b)
	return a, true
}

// ProtocolByName is the protocol that String calls so, in any case, or that
// others do; or the IP protocol of that number.
func ProtocolByName(name string) (p Protocol, ok bool) {
	if n, err := strconv.ParseUint(name, 10, 8); err == nil {
		return Protocol(n), true
	}
	if p, ok := otherNames[strings.ToLower(name)]; ok {
		return p, true
	}
	for _, names := range []map[uint32]string{ipProtocolNames, etherTypeNames} {
		lowest := ^uint32(0)
		for number, known := range names {
			if strings.EqualFold(known, name) {
				lowest = min(lowest, number)
			}
		}
		if lowest != ^uint32(0) {
			return Protocol(lowest), true
		}
	}
	return 0, false
}

// otherNames are IANA's and nDPI's names of what String calls otherwise.
var otherNames = map[string]Protocol{
	"ipv6-icmp": ICMPv6, "icmp6": ICMPv6, "ospfigp": 89, "udp-lite": 136, "ipv4-icmp": ICMP,
	"ipv6-frag": 44, "ipv6-route": 43, "ipv6-opts": 60, "ipv6-nonxt": 59, "ip-in-ip": 4,
}
