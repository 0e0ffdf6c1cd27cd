package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"heatsink/cli/page"
	"heatsink/core"
	"heatsink/core/report"
)

// oneLine checks an error's form: one line, heatsink first, then what.
func oneLine(t *testing.T, got, want string) {
	t.Helper()
	if !strings.HasPrefix(got, "heatsink: "+want) || strings.Count(got, "\n") != 1 {
		t.Errorf("standard error: %q, want one line that begins with %q", got, "heatsink: "+want)
	}
}

func TestInputsThatCannotBeRead(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"missing.pcap", "missing.pcap: no such file"},
		{"a.pcap missing.pcap", "missing.pcap: no such file"},
		{"folder", "folder: is a directory: name the captures in it"},
		{"a.pcap/b", "a.pcap/b: not a directory"},
		{"evil\x1b[2J", `evil\x1b[2J: no such file`},
	} {
		tr := newTrial(t)
		put(t, "a.pcap", "capture")
		if err := os.Mkdir("folder", 0o755); err != nil {
			t.Fatal(err)
		}
		if code := tr.run(strings.Fields(c.args)); code != exitFailed {
			t.Errorf("%q: exit %d, want %d", c.args, code, exitFailed)
		}
		oneLine(t, tr.err.String(), c.want)
		if tr.inputs != nil {
			t.Error("the analysis ran")
		}
		if got := files(t); got != "a.pcap folder" {
			t.Error("files now:", got)
		}
	}
}

// What the analysis says of an input is one line as well, and leaves no output.
func TestInputsThatAreNoCaptures(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&core.InputError{Name: "a.pcap", Err: errors.New("not a capture")}, "a.pcap: not a capture"},
		{&core.InputError{Name: "-", Err: errors.New("empty")}, "standard input: empty"},
		{&core.InputError{Name: "a.pcap", Err: &os.PathError{Op: "open", Path: "/x/a.pcap", Err: syscall.EACCES}}, "a.pcap: permission denied"},
		{&core.InputError{Name: "a.pcap", Err: &os.PathError{Op: "read", Path: "a.pcap", Err: syscall.EIO}}, "a.pcap: input/output error"},
	} {
		tr := newTrial(t)
		tr.analyze = func([]core.Input, core.Options) (*report.Report, error) { return nil, c.err }
		put(t, "a.pcap", "")
		if code := tr.run([]string{"a.pcap"}); code != exitFailed {
			t.Errorf("exit %d, want %d", code, exitFailed)
		}
		oneLine(t, tr.err.String(), c.want)
		if got := files(t); got != "a.pcap" {
			t.Error("files now:", got)
		}
	}
}

func TestOutputsThatCannotBeWritten(t *testing.T) {
	for _, c := range []struct{ out, want string }{
		{"missing/x.html", "missing/x.html: can't be written: there is no directory missing"},
		{"folder.html", "folder.html: is a directory"},
		{"a.pcap/x.html", "a.pcap/x.html: can't be written: not a directory"},
	} {
		tr := newTrial(t)
		put(t, "a.pcap", "capture")
		if err := os.Mkdir("folder.html", 0o755); err != nil {
			t.Fatal(err)
		}
		if code := tr.run([]string{"a.pcap", "-o", c.out}); code != exitFailed {
			t.Errorf("-o %s: exit %d, want %d", c.out, code, exitFailed)
		}
		oneLine(t, tr.err.String(), c.want)
		if tr.inputs != nil {
			t.Errorf("-o %s: the analysis ran", c.out)
		}
		if got := files(t); got != "a.pcap folder.html" {
			t.Error("files now:", got)
		}
	}
}

func TestReadOnlyDirectory(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("permission bits don't hold this user")
	}
	tr := newTrial(t)
	put(t, "a.pcap", "capture")
	if err := os.Mkdir("closed", 0o555); err != nil {
		t.Fatal(err)
	}
	if code := tr.run([]string{"a.pcap", "-o", "closed/x.html"}); code != exitFailed {
		t.Errorf("exit %d, want %d", code, exitFailed)
	}
	oneLine(t, tr.err.String(), "closed/x.html: can't be written: permission denied")
}

// A failure on the way leaves the older report as it was, and nothing else.
func TestFailureLeavesNothing(t *testing.T) {
	tr := newTrial(t)
	tr.writePage = func(w io.Writer, _ page.Content, _ page.Options) error {
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			return err
		}
		return syscall.ENOSPC
	}
	put(t, "a.pcap", "capture")
	put(t, "a.html", "an older report")
	if code := tr.run([]string{"a.pcap"}); code != exitFailed {
		t.Errorf("exit %d, want %d", code, exitFailed)
	}
	oneLine(t, tr.err.String(), "a.html: can't be written: no space left on device")
	if got := files(t); got != "a.html a.pcap" {
		t.Error("files now:", got)
	}
	if old, _ := os.ReadFile("a.html"); string(old) != "an older report" {
		t.Errorf("the older report is now %q", old)
	}
}

// A page that was not built fails before anybody waits for the analysis.
func TestPageMissing(t *testing.T) {
	tr := newTrial(t)
	tr.checkPage = func() error { return errors.New("the page is not built: run make") }
	put(t, "a.pcap", "capture")
	if code := tr.run([]string{"a.pcap"}); code != exitFailed || tr.inputs != nil {
		t.Errorf("exit %d, analysed %v", code, tr.inputs != nil)
	}
	oneLine(t, tr.err.String(), "the page is not built: run make")
	if code := tr.run([]string{"a.pcap", "--format", "csv"}); code != exitDone {
		t.Errorf("csv needs no page, yet: exit %d", code)
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestStandardOutputFails(t *testing.T) {
	for _, args := range []string{"a.pcap", "a.pcap --format table"} {
		tr := newTrial(t)
		put(t, "a.pcap", "capture")
		tr.stdout = brokenWriter{syscall.EPIPE}
		if code := tr.run(strings.Fields(args)); code != exitFailed || tr.err.Len() > 0 {
			t.Errorf("%s into a closed pipe: exit %d, standard error %q, want %d and nothing", args, code, tr.err.String(), exitFailed)
		}
		tr.stdout = brokenWriter{syscall.ENOSPC}
		if code := tr.run(strings.Fields(args)); code != exitFailed {
			t.Errorf("%s: exit %d", args, code)
		}
		oneLine(t, tr.err.String(), "standard output: no space left on device")
	}
}

// A symbolic link stays one, and the file it means is what is written.
func TestOutputThroughLink(t *testing.T) {
	tr := newTrial(t)
	put(t, "a.pcap", "capture")
	if err := os.Mkdir("reports", 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, "reports/latest.csv", "old")
	if err := os.Symlink(filepath.Join("reports", "latest.csv"), "x.csv"); err != nil {
		t.Skip(err)
	}
	if code := tr.run([]string{"a.pcap", "-o", "x.csv"}); code != exitDone {
		t.Fatalf("exit %d: %s", code, tr.err.String())
	}
	info, err := os.Lstat("x.csv")
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is now %v, %v", info, err)
	}
	if got, _ := os.ReadFile("reports/latest.csv"); !strings.HasPrefix(string(got), "address_a,") {
		t.Errorf("the file it means holds %q", got)
	}
}

func TestWarnings(t *testing.T) {
	cut := func([]core.Input, core.Options) (*report.Report, error) {
		r := sample()
		r.Captures[0].Problem = "cut short at byte 1234: record 7 ends before its 60 bytes"
		r.Captures[0].Packets = 6
		r.Folded.Memory = true
		return r, nil
	}
	const warning = "heatsink: warning: a.pcap: cut short at byte 1234: record 7 ends before its 60 bytes; the report holds the 6 frames before it\n"
	const folded = "heatsink: warning: more flows than fit in memory"
	for _, c := range []struct {
		args   string
		code   int
		cut    bool
		folded bool
	}{
		{"a.pcap", exitDone, true, false},
		{"a.pcap --strict", exitCut, true, false},
		{"a.pcap --strict --quiet", exitCut, false, false},
		{"a.pcap --format csv", exitDone, true, true},
		{"a.pcap --format csv -q", exitDone, false, false},
	} {
		tr := newTrial(t)
		tr.analyze = cut
		put(t, "a.pcap", "capture")
		if code := tr.run(strings.Fields(c.args)); code != c.code {
			t.Errorf("%s: exit %d, want %d", c.args, code, c.code)
		}
		if got := tr.err.String(); strings.Contains(got, warning) != c.cut || strings.Contains(got, folded) != c.folded || !c.cut && got != "" {
			t.Errorf("%s: standard error %q", c.args, got)
		}
		if csv := strings.Contains(c.args, "csv"); !csv && !exists("a.html") || csv && tr.out.Len() == 0 {
			t.Errorf("%s: no report", c.args)
		} else if !csv && strings.Contains(c.args, "quiet") && tr.out.Len() > 0 {
			t.Errorf("%s: said %q", c.args, tr.out.String())
		}
	}
}
