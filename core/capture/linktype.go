package capture

// The link types whose frames the containers themselves must know something of.
const (
	linkSunATM        LinkType = 123
	linkMTP2WithPHDR  LinkType = 139
	linkIrDA          LinkType = 144
	linkPPPPPPD       LinkType = 166
	linkLAPD          LinkType = 177
	linkSITA          LinkType = 196
	linkERF           LinkType = 197
	linkBluetoothPHDR LinkType = 201
	linkI2C           LinkType = 209
	linkDBus          LinkType = 231
	linkNFCLLCP       LinkType = 245
	linkUSBPcap       LinkType = 249
	linkBluetoothMon  LinkType = 254
	linkEBHSCR        LinkType = 279
)

// maxFrame is the longest frame a capture may hold, and maxData how much of
// one is given: Wireshark's WTAP_MAX_PACKET_SIZE_STANDARD.
const (
	maxFrame = 262144
	maxData  = maxFrame
	// maxLength is the longest length on the wire that is believed; what claims
	// more counts as that, as Wireshark's frame.len does.
	maxLength = 1<<31 - 1
)

// frameLimit is the longest captured length Wireshark believes of a link type.
// Of what is longer than maxData only that much is given.
func frameLimit(t LinkType) uint32 {
	switch t {
	case linkDBus, linkUSBPcap:
		return 128 << 20
	case linkEBHSCR:
		return 32 << 20
	}
	return maxFrame
}

func hasPseudoHeader(t LinkType) bool { return t == linkERF || pseudoHeader(t, nil) > 0 }

// pseudoHeader is how many bytes of a frame describe it and were never on the
// wire, for the link types where Wireshark leaves them out of frame.len.
func pseudoHeader(t LinkType, data []byte) uint32 {
	switch t {
	case linkPPPPPPD:
		return 1
	case linkNFCLLCP:
		return 2
	case linkSunATM, linkMTP2WithPHDR, linkBluetoothPHDR, linkBluetoothMon:
		return 4
	case linkSITA, linkI2C:
		return 5
	case linkIrDA, linkLAPD:
		return 16
	case linkERF:
		return erfHeader(data)
	}
	return 0
}

// erfHeader is the length of an Endace record header with its extension and
// type-specific headers (ERF types, Endace EDM11-01).
func erfHeader(data []byte) uint32 {
	const fixed = 16
	if len(data) < fixed {
		return 0
	}
	n := uint32(fixed)
	for more := data[8]&0x80 != 0; more; n += 8 {
		if uint32(len(data)) < n+8 {
			return n
		}
		more = data[n]&0x80 != 0
	}
	switch data[8] & 0x7f {
	case 2, 11, 16, 20: // Ethernet, with colour, with DSM colour, with both
		n += 2
	case 5, 6, 7, 8, 9, 12, 17, 18: // multichannel
		n += 4
	}
	return n
}
