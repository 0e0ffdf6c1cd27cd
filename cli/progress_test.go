package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
)

func TestProgressOfShortWork(t *testing.T) {
	var out bytes.Buffer
	stop := showProgress(&out, []*input{{path: "a.pcap", size: 100}})
	time.Sleep(2 * progressEvery) // it has turned, but out of sight
	stop()
	if out.Len() > 0 {
		t.Errorf("short work shows %q", out.String())
	}
}

func TestProgressBar(t *testing.T) {
	in := &input{path: "a.pcap", size: 2_000_000}
	in.read.Store(1_000_000)
	for _, c := range []struct {
		stream bool
		want   string
	}{{false, "50%"}, {true, "reading (1.0 MB"}} {
		in.stream = c.stream
		var out bytes.Buffer
		bar := newBar(&out, []*input{in})
		time.Sleep(progressEvery) // it draws no faster
		if err := bar.Set64(bytesRead([]*input{in})); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), c.want) {
			t.Errorf("stream %v: drawn %q, want %q in it", c.stream, out.String(), c.want)
		}
	}
}

// A file counts once, however often it is opened, and never beyond its size.
func TestBytesRead(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "a.pcap", "0123456789")
	in, err := findInput("a.pcap")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		r, err := in.forCore(nil, nil).Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	if got := bytesRead([]*input{in}); got != 10 {
		t.Errorf("%d bytes read, want 10", got)
	}
	in.read.Store(1000) // the file has grown
	if got := bytesRead([]*input{in, {path: "-", stream: true}}); got != 10 {
		t.Errorf("%d bytes read, want 10", got)
	}
}
