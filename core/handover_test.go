package core

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"heatsink/core/report"
)

// handedOver is what a Counter reports on what is found here.
func handedOver(t testing.TB, inputs []Input, opt Options) (r *report.Report, messages int, err error) {
	t.Helper()
	counter := NewCounter(opt)
	ended := false
	send := func(message []byte) []byte {
		messages++
		answer, last, err := counter.Take(append([]byte(nil), message...))
		if err != nil || ended {
			t.Fatalf("message %d: %v", messages, err)
		}
		ended = last
		return answer
	}
	if r, err = AnalyzeWith(send, inputs, opt); err != nil || r != nil {
		return r, messages, err
	}
	if !ended {
		t.Fatal("the last message never came")
	}
	r, err = counter.Report()
	return r, messages, err
}

// TestHandingOverMakesNoDifference has captures counted by another instance.
func TestHandingOverMakesNoDifference(t *testing.T) {
	many := pcap(t, manyHosts(t))
	w := &wire{t: t}
	w.conn("10.0.0.1", 40001, "10.0.0.3", 443).open(time.Millisecond, time.Millisecond).talk(1000).again(1, 1000)
	names := []Input{textInput("hosts", hostsFile)}
	for name, c := range map[string]struct {
		inputs []Input
		opt    Options
		handed bool
	}{
		"many flows":       {[]Input{input("many", many)}, Options{}, true},
		"more than may be": {[]Input{input("many", many)}, Options{Flows: 1000}, true},
		"ports only":       {[]Input{input("many", many)}, Options{PortsOnly: true, Unfolded: true}, true},
		"cut":              {[]Input{input("cut", many[:len(many)/2])}, Options{Title: "cut"}, true},
		"several":          {[]Input{input("a", many), input("b", named(t))}, Options{}, true},
		"findings":         {[]Input{input("lost", pcap(t, w.frames))}, Options{}, true},
		"names given":      {[]Input{input("a", named(t))}, Options{Names: names}, false},
		"records":          {[]Input{input("a", named(t)), textInput("r", "a | b | 10 | 20 | TCP | HTTP\n")}, Options{}, false},
	} {
		want, err := Analyze(c.inputs, c.opt)
		if err != nil {
			t.Fatal(name, err)
		}
		got, messages, err := handedOver(t, c.inputs, c.opt)
		if err != nil {
			t.Fatal(name, err)
		}
		if messages > 0 != c.handed {
			t.Errorf("%s: %d messages", name, messages)
		}
		if asJSON(t, got) != asJSON(t, want) {
			t.Errorf("%s: handing over makes another report", name)
		}
	}
}

// TestConformanceHandedOver does the same with real captures.
func TestConformanceHandedOver(t *testing.T) {
	corpus := os.Getenv("HEATSINK_CORPUS")
	if corpus == "" {
		t.Skip("HEATSINK_CORPUS is not set: run make conformance")
	}
	captures := 0
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		inputs := []Input{{Name: d.Name(), Open: func() (io.ReadCloser, error) { return os.Open(path) }}}
		want, wrong := Analyze(inputs, Options{})
		got, _, err := handedOver(t, inputs, Options{})
		if wrong != nil || err != nil {
			if (wrong == nil) != (err == nil) || wrong.Error() != err.Error() {
				t.Errorf("%s: %v, handed over %v", path, wrong, err)
			}
			return nil
		}
		captures++
		if asJSON(t, got) != asJSON(t, want) {
			t.Errorf("%s: handing over makes another report", path)
		}
		return nil
	})
	if err != nil || captures == 0 {
		t.Fatal(captures, err)
	}
	t.Logf("%d captures", captures)
}
