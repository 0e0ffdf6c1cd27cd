package app

import (
	"testing"

	"heatsink/core/packet"
)

// manyPayloads begin with every byte, are long and short, zeros and text.
func manyPayloads() (payloads [][]byte) {
	for first := range 256 {
		for _, n := range []int{1, 20, 200} {
			for _, filling := range []byte{0, 1, 'a', 0xff} {
				d := make([]byte, n)
				for i := range d {
					d[i] = filling
				}
				d[0] = byte(first)
				payloads = append(payloads, d)
			}
		}
	}
	return payloads
}

// TestOnlyIsTrue asks the rows with Only on other ports, where they are to say
// No to whatever it is.
func TestOnlyIsTrue(t *testing.T) {
	p := &Peek{ClientPort: 40000, ServerPort: 40001, FromClient: true, rec: new(record), in: new(Inspector)}
	for i := range protocols {
		row := &protocols[i]
		for transport, over := range map[packet.Protocol]Transports{tcp: TCP, udp: UDP} {
			if row.Only == nil || row.Over&over == 0 {
				continue
			}
			p.Transport = transport
			for _, d := range append(manyPayloads(), greetings[row.Name]...) {
				p.Data, p.Length = d, len(d)
				if row.Detect(p) != No {
					t.Errorf("%s: %q on another port", row.Name, d[:min(len(d), 20)])
				}
			}
		}
	}
}

// greetings are what the rows with Only know on their ports.
var greetings = map[string][][]byte{
	"Finger":   {[]byte("root\r\n")},
	"Whois":    {[]byte("example.org\r\n")},
	"Graphite": {[]byte("a.b 1 2\n")},
	"Skinny":   {[]byte("\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")},
	"rlogin":   {[]byte("\x00me\x00you\x00vt100/9600\x00")},
	"DHCPv6":   {[]byte("\x01abc\x00\x01\x00\x02ab")},
}

// TestDetectAllocatesNothing asks every row about all of them.
func TestDetectAllocatesNothing(t *testing.T) {
	payloads := manyPayloads()
	rec := new(record)
	p := &Peek{ClientPort: 40000, ServerPort: 5683, FromClient: true, rec: rec, in: new(Inspector)}
	for i := range protocols {
		row := &protocols[i]
		if row.Detect == nil {
			continue
		}
		p.Transport = tcp
		if row.Over&TCP == 0 {
			p.Transport = udp
		}
		if n := testing.AllocsPerRun(5, func() {
			for _, d := range payloads {
				p.Data, p.Length = d, len(d)
				row.Detect(p)
			}
		}); n > 0 {
			t.Errorf("%s: %v allocations", row.Name, n)
		}
	}
}
