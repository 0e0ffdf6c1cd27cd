package app

import "heatsink/core/name"

// DHCP (RFC 2131), whose clients say what they want to be called.

const (
	// dhcpHeader is how much stands before the options: BOOTP's fields and the
	// magic cookie.
	dhcpHeader = 240
	dhcpMagic  = 0x63825363

	dhcpPad, dhcpEnd  = 0, 255
	dhcpHostName      = 12 // RFC 2132 §3.14
	dhcpRequested     = 50 // RFC 2132 §9.1
	dhcpMessageType   = 53 // RFC 2132 §9.6
	dhcpClientFQDN    = 81 // RFC 4702
	dhcpACK           = 5
	dhcpRequest       = 3
	dhcpInform        = 8
	dhcpFQDNEncoded   = 0x04 // the name is in DNS's format
	dhcpFQDNBeforeDNS = 3    // flags and two result codes come first
)

func detectDHCP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 28 || d[0] != 1 && d[0] != 2 || d[2] > 16 || p.Length < 236 {
		return No
	}
	if p.On(67, 68) || len(d) >= dhcpHeader && be32(d[dhcpHeader-4:]) == dhcpMagic {
		return Yes
	}
	return No
}

func followDHCP(p *Peek) bool {
	dhcpNames(p.Data, p, &p.in.dns.target)
	return true
}

// dhcpNames tells the name of a client for the address that it has, asks to
// keep, or is given.
func dhcpNames(d []byte, to hearer, scratch *dnsName) {
	if len(d) < dhcpHeader || be32(d[dhcpHeader-4:]) != dhcpMagic {
		return
	}
	var host, fqdn, requested []byte
	var kind byte
	dhcpOptions(d[dhcpHeader:], func(option byte, value []byte) {
		switch option {
		case dhcpHostName:
			host = value
		case dhcpClientFQDN:
			fqdn = value
		case dhcpRequested:
			requested = value
		case dhcpMessageType:
			if len(value) == 1 {
				kind = value[0]
			}
		}
	})
	ciaddr, yiaddr := d[12:16], d[16:20]
	address := ciaddr
	switch {
	case be32(yiaddr) != 0:
		address = yiaddr
	case be32(ciaddr) == 0 && kind == dhcpRequest:
		address = requested
	}
	addr, ok := addrOf(dnsA, address)
	if !ok || be32(address) == 0 || kind != dhcpACK && kind != dhcpRequest && kind != dhcpInform {
		return
	}
	if len(fqdn) > dhcpFQDNBeforeDNS {
		text := fqdn[dhcpFQDNBeforeDNS:]
		if fqdn[0]&dhcpFQDNEncoded != 0 {
			text = unpackName(scratch, text)
		}
		to.hear(addr, text, name.DHCP)
	}
	to.hear(addr, host, name.DHCP)
}

// dhcpOptions walks over options: a code, a length and a value each.
func dhcpOptions(d []byte, visit func(option byte, value []byte)) {
	for len(d) > 0 && d[0] != dhcpEnd {
		if d[0] == dhcpPad {
			d = d[1:]
			continue
		}
		if len(d) < 2 || len(d) < 2+int(d[1]) {
			return
		}
		visit(d[0], d[2:2+int(d[1])])
		d = d[2+int(d[1]):]
	}
}

// unpackName is the text of a name in DNS's format that is whole, or, as
// RFC 4702 §3.1 allows, lacks its end.
func unpackName(scratch *dnsName, packed []byte) []byte {
	if _, ok := scratch.read(packed, 0); !ok && scratch.len < 0 {
		return nil
	}
	return scratch.bytes()
}

// DHCPv6 (RFC 8415).

const (
	dhcp6Header      = 4
	dhcp6Relay       = 12 // RELAY-FORW and, next, RELAY-REPL: another message within
	dhcp6RelayHeader = 34
	dhcp6Depth       = 4 // relays in relays that are looked into

	dhcp6NA           = 3
	dhcp6TA           = 4
	dhcp6Address      = 5
	dhcp6RelayMessage = 9
	dhcp6FQDN         = 39 // RFC 4704
)

func detectDHCPv6(p *Peek) Verdict {
	if p.On(546, 547) && len(p.Data) >= dhcp6Header && p.Data[0] >= 1 && p.Data[0] <= 36 {
		return Yes
	}
	return No
}

func followDHCPv6(p *Peek) bool {
	dhcp6Names(p.Data, p, &p.in.dns.target, dhcp6Depth)
	return true
}

// dhcp6Names tells the name of a client for the addresses that a message
// gives it or that it asks to keep.
func dhcp6Names(d []byte, to hearer, scratch *dnsName, depth int) {
	if len(d) < dhcp6Header || depth == 0 {
		return
	}
	options := d[dhcp6Header:]
	if d[0] == dhcp6Relay || d[0] == dhcp6Relay+1 {
		if len(d) < dhcp6RelayHeader {
			return
		}
		options = d[dhcp6RelayHeader:]
	}
	var called []byte
	dhcp6Options(options, func(option uint16, value []byte) {
		switch {
		case option == dhcp6RelayMessage:
			dhcp6Names(value, to, scratch, depth-1)
		case option == dhcp6FQDN && len(value) > 1:
			called = unpackName(scratch, value[1:])
		}
	})
	if len(called) == 0 {
		return
	}
	dhcp6Options(options, func(option uint16, value []byte) {
		skip := 12 // IAID and two times
		if option == dhcp6TA {
			skip = 4 // IAID
		}
		if option != dhcp6NA && option != dhcp6TA || len(value) < skip {
			return
		}
		dhcp6Options(value[skip:], func(option uint16, value []byte) {
			if option == dhcp6Address && len(value) >= 24 {
				addr, _ := addrOf(dnsAAAA, value[:16])
				to.hear(addr, called, name.DHCP)
			}
		})
	})
}

func dhcp6Options(d []byte, visit func(option uint16, value []byte)) {
	for len(d) >= 4 {
		end := 4 + int(be16(d[2:]))
		if end > len(d) {
			return
		}
		visit(be16(d), d[4:end])
		d = d[end:]
	}
}
