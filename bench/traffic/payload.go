package traffic

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
)

// filler has what payloads are made of.
type filler struct {
	random, text []byte
	scratch      [2048]byte
}

const poolSize = 1 << 20

func newFiller(rng *rand.Rand) *filler {
	f := &filler{random: make([]byte, poolSize)}
	for i := 0; i < poolSize; i += 8 {
		binary.LittleEndian.PutUint64(f.random[i:], rng.Uint64())
	}
	words := []string{"the", "packet", "of", "a", "flow", "<p>", "</p>\n", "counts", "where", "it", "came", "from"}
	for len(f.text) < poolSize {
		f.text = append(append(f.text, words[rng.IntN(len(words))]...), ' ')
	}
	return f
}

// from is size bytes from somewhere in a pool. They never change.
func from(pool []byte, rng *rand.Rand, size int) []byte {
	at := rng.IntN(poolSize - size)
	return pool[at : at+size]
}

func (f *flow) serverName() string { return fmt.Sprintf("www.site%d.example", f.host) }

// question is the first that a client says.
func (p *filler) question(f *flow) []byte {
	if f.mix == Small {
		return p.small(f, "*1\r\n$4\r\nPI")
	}
	switch f.kind {
	case tls:
		return clientHello(p.scratch[:0], f.serverName(), from(p.random, f.rng, 64), true)
	case http:
		return fmt.Appendf(p.scratch[:0], "GET /page/%d HTTP/1.1\r\nHost: %s\r\nUser-Agent: generated/1.0\r\nAccept: text/html,*/*;q=0.8\r\nConnection: keep-alive\r\n\r\n", f.rng.IntN(1000), f.serverName())
	case ssh:
		return append(p.scratch[:0], "SSH-2.0-OpenSSH_9.6\r\n"...)
	}
	return from(p.random, f.rng, 40+f.rng.IntN(400))
}

// answer is the first that a server says.
func (p *filler) answer(f *flow) []byte {
	if f.mix == Small {
		return p.small(f, "+PONG\r\n")
	}
	switch f.kind {
	case tls:
		return append(serverHello(p.scratch[:0], from(p.random, f.rng, 64)), from(p.random, f.rng, 1200)...)
	case http:
		head := fmt.Appendf(p.scratch[:0], "HTTP/1.1 200 OK\r\nServer: generated\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n", f.size*1000)
		return append(head, from(p.text, f.rng, 900)...)
	case ssh:
		return append(p.scratch[:0], "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"...)
	}
	return from(p.random, f.rng, 40+f.rng.IntN(1000))
}

// small is what a connection of tiny segments says.
func (p *filler) small(f *flow, text string) []byte {
	if f.kind == redis {
		return append(p.scratch[:0], text...)
	}
	return from(p.random, f.rng, smallTCP)
}

// bulk is what follows: text in HTTP, what looks like random bytes elsewhere.
// It stays as it is, so that it can be sent again.
func (p *filler) bulk(f *flow, size int) []byte {
	if f.kind == http {
		return from(p.text, f.rng, size)
	}
	return from(p.random, f.rng, size)
}

// datagram is the payload of a flow's i-th datagram.
func (p *filler) datagram(f *flow, i int, fromClient bool) []byte {
	switch {
	case f.kind == dns:
		return p.dnsMessage(f, !fromClient)
	case f.kind == rtp:
		return p.rtpPacket(f, i, fromClient)
	case f.kind == quic && i == 0:
		hello := clientHello(nil, f.serverName(), from(p.random, f.rng, 64), false)
		return quicInitial(p.scratch[:0], from(p.random, f.rng, 8), hello)
	case f.kind == quic:
		size := 1200 + 32*(i%2)
		if fromClient {
			size = 40
		}
		return append(append(p.scratch[:0], 0x40), from(p.random, f.rng, size)...)
	case f.mix == Small:
		return from(p.random, f.rng, smallUDP)
	}
	return from(p.random, f.rng, 20+f.rng.IntN(1200))
}

// rtpPacket is G.711 in RTP (RFC 3550 §5.1): 20 ms, or what fits.
func (p *filler) rtpPacket(f *flow, i int, fromClient bool) []byte {
	size := 160
	if f.mix == Small {
		size = smallUDP - 12
	}
	source := f.seq[0]
	if !fromClient {
		source = f.seq[1]
	}
	b := append(p.scratch[:0], 0x80, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(i))
	b = binary.BigEndian.AppendUint32(b, uint32(i*160))
	b = binary.BigEndian.AppendUint32(b, source)
	return append(b, from(p.random, f.rng, size)...)
}

// dnsMessage asks for a name, or answers with an address (RFC 1035 §4).
func (p *filler) dnsMessage(f *flow, response bool) []byte {
	flags, answers := uint16(0x0100), uint16(0)
	if response {
		flags, answers = 0x8180, 1
	}
	b := p.scratch[:0]
	for _, v := range []uint16{uint16(f.seq[0]), flags, 1, answers, 0, 0} {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	// One name in four is asked for by many.
	name := f.seq[1]
	if name&3 == 0 {
		name = name >> 2 & 0x3ff
	}
	for _, label := range []string{"www", fmt.Sprintf("site%d", name&0xffff), "example"} {
		b = append(append(b, byte(len(label))), label...)
	}
	b = append(b, 0, 0, 1, 0, 1)
	if response {
		b = append(b, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 100, byte(name>>16), byte(name>>8), byte(name))
	}
	return b
}
