package cli

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"heatsink/cli/page"
	"heatsink/core"
	"heatsink/core/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file in testdata, which -update writes.
func golden(t *testing.T, dir, name, got string) {
	t.Helper()
	path := filepath.Join(dir, "testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (-update writes it anew); got\n%s\nwant\n%s", name, got, want)
	}
}

// trial is a command in a directory of its own, with a page that is nothing
// but a line and the packed report.
type trial struct {
	*command
	dir      string // where the package's files are; the trial is elsewhere
	out, err bytes.Buffer
	inputs   []core.Input
	options  core.Options
	opened   string
}

func newTrial(t *testing.T) *trial {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	tr := &trial{dir: dir}
	tr.command = &command{
		stdin: strings.NewReader(""), stdout: &tr.out, stderr: &tr.err,
		analyze: func(inputs []core.Input, options core.Options) (*report.Report, error) {
			tr.inputs, tr.options = inputs, options
			return sample(), nil
		},
		checkPage: func() error { return nil },
		writePage: func(w io.Writer, content page.Content, opt page.Options) error {
			text := "page with engine\n"
			if opt.NoEngine {
				text = "page without engine\n"
			}
			if _, err := io.WriteString(w, text); err != nil || content.Report == nil {
				return err
			}
			return content.Report(w)
		},
		open: func(path string) error { tr.opened = path; return nil },
	}
	return tr
}

func put(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// files lists what is in the trial's directory.
func files(t *testing.T) string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// sample is a small report with names that would like to be more than text.
func sample() *report.Report {
	both := report.LayerOuter | report.LayerInner
	return &report.Report{
		Version: report.Version, Start: 1e18, Duration: 93_500_000_000,
		Totals: report.Totals{Packets: 1300, Bytes: 1_250_000},
		Captures: []report.Capture{{Name: "a.pcap", Format: "pcapng", Compression: "gzip", Packets: 1300, Bytes: 1_250_000,
			Application: "Dumpcap (Wireshark) 4.0.17", Interfaces: make([]report.Interface, 2)}},
		Hosts: report.Hosts{
			Address: []string{"10.0.0.1", "10.0.0.2", "2001:db8::1", "(other)"},
			Flags:   []uint16{report.HostIPv4, report.HostIPv4, report.HostIPv6, report.HostOther},
			Names:   [][]report.Name{{{Name: "web\x1b[31m"}}, {{Name: "数据库"}}, {}, {}},
		},
		Transports:   []string{"TCP", "UDP", ""},
		Applications: []report.Application{{Name: "PostgreSQL"}, {Name: "DNS"}, {Name: ""}},
		Services: report.Services{
			A: []int{3, 0, 0, 1}, B: []int{3, 1, 2, 2}, Layer: []int{both, both, report.LayerInner, report.LayerOuter},
			Transport: []int{2, 0, 1, 1}, Application: []int{2, 0, 1, 1}, ServerPort: []uint16{0, 5432, 53, 53},
			PacketsAtoB: []uint64{500, 400, 60, 60}, BytesAtoB: []uint64{640_000, 60_000, 5_000, 5_000},
			PacketsBtoA: []uint64{0, 300, 40, 40}, BytesBtoA: []uint64{0, 540_000, 5_000, 5_000},
			FirstAtoB: []int64{0, 0, 12_000_000, 12_000_000}, LastAtoB: []int64{1e9, 93_500_000_000, 12_000_000, 12_000_000},
			FirstBtoA: []int64{-1, 180_000, 12_500_000, 12_500_000}, LastBtoA: []int64{-1, 93_400_000_000, 2e9, 2e9},
			Flows: []uint64{7, 2, 1, 1}, FlowsFromA: []uint64{0, 2, 1, 1},
		},
		Flows: report.Flows{
			Client: []int{0, 2}, Server: []int{1, 0}, ClientPort: []uint16{40000, 5353}, ServerPort: []uint16{5432, 53},
			Layer: []int{both, report.LayerInner}, Transport: []int{0, 1}, Application: []int{0, 1},
			PacketsUp: []uint64{400, 40}, BytesUp: []uint64{60_000, 5_000}, PacketsDown: []uint64{300, 60}, BytesDown: []uint64{540_000, 5_000},
			FirstUp: []int64{0, 12_500_000}, LastUp: []int64{93_500_000_000, 2e9},
			FirstDown: []int64{180_000, 12_000_000}, LastDown: []int64{93_400_000_000, 12_000_000},
			ServerName: []int{0, 1}, Protocol: []int{0, 0}, ALPN: []int{0, 0},
		},
		Texts:   []string{"", "shop.example"},
		Quality: []report.Counter{{Name: "bogus IP length", Count: 3}, {Name: "snaplen cut", Count: 1200}},
	}
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args string
		want string // within the one line on standard error
	}{
		{"", "no capture given; for standard input, name it: heatsink -"},
		{"--nonsense a.pcap", "unknown flag: --nonsense"},
		{"a.pcap --by port", "--by port: there are host, conversation, service, flow"},
		{"a.pcap --layer middle --format csv", "--layer middle: there are inner, outer"},
		{"a.pcap --format pdf", "--format pdf: there are html, json, csv, table"},
		{"a.pcap -o report.pdf", "can't tell the format from this name"},
		{"a.pcap -o report", "can't tell the format from this name"},
		{"a.pcap --output=", "-o needs a file name"},
		{"a.pcap --by host", "--by is for csv and table; the output is html"},
		{"a.pcap --layer inner -o x.json", "--layer is for csv, table and ntop; the output is json"},
		{"a.pcap --top 3 -o x.csv", "--top is for table and ntop; the output is csv"},
		{"a.pcap --top -1 --format table", "--top -1"},
		{"a.pcap --top many --format table", "invalid argument"},
		{"a.pcap --title T --format table", "--title is for html and json; the output is table"},
		{"a.pcap --no-engine -o x.json", "--no-engine is for html; the output is json"},
		{"a.pcap --open --format csv", "--open is for html; the output is csv"},
		{"a.pcap --open -o -", "--open needs a file"},
		{"- -", "standard input can be read only once"},
		{"a.pcap -o a.pcap --format html", "a.pcap is a file to read"},
		{"a.pcap -o link.html", "link.html is a file to read"},
		{"capture.html -o capture.html", "capture.html is a file to read"},
		{"a.pcap --names capture.html -o capture.html", "capture.html is a file to read"},
		{"a.pcap --names=", "--names needs a file name"},
		{"- --names -", "standard input can be read only once"},
	} {
		t.Run(c.args, func(t *testing.T) {
			tr := newTrial(t)
			put(t, "a.pcap", "capture")
			put(t, "capture.html", "capture, whatever it is called")
			if err := os.Symlink("a.pcap", "link.html"); err != nil {
				t.Skip(err)
			}
			if code := tr.run(strings.Fields(c.args)); code != exitUsage {
				t.Errorf("exit %d, want %d", code, exitUsage)
			}
			if got := tr.err.String(); !strings.Contains(got, c.want) || strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, "heatsink: ") {
				t.Errorf("standard error: %q, want one line with %q", got, c.want)
			}
			if tr.inputs != nil {
				t.Error("the analysis ran")
			}
			if got := files(t); got != "a.pcap capture.html link.html" {
				t.Error("files now:", got)
			}
		})
	}
}

func TestOutputs(t *testing.T) {
	for _, c := range []struct {
		args   string
		file   string // that holds the output, or empty for standard output
		starts string
	}{
		{"a.pcap", "a.html", "page with engine\n"},
		{"b.pcapng.gz", "b.html", "page with engine\n"},
		{"sub/a.pcap", "a.html", "page with engine\n"},
		{"a.pcap b.pcapng.gz", "a.html", "page with engine\n"},
		{"-", "stdin.html", "page with engine\n"},
		{"a.pcap --no-engine", "a.html", "page without engine\n"},
		{"a.pcap --anonymize", "a-anonymized.html", "page with engine\n"},
		{"a.pcap -o x.HTML", "x.HTML", "page with engine\n"},
		{"a.pcap -o x.json", "x.json", `{"version":`},
		{"a.pcap -o x.csv", "x.csv", "address_a,address_b,"},
		{"a.pcap -o x.csv --by flow", "x.csv", "protocol,address_a,port_a,"},
		{"a.pcap -o x.csv --format json", "x.csv", `{"version":`},
		{"a.pcap -o x.txt --format table", "x.txt", "A "},
		{"a.pcap --format html", "a.html", "page with engine\n"},
		{"a.pcap --format html -o -", "", "page with engine\n"},
		{"a.pcap -o -", "", "page with engine\n"},
		{"a.pcap --format json", "", `{"version":`},
		{"a.pcap --format csv --by host --layer outer", "", "address,packets,"},
		{"a.pcap -f table --by host", "", "Host "},
		{"--format table -- a.pcap", "", "A "},
	} {
		t.Run(c.args, func(t *testing.T) {
			tr := newTrial(t)
			put(t, "a.pcap", "capture")
			put(t, "b.pcapng.gz", "capture")
			put(t, "a.html", "an older report")
			if err := os.Mkdir("sub", 0o755); err != nil {
				t.Fatal(err)
			}
			put(t, "sub/a.pcap", "capture")
			if code := tr.run(strings.Fields(c.args)); code != exitDone {
				t.Fatalf("exit %d: %s", code, tr.err.String())
			}
			got := tr.out.String()
			if c.file != "" {
				if !strings.HasPrefix(got, "wrote "+c.file+" (") || strings.Count(got, "\n") != 6 {
					t.Errorf("standard output: %s", got)
				}
				content, err := os.ReadFile(c.file)
				if err != nil {
					t.Fatal(err)
				}
				got = string(content)
			}
			if !strings.HasPrefix(got, c.starts) {
				t.Errorf("output begins %q, want %q", got[:min(len(got), 40)], c.starts)
			}
			if tr.err.Len() > 0 {
				t.Errorf("standard error: %s", tr.err.String())
			}
			if strings.Contains(files(t), ".tmp") {
				t.Error("files now:", files(t))
			}
		})
	}
}

func TestStem(t *testing.T) {
	for name, want := range map[string]string{
		"a.pcap": "a", "a.pcapng": "a", "a.PCAP.GZ": "a", "a.cap.zst": "a", "a.gz": "a", "a": "a", "a.b": "a.b",
		"a.pcap1": "a.pcap1", ".pcap": ".pcap", "a.tar.pcap": "a.tar", "x.pcap.pcap": "x.pcap",
		"a.html": "a.html", // whose report is a.html.html, not itself
	} {
		if got := stem(name); got != want {
			t.Errorf("stem(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestInputs(t *testing.T) {
	tr := newTrial(t)
	put(t, "a.pcap", "capture a")
	tr.stdin = strings.NewReader("a stream")
	if code := tr.run([]string{"a.pcap", "-", "./a.pcap", "-o", "x.csv"}); code != exitDone {
		t.Fatalf("exit %d: %s", code, tr.err.String())
	}
	if len(tr.inputs) != 3 || !tr.options.Unfolded {
		t.Fatalf("%d inputs, unfolded %v", len(tr.inputs), tr.options.Unfolded)
	}
	for i, want := range []struct {
		name, content string
		stream        bool
	}{{"a.pcap", "capture a", false}, {"-", "a stream", true}, {"a.pcap", "capture a", false}} {
		in := tr.inputs[i]
		r, err := in.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			t.Fatal(err)
		}
		if in.Name != want.name || in.Stream != want.stream || string(content) != want.content {
			t.Errorf("input %d: %q, stream %v: %q", i, in.Name, in.Stream, content)
		}
	}
}

func TestOptions(t *testing.T) {
	tr := newTrial(t)
	put(t, "a.pcap", "capture")
	if code := tr.run([]string{"a.pcap", "--title", "Two words", "--flows", "1000", "--open"}); code != exitDone {
		t.Fatalf("exit %d: %s", code, tr.err.String())
	}
	tr.options.Grow, tr.options.AllRead = nil, nil // functions aren't comparable
	if want := (core.Options{Title: "Two words", Flows: 1000, Names: []core.Input{}}); !reflect.DeepEqual(tr.options, want) {
		t.Errorf("options %+v, want %+v", tr.options, want)
	}
	if tr.opened != "a.html" {
		t.Errorf("opened %q", tr.opened)
	}
	tr.command.open = func(string) error { return errors.New("no browser here") }
	if code := tr.run([]string{"a.pcap", "--open"}); code != exitDone || !strings.Contains(tr.err.String(), "warning: a.html is written, but can't be opened") {
		t.Errorf("exit %d, standard error %q: no browser is no failure", code, tr.err.String())
	}
}

func TestNamesFiles(t *testing.T) {
	tr := newTrial(t)
	put(t, "a.pcap", "capture")
	put(t, "hosts", "10.0.0.1 web")
	tr.stdin = strings.NewReader("10.0.0.2 db")
	if code := tr.run([]string{"a.pcap", "--names", "hosts", "--names", "-"}); code != exitDone {
		t.Fatalf("exit %d: %s", code, tr.err.String())
	}
	if len(tr.inputs) != 1 || len(tr.options.Names) != 2 {
		t.Fatalf("%d captures, %d files of names", len(tr.inputs), len(tr.options.Names))
	}
	for i, want := range []string{"hosts: 10.0.0.1 web", "-: 10.0.0.2 db"} {
		in := tr.options.Names[i]
		r, err := in.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(r)
		if got := in.Name + ": " + string(content); got != want {
			t.Errorf("names %d: %q, want %q", i, got, want)
		}
	}
	if code := tr.run([]string{"a.pcap", "--names", "missing"}); code != exitFailed || !strings.Contains(tr.err.String(), "missing: ") {
		t.Errorf("exit %d, standard error %q", code, tr.err.String())
	}
}

func TestHelpAndVersion(t *testing.T) {
	for _, args := range []string{"-h", "--help", "help", "--version", "completion bash", "completion fish"} {
		tr := newTrial(t)
		if code := tr.run(strings.Fields(args)); code != exitDone || tr.out.Len() == 0 || tr.err.Len() > 0 {
			t.Errorf("%s: exit %d, %d bytes out, standard error %q", args, code, tr.out.Len(), tr.err.String())
		}
		if args == "-h" {
			golden(t, tr.dir, "help.txt", tr.out.String())
		}
	}
}

func TestCompletion(t *testing.T) {
	for args, want := range map[string]string{
		"--format ": "html\njson\ncsv\ntable\nntop\n:4\n",
		"--by ":     "host\nconversation\nservice\nflow\n:4\n",
		"--layer ":  "inner\nouter\n:4\n",
		"-o ":       "html\njson\ncsv\n:8\n",
		"--title ":  ":4\n",
	} {
		tr := newTrial(t)
		tr.run(append([]string{"__complete"}, strings.Split(args, " ")...))
		if got := tr.out.String(); got != want {
			t.Errorf("after %q: %q, want %q", args, got, want)
		}
	}
}
