package capture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// zeros gives n zero bytes without holding them.
func zeros(n int64) io.Reader { return io.LimitReader(zeroReader{}, n) }

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestMemory reads captures that claim much, with little or much behind the
// claim, and looks at what was allocated in all.
func TestMemory(t *testing.T) {
	ng := func() *builder { return little().section(nil).iface(1, 0, nil) }
	dbus := func() *builder { return little().section(nil).iface(231, 0, nil) }
	const huge = 0xfffffffc
	for _, tt := range []struct {
		name   string
		head   *builder
		behind int64
		frames int
		kind   Kind // 0: a clean end
		most   uint64
	}{
		{"pcap claims 256 KiB, has nothing", little().pcap(pcapMicros, 0, 1).u32(0, 0, 262144, 262144), 0, 0, Cut, 100 << 10},
		{"pcap claims 4 GiB", little().pcap(pcapMicros, 0, 1).u32(0, 0, huge, huge), 0, 0, Damaged, 100 << 10},
		{"D-Bus claims 100 MiB, has nothing", little().pcap(pcapMicros, 0, 231).u32(0, 0, 100<<20, 100<<20), 0, 0, Cut, 100 << 10},
		{"D-Bus has 100 MiB", little().pcap(pcapMicros, 0, 231).u32(0, 0, 100<<20, 100<<20), 100 << 20, 1, 0, 2 << 20},
		{"block claims 4 GiB, has nothing", ng().u32(0x77, huge), 8, 0, Cut, 100 << 10},
		{"block has 100 MiB", ng().u32(0x77, 100<<20), 100<<20 - 8, 0, Damaged, 2 << 20},
		{"secrets have 100 MiB", ng().u32(blockSecrets, 100<<20), 100<<20 - 8, 0, Damaged, 2 << 20},
		{"frame's block claims 4 GiB, has nothing", ng().u32(blockEnhanced, huge, 0, 0, 0, 0, 0), 0, 0, Cut, 100 << 10},
		{"frame's block has 100 MiB", ng().u32(blockEnhanced, 100<<20, 0, 0, 0, 4, 4), 100<<20 - 28, 1, 0, 2 << 20},
		{"D-Bus block has 100 MiB", dbus().u32(blockEnhanced, 100<<20, 0, 0, 0, 99<<20, 99<<20), 100<<20 - 28, 1, 0, 2 << 20},
		{"names claim 4 GiB, have nothing", ng().u32(blockNames, huge), 4, 0, Cut, 100 << 10},
		{"options of 64 KiB", ng().u32(blockInterface, 100<<20, 1, 0).u16(1, 65535), 100<<20 - 20, 0, Damaged, 2 << 20},
		{"lz4 skippable frame claims 4 GiB", little().u32(skippableMagic, huge), 0, 0, Cut, 100 << 10},
		{"zstd window of 1 GiB", little().u32(zstdMagic).text("\x00\xa0"), 64, 0, Unsupported, 1 << 20},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := io.MultiReader(bytes.NewReader(tt.head.b), zeros(tt.behind))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			frames, err := count(src)
			runtime.ReadMemStats(&after)
			var e *Error
			if tt.kind == 0 {
				if err != io.EOF {
					t.Error(err)
				}
			} else if !errors.As(err, &e) || e.Kind != tt.kind {
				t.Errorf("kind %d wanted: %v", tt.kind, err)
			}
			if frames != tt.frames {
				t.Errorf("%d frames, want %d", frames, tt.frames)
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > tt.most {
				t.Errorf("took %d bytes, more than %d", took, tt.most)
			}
		})
	}
}

// count reads a capture to its end and keeps nothing.
func count(src io.Reader) (frames int, err error) {
	r, err := NewReader(src)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	var rec Record
	for {
		if err := r.Next(&rec); err != nil {
			return frames, err
		}
		if len(rec.Data) > maxData {
			return frames, fmt.Errorf("a frame of %d bytes", len(rec.Data))
		}
		frames++
	}
}

// TestWindow reads frames of all sizes through windows of all sizes, so that
// they stand across every kind of border.
func TestWindow(t *testing.T) {
	b := little().pcap(pcapMicros, 0, 1)
	sizes := []int{0, 1, 60, 1514, 9000, 65535, 262144, 3, 262144, 262143, 16384 - 24 - 16, 65536, 1}
	for i, size := range sizes {
		b.record(uint32(i), 0, uint32(size), strings.Repeat(string(rune('a'+i)), size))
	}
	for _, chunk := range []int{1, 7, 1000, 16384, 70000, 1 << 20} {
		frames, _, err := readAll(t, &chunked{b.b, chunk})
		if err != io.EOF || len(frames) != len(sizes) {
			t.Fatalf("chunks of %d: %d frames, %v", chunk, len(frames), err)
		}
		for i, f := range frames {
			if f.Data != strings.Repeat(string(rune('a'+i)), sizes[i]) || f.Time != int64(i)*second {
				t.Fatalf("chunks of %d: frame %d is not what was written", chunk, i)
			}
		}
	}
}

// TestOffset finds the place of an error far behind the first window.
func TestOffset(t *testing.T) {
	b := many("pcapng", 20000, 100)
	bad := little().u32(0x77, 11, 0)
	for _, chunk := range []int{999, 1 << 20} {
		_, err := count(&chunked{append(bytes.Clone(b), bad.b...), chunk})
		var e *Error
		if !errors.As(err, &e) || e.Kind != Damaged || e.Offset != int64(len(b)) {
			t.Errorf("chunks of %d: %+v, want it at %d", chunk, err, len(b))
		}
	}
}

// chunked gives its bytes in pieces of at most n.
type chunked struct {
	b []byte
	n int
}

func (c *chunked) Read(p []byte) (int, error) {
	if len(c.b) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), c.n)], c.b)
	c.b = c.b[n:]
	return n, nil
}
