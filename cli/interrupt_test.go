//go:build unix

package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"heatsink/core/report"
)

// slowOutput makes the test binary a process that takes a minute to write.
const slowOutput = "HEATSINK_TEST_WRITE"

func TestMain(m *testing.M) {
	if path := os.Getenv(slowOutput); path != "" {
		c := &command{stdout: os.Stdout, stderr: os.Stderr}
		stops := newInterrupts(c)
		defer stops.watch()()
		out, err := findOutput(path, os.Stdout, stops)
		must(err)
		must(out.write(func(w io.Writer) error {
			w.Write(make([]byte, 1<<20))
			os.Stdout.WriteString("writing\n")
			time.Sleep(time.Minute)
			return nil
		}))
		os.Exit(0)
	}
	if args := os.Getenv(slowInput); args != "" {
		os.Exit(runSlowly(strings.Fields(args)))
	}
	os.Exit(m.Run())
}

// signalled runs the test binary in one of its parts, which env chooses, until
// it says that it is ready, and sends it a signal.
func signalled(t *testing.T, s os.Signal, env string) (code int, said string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), env)
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, out)
	return ended(t, cmd.Wait()), errs.String()
}

// A run that is stopped while it writes leaves no part of its output; the
// older report stays. Where files can be without a name, that is true even of
// a process that is killed; elsewhere what is left has a name of its own.
func TestStoppedWhileWriting(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "x.html", "an older report")
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGKILL} {
		code, errs := signalled(t, s, slowOutput+"=x.html")
		want, said := 128+int(s), "heatsink: interrupted: nothing is written\n"
		if s == syscall.SIGKILL {
			want, said = -int(s), ""
		}
		if code != want || errs != said {
			t.Errorf("after %v: %d, want %d; standard error %q, want %q", s, code, want, errs, said)
		}
		if old, _ := os.ReadFile("x.html"); string(old) != "an older report" {
			t.Errorf("after %v the older report is %d bytes", s, len(old))
		}
		left := strings.Fields(files(t))
		if len(left) > 1 && (s != syscall.SIGKILL || openable(t) || !strings.HasPrefix(left[0], ".heatsink-")) {
			t.Errorf("after %v: %s is left", s, left)
		}
	}
}

// openable says whether this folder can have files without a name.
func openable(t *testing.T) bool {
	t.Helper()
	f := openNameless(".")
	if f == nil {
		t.Logf("no nameless files on %s here", runtime.GOOS)
		return false
	}
	f.Close()
	return true
}

// A disk that is full and a limit on the size of files.
func TestNoRoomForOutput(t *testing.T) {
	heatsink := build(t)
	t.Chdir(t.TempDir())
	put(t, "a.pcap", string(captureOf(t, 1000, 3)))
	tries := map[string]string{
		`ulimit -f 0; $H a.pcap -o x.json`:        "x.json: can't be written: file too large\n",
		`ulimit -f 0; $H a.pcap -o x.csv`:         "x.csv: can't be written: file too large\n",
		`ulimit -f 0; $H a.pcap -f csv > out.csv`: "standard output: file too large\n",
	}
	if os.Geteuid() == 0 && runtime.GOOS == "linux" {
		if err := os.Mkdir("small", 0o755); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", "small").CombinedOutput(); err != nil {
			t.Logf("no small file system to be had: %s", out)
		} else {
			defer exec.Command("umount", "small").Run()
			tries[`head -c 4096 /dev/zero > small/x.json; $H a.pcap -o small/x.json`] = "small/x.json: can't be written: no space left on device\n"
		}
	}
	for shell, want := range tries {
		cmd := exec.Command("sh", "-c", shell)
		cmd.Env = append(os.Environ(), "H="+heatsink)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		if code := ended(t, cmd.Run()); code != exitFailed || errs.String() != "heatsink: "+want {
			t.Errorf("%s: exit %d, standard error %q, want %q", shell, code, errs.String(), want)
		}
		if got := files(t); got != "a.pcap" && got != "a.pcap out.csv" && got != "a.pcap small" && got != "a.pcap out.csv small" {
			t.Errorf("%s: files now %s", shell, got)
		}
	}
	if info, err := os.Stat("small/x.json"); err == nil && info.Size() != 4096 {
		t.Errorf("the older report in the full file system has %d bytes", info.Size())
	}
}

// stream is a process that reads standard input, and its end of the pipe.
type stream struct {
	*exec.Cmd
	to   io.WriteCloser
	errs bytes.Buffer
}

func startStream(t *testing.T, heatsink string, args ...string) *stream {
	t.Helper()
	s := &stream{Cmd: exec.Command(heatsink, args...)}
	s.Stderr = &s.errs
	var err error
	if s.to, err = s.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.to.Close(); s.Process.Kill() })
	return s
}

// feed writes to the stream and waits until it was read.
func (s *stream) feed(t *testing.T, b []byte) {
	t.Helper()
	if _, err := s.to.Write(b); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
}

func reported(t *testing.T, path string) *report.Report {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := &report.Report{}
	if err := json.Unmarshal(b, r); err != nil {
		t.Fatal(err)
	}
	return r
}

// Ctrl-C in a stream that goes on: a report of what came so far, which says so.
func TestInterruptedStreamReports(t *testing.T) {
	heatsink := build(t)
	all := captureOf(t, 1000, 3)
	for _, c := range []struct {
		name    string
		args    []string
		content []byte
		signals []syscall.Signal
		code    int
		packets uint64 // 0: no report
		said    []string
	}{
		{"at a frame's end", nil, all, []syscall.Signal{syscall.SIGINT}, 0, 3,
			[]string{"interrupted: reading what the stream still holds", "warning: standard input: interrupted in the header of record 4, at byte "}},
		{"within a frame", nil, all[:len(all)-1], []syscall.Signal{syscall.SIGTERM}, 0, 2,
			[]string{"interrupted: ", "warning: standard input: interrupted in record 3, at byte "}},
		{"strict", []string{"--strict"}, all, []syscall.Signal{syscall.SIGINT}, 3, 3, []string{"interrupted: ", "warning: "}},
		{"asked for", []string{"--on-interrupt=report", "-q"}, all, []syscall.Signal{syscall.SIGHUP}, 0, 3, []string{"interrupted: "}},
		{"twice", nil, all, []syscall.Signal{syscall.SIGINT, syscall.SIGINT}, 130, 0, []string{"interrupted: reading", "interrupted: nothing is written"}},
		{"discarded", []string{"--on-interrupt=discard"}, all, []syscall.Signal{syscall.SIGTERM}, 143, 0, []string{"interrupted: nothing is written"}},
		{"before anything came", nil, nil, []syscall.Signal{syscall.SIGINT}, 130, 0, []string{"interrupted: reading", "interrupted: nothing is written"}},
		{"before a frame came", nil, all[:10], []syscall.Signal{syscall.SIGINT}, 130, 0, []string{"interrupted: reading", "interrupted: nothing is written"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out := t.TempDir() + "/x.json"
			s := startStream(t, heatsink, append(c.args, "-", "-o", out)...)
			s.feed(t, c.content)
			for _, signal := range c.signals {
				if err := s.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
				time.Sleep(100 * time.Millisecond)
			}
			if code := ended(t, s.Wait()); code != c.code {
				t.Errorf("exit %d, want %d", code, c.code)
			}
			lines := strings.SplitAfter(strings.TrimSuffix(s.errs.String(), "\n"), "\n")
			if len(lines) != len(c.said) {
				t.Fatalf("standard error %q, want %d lines", s.errs.String(), len(c.said))
			}
			for i, want := range c.said {
				if !strings.HasPrefix(lines[i], "heatsink: "+want) {
					t.Errorf("standard error %q, want %q", lines[i], want)
				}
			}
			if c.packets == 0 {
				if exists(out) {
					t.Error("there is a report")
				}
				return
			}
			r := reported(t, out)
			if r.Totals.Packets != c.packets || !strings.HasPrefix(r.Captures[0].Problem, "interrupted in ") {
				t.Errorf("%d packets, problem %q", r.Totals.Packets, r.Captures[0].Problem)
			}
		})
	}
}

// Files can be read again: an interruption ends the run, unless a report is
// asked for. A named pipe is no file.
func TestInterruptedFiles(t *testing.T) {
	heatsink := build(t)
	t.Chdir(t.TempDir())
	put(t, "a.pcap", string(captureOf(t, 1000, 3)))
	put(t, "b.pcap", string(captureOf(t, 5000, 3)))
	if err := syscall.Mkfifo("fifo", 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		code int
	}{
		{"a.pcap b.pcap fifo -o x.json", 0}, // a stream that is part of it
		{"a.pcap b.pcap fifo -o x.json --on-interrupt discard", 130},
	} {
		cmd := exec.Command(heatsink, strings.Fields(c.args)...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		pipe, err := os.OpenFile("fifo", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		pipe.Write(captureOf(t, 3000, 1))
		time.Sleep(300 * time.Millisecond)
		cmd.Process.Signal(syscall.SIGINT)
		if code := ended(t, cmd.Wait()); code != c.code {
			t.Errorf("%s: exit %d, want %d", c.args, code, c.code)
		}
		pipe.Close()
		if exists("x.json") != (c.code == 0) {
			t.Errorf("%s: files now %s", c.args, files(t))
		}
		if c.code == 0 {
			r := reported(t, "x.json")
			if r.Totals.Packets != 4 || len(r.Captures) != 3 || r.Captures[2].Problem == "" {
				t.Errorf("%s: %d packets of %+v", c.args, r.Totals.Packets, r.Captures)
			}
			os.Remove("x.json")
		}
	}
}

// interruptedReader is a stream in whose midst the user presses Ctrl-C.
type interruptedReader struct {
	io.Reader
	sent bool
}

func (r *interruptedReader) Read(p []byte) (int, error) {
	if !r.sent {
		r.sent = true
		if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
			return 0, err
		}
		time.Sleep(50 * time.Millisecond) // or it arrives when all is read
	}
	return r.Reader.Read(p)
}

// In tcpdump -w - | heatsink -, Ctrl-C ends tcpdump, and makes a report.
func TestInterruptedStream(t *testing.T) {
	tr := newRealTrial(t)
	tr.stdin = &interruptedReader{Reader: bytes.NewReader(captureOf(t, 1000, 3))}
	if code := tr.run([]string{"-", "-f", "csv"}); code != exitDone {
		t.Fatalf("exit %d: %s", code, tr.err.String())
	}
	if !strings.Contains(tr.out.String(), "10.0.0.1,10.0.0.2,3,180,") {
		t.Errorf("got %s", tr.out.String())
	}
	oneLine(t, tr.err.String(), "interrupted: ")
}
