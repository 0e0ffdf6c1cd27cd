package capture

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

const second = int64(1e9)

func TestPcap(t *testing.T) {
	for _, order := range []struct {
		name string
		make func() *builder
	}{{"little", little}, {"big", bigEnd}} {
		for _, tt := range []struct {
			name string
			file *builder
			want []frame
		}{
			{"microseconds",
				order.make().pcap(pcapMicros, 65535, 1).record(7, 5, 4, "abcd").record(8, 999999, 90, "xyz"),
				[]frame{{7*second + 5000, "abcd", 4, 0, 1}, {8*second + 999999000, "xyz", 90, 0, 1}}},
			{"nanoseconds",
				order.make().pcap(pcapNanos, 0, 113).record(4294967295, 999999999, 1, "a"),
				[]frame{{4294967295*second + 999999999, "a", 1, 0, 113}}},
			{"modified",
				order.make().pcap(pcapModified, 96, 1).u32(1, 2, 3, 60).u32(4).u16(8).u16(0).text("abc").u32(2, 3, 1, 1).u64(0).text("z"),
				[]frame{{second + 2000, "abc", 60, 0, 1}, {2*second + 3000, "z", 1, 0, 1}}},
			{"Ixia hardware", order.make().pcap(pcapIxiaHW, 0, 1).u32(17).record(1, 2, 1, "a"),
				[]frame{{second + 2, "a", 1, 0, 1}}},
			{"Ixia software", order.make().pcap(pcapIxiaSW, 0, 1).u32(17).record(1, 2, 1, "a"),
				[]frame{{second + 2000, "a", 1, 0, 1}}},
			{"frame check sequence in the upper bits", order.make().pcap(pcapMicros, 0, 0x24000069).record(0, 0, 1, "a"),
				[]frame{{0, "a", 1, 0, 105}}},
			{"pseudo header isn't on the wire", order.make().pcap(pcapMicros, 0, 123).record(0, 0, 6, "hhhhab").record(0, 0, 2, "hh"),
				[]frame{{0, "hhhhab", 2, 0, 123}, {0, "hh", 0, 0, 123}}},
			{"ERF with an extension and Ethernet's two bytes",
				order.make().pcap(pcapMicros, 0, 197).record(0, 0, 90, "12345678\x82234567812345678abETHERNET"),
				[]frame{{0, "12345678\x82234567812345678abETHERNET", 64, 0, 197}}},
			{"captured more than there was", order.make().pcap(pcapMicros, 0, 1).record(0, 0, 2, "abcd"),
				[]frame{{0, "abcd", 2, 0, 1}}},
			{"longer than Wireshark counts", order.make().pcap(pcapMicros, 0, 1).record(0, 0, 0xf0000000, "a"),
				[]frame{{0, "a", 1<<31 - 1, 0, 1}}},
			{"lengths swapped before 2.3",
				order.make().u32(pcapMicros).u16(2, 1).u32(0, 0, 0, 1).u32(0, 0, 60, 2).text("ab"),
				[]frame{{0, "ab", 60, 0, 1}}},
			{"lengths swapped in some of 2.3",
				order.make().u32(pcapMicros).u16(2, 3).u32(0, 0, 0, 1).u32(0, 0, 60, 2).text("ab").u32(0, 0, 2, 60).text("cd"),
				[]frame{{0, "ab", 60, 0, 1}, {0, "cd", 60, 0, 1}}},
			{"no records", order.make().pcap(pcapMicros, 0, 1), nil},
		} {
			t.Run(order.name+"/"+tt.name, func(t *testing.T) {
				for _, src := range []io.Reader{bytes.NewReader(tt.file.b), iotest.OneByteReader(bytes.NewReader(tt.file.b)), iotest.DataErrReader(bytes.NewReader(tt.file.b))} {
					got, facts, err := readAll(t, src)
					if err != io.EOF {
						t.Fatal(err)
					}
					if !reflect.DeepEqual(got, tt.want) {
						t.Errorf("frames\n%+v, want\n%+v", got, tt.want)
					}
					if facts.Format != "pcap" || facts.Compression != "" || len(facts.Interfaces) != 1 {
						t.Errorf("facts %+v", facts)
					}
				}
			})
		}
	}
}

func TestPcapSnapLenIsTold(t *testing.T) {
	_, facts, _ := readAll(t, bytes.NewReader(bigEnd().pcap(pcapMicros, 96, 1).b))
	if want := []Interface{{LinkType: 1, SnapLen: 96}}; !reflect.DeepEqual(facts.Interfaces, want) {
		t.Errorf("interfaces %+v, want %+v", facts.Interfaces, want)
	}
}

func TestErrors(t *testing.T) {
	head := func() *builder { return little().pcap(pcapMicros, 65535, 1) }
	ng := func() *builder { return little().section(nil).iface(1, 0, nil) }
	broken := errors.New("the disk is on fire")
	for _, tt := range []struct {
		name   string
		src    io.Reader
		frames int
		kind   Kind
		offset int64
		reason string
	}{
		{"nothing", strings.NewReader(""), 0, Empty, 0, "empty"},
		{"two bytes", strings.NewReader("\xd4\xc3"), 0, NotCapture, 0, "2 bytes"},
		{"text", strings.NewReader("hello, world"), 0, NotCapture, 0, "68 65 6c 6c"},
		{"a zip", strings.NewReader("PK\x03\x04capture.pcap"), 0, NotCapture, 0, "zip archive; unpack it"},
		{"text like pcapng", strings.NewReader("\n\r\r\n12345678901234567890"), 0, NotCapture, 0, "35 36 37 38"},
		{"pcap of version 1", bytes.NewReader(little().u32(pcapMicros).u16(1, 9).u32(0, 0, 0, 0).b), 0, Unsupported, 0, "version 1.9"},
		{"pcapng of version 2", bytes.NewReader(little().block(blockSection, little().u32(byteOrderMagic).u16(2, 0).u64(0)).b), 0, Unsupported, 24, "version 2.0"},
		{"header cut", bytes.NewReader(head().b[:23]), 0, Cut, 23, "file header"},
		{"record header cut", bytes.NewReader(head().record(0, 0, 1, "a").u32(1).b), 1, Cut, 45, "record 2"},
		{"record cut", bytes.NewReader(head().record(0, 0, 1, "a").u32(0, 0, 9, 9).b), 1, Cut, 57, "record 2"},
		{"record too long", bytes.NewReader(head().record(0, 0, 1, "a").u32(0, 0, 4325376, 4325376).b), 1, Damaged, 41,
			"record 2 claims 4325376 bytes, more than the 262144"},
		{"source fails", io.MultiReader(bytes.NewReader(head().record(0, 0, 1, "a").b), iotest.ErrReader(broken)), 1, Read, 41, "on fire"},
		{"source fails at once", iotest.ErrReader(broken), 0, Read, 0, "on fire"},
		{"source stalls", stalled{}, 0, Read, 0, "multiple Read calls"},
		{"block shorter than its frame", bytes.NewReader(ng().u32(0x77, 11, 11).b), 0, Damaged, 48, "11 bytes"},
		{"block lengths differ", bytes.NewReader(ng().u32(0x77, 16, 0, 20).b), 0, Damaged, 60, "16 bytes long by its start, 20 by its end"},
		{"frame's block lengths differ", bytes.NewReader(ng().u32(6, 36, 0, 0, 0, 4, 4).text("abcd").u32(40).b), 0, Damaged, 48, "36 bytes long"},
		{"frame's block too short", bytes.NewReader(ng().u32(6, 28, 0, 0, 0, 0, 28).b), 0, Damaged, 48, "28 bytes"},
		{"frame longer than its block", bytes.NewReader(ng().u32(6, 36, 0, 0, 0, 5, 5).text("abcd").u32(36).b), 0, Damaged, 48, "claims 5 bytes, and its block has 4"},
		{"frame too long", bytes.NewReader(ng().u32(6, 32, 0, 0, 0, 262145, 262145, 32).b), 0, Damaged, 48, "more than the 262144"},
		{"frame of no interface", bytes.NewReader(ng().enhanced(1, 0, 1, "a").b), 0, Damaged, 48, "interface 1"},
		{"simple block of no interface", bytes.NewReader(little().section(nil).block(blockSimple, little().u32(0)).b), 0, Damaged, 28, "interface 0"},
		{"second section without order", bytes.NewReader(ng().u32(blockSection, 28, 5, 0, 0, 0, 28).b), 0, Damaged, 48, "byte order"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			frames, _, err := readAll(t, tt.src)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v", err)
			}
			if len(frames) != tt.frames || e.Kind != tt.kind || e.Offset != tt.offset || !strings.Contains(e.Reason, tt.reason) {
				t.Errorf("%d frames, kind %d at %d: %s", len(frames), e.Kind, e.Offset, e.Reason)
			}
			if strings.Contains(e.Reason, "\n") {
				t.Errorf("more than a line: %q", e.Reason)
			}
			if e.Kind == Read && tt.name != "source stalls" && !errors.Is(err, broken) {
				t.Errorf("%v doesn't wrap the source's error", err)
			}
		})
	}
}

type stalled struct{}

func (stalled) Read([]byte) (int, error) { return 0, nil }

// TestCutAnywhere cuts a small capture after every byte: all frames before
// the cut are given, and only an end between records is clean.
func TestCutAnywhere(t *testing.T) {
	for name, parts := range map[string][][]byte{
		"pcap": {
			bigEnd().pcap(pcapNanos, 0, 1).b,
			bigEnd().record(1, 2, 3, "abc").b,
			bigEnd().record(1, 3, 9, "abcde").b,
		},
		"modified pcap": {
			little().pcap(pcapModified, 0, 1).b,
			little().u32(1, 2, 3, 3).u64(0).text("abc").b,
			little().u32(1, 2, 3, 3).u64(0).text("abc").b,
		},
		"pcapng": {
			append(little().section(little().option(optionComment, []byte("hi")).u32(0)).b, little().iface(1, 0, nil).b...),
			little().enhanced(0, 5, 3, "abc").b,
			little().block(blockSimple, little().u32(5).text("abcde")).b,
			little().block(blockPacket, little().u16(0, 0).u32(0, 7, 2, 2).text("ab")).b,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var whole []byte
			ends := map[int]int{} // length so far → frames
			for i, part := range parts {
				whole = append(whole, part...)
				ends[len(whole)] = i
			}
			frames := 0
			for n := 0; n <= len(whole); n++ {
				if at, ok := ends[n]; ok {
					frames = at
				}
				got, _, err := readAll(t, bytes.NewReader(whole[:n]))
				if len(got) != frames {
					t.Fatalf("cut at %d: %d frames, want %d", n, len(got), frames)
				}
				_, clean := ends[n]
				var e *Error
				switch {
				case clean && err != io.EOF:
					t.Fatalf("whole at %d: %v", n, err)
				case !clean && err == io.EOF && name != "pcapng":
					t.Fatalf("cut at %d is taken as clean", n)
				case err != io.EOF && !errors.As(err, &e):
					t.Fatalf("cut at %d: %v", n, err)
				case e != nil && n >= 4 && e.Kind != Cut:
					t.Fatalf("cut at %d: kind %d, %v", n, e.Kind, e)
				}
			}
		})
	}
}
