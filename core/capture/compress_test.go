package capture

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math/rand"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

var packers = map[string]func(io.Writer) io.WriteCloser{
	"gzip": func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"zstd": func(w io.Writer) io.WriteCloser {
		z, err := zstd.NewWriter(w)
		if err != nil {
			panic(err)
		}
		return z
	},
	"lz4": func(w io.Writer) io.WriteCloser {
		z := lz4.NewWriter(w)
		if err := z.Apply(lz4.BlockSizeOption(lz4.Block64Kb)); err != nil {
			panic(err)
		}
		return z
	},
}

func pack(t testing.TB, name string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := packers[name](&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// noise is a pcap of n frames that no compressor makes small.
func noise(n int) []byte {
	random := rand.New(rand.NewSource(1))
	b := little().pcap(pcapMicros, 0, 1)
	data := make([]byte, 1000)
	for i := range n {
		random.Read(data)
		b.record(uint32(i), 0, 1000, string(data))
	}
	return b.b
}

func TestCompressed(t *testing.T) {
	plain := noise(1000)
	want, _, _ := readAll(t, bytes.NewReader(plain))
	half := len(plain) / 2
	for name := range packers {
		whole := pack(t, name, plain)
		two := append(pack(t, name, plain[:half]), pack(t, name, plain[half:])...)
		cases := map[string][]byte{"one": whole, "two concatenated": two}
		if name == "gzip" {
			cases["trailing zeros"] = append(bytes.Clone(two), make([]byte, 512)...)
		} else {
			skippable := little().u32(skippableMagic|3, 5).text("skip!").u32(skippableMagic, 0).b
			cases["behind skippable frames"] = append(skippable, whole...)
		}
		for what, file := range cases {
			for _, src := range []io.Reader{bytes.NewReader(file), iotest.OneByteReader(bytes.NewReader(file))} {
				frames, facts, err := readAll(t, src)
				if err != io.EOF {
					t.Fatalf("%s, %s: %v after %d frames", name, what, err, len(frames))
				}
				if facts.Compression != name || !reflect.DeepEqual(frames, want) {
					t.Errorf("%s, %s: %d frames, compression %q", name, what, len(frames), facts.Compression)
				}
			}
		}
	}
}

// TestCompressedCut ends compressed captures early: the frames that can be
// unpacked are given.
func TestCompressedCut(t *testing.T) {
	plain := noise(1000)
	for name := range packers {
		whole := pack(t, name, plain)
		for _, keep := range []int{len(whole) - 1, len(whole) - 5, len(whole) / 2, 100, 20, 5} {
			frames, _, err := readAll(t, bytes.NewReader(whole[:keep]))
			var e *Error
			if !errors.As(err, &e) || e.Kind != Cut {
				t.Errorf("%s, %d of %d bytes: %v", name, keep, len(whole), err)
			}
			if keep == len(whole)/2 && len(frames) < 350 {
				t.Errorf("%s: %d frames of half a capture of 1000", name, len(frames))
			}
			if e != nil && !strings.Contains(e.Reason, name) {
				t.Errorf("%q doesn't say that it is the %s", e.Reason, name)
			}
		}
	}
}

func TestCompressedDamaged(t *testing.T) {
	plain := little().pcap(pcapMicros, 0, 1).record(1, 1, 3, "abc").b
	for name := range packers {
		whole := pack(t, name, append(plain, noise(300)[24:]...))
		broken := bytes.Clone(whole)
		broken[len(broken)-2] ^= 0x55 // the checksum, or the length by it
		frames, _, err := readAll(t, bytes.NewReader(broken))
		var e *Error
		if !errors.As(err, &e) || e.Kind != Damaged || len(frames) < 200 {
			t.Errorf("%s: %v after %d frames", name, err, len(frames))
		}
	}
}

func TestCompressedOther(t *testing.T) {
	fails := errors.New("the network is down")
	for name := range packers {
		packed := pack(t, name, noise(300))
		for _, tt := range []struct {
			what string
			src  io.Reader
			kind Kind
		}{
			{"nothing", bytes.NewReader(pack(t, name, nil)), Empty},
			{"text", bytes.NewReader(pack(t, name, []byte("hello, world"))), NotCapture},
			{"packed twice", bytes.NewReader(pack(t, name, pack(t, name, noise(1)))), NotCapture},
			{"source fails", io.MultiReader(bytes.NewReader(packed[:len(packed)-9]), iotest.ErrReader(fails)), Read},
		} {
			_, _, err := readAll(t, tt.src)
			var e *Error
			if !errors.As(err, &e) || e.Kind != tt.kind {
				t.Errorf("%s, %s: %v", name, tt.what, err)
			}
			if tt.kind == Read && !errors.Is(err, fails) {
				t.Errorf("%s: %v doesn't wrap the source's error", name, err)
			}
		}
	}
}

// TestCompressedBomb: a stream that grows without measure is no capture.
func TestCompressedBomb(t *testing.T) {
	const frame = 64 << 10
	b := little()
	for range 16 << 20 / (frame + 16) {
		b.record(1, 0, frame, string(make([]byte, frame)))
	}
	member := pack(t, "gzip", b.b)
	src := []io.Reader{bytes.NewReader(pack(t, "gzip", little().pcap(pcapMicros, 0, 1).b))}
	for range 2 * freeExpansion / len(b.b) {
		src = append(src, bytes.NewReader(member))
	}
	r, err := NewReader(io.MultiReader(src...))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var bytes int64
	for rec := (Record{}); err == nil; bytes += int64(len(rec.Data)) {
		err = r.Next(&rec)
	}
	var e *Error
	if !errors.As(err, &e) || e.Kind != Damaged || !strings.Contains(e.Reason, "times its own length") {
		t.Errorf("%v", err)
	}
	if bytes < freeExpansion/2 || bytes > freeExpansion+frame {
		t.Errorf("%d bytes were read first, want about %d", bytes, freeExpansion)
	}
}

// TestReadAhead reads captures of many windows on a goroutine of their own:
// the frames are the same, and so is what is left unread.
func TestReadAhead(t *testing.T) {
	plain := noise(5000)
	files := map[string][]byte{"plain": plain, "cut": plain[:len(plain)-7]}
	for name := range packers {
		files[name] = pack(t, name, plain)
	}
	files["gzip and more"] = append(pack(t, "gzip", plain), "and more"...)
	for name, file := range files {
		for _, src := range []io.Reader{bytes.NewReader(file), iotest.HalfReader(bytes.NewReader(file))} {
			want, wantFacts, wantErr := readAll(t, bytes.NewReader(file))
			r, err := NewReader(src)
			if err != nil {
				t.Fatal(err)
			}
			r.ReadAhead()
			n := 0
			for rec := (Record{}); ; n++ {
				if err = r.Next(&rec); err != nil {
					break
				}
				if string(rec.Data) != want[n].Data || rec.Time != want[n].Time {
					t.Fatalf("%s: frame %d is another", name, n)
				}
			}
			if n != len(want) || err.Error() != wantErr.Error() || !reflect.DeepEqual(r.Facts().Skipped, wantFacts.Skipped) {
				t.Errorf("%s: %d frames, %v, skipped %v; want %d, %v, %v", name, n, err, r.Facts().Skipped, len(want), wantErr, wantFacts.Skipped)
			}
			r.Close()
		}
	}
}
