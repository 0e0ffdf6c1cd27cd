package packet

// Decoder decodes frames. Its zero value is ready; it is not safe for use by
// several goroutines at once.
type Decoder struct {
	p *Packet
}

// NewDecoder returns a Decoder.
func NewDecoder() *Decoder { return new(Decoder) }

// Decode refills p whole with what a frame of the given link type (a
// tcpdump.org LINKTYPE_ number) says: data is what was captured of it, length
// its length on the wire. It never fails: what can't be decoded counts under
// what is known, with p.Anomaly saying why. p's payloads alias data.
func (d *Decoder) Decode(link uint16, data []byte, length uint32, p *Packet) {
	*p = Packet{}
	p.Outer.Protocol = LinkBase + Protocol(link)
	p.Outer.Payload, p.Outer.PayloadLen = data, length
}
