package packet

// The anomalies, in the order in which reports list them.
const (
	_ Anomaly = iota
	// HeaderCut: the capture's snap length cut a header.
	HeaderCut
	// HeaderShort: the frame, or the header around it, ends within a header.
	HeaderShort
	// BadIPVersion: an IP header's version field is neither 4 nor 6, or not
	// what the header before it promised.
	BadIPVersion
	// BadIPHeaderLength: IPv4's IHL is under 5.
	BadIPHeaderLength
	// BadIPLength: IPv4's total length is less than its header's.
	BadIPLength
	// BadOption: an IP option's length is less than its own header, or runs past
	// the packet.
	BadOption
	// BadTCPHeaderLength: TCP's data offset is under 5 or past the segment's end.
	BadTCPHeaderLength
	// BadUDPLength: UDP's length is under 8 or past the IP payload's end.
	BadUDPLength
	// BadLinkHeader: a link-layer header contradicts itself.
	BadLinkHeader
	// BadTunnelHeader: a tunnel's header contradicts itself.
	BadTunnelHeader
	// TooDeep: more nested headers than maxHeaders.
	TooDeep
	// UnknownLink: no decoder for the capture's link type.
	UnknownLink

	numAnomalies
)

// NumAnomalies is one more than the largest Anomaly, for arrays of counters.
const NumAnomalies = int(numAnomalies)

var anomalyNames = [NumAnomalies]string{
	HeaderCut:          "header cut by snap length",
	HeaderShort:        "frame too short for its header",
	BadIPVersion:       "bogus IP version",
	BadIPHeaderLength:  "bogus IP header length",
	BadIPLength:        "bogus IP length",
	BadOption:          "bogus IP option",
	BadTCPHeaderLength: "bogus TCP header length",
	BadUDPLength:       "bogus UDP length",
	BadLinkHeader:      "bogus link header",
	BadTunnelHeader:    "bogus tunnel header",
	TooDeep:            "too many nested headers",
	UnknownLink:        "unknown link type",
}

// String names the anomaly as the report's counters do; "" for none.
func (a Anomaly) String() string {
	if int(a) < len(anomalyNames) {
		return anomalyNames[a]
	}
	return "unknown anomaly"
}
