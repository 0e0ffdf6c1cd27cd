package cli

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"heatsink/core/report"
)

const flowRecords = "source | destination | bytes in | bytes out | layer 4 | layer 7\n" +
	"10.0.0.1 | web-1 | 100 | 50 | TCP | HTTP\r\n" +
	"nonsense\n" +
	"web-1 | d\u00fc\u202eb | 7 | 0 | UDP | =DNS"

func TestFlowRecordsToNtop(t *testing.T) {
	for args, name := range map[string]string{
		"flows.txt --format ntop":                      "flows.txt",
		"flows.gz --format ntop":                       "flows.gz",
		"- --format ntop":                              "standard input",
		"flows.txt -o - -f ntop --top 1 --layer outer": "flows.txt",
	} {
		tr := newRealTrial(t)
		put(t, "flows.txt", flowRecords)
		put(t, "flows.gz", string(gzipped(t, []byte(flowRecords))))
		tr.stdin = strings.NewReader(flowRecords)
		if code := tr.run(strings.Fields(args)); code != exitDone {
			t.Fatalf("%s: exit %d: %s", args, code, tr.err.String())
		}
		oneLine(t, tr.err.String(), "warning: "+name+": passed over 1 line that can't be read: line 3: it has 1 field")
		var n report.Ntop
		if err := json.Unmarshal(tr.out.Bytes(), &n); err != nil {
			t.Fatal(err)
		}
		sum := uint64(0)
		for _, l := range n.Links {
			sum += l.Weight
		}
		if sum != 157 || n.Meta.Total != 157 {
			t.Errorf("%s: links weigh %d, want the lines' 157: %s", args, sum, tr.out.String())
		}
	}
}

func TestFlowRecordsToFiles(t *testing.T) {
	for args, want := range map[string]string{
		"flows.txt a.pcap -o x.ntop.json": `"total":337,`,
		"flows.txt a.pcap -o x.json":      `"totals":{"packets":3,"bytes":337}`,
		"flows.txt -o x.csv":              "10.0.0.1,web-1,0,150,0,100,0,50,,,1,1,TCP,HTTP,,\n",
		"flows.txt -o x.csv --by service": ",'=DNS,",
	} {
		tr := newRealTrial(t)
		put(t, "flows.txt", flowRecords)
		put(t, "a.pcap", string(captureOf(t, 1000, 3)))
		if code := tr.run(strings.Fields(args)); code != exitDone {
			t.Fatalf("%s: exit %d: %s", args, code, tr.err.String())
		}
		out := strings.Fields(args[strings.Index(args, "-o "):])[1]
		got, err := os.ReadFile(out)
		if err != nil || !strings.Contains(string(got), want) {
			t.Errorf("%s: no %s in\n%s (%v)", args, want, got, err)
		}
	}
}

func TestFlowRecordsOnTheTerminal(t *testing.T) {
	tr := newRealTrial(t)
	put(t, "flows.txt", flowRecords)
	if code := tr.run([]string{"flows.txt", "--strict"}); code != exitCut || !exists("flows.html") {
		t.Fatalf("exit %d: %s", code, tr.err.String())
	}
	if want := "captured      2 flow records, 157 B, ntop lines\n"; !strings.Contains(tr.out.String(), want) {
		t.Errorf("said %q, want %q", tr.out.String(), want)
	}
	tr = newRealTrial(t)
	put(t, "flows.txt", flowRecords)
	tr.run([]string{"flows.txt", "--format", "table"})
	if got := tr.out.String(); strings.Contains(got, "\u202e") || !strings.Contains(got, `dü\u202eb`) {
		t.Errorf("a name that turns text around reaches the terminal:\n%s", got)
	}
	tr = newRealTrial(t)
	put(t, "flows.txt", flowRecords)
	tr.run([]string{"flows.txt", "--format", "ntop", "--application", "dns,http"})
	if !strings.Contains(tr.err.String(), `there is no application "dns"`) {
		t.Errorf("standard error: %s", tr.err.String())
	}
}
