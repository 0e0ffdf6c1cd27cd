package packet

// IPv4 option types (IANA ip-parameters).
const (
	optEnd             = 0
	optNop             = 1
	optLooseRoute      = 131
	optStrictRoute     = 137
	optIPv6Pad1        = 0
	optIPv6Jumbo       = 0xc2
	optIPv6HomeAddress = 0xc9
)

// shortestOption holds the least length of the options that have a fixed part,
// type and length included. A shorter one leaves the header meaningless.
var shortestOption = [256]uint8{
	7: 3, 11: 4, 12: 4, 25: 8, 68: 4, 82: 12, 130: 3, 131: 3, 133: 3, 134: 8, 136: 4, 137: 3, 148: 4,
}

// options reads the IPv4 options (RFC 791 §3.1) in the first hlen bytes of b,
// as far as they were captured, for the one that says more about who talks to
// whom: with a source route to go, route is the route's end, where the header
// has its next stop. odd is BadOption where an option makes no sense, and
// HeaderCut where a source route may have been cut off.
func options(b []byte, hlen int) (route []byte, odd Anomaly) {
	routed := false
	for at := 20; at < hlen; {
		if at >= len(b) || at+1 >= len(b) && b[at] > optNop {
			if !routed {
				odd = HeaderCut
			}
			return route, odd
		}
		kind := b[at]
		if kind == optNop {
			at++
			continue
		}
		if kind == optEnd || at+1 >= hlen {
			return route, odd
		}
		size := int(b[at+1])
		if size < 2 || at+size > hlen {
			return route, odd // the rest is padding as far as anyone can tell
		}
		if size < int(shortestOption[kind]) {
			odd = BadOption
		} else if !routed && (kind == optLooseRoute || kind == optStrictRoute) {
			var cut bool
			if route, cut = routeEnd(b[at:], size); cut {
				return nil, HeaderCut
			}
			routed = true
		}
		at += size
	}
	return route, odd
}

// routeEnd returns the last address of a source route option of size bytes, nil
// once the route is done with, and whether the capture lacks it.
func routeEnd(b []byte, size int) (end []byte, cut bool) {
	if len(b) < 3 {
		return nil, true
	}
	next := int(b[2]) // where the next stop stands, counted from 1
	if next < 4 || next&3 != 0 || next+3 > size {
		return nil, false
	}
	if len(b) < size {
		return nil, true
	}
	return b[size-4 : size], false
}

// optionsFit says whether the options in the first size bytes of b, an IPv6
// options header (RFC 8200 §4.2), end within b. One that runs past its header
// but not past the packet is let pass, as Wireshark does.
func optionsFit(b []byte, size int) bool {
	for at := 2; at < size; {
		if b[at] == optIPv6Pad1 {
			at++
			continue
		}
		if at+2 > len(b) {
			return false
		}
		length := int(b[at+1])
		if b[at] == optIPv6HomeAddress { // of one length only (RFC 6275 §6.3)
			length = 16
		}
		if at += 2 + length; at > len(b) {
			return false
		}
	}
	return true
}

// lengthElsewhere says whether an IPv6 payload length of 0 means as much as the
// frame holds: a jumbogram's (RFC 2675), or one that the card was to segment.
func lengthElsewhere(next Protocol, b []byte) bool {
	switch next {
	case TCP, UDP:
		return true
	case protoHopByHop:
		return len(b) >= 8 && b[2] == optIPv6Jumbo && b[3] == 4
	}
	return false
}
