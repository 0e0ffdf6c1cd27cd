//go:build unix

package cli

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// build compiles the command as users have it.
func build(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("compiles the command")
	}
	binary := filepath.Join(t.TempDir(), "heatsink")
	if out, err := exec.Command("go", "build", "-o", binary, "./heatsink").CombinedOutput(); err != nil {
		t.Fatalf("%s\n%s", err, out)
	}
	return binary
}

// ended is a process's exit code, or minus the signal that ended it.
func ended(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case !errors.As(err, &exit):
		t.Fatal(err)
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return -int(status.Signal())
	}
	return exit.ExitCode()
}

func TestBinary(t *testing.T) {
	heatsink := build(t)
	t.Chdir(t.TempDir())
	put(t, "a.pcap", string(captureOf(t, 1000, 3)))
	if err := syscall.Mkfifo("fifo", 0o600); err != nil {
		t.Fatal(err)
	}
	const line = "10.0.0.1,10.0.0.2,3,180,"
	for _, c := range []struct {
		shell, out, err string
		code            int
	}{
		{`$H a.pcap -f csv`, line, "", 0},
		{`cat a.pcap | $H - -f csv`, line, "", 0},
		{`$H - -f csv < a.pcap`, line, "", 0},
		{`$H /dev/stdin -f csv < a.pcap`, line, "", 0},
		{`cat a.pcap > fifo & $H fifo -f csv`, line, "", 0},
		{`cat fifo & $H a.pcap -f csv -o fifo; c=$?; wait; exit $c`, line, "", 0},
		{`$H a.pcap -o /dev/stdout -f csv`, line, "", 0},
		{`$H a.pcap -o /dev/null -f csv`, "wrote /dev/null\n", "", 0},
		{`$H a.pcap -o /dev/full -f csv`, "", "heatsink: /dev/full: can't be written: no space left on device\n", 1},
		{`$H a.pcap -f table > /dev/full`, "", "heatsink: standard output: no space left on device\n", 1},
		{`$H a.pcap -f table | true; exit ${PIPESTATUS:-0}`, "", "", 0},
		{`$H < a.pcap`, "", "heatsink: no capture given; for standard input, name it: heatsink -\n", 2},
		{`$H -- -x.pcap`, "", "heatsink: -x.pcap: no such file\n", 1},
		{`umask 027; $H a.pcap -q -o x.csv; stat -c %a x.csv; rm x.csv`, "640\n", "", 0},
	} {
		cmd := exec.Command("sh", "-c", c.shell)
		cmd.Env = append(os.Environ(), "H="+heatsink)
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		code := ended(t, cmd.Run())
		if code != c.code || !strings.Contains(out.String(), c.out) || errs.String() != c.err {
			t.Errorf("%s: exit %d, want %d\nstandard output %q, want %q\nstandard error %q, want %q",
				c.shell, code, c.code, out.String(), c.out, errs.String(), c.err)
		}
		if got := files(t); got != "a.pcap fifo" {
			t.Errorf("%s: files now %s", c.shell, got)
		}
	}
}

// Whoever read us has left: the way of every Unix tool is to end without a word.
func TestBinaryIntoClosedPipe(t *testing.T) {
	heatsink := build(t)
	t.Chdir(t.TempDir())
	put(t, "a.pcap", string(captureOf(t, 1000, 3)))
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	defer w.Close()
	var errs bytes.Buffer
	cmd := exec.Command(heatsink, "a.pcap", "-f", "csv")
	cmd.Stdout, cmd.Stderr = w, &errs
	if code := ended(t, cmd.Run()); code != -int(syscall.SIGPIPE) || errs.Len() > 0 {
		t.Errorf("ended with %d, standard error %q", code, errs.String())
	}
}
