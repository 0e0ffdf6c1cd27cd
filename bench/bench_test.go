package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// measured is two rounds on one capture, with tshark on a part.
func measured() *measurement {
	r := &measurement{
		Date: "2026-01-02T03:04:05Z", Rounds: 2, Missing: map[string]string{"ndpiReader": "not installed"},
		Captures: []made{{File: "small.pcap", What: "small", Bytes: 1e8, Packets: 2000, Flows: 100, Part: "part-small.pcap"}},
	}
	for round, wall := range []float64{2, 4} {
		add := func(file, capture, peer string, wall float64, peak int64) {
			r.Samples = append(r.Samples, sample{Round: round + 1, Capture: capture, File: file, Peer: peer, Wall: wall, CPU: wall, Peak: peak})
		}
		add("small.pcap", "small.pcap", heatsinkName, wall, 70e6)
		add("small.pcap", "small.pcap", "capinfos -c", wall/4, 8e6)
		add("part-small.pcap", "small.pcap", tsharkName, 1+5*wall, 100e6)
		add(emptyCapture, emptyCapture, tsharkName, 1, 100e6)
	}
	r.Samples = append(r.Samples, sample{Round: 1, Capture: "small.pcap", File: "small.pcap", Peer: "tcpdump -w /dev/null", Failure: "exit status 1: no"})
	return r
}

func TestNobodyFollowsTheSamePeerTwice(t *testing.T) {
	for n := 1; n <= 9; n++ {
		followed := map[[2]int]int{}
		for round := range n {
			order := turns(round, n)
			for i := 1; i < n; i++ {
				followed[[2]int{order[i-1], order[i]}]++
			}
			slices.Sort(order)
			for i, peer := range order {
				if peer != i {
					t.Fatalf("%d peers, round %d: they are %v", n, round, order)
				}
			}
		}
		for pair, times := range followed {
			if times > 1+n%2 {
				t.Errorf("of %d peers, %d follows %d %d times", n, pair[1], pair[0], times)
			}
		}
	}
}

func TestPartsAreScaledWithoutTheirStart(t *testing.T) {
	r := measured()
	s := r.of(r.Captures[0], tsharkName)
	// 20 times 10 s and the start's 1 s.
	if s.wall[0] != 201 || s.scaled != partOf {
		t.Errorf("%v, scaled by %v", s.wall, s.scaled)
	}
}

func TestBars(t *testing.T) {
	verdicts := map[string]bool{}
	for _, b := range measured().bars() {
		verdicts[b.what] = b.held()
	}
	want := map[string]bool{
		"time of `capinfos -c`, at most": false, // 4 times
		"faster than tshark, at least":   true,  // about 100 times
		"peak memory, at most":           false, // 67.1 MB
	}
	if len(verdicts) != len(want) {
		t.Errorf("bars: %v", verdicts)
	}
	for what, held := range want {
		if verdicts[what] != held {
			t.Errorf("%s: held is %v", what, verdicts[what])
		}
	}
}

func TestResultsTellAll(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "2026-01-02")
	browser := &browserRun{Captures: []browserCapture{{
		File: "part-small.pcap", Seconds: map[string][]float64{engineName: {1, 1}, wiregasmName: {30, 40}},
	}}, Missing: map[string]string{tsharkName: "not there"}}
	if err := writeResults(folder, measured(), browser); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"ndpiReader is not installed", "tcpdump -w /dev/null failed: exit status 1: no", "**4.00 times as long**",
		"| small.pcap | time of `capinfos -c`, at most 1.00× | 4.00× | **lost** |",
		"| part-small.pcap | engine faster than wiregasm's load, at least 20.0× | 35.0× | held |",
		"not there", "with 1/20 of the packets",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("README.md lacks %q:\n%s", want, text)
		}
	}
	rows, err := os.ReadFile(filepath.Join(folder, "runs.csv"))
	if err != nil || strings.Count(string(rows), "\n") != 1+len(measured().Samples) {
		t.Errorf("runs.csv, %v:\n%s", err, rows)
	}
}

func TestRatioIsOfRounds(t *testing.T) {
	a, b := series{wall: []float64{2, 30, 4}}, series{wall: []float64{1, 10, 1}}
	if got := ratio(a, b); got != 3 {
		t.Errorf("ratio %v", got)
	}
	if got := ratio(a, series{wall: []float64{1}}); got != 0 {
		t.Errorf("ratio of unequal rounds: %v", got)
	}
	if m := median([]float64{4, 1, 3, 2}); math.Abs(m-2.5) > 1e-9 {
		t.Errorf("median %v", m)
	}
}

func TestCapturesAreMadeOnce(t *testing.T) {
	dir := t.TempDir()
	m, err := generate(dir, "one", "", 0.0005, io.Discard)
	if err != nil || len(m.Captures) != len(recipes) {
		t.Fatalf("%+v, %v", m, err)
	}
	mixed := filepath.Join(dir, "mixed.pcap")
	before, _ := os.Stat(mixed)
	if _, err := generate(dir, "one", "", 0.0005, io.Discard); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.Stat(mixed); !after.ModTime().Equal(before.ModTime()) {
		t.Error("made again though nothing changed")
	}
	if err := os.Truncate(mixed, 100); err != nil {
		t.Fatal(err)
	}
	if _, err := generate(dir, "one", "", 0.0005, io.Discard); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.Stat(mixed); after.Size() != before.Size() {
		t.Error("a cut capture stays cut")
	}
}

func TestStreamIsAsLongAsAsked(t *testing.T) {
	var b bytes.Buffer
	if err := stream(&b, 0.001); err != nil {
		t.Fatal(err)
	}
	if n := b.Len(); n < 700_000 || n > 1_500_000 {
		t.Errorf("a megabyte has %d bytes", n)
	}
}

func TestPictureIsXML(t *testing.T) {
	for _, r := range []*measurement{measured(), {}} {
		decoder := xml.NewDecoder(strings.NewReader(r.picture()))
		for {
			_, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if text := measured().picture(); !strings.Contains(text, ">capinfos -c<") || strings.Contains(text, "NaN") {
		t.Error(text)
	}
}

func TestTrialIsToldAsSuch(t *testing.T) {
	r := measured()
	for scale, told := range map[float64]bool{0.05: true, 1: false} {
		r.Scale = scale
		if got := strings.Contains(r.markdown(nil), "this is a trial"); got != told {
			t.Errorf("scale %v: told is %v", scale, got)
		}
	}
}

func TestPeerThatIsMissingIsTold(t *testing.T) {
	if why := (peer{program: "no-such-program-here"}).missing(); why == "" {
		t.Error("missing, and nothing is said")
	}
	s := peer{program: "sh", args: []string{"-c", "echo sorry; exit 0"}, refusal: "sorry"}.run("f", "o")
	if s.Failure != "sorry" {
		t.Errorf("failure %q", s.Failure)
	}
	if s := (peer{program: "sh", args: []string{"-c", "exit 3"}}).run("f", "o"); s.Failure == "" || s.Peak == 0 {
		t.Errorf("%+v", s)
	}
}
