package capture

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// many is a capture of n frames of that size.
func many(format string, n, size int) []byte {
	data := strings.Repeat("x", size)
	if format == "pcap" {
		b := little().pcap(pcapMicros, 262144, 1)
		for i := range n {
			b.record(uint32(i), 0, uint32(size), data)
		}
		return b.b
	}
	b := little().section(nil).iface(1, 0, nil)
	body := little().u32(0, 0, 0, uint32(size), uint32(size)).text(data).pad().
		options(map[uint16]string{2: "\x00\x00\x00\x01"}, 2)
	for range n {
		b.block(blockEnhanced, body)
	}
	return b.b
}

// TestNoAllocations reads frames over many windows and allocates for none.
func TestNoAllocations(t *testing.T) {
	for _, format := range []string{"pcap", "pcapng"} {
		r, err := NewReader(bytes.NewReader(many(format, 30000, 100)))
		if err != nil {
			t.Fatal(err)
		}
		var rec Record
		next := func() {
			if err := r.Next(&rec); err != nil {
				t.Fatal(err)
			}
		}
		for range 10000 {
			next() // the window grows at first
		}
		if n := testing.AllocsPerRun(15000, next); n != 0 {
			t.Errorf("%s: %v allocations a frame", format, n)
		}
	}
}

func BenchmarkNext(b *testing.B) {
	for _, format := range []string{"pcap", "pcapng"} {
		for _, size := range []int{64, 1500} {
			file := many(format, 1<<20/size*8, size)
			b.Run(fmt.Sprintf("%s/%d", format, size), func(b *testing.B) {
				b.ReportAllocs()
				var rec Record
				src := bytes.NewReader(file)
				r, _ := NewReader(src)
				for range b.N {
					if err := r.Next(&rec); err == io.EOF {
						src.Reset(file)
						if r, err = NewReader(src); err != nil {
							b.Fatal(err)
						}
					} else if err != nil {
						b.Fatal(err)
					}
				}
				b.SetBytes(int64(size))
			})
		}
	}
}
