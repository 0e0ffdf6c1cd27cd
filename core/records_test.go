package core

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"heatsink/core/report"
)

// textInput is an input that holds text; gzipped where its name says so.
func textInput(name, text string) Input {
	return Input{Name: name, Open: func() (io.ReadCloser, error) {
		if !strings.HasSuffix(name, ".gz") {
			return io.NopCloser(strings.NewReader(text)), nil
		}
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write([]byte(text))
		z.Close()
		return io.NopCloser(&b), nil
	}}
}

const recordLines = `# who spoke to whom
source | destination | bytes in | bytes out | layer 4 | layer 7
10.0.0.2 | web-1    | 100 | 2000 | TCP  | HTTP
web-1    | 10.0.0.2 |   7 |    5 | tcp  | HTTP
10.0.0.2 | 10.0.0.1 |  60 |    0 | UDP  | DNS
a host   | a host   |   1 |    2 | icmp |
oops
zebra    | web-1    |   3 |    4 | Weird | Strange`

func TestFlowRecords(t *testing.T) {
	for _, name := range []string{"flows.txt", "flows.gz"} {
		r, err := Analyze([]Input{textInput(name, recordLines)}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		c := r.Captures[0]
		if c.Format != "ntop lines" || c.Records != 5 || c.Packets != 0 || c.Bytes != 2182 || c.First != -1 || c.Problem != "" {
			t.Errorf("%s: capture %+v", name, c)
		}
		if len(c.BadLines) != 1 || !strings.HasPrefix(c.BadLines[0], "line 7: it has 1 field") || c.Skipped[0] != (report.Counter{Name: "bad lines", Count: 1}) {
			t.Errorf("%s: bad lines %v, skipped %v", name, c.BadLines, c.Skipped)
		}
		if r.Totals != (report.Totals{Packets: 0, Bytes: 2182}) || r.Duration != 0 || r.Timeline.Buckets != 0 || len(r.Timeline.Bucket) != 0 {
			t.Errorf("%s: totals %+v, duration %d, timeline %+v", name, r.Totals, r.Duration, r.Timeline)
		}
		if got := strings.Join(r.Hosts.Address, " | "); got != "10.0.0.1 | 10.0.0.2 | a host | web-1 | zebra" {
			t.Errorf("%s: hosts %s", name, got)
		}
		if flags := r.Hosts.Flags; flags[1] != report.HostIPv4|report.HostPrivate || flags[3] != report.HostNamed {
			t.Errorf("%s: flags %v", name, flags)
		}
		var rows []string
		for _, s := range report.ServiceRows(r, report.LayerInner) {
			rows = append(rows, fmt.Sprintf("%s %s %s %s %d %d %d/%d", r.Hosts.Address[s.A], r.Hosts.Address[s.B], r.Transports[s.Transport],
				r.Applications[s.Application].Name, s.There.Bytes, s.Back.Bytes, s.FlowsFromA, s.Flows))
		}
		want := "10.0.0.2 web-1 TCP HTTP 105 2007 1/2\n10.0.0.1 10.0.0.2 UDP DNS 0 60 0/1\nweb-1 zebra Weird Strange 4 3 0/1\na host a host ICMP ICMP 3 0 1/1"
		if got := strings.Join(rows, "\n"); got != want {
			t.Errorf("%s: services\n%s\nwant\n%s", name, got, want)
		}
		if n := len(r.Flows.Client); n != 5 || r.Flows.BytesUp[0] != 100 || r.Flows.BytesDown[0] != 2000 || r.Flows.FirstUp[0] != -1 {
			t.Errorf("%s: flows %+v", name, r.Flows)
		}
		for _, a := range r.Applications {
			if a.ByPort {
				t.Errorf("%s: %s by port", name, a.Name)
			}
		}
	}
}

func TestFlowRecordsBesideCaptures(t *testing.T) {
	inputs := []Input{
		textInput("flows.txt", recordLines),
		input("shop.pcap", pcap(t, shop(t))),
		textInput("more.gz", "10.0.0.1 | 10.0.0.2 | 1000 | 0 | TCP | TLS\n"),
	}
	alone, err := Analyze(inputs[1:2], Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Analyze(inputs, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := report.Totals{Packets: alone.Totals.Packets, Bytes: alone.Totals.Bytes + 2182 + 1000}
	if r.Totals != want || r.Start != alone.Start || r.Duration != alone.Duration {
		t.Errorf("totals %+v, want %+v; start %d, duration %d", r.Totals, want, r.Start, r.Duration)
	}
	for _, layer := range []int{report.LayerInner, report.LayerOuter} {
		var sum report.Way
		for _, c := range report.ConversationRows(r, layer) {
			sum.Packets += c.Sum().Packets
			sum.Bytes += c.Bytes()
		}
		if sum.Packets != want.Packets || sum.Bytes != want.Bytes {
			t.Errorf("layer %d: conversations add up to %d packets and %d bytes, want %+v", layer, sum.Packets, sum.Bytes, want)
		}
	}
}

func TestFlowRecordsThatCannotBeRead(t *testing.T) {
	for _, c := range []struct {
		input Input
		want  string
	}{
		{textInput("bad.txt", "a|b|c|d|e|f\n"), "bad.txt: looks like ntop lines, but none can be read; line 1: its bytes in are not a whole number"},
		{textInput("mac.txt", "d:::::::::::6::::|d|-|-|TCP|HTTP\n"), "mac.txt: "},
		{textInput("prose.txt", "nothing to see\n"), "prose.txt: not a packet capture"},
	} {
		if _, err := Analyze([]Input{c.input}, Options{}); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%v, want %s…", err, c.want)
		}
	}
}

// TestHostileRecords keeps the report small and whole whatever lines say.
func TestHostileRecords(t *testing.T) {
	var b strings.Builder
	long := strings.Repeat("n", 200)
	const lines = 60_000
	for i := range lines {
		fmt.Fprintf(&b, "%s%d | h%d | 1 | 2 | proto%d | app%d\n", long, i, i%7, i, i)
	}
	b.WriteString("(other) | (no address) | 1 | 2 | TCP | (other)\n</script><script>alert(1)// | =1+1 | 1 | 2 | TCP | \u202e\n")
	r, err := Analyze([]Input{textInput("flows.txt", b.String())}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := uint64(3 * (lines + 2)); r.Totals.Bytes != want || r.Captures[0].Records != lines+2 {
		t.Errorf("%d bytes, want %d", r.Totals.Bytes, want)
	}
	var sum uint64
	for _, s := range report.ServiceRows(r, report.LayerInner) {
		sum += s.Bytes()
	}
	if sum != r.Totals.Bytes {
		t.Errorf("services hold %d bytes, totals %d", sum, r.Totals.Bytes)
	}
	if len(r.Applications) > 1100 || len(r.Transports) > 30 || len(r.Services.A) > 60_000 {
		t.Errorf("%d applications, %d transports, %d services", len(r.Applications), len(r.Transports), len(r.Services.A))
	}
	var packed bytes.Buffer
	if err := report.Pack(&packed, r); err != nil || packed.Len() > 3<<20 {
		t.Errorf("%d bytes packed, %v", packed.Len(), err)
	}
	seen := map[string]bool{}
	for _, address := range r.Hosts.Address {
		if seen[address] {
			t.Errorf("two hosts are called %q", address)
		}
		seen[address] = true
	}
	var again report.Report
	var text bytes.Buffer
	report.WriteJSON(&text, r)
	if err := json.Unmarshal(text.Bytes(), &again); err != nil {
		t.Error(err)
	}
}
