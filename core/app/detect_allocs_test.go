package app

import (
	"testing"
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
