package capture

import (
	"bytes"
	"io"
	"math"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

// everything is a capture with all that is read of pcapng in it.
func everything(b *builder) *builder {
	v4, v6 := "\xc0\x00\x02\x01", "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"
	return b.
		section(b.same().options(map[uint16]string{1: "a comment", 2: "a machine", 3: "an OS", 4: "a tool\x00"}, 1, 2, 3, 4)).
		iface(1, 4, b.same().options(map[uint16]string{1: "on eth0", 2: "eth0", 3: "uplink", 9: "\x09", 11: "\x00tcp"}, 1, 2, 3, 9, 11)).
		iface(113, 0, b.same().option(9, []byte{0x8a}).option(14, b.same().u64(100).b).u32(0)).
		enhanced(0, 1_000_000_007, 60, "abcd").
		enhanced(1, 3<<10|512, 3, "abc").
		block(blockSimple, b.same().u32(9).text("abcd")).
		block(blockPacket, b.same().u16(1, 3).u32(0, 4<<10, 2, 8).text("ab")).
		block(blockEnhanced, b.same().u32(0, 0, 5, 1, 1).text("z").pad().
			options(map[uint16]string{1: "odd", 2: "\x00\x00\x00\x01"}, 2, 1, 1)).
		block(blockSecrets, b.same().u32(0x544c534b, 6).text("SECRET")).
		block(blockJournal, b.same().text("MESSAGE=x")).
		block(blockCustom, b.same().u32(1)).
		block(0x1234, b.same()).block(0x1234, b.same()).
		block(blockNames, b.same().option(1, []byte(v4+"one\x00uno\x00")).option(2, []byte(v6+"six\x00")).
			option(3, []byte("\x00\x01\x02\x03\x04\x05mac\x00")).option(1, []byte("ab")).u32(0)).
		block(blockStatistics, b.same().u32(0, 0, 0).option(4, b.same().u64(900).b).option(5, b.same().u64(7).b).
			option(7, b.same().u64(2).b).u32(0)).
		block(blockStatistics, b.same().u32(9, 0, 0))
}

func TestPcapng(t *testing.T) {
	files := map[string][]byte{
		"little": everything(little()).b,
		"big":    everything(bigEnd()).b,
	}
	wantFrames := []frame{
		{1_000_000_007, "abcd", 60, 0, 1},
		{103*second + second/2, "abc", 3, 1, 113},
		{103*second + second/2, "abcd", 9, 0, 1},
		{104 * second, "ab", 8, 1, 113},
		{5, "z", 1, 0, 1},
	}
	wantFacts := Facts{
		Format: "pcapng", Hardware: "a machine", OS: "an OS", Application: "a tool", Comments: []string{"a comment"},
		Interfaces: []Interface{
			{Name: "eth0", Description: "uplink", Filter: "tcp", Comments: []string{"on eth0"}, LinkType: 1, SnapLen: 4,
				Received: 900, Dropped: 7, OSDropped: 2, HasStats: true},
			{LinkType: 113},
		},
		Names: []Name{
			{netip.MustParseAddr("192.0.2.1"), "one"}, {netip.MustParseAddr("192.0.2.1"), "uno"}, {netip.MustParseAddr("2001:db8::1"), "six"},
		},
		FrameComments: 2,
		Untimed:       1,
		Skipped: []Count{{"decryption secrets block", 1}, {"systemd journal block", 1}, {"custom block", 1},
			{"block of type 0x00001234", 2}, {"malformed names", 1}, {"statistics of no known interface", 1}},
	}
	for name, file := range files {
		for _, src := range []io.Reader{bytes.NewReader(file), iotest.OneByteReader(bytes.NewReader(file)), iotest.HalfReader(bytes.NewReader(file))} {
			frames, facts, err := readAll(t, src)
			if err != io.EOF {
				t.Fatal(name, err)
			}
			if !reflect.DeepEqual(frames, wantFrames) {
				t.Errorf("%s: frames\n%+v, want\n%+v", name, frames, wantFrames)
			}
			if !reflect.DeepEqual(*facts, wantFacts) {
				t.Errorf("%s: facts\n%+v, want\n%+v", name, *facts, wantFacts)
			}
		}
	}
}

// TestSections has interfaces of later sections follow those of earlier ones,
// and each section keep its own byte order, numbering and names of the maker.
func TestSections(t *testing.T) {
	a := little().section(little().options(map[uint16]string{4: "first"}, 4)).iface(1, 0, nil).iface(101, 0, nil).enhanced(1, 1, 1, "a")
	b := bigEnd().section(bigEnd().options(map[uint16]string{3: "later", 4: "second"}, 3, 4)).iface(276, 0, nil).enhanced(0, 2, 1, "b")
	// A section that states its length, and one without interfaces.
	c := little().block(blockSection, little().u32(byteOrderMagic).u16(1, 2).u64(20)).iface(113, 0, nil).section(nil)
	frames, facts, err := readAll(t, bytes.NewReader(append(append(a.b, b.b...), c.b...)))
	want := []frame{{1000, "a", 1, 1, 101}, {2000, "b", 1, 2, 276}}
	if err != io.EOF || !reflect.DeepEqual(frames, want) {
		t.Errorf("%v, frames %+v, want %+v", err, frames, want)
	}
	if len(facts.Interfaces) != 4 || facts.Application != "first" || facts.OS != "later" {
		t.Errorf("facts %+v", facts)
	}
}

// TestLaterSectionUnknown gives what stands before a section of a newer version.
func TestLaterSectionUnknown(t *testing.T) {
	b := little().section(nil).iface(1, 0, nil).enhanced(0, 1, 1, "a").
		block(blockSection, little().u32(byteOrderMagic).u16(2, 0).u64(0))
	frames, _, err := readAll(t, bytes.NewReader(b.b))
	if e, ok := err.(*Error); !ok || e.Kind != Unsupported || len(frames) != 1 {
		t.Errorf("%d frames, %v", len(frames), err)
	}
}

func TestClock(t *testing.T) {
	for _, tt := range []struct {
		resolution uint8
		offset     int64
		stamp      uint64
		want       int64
	}{
		{0, 0, 5, 5 * second},
		{3, 0, 5001, 5_001_000_000},
		{6, 0, 1_700_000_000_000_001, 1_700_000_000_000_001_000},
		{9, 0, 1_700_000_000_000_000_001, 1_700_000_000_000_000_001},
		{12, 0, 7_999, 7},
		{19, 0, math.MaxUint64, 1_844_674_407},
		{20, 0, math.MaxUint64, 184_467_440},
		{127, 0, math.MaxUint64, 1},
		{0x80, 0, 5, 5 * second},
		{0x80 | 20, 0, 3<<20 | 1<<19, 3*second + second/2},
		{0x80 | 34, 0, 1<<63 | 1<<33, (1<<29)*second + second/2},
		{0x80 | 63, 0, 3 << 62, second + second/2},
		{0x80 | 64, 0, 1 << 63, second / 2},
		{0x80 | 65, 0, 1 << 63, second / 4},
		{0x80 | 127, 0, math.MaxUint64, 0},
		{0, 0, math.MaxUint64, math.MaxInt64},
		{0x80, 0, math.MaxUint64, math.MaxInt64},
		{6, -1, 0, -second},
		{6, 3600, 1, 3600*second + 1000},
		{6, math.MaxInt64, math.MaxInt64, math.MaxInt64},
		{6, math.MinInt64, 0, math.MinInt64 / second * second},
	} {
		c := newClock(tt.resolution)
		c.offset = tt.offset
		if got := c.nanos(tt.stamp); got != tt.want {
			t.Errorf("resolution %#x, offset %d, stamp %d: %d, want %d", tt.resolution, tt.offset, tt.stamp, got, tt.want)
		}
	}
}

// TestSecretsAreWiped looks for the secrets in the window after they passed.
func TestSecretsAreWiped(t *testing.T) {
	const secret = "CLIENT_RANDOM 00112233"
	b := little().section(nil).iface(1, 0, nil).block(blockSecrets, little().u32(0x544c534b, uint32(len(secret))).text(secret)).
		enhanced(0, 1, 1, "a")
	r, err := NewReader(bytes.NewReader(b.b))
	if err != nil {
		t.Fatal(err)
	}
	w := r.format.(*pcapng).w
	if !bytes.Contains(w.buf, []byte(secret)) {
		t.Fatal("the secret was never in the window: this test looks in the wrong place")
	}
	var rec Record
	if err := r.Next(&rec); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(w.buf, []byte("RANDOM")) {
		t.Error("a decryption secret stays in memory")
	}
}

// TestMalformedOptions keeps the frames of a capture whose options overrun
// their block, since the block itself says where it ends.
func TestMalformedOptions(t *testing.T) {
	b := little().section(little().u16(4, 200).text("abcd")).iface(1, 0, little().u16(2, 9).text("abcd")).
		block(blockEnhanced, little().u32(0, 0, 1, 1, 1).text("a").pad().u16(1, 60000)).
		block(blockNames, little().u16(1, 5000).text("ab")).
		section(little().u16(1, 5).text("abcd"))
	frames, facts, err := readAll(t, bytes.NewReader(b.b))
	if err != io.EOF || len(frames) != 1 || facts.FrameComments != 0 {
		t.Errorf("%d frames, %v", len(frames), err)
	}
	if want := []Count{{"malformed options", 4}}; !reflect.DeepEqual(facts.Skipped, want) {
		t.Errorf("skipped %v, want %v", facts.Skipped, want)
	}
}

func TestTextIsValid(t *testing.T) {
	b := little().section(little().options(map[uint16]string{4: "caf\xe9\x00\x00"}, 4))
	_, facts, _ := readAll(t, bytes.NewReader(b.b))
	if facts.Application != "caf\uFFFD" {
		t.Errorf("%q", facts.Application)
	}
}

func TestLimits(t *testing.T) {
	b := little().section(little().option(optionComment, bytes.Repeat([]byte{'x'}, maxTextLength+1)).u32(0))
	for range maxInterfaces + 3 {
		b.iface(1, 0, nil)
	}
	b.iface(101, 0, nil).enhanced(maxInterfaces+3, 0, 1, "a")
	for range maxComments + 2 {
		b.section(little().option(optionComment, []byte("c")).u32(0))
	}
	long := strings.Repeat("n", maxNameLength)
	names := little()
	for i := range maxNames + 5 {
		names.option(1, []byte{10, byte(i >> 16), byte(i >> 8), byte(i), 'n', 0})
	}
	b.block(blockNames, names.option(1, []byte("\x0a\x00\x00\x01"+long+"n\x00")))
	for kind := range uint32(maxReasons + 9) {
		b.block(1<<20+kind, little())
	}
	frames, facts, err := readAll(t, bytes.NewReader(b.b))
	if err != io.EOF || len(frames) != 1 {
		t.Fatalf("%d frames, %v", len(frames), err)
	}
	if f := frames[0]; f.Interface != maxInterfaces-1 || f.LinkType != 101 {
		t.Errorf("frame %+v", f)
	}
	if len(facts.Interfaces) != maxInterfaces || len(facts.Comments) != maxComments || len(facts.Names) != maxNames || len(facts.Skipped) != maxReasons {
		t.Errorf("%d interfaces, %d comments, %d names, %d reasons",
			len(facts.Interfaces), len(facts.Comments), len(facts.Names), len(facts.Skipped))
	}
	if len(facts.Comments[0]) != maxTextLength {
		t.Errorf("a comment of %d bytes", len(facts.Comments[0]))
	}
	want := []Count{{"text past 4096 bytes", 1}, {"interfaces past 4096", 4}, {"comments past 1000", 3},
		{"names past 65536", 5}, {"malformed names", 1}}
	if !reflect.DeepEqual(facts.Skipped[:len(want)], want) {
		t.Errorf("skipped %v, want %v first", facts.Skipped[:len(want)], want)
	}
	if last := facts.Skipped[maxReasons-1]; last.Name != "other" || last.Count != maxReasons+9-(maxReasons-1-5) {
		t.Errorf("last of skipped %v", last)
	}
}
