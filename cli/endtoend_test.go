package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"heatsink/core"
	"heatsink/core/report"
)

// captureOf writes a pcap of count UDP frames of 60 bytes, one a second from
// start, from 10.0.0.1 to the DNS server 10.0.0.2.
func captureOf(t *testing.T, start int64, count int) []byte {
	t.Helper()
	var file bytes.Buffer
	w := pcapgo.NewWriter(&file)
	if err := w.WriteFileHeader(65535, layers.LinkTypeEthernet); err != nil {
		t.Fatal(err)
	}
	ether := &layers.Ethernet{SrcMAC: net.HardwareAddr{2, 0, 0, 0, 0, 1}, DstMAC: net.HardwareAddr{2, 0, 0, 0, 0, 2}, EthernetType: layers.EthernetTypeIPv4}
	ip := &layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolUDP, SrcIP: net.IP{10, 0, 0, 1}, DstIP: net.IP{10, 0, 0, 2}}
	udp := &layers.UDP{SrcPort: 40000, DstPort: 53}
	frame := gopacket.NewSerializeBuffer()
	err := gopacket.SerializeLayers(frame, gopacket.SerializeOptions{FixLengths: true}, ether, ip, udp, gopacket.Payload(make([]byte, 18)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range count {
		info := gopacket.CaptureInfo{Timestamp: time.Unix(start+int64(i), 0), CaptureLength: 60, Length: 60}
		if err := w.WritePacket(info, frame.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	return file.Bytes()
}

func gzipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var file bytes.Buffer
	w := gzip.NewWriter(&file)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// newRealTrial is a trial with the real analysis.
func newRealTrial(t *testing.T) *trial {
	tr := newTrial(t)
	tr.analyze = core.Analyze
	return tr
}

func TestCaptureToCSV(t *testing.T) {
	tr := newRealTrial(t)
	put(t, "late.pcap", string(captureOf(t, 2000, 3)))
	put(t, "early.pcap.gz", string(gzipped(t, captureOf(t, 1000, 2))))
	tr.stdin = bytes.NewReader(captureOf(t, 1500, 4))
	if code := tr.run([]string{"late.pcap", "early.pcap.gz", "-", "--format", "csv", "--by", "flow"}); code != exitDone {
		t.Fatalf("exit %d: %s", code, tr.err.String())
	}
	rows, err := csv.NewReader(&tr.out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 {
		t.Fatalf("%d lines, want a header and one flow: %q", len(rows), rows)
	}
	want := "UDP,10.0.0.1,40000,10.0.0.2,53,9,540,9,540,0,0,0.000000000,1002.000000000"
	if got := strings.Join(rows[1], ","); !strings.HasPrefix(got, want) {
		t.Errorf("got  %s\nwant %s…", got, want)
	}
}

func TestCaptureToJSON(t *testing.T) {
	tr := newRealTrial(t)
	put(t, "a.pcap", string(captureOf(t, 1000, 3)))
	if code := tr.run([]string{"a.pcap", "./a.pcap", "-o", "x.json"}); code != exitDone {
		t.Fatalf("exit %d: %s", code, tr.err.String())
	}
	content, err := os.ReadFile("x.json")
	if err != nil {
		t.Fatal(err)
	}
	var r report.Report
	if err := json.Unmarshal(content, &r); err != nil {
		t.Fatal(err)
	}
	if r.Totals.Packets != 6 || r.Totals.Bytes != 360 || len(r.Captures) != 2 {
		t.Errorf("the same capture twice: %+v, %d captures", r.Totals, len(r.Captures))
	}
}

func TestCaptureWithoutFrames(t *testing.T) {
	tr := newRealTrial(t)
	put(t, "a.pcap", string(captureOf(t, 0, 0)))
	if code := tr.run([]string{"a.pcap"}); code != exitDone || !exists("a.html") {
		t.Fatalf("exit %d: %s", code, tr.err.String())
	}
	if !strings.Contains(tr.out.String(), "no frames") {
		t.Errorf("said %q", tr.out.String())
	}
}

func TestCaptureCutShort(t *testing.T) {
	for args, want := range map[string]int{"a.pcap": exitDone, "a.pcap --strict": exitCut} {
		tr := newRealTrial(t)
		whole := captureOf(t, 1000, 3)
		put(t, "a.pcap", string(whole[:len(whole)-10]))
		if code := tr.run(strings.Fields(args)); code != want || !exists("a.html") {
			t.Errorf("%s: exit %d, want %d and a report", args, code, want)
		}
		oneLine(t, tr.err.String(), "warning: a.pcap: ")
		if !strings.HasSuffix(tr.err.String(), "; the report holds the 2 frames before it\n") {
			t.Errorf("standard error: %s", tr.err.String())
		}
	}
}

// A disk that fails is no reason to lose what was read before.
func TestReadingFails(t *testing.T) {
	for args, want := range map[string]int{"- -o x.html": exitDone, "- -o x.html --strict": exitCut} {
		tr := newRealTrial(t)
		whole := captureOf(t, 1000, 3)
		tr.stdin = io.MultiReader(bytes.NewReader(whole[:len(whole)-10]), iotest.ErrReader(syscall.EIO))
		if code := tr.run(strings.Fields(args)); code != want || !exists("x.html") {
			t.Errorf("%s: exit %d, want %d and a report", args, code, want)
		}
		const said = "heatsink: warning: standard input: reading failed at byte 242: input/output error; the report holds the 2 frames before it\n"
		if tr.err.String() != said {
			t.Errorf("standard error: %s", tr.err.String())
		}
	}
	tr := newRealTrial(t)
	tr.stdin = iotest.ErrReader(syscall.EIO)
	if code := tr.run([]string{"-", "-o", "x.html"}); code != exitFailed || exists("x.html") {
		t.Errorf("nothing to read: exit %d", code)
	}
	oneLine(t, tr.err.String(), "standard input: can't read on: input/output error")
}

func TestNoCaptures(t *testing.T) {
	for name, content := range map[string]string{
		"empty.pcap": "",
		"text.pcap":  "This is not a capture at all.\n",
		"text.gz":    string(gzipped(t, []byte("This is not a capture either.\n"))),
		"short.pcap": "\xd4\xc3\xb2\xa1\x02",
	} {
		tr := newRealTrial(t)
		put(t, name, content)
		if code := tr.run([]string{name}); code != exitFailed {
			t.Errorf("%s: exit %d, want %d", name, code, exitFailed)
		}
		oneLine(t, tr.err.String(), name+": ")
		if got := files(t); got != name {
			t.Errorf("%s: files now %s", name, got)
		}
	}
}

// An error names the capture as the user did, if it can tell which one it was.
func TestNoCapturesInFolders(t *testing.T) {
	for args, want := range map[string]string{
		"day1/a.pcap":                         "day1/a.pcap: ",
		"day2/a.pcap day1/a.pcap":             "a.pcap: ",
		"day1/a.pcap day1/a.pcap day2/b.pcap": "day1/a.pcap: ",
	} {
		tr := newRealTrial(t)
		for _, dir := range []string{"day1", "day2"} {
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		put(t, "day1/a.pcap", "This is not a capture.\n")
		put(t, "day2/a.pcap", string(captureOf(t, 0, 1)))
		put(t, "day2/b.pcap", string(captureOf(t, 0, 1)))
		if code := tr.run(strings.Fields(args)); code != exitFailed {
			t.Errorf("%s: exit %d, want %d", args, code, exitFailed)
		}
		oneLine(t, tr.err.String(), want)
	}
}

func TestNamesToCSV(t *testing.T) {
	tr := newRealTrial(t)
	put(t, "a.pcap", string(captureOf(t, 1000, 2)))
	put(t, "hosts", "10.0.0.1 desk\n10.0.0.2 resolver dns\n")
	put(t, "t.csv", "address,name\n10.0.0.2,=the resolver\n")
	if code := tr.run([]string{"a.pcap", "--names", "hosts", "--names", "t.csv", "--format", "csv"}); code != exitDone {
		t.Fatalf("exit %d: %s", code, tr.err.String())
	}
	rows, err := csv.NewReader(&tr.out).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%q, %v", rows, err)
	}
	row := map[string]string{}
	for i, column := range rows[0] {
		row[column] = rows[1][i]
	}
	if row["name_a"] != "desk" || row["name_b"] != "'=the resolver" {
		t.Errorf("names %q and %q", row["name_a"], row["name_b"])
	}
	if err := os.Mkdir("sub", 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, "sub/hosts", "10.0.0.1 desk\nresolver 10.0.0.2\n")
	tr.err.Reset()
	if code := tr.run([]string{"a.pcap", "--names", "sub/hosts", "--format", "csv"}); code != exitFailed ||
		tr.err.String() != "heatsink: sub/hosts: line 2: \"resolver\" is no address\n" {
		t.Errorf("exit %d, standard error %q", code, tr.err.String())
	}
}
