package core

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"syscall"
	"testing"

	"heatsink/core/report"
)

// errDisk is what the system says of a file that it can't read on.
var errDisk = &fs.PathError{Op: "read", Path: "/home/ada/secret.pcap", Err: syscall.EIO}

// breaking is an input that can't be read past its first bytes.
func breaking(name string, data []byte, after int) Input {
	return Input{Name: name, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(bytes.NewReader(data[:after]), failing{errDisk})), nil
	}}
}

// TestReadingFails breaks reading off after each byte: what came before counts,
// and the report says where and why, without a path.
func TestReadingFails(t *testing.T) {
	data := pcap(t, shop(t))
	for n := range len(data) {
		whole, err := Analyze([]Input{input("x", data[:n])}, Options{})
		if err != nil || whole.Totals.Packets == 0 {
			refuses(t, breaking("x", data, n))
			continue
		}
		brokenOffAt(t, breaking("x", data, n), whole.Totals, fmt.Sprintf("reading failed at byte %d: %v", n, syscall.EIO))
	}
	data = pcap(t, slices.Repeat(shop(t), 1000)) // longer than what is unpacked as a whole
	all := analyze(t, input("x", data)).Totals
	for format, p := range compressed(t, data) {
		r := analyze(t, breaking("x", p, len(p)-1))
		if c := r.Captures[0]; r.Totals.Packets == 0 || r.Totals.Packets > all.Packets || c.Compression != format ||
			!strings.HasPrefix(c.Problem, "reading failed at byte ") || !strings.HasSuffix(c.Problem, " of what it holds: "+syscall.EIO.Error()) {
			t.Errorf("%s: %+v, problem %q", format, r.Totals, c.Problem)
		}
		refuses(t, breaking("x", p, 0))
	}
}

// refuses holds an input of which no frame can be read to be an error.
func refuses(t *testing.T, in Input) {
	t.Helper()
	_, err := Analyze([]Input{in}, Options{})
	var bad *InputError
	if !errors.As(err, &bad) || !errors.Is(err, syscall.EIO) {
		t.Fatalf("error %v, want an InputError that tells the disk's", err)
	}
}

func brokenOffAt(t *testing.T, in Input, want report.Totals, problem string) {
	t.Helper()
	r := analyze(t, in)
	if c := r.Captures[0]; r.Totals != want || c.Problem != problem || counter(r, "capture cut short") != 1 {
		t.Fatalf("%+v, want %+v; problem %q, want %q; quality %v", r.Totals, want, c.Problem, problem, r.Quality)
	}
	sums(t, r)
}

// TestReadingOneOfSeveralFails loses nothing of the others, be it that the
// file breaks off, goes away or is damaged between its two readings.
func TestReadingOneOfSeveralFails(t *testing.T) {
	frames := shop(t)
	half := len(frames) / 2
	first, second := pcap(t, frames[:half]), pcap(t, frames[half:])
	for name, again := range map[string]struct {
		open    func() (io.ReadCloser, error)
		problem string
		lost    int
	}{
		"breaks off":         {breaking("", second, len(second)-1).Open, fmt.Sprintf("reading failed at byte %d: %v", len(second)-1, syscall.EIO), 1},
		"breaks at its head": {breaking("", second, 10).Open, "reading failed: " + syscall.EIO.Error(), len(frames) - half},
		"breaks before any":  {breaking("", second, 30).Open, "reading failed: " + syscall.EIO.Error(), len(frames) - half},
		"goes away": {func() (io.ReadCloser, error) {
			return nil, &fs.PathError{Op: "open", Path: "/x", Err: syscall.ENOENT}
		}, "reading failed: " + syscall.ENOENT.Error(), len(frames) - half},
		"is something else": {input("", []byte("this is a letter")).Open, "not a packet capture: it begins with 74 68 69 73, as pcap and pcapng never do", len(frames) - half},
	} {
		opened := 0
		b := Input{Name: "b", Open: func() (io.ReadCloser, error) {
			if opened++; opened > 1 {
				return again.open()
			}
			return input("b", second).Open()
		}}
		r := analyze(t, input("a", first), b)
		sums(t, r)
		if c := r.Captures; r.Totals.Packets != uint64(len(frames)-again.lost) || c[0].Problem != "" || c[1].Problem != again.problem {
			t.Errorf("%s: %d packets, %d are lost; problems %q, %q", name, r.Totals.Packets, again.lost, c[0].Problem, c[1].Problem)
		}
	}
}

// TestReadingRecordsFails keeps the records before the place.
func TestReadingRecordsFails(t *testing.T) {
	lines := "10.0.0.1|10.0.0.2|10|20|TCP|HTTP\n10.0.0.1|10.0.0.3|1|2|TCP|HTTP\n10.0.0.1|10."
	r := analyze(t, breaking("log", []byte(lines), len(lines)))
	if c := r.Captures[0]; c.Records != 2 || r.Totals.Bytes != 33 || c.Problem != "reading failed after line 2: "+syscall.EIO.Error() {
		t.Errorf("%d records, %d bytes, problem %q", c.Records, r.Totals.Bytes, c.Problem)
	}
	refuses(t, breaking("log", nil, 0))
}
