package capture

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// lines recognises texts whose first line is "lines".
func lines(head []byte, whole bool) (yes, sure bool) {
	first, _, ended := bytes.Cut(head, []byte("\n"))
	return string(first) == "lines" && (ended || whole), ended || whole
}

func TestForeign(t *testing.T) {
	long := "lines\n" + strings.Repeat("x", 3*maxWindow)
	for name, text := range map[string]string{"short": "lines", "long": long, "like a snoop capture": "lines\nsnoo"} {
		for _, compression := range []string{"", "gzip", "zstd", "lz4"} {
			b := []byte(text)
			if compression != "" {
				b = pack(t, compression, b)
			}
			r, err := NewReaderOr(iotest.HalfReader(bytes.NewReader(b)), lines)
			if err != nil {
				t.Fatalf("%s in %q: %v", name, compression, err)
			}
			got, err := io.ReadAll(r.Foreign())
			if err != nil || string(got) != text || r.Facts().Compression != compression {
				t.Errorf("%s in %q: %d bytes of %d, %v, %q", name, compression, len(got), len(text), err, r.Facts().Compression)
			}
			if err := r.Next(&Record{}); err != io.EOF {
				t.Errorf("%s: a frame: %v", name, err)
			}
			r.Close()
		}
	}
}

func TestForeignIsNotForced(t *testing.T) {
	r, err := NewReaderOr(bytes.NewReader(little().pcap(pcapMicros, 65535, 1).record(1, 2, 3, "abc").b), lines)
	if err != nil || r.Foreign() != nil || r.Facts().Format != "pcap" {
		t.Errorf("a capture: %v, foreign %v", err, r.Foreign())
	}
	for _, text := range []string{"line", "other\nlines", strings.Repeat("x", 2*maxHead)} {
		if _, err := NewReaderOr(iotest.OneByteReader(strings.NewReader(text)), lines); err == nil {
			t.Errorf("%.10q… was read", text)
		}
	}
	if _, err := NewReader(strings.NewReader("lines")); err == nil {
		t.Error("NewReader reads what is no capture")
	}
}

func TestForeignCutShort(t *testing.T) {
	packed := pack(t, "gzip", []byte("lines\n"+strings.Repeat("0123456789 is not all\n", 5000)))
	r, err := NewReaderOr(bytes.NewReader(packed[:len(packed)-20]), lines)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.ReadAll(r.Foreign())
	if e, ok := err.(*Error); !ok || e.Kind != Cut {
		t.Errorf("%v, want that it is cut short", err)
	}
}
