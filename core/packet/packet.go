// Package packet decodes one frame into the headers that conversations are
// counted by: the outermost and the innermost IP header with their transport.
//
// Nothing here allocates. gopacket's layers make the tests' packets, and a test
// holds the two decoders to one answer.
package packet

// Addr is a host address: IPv4, IPv6 or MAC. It holds no pointer, so that
// tables of it cost the garbage collector nothing, and it is comparable.
type Addr struct {
	Kind AddrKind
	B    [16]byte // IPv4 in the first 4 bytes, MAC in the first 6, the rest zero
}

// AddrKind orders before the bytes do: IPv4, then IPv6, then MAC, as
// netip.Addr orders addresses.
type AddrKind uint8

const (
	// NoAddr is the zero Addr: the frame's link layer has no addresses.
	NoAddr AddrKind = iota
	IPv4
	IPv6
	MAC
	// Named is no address but a host's name, which stands elsewhere: B holds its
	// number there, big-endian. Flow records name hosts so; packets never do.
	Named
)

// Protocol names what a Header's addresses carry, in one number space:
// below 0x100 an IP protocol number (IANA protocol-numbers); 0x0600 to 0xffff
// an EtherType; and above that the spaces below, for frames that have neither.
type Protocol uint32

const (
	// LLCBase + DSAP: an IEEE 802.2 frame without SNAP (STP, NetBIOS, IS-IS, …).
	LLCBase Protocol = 0x10000
	// PPPBase + PPP protocol number: a PPP frame that carries no IP (LCP, PAP, …).
	PPPBase Protocol = 0x20000
	// LinkBase + link type: a frame of which nothing more is known than its
	// link type (802.11 management, USB, …).
	LinkBase Protocol = 0x40000
	// NamedBase + a number: a protocol of which flow records tell no more than a
	// name, which stands elsewhere. Packets never have one.
	NamedBase Protocol = 0x80000
)

// IP protocol numbers that the tables treat by name.
const (
	ICMP   Protocol = 1
	TCP    Protocol = 6
	UDP    Protocol = 17
	ICMPv6 Protocol = 58
	SCTP   Protocol = 132
)

// TCP flag bits (RFC 9293 §3.1).
const (
	FIN = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECE
	CWR
)

// Header is one layer's view of a frame: who sent it to whom, and with what
// transport.
type Header struct {
	Src, Dst Addr
	// HasPorts says that SrcPort and DstPort are valid: TCP, UDP, SCTP with
	// enough of the header captured, and not on a later fragment.
	HasPorts bool
	// HasTCP says that Protocol is TCP and the whole 20 bytes were there:
	// Flags (the bits above), Window, Seq, Ack and Options are valid.
	HasTCP bool
	Flags  uint8
	// HopLimit is IPv4's time to live, or IPv6's hop limit; ID is IPv4's
	// identification, 0 for other headers.
	HopLimit uint8
	ID       uint16
	Protocol Protocol

	SrcPort, DstPort uint16
	// Fragment says that the IP header is a fragment's: IPv4 with an offset or
	// more to come, IPv6 with a fragment header, be it a whole datagram's
	// (RFC 6946). FragmentID then identifies the datagram, FragmentOffset is in
	// bytes.
	Fragment       bool
	FragmentOffset uint16
	Window         uint16
	FragmentID     uint32
	Seq, Ack       uint32
	// PayloadLen is the payload's length on the wire in bytes, by the IP and
	// transport headers' own lengths; Payload is what the transport carries, as
	// far as captured, and Options are TCP's. Both alias the frame.
	PayloadLen uint32
	Payload    []byte
	Options    []byte
}

// Anomaly is a named oddity of one frame. Each is a counter in the report;
// nothing is dropped silently.
type Anomaly uint8

// Packet is one decoded frame, refilled by each Decode and owned by the caller.
// Its slices alias the frame.
type Packet struct {
	// Outer is the outermost IP header's view, or, without IP, the link
	// layer's MAC pair and EtherType.
	Outer Header
	// Inner is the innermost IP header's view; valid when Tunneled, else Outer
	// is both.
	Inner    Header
	Tunneled bool
	// Link is what stands before Outer's IP header, or, without IP, before its
	// payload, as far as the two follow each other in the frame.
	Link []byte
	// Place numbers the interface, among all inputs, that saw the frame: the
	// caller sets it.
	Place uint32
	// Quoted is the packet that an ICMP error is about; valid when Error is not 0.
	Quoted Header
	Error  ICMPError
	// Anomaly is 0 or the reason why the frame was not decoded as far as its
	// headers promised.
	Anomaly Anomaly
}

// Innermost returns the header that counts for layer inner.
func (p *Packet) Innermost() *Header {
	if p.Tunneled {
		return &p.Inner
	}
	return &p.Outer
}
