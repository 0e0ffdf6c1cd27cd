// Package app names the application inside a transport, by what the first
// payloads of either side look like, and hears the names that some of them say.
//
// table.go lists every protocol; each family has a file with its Detect and
// Follow functions. An Inspector asks them, a flow at a time.
package app

import "heatsink/core/packet"

// ID numbers a protocol of the table; 0 is unknown.
type ID uint16

// Protocol is one row of the table.
type Protocol struct {
	Name string
	// TCP, UDP and SCTP are the server ports that name it where payloads don't.
	TCP, UDP, SCTP []uint16
	// Over are the transports under which Detect is asked.
	Over Transports
	// Lead lists the first bytes that a payload can begin with; "" is any.
	// It only saves asking: the fewer, the faster.
	Lead string
	// Least is how many bytes of a payload Detect must see to say anything but
	// No, and Fixed what they have behind the first. Both save asking, too. What
	// begins in several ways has a row for each.
	Least int
	Fixed fixed
	// Only are the ports without one of which Detect says No; none is any. It
	// saves asking, too.
	Only []uint16
	// Late has Detect asked for each payload that is looked at; without it,
	// only for the first two of either side.
	Late bool
	// Detect says whether a payload is this protocol's. The rows are asked in
	// the table's order, and the first Yes decides.
	Detect func(p *Peek) Verdict
	// Follow, where there is one, is told the payloads of a flow of this
	// protocol, from the one that decided it, as long as it asks for more.
	Follow func(p *Peek) (more bool)
	// Datagrams says that under UDP Follow wants each datagram of the flow to its end
	// and needs to remember nothing between them.
	Datagrams bool
}

// fixed is bytes at a place of each payload, of which up to four are looked at.
type fixed struct {
	at   int
	text string
}

// Transports is a set of transports.
type Transports uint8

// What Protocol.Over is made of.
const (
	TCP Transports = 1 << iota
	UDP
	SCTP
)

// Verdict is what a protocol makes of a payload.
type Verdict uint8

const (
	// No: this payload doesn't show it.
	No Verdict = iota
	// Perhaps: it is this one if no other says Yes before the inspection ends.
	Perhaps
	// Yes: it is this one.
	Yes
)

// Hosts tells the addresses of hosts by their numbers; few payloads need them.
type Hosts interface {
	Addr(host uint32) packet.Addr
}

// Peek is one payload of a flow, and what the flow showed before it. All of it
// is only valid during the call.
type Peek struct {
	Transport packet.Protocol
	// Client and Server are numbers that mean something to Hosts.
	Client, Server         uint32
	Hosts                  Hosts
	ClientPort, ServerPort uint16
	// FromClient says who sent it. In a flow that was joined in its middle,
	// who is the client is a guess by ports.
	FromClient bool
	// Data is the payload as far as it was captured, never empty; Length is its
	// length on the wire, in bytes.
	Data   []byte
	Length int
	// Nth is how many payloads the same side showed before it.
	Nth int
	// Time is when it was captured, in nanoseconds since the Unix epoch.
	Time int64

	seq uint32 // TCP's sequence number of the payload
	rec *record
	in  *Inspector
}

// On reports whether one of the flow's ports is one of these.
func (p *Peek) On(ports ...uint16) bool {
	for _, port := range ports {
		if p.ServerPort == port || p.ClientPort == port {
			return true
		}
	}
	return false
}

// Whole reports whether all of the payload was captured.
func (p *Peek) Whole() bool { return len(p.Data) >= p.Length }

// side is the sender's index: 0 for the client.
func (p *Peek) side() int {
	if p.FromClient {
		return 0
	}
	return 1
}

// First is the beginning, up to HeadSize bytes, of the sender's first payload
// before this one; nil if this is the first.
func (p *Peek) First() []byte { return p.rec.first(p.side()) }

// OtherFirst is the beginning of the first payload of the other side, or nil.
func (p *Peek) OtherFirst() []byte { return p.rec.first(1 - p.side()) }

// Previous is the beginning of the sender's payload before this one, or nil.
func (p *Peek) Previous() []byte { return p.rec.previous(p.side()) }

// step is for a protocol's own note of how far it followed the flow; 0 at first.
func (p *Peek) step() *uint8 { return &p.rec.step }

// Which rows to ask about a payload is told by sets of rows, of which what it
// is like selects: one instruction passes over 64 rows.
var (
	// leads are the rows for a transport, as transportIndex says, and a first byte.
	leads [3][256]rowSet
	// leasts are the rows that can be told by as many bytes.
	leasts [maxLeast + 1]rowSet
	lates  rowSet // the rows with Late
	onlys  rowSet // the rows with Only
	// only has the ports of all rows with Only. Most flows have none of them.
	only [1 << 16 / 64]uint64
	// detects has of each row, by its ID, what asking needs, close together.
	detects [maxRows]detect
)

const (
	maxRows  = 6 * 64 // a row's ID is less
	maxLeast = 127
)

// rowSet is a set of rows by their IDs.
type rowSet [maxRows / 64]uint64

func (s *rowSet) add(id ID) { s[id/64] |= 1 << (id % 64) }

func isOnly(port uint16) bool { return only[port/64]>>(port%64)&1 != 0 }

// detect is a row's Detect, and its Fixed as a word of a payload.
type detect struct {
	ask         func(p *Peek) Verdict
	at          int
	fixed, mask uint32
}

// fits reports whether a payload, which is as long as the row wants, has what
// is fixed.
func (d *detect) fits(payload []byte) bool {
	return d.mask == 0 || be32(payload[d.at:])&d.mask == d.fixed
}

func transportIndex(protocol packet.Protocol) int {
	switch protocol {
	case packet.TCP:
		return 0
	case packet.UDP:
		return 1
	case packet.SCTP:
		return 2
	}
	return -1
}

func init() {
	namePorts()
	for i := range protocols {
		if row := &protocols[i]; row.Detect != nil {
			row.enter(ID(i + 1))
		}
	}
}

// enter puts a row in the sets.
func (row *Protocol) enter(id ID) {
	d := detect{ask: row.Detect}
	least := max(row.Least, 1)
	if text := row.Fixed.text; text != "" {
		n := min(len(text), 4)
		least = max(least, row.Fixed.at+n, 4)
		d.at = min(row.Fixed.at, least-4)
		for i := range n {
			shift := 8 * (3 - (row.Fixed.at + i - d.at))
			d.fixed |= uint32(text[i]) << shift
			d.mask |= 0xff << shift
		}
	}
	detects[id] = d
	for n := least; n <= maxLeast; n++ {
		leasts[n].add(id)
	}
	for _, port := range row.Only {
		only[port/64] |= 1 << (port % 64)
		onlys.add(id)
	}
	if row.Late {
		lates.add(id)
	}
	lead := row.Lead
	if lead == "" {
		lead = anyLead
	}
	for t := range leads {
		for i := range len(lead) {
			if row.Over&(1<<t) != 0 {
				leads[t][lead[i]].add(id)
			}
		}
	}
}

// byteRange is the bytes from one to another, in rising order.
func byteRange(from, to byte) string {
	var s []byte
	for b := int(from); b <= int(to); b++ {
		s = append(s, byte(b))
	}
	return string(s)
}

// anyLead is any first byte, graphicLead that of printed text.
var anyLead, graphicLead = byteRange(0, 255), byteRange(' ', '~')

// Name is a protocol's name; "" for the unknown.
func (id ID) Name() string {
	if id == 0 {
		return ""
	}
	return protocols[id-1].Name
}
