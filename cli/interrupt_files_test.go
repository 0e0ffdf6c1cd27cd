//go:build unix

package cli

import (
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"heatsink/core"
	"heatsink/core/report"
)

// slowInput makes the test binary a command with these arguments, whose files
// lie on a slow disk.
const slowInput = "HEATSINK_TEST_READ"

// slowFrom is how far files are read fast, in bytes: the longest window and some
// more. Then the process says so, and reads on in small pieces.
const slowFrom = 600 << 10

type slowReader struct {
	io.ReadCloser
	read int
}

func (r *slowReader) Read(p []byte) (int, error) {
	if r.read >= slowFrom {
		p = p[:min(len(p), 200)]
		time.Sleep(time.Millisecond)
	}
	n, err := r.ReadCloser.Read(p)
	if r.read < slowFrom && r.read+n >= slowFrom {
		os.Stdout.WriteString("reading\n")
	}
	r.read += n
	return n, err
}

func runSlowly(args []string) int {
	c := &command{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	c.analyze = func(inputs []core.Input, opt core.Options) (*report.Report, error) {
		for i, in := range inputs {
			inputs[i].Open = func() (io.ReadCloser, error) {
				f, err := in.Open()
				return &slowReader{ReadCloser: f}, err
			}
		}
		return core.Analyze(inputs, opt)
	}
	return c.run(args)
}

// Regular files alone: Ctrl-C ends the run, unless a report of what was read is
// asked for; and the second always does.
func TestInterruptedRegularFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "a.pcap", string(captureOf(t, 1000, 3)))
	put(t, "b.pcap", string(captureOf(t, 5000, 40_000)))
	put(t, "c.pcap", string(captureOf(t, 90_000, 3)))
	const (
		ended   = "heatsink: interrupted: reporting on what was read so far (once more to give up)\n"
		cut     = "heatsink: warning: b.pcap: interrupted in "
		unread  = "heatsink: warning: interrupted: the report holds nothing of 1 capture that follow"
		nothing = "heatsink: interrupted: nothing is written\n"
	)
	for _, c := range []struct {
		args string
		code int
		said []string // the beginnings of its lines
	}{
		{"", 130, []string{nothing}},
		{" --on-interrupt=discard", 130, []string{nothing}},
		{" --on-interrupt=report", 0, []string{ended, cut, unread}},
		{" --on-interrupt=report --strict", 3, []string{ended, cut, unread}},
	} {
		code, said := signalled(t, syscall.SIGINT, slowInput+"=a.pcap b.pcap c.pcap -o x.json"+c.args)
		lines := strings.SplitAfter(strings.TrimSuffix(said, "\n"), "\n")
		if code != c.code || len(lines) != len(c.said) {
			t.Errorf("%q: exit %d, want %d; standard error %q", c.args, code, c.code, said)
			continue
		}
		for i, want := range c.said {
			if !strings.HasPrefix(lines[i]+"\n", want) && !strings.HasPrefix(lines[i], want) {
				t.Errorf("%q: said %q, want %q", c.args, lines[i], want)
			}
		}
		if c.code == 130 {
			if got := files(t); got != "a.pcap b.pcap c.pcap" {
				t.Errorf("%q: files now %s", c.args, got)
			}
			continue
		}
		r := reported(t, "x.json")
		if p := r.Totals.Packets; p < 3+slowFrom/80 || p >= 40_003 || r.Captures[0].Problem != "" || r.Captures[2].Packets != 0 {
			t.Errorf("%q: %d packets of %+v", c.args, p, r.Captures)
		}
		os.Remove("x.json")
	}
}
