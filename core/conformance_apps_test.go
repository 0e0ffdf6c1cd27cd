package core

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heatsink/core/report"
)

// The bars, in percent: flows that nDPI names by inspection and heatsink names
// alike, and captures whose main protocol is the same. A flow that is named
// wrongly is taken off once more.
const (
	wantFlowsNamed    = 90
	wantCapturesNamed = 85
)

// TestConformanceApplications holds the names of applications to those that
// nDPI finds by inspection in its own test captures. It runs where
// TestConformance does.
func TestConformanceApplications(t *testing.T) {
	corpus, truths := os.Getenv("HEATSINK_CORPUS"), os.Getenv("HEATSINK_TRUTH")
	if corpus == "" || truths == "" {
		t.Skip("HEATSINK_CORPUS and HEATSINK_TRUTH are not set: run make conformance")
	}
	files, err := filepath.Glob(filepath.Join(truths, "ndpi", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	all := scores{}
	var captures, mainRight int
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		want := readNDPI(t, file)
		if len(want) == 0 {
			continue
		}
		got := applicationsOf(t, filepath.Join(corpus, "ndpi", name))
		here := scores{}
		for _, f := range want {
			here.add(f.protocol, got[f.key], name)
		}
		all.merge(here)
		captures++
		if main := here.main(); here[main].right*2 > here[main].flows() {
			mainRight++
		} else {
			t.Logf("main protocol %-28s %s: %v", main, name, here[main].instead)
		}
	}
	sum := all.sum()
	t.Logf("the protocols that differ most:\n%s", all.worst(60))
	named := percent(sum.right-sum.wrong, sum.flows())
	t.Logf("applications: of %d flows %d as nDPI names them, %d otherwise, %d not at all: %.1f %%, those named wrongly taken off once more",
		sum.flows(), sum.right, sum.wrong, sum.unnamed, named)
	t.Logf("applications: the main protocol of %d of %d captures: %.1f %%", mainRight, captures, percent(mainRight, captures))
	if named < wantFlowsNamed || percent(mainRight, captures) < wantCapturesNamed {
		t.Errorf("below the bars of %d %% of flows and %d %% of captures", wantFlowsNamed, wantCapturesNamed)
	}
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

// ndpiFlow is a flow of the truth: its 5-tuple and what nDPI names it.
type ndpiFlow struct{ key, protocol string }

// readNDPI reads the flows that nDPI names by inspection.
func readNDPI(t *testing.T, path string) []ndpiFlow {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var truth struct {
		NDPI [][]any `json:"ndpi"`
	}
	if err := json.Unmarshal(text, &truth); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var flows []ndpiFlow
	for _, f := range truth.NDPI {
		if f[7] != "DPI" {
			continue
		}
		end := func(i int) string { return normalEnd(fmt.Sprintf("%v %v", f[i], f[i+1])) }
		flows = append(flows, ndpiFlow{tupleKey(f[0].(string), end(1), end(3)), f[5].(string)})
	}
	return flows
}

func tupleKey(transport, a, b string) string {
	return strings.ToUpper(strings.ReplaceAll(transport, "-", "")) + "|" + min(a, b) + "|" + max(a, b)
}

// applicationsOf names the flows of a capture: the largest of each 5-tuple,
// the innermost layer before the outermost. Named by ports alone is unnamed.
func applicationsOf(t *testing.T, path string) map[string]string {
	r, err := Analyze([]Input{{
		Name: filepath.Base(path),
		Open: func() (io.ReadCloser, error) { return os.Open(path) },
	}}, Options{Unfolded: true})
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	f := &r.Flows
	for _, layer := range []int{report.LayerInner, report.LayerOuter} {
		for i := range f.Client {
			if f.Layer[i]&layer == 0 {
				continue
			}
			key := tupleKey(r.Transports[f.Transport[i]],
				endpoint(r.Hosts.Address[f.Client[i]], f.ClientPort[i]), endpoint(r.Hosts.Address[f.Server[i]], f.ServerPort[i]))
			app := r.Applications[f.Application[i]]
			if names[key] != "" || app.ByPort {
				continue
			}
			if app.Name != r.Transports[f.Transport[i]] || f.ClientPort[i] == 0 && f.ServerPort[i] == 0 {
				names[key] = app.Name
			}
		}
	}
	return names
}

// score counts the flows of one protocol of nDPI's.
type score struct {
	right, wrong, unnamed int
	instead               map[string]int // what heatsink named those that are wrong
	captures              map[string]bool
}

func (s *score) flows() int { return s.right + s.wrong + s.unnamed }

type scores map[string]*score

func (all scores) at(protocol string) *score {
	if all[protocol] == nil {
		all[protocol] = &score{instead: map[string]int{}, captures: map[string]bool{}}
	}
	return all[protocol]
}

func (all scores) add(want, got, capture string) {
	s := all.at(want)
	switch {
	case got == "":
		s.unnamed++
	case sameProtocol(want, got):
		s.right++
		return
	default:
		s.wrong++
		s.instead[got]++
	}
	s.captures[capture] = true
}

func (all scores) merge(other scores) {
	for protocol, o := range other {
		s := all.at(protocol)
		s.right, s.wrong, s.unnamed = s.right+o.right, s.wrong+o.wrong, s.unnamed+o.unnamed
		for name, n := range o.instead {
			s.instead[name] += n
		}
		maps.Copy(s.captures, o.captures)
	}
}

func (all scores) sum() score {
	var sum score
	for _, s := range all {
		sum.right, sum.wrong, sum.unnamed = sum.right+s.right, sum.wrong+s.wrong, sum.unnamed+s.unnamed
	}
	return sum
}

// main is the protocol of the most flows; of several, the first by name.
func (all scores) main() string {
	return slices.MinFunc(slices.Collect(maps.Keys(all)), func(x, y string) int {
		return cmp.Or(cmp.Compare(all[y].flows(), all[x].flows()), strings.Compare(x, y))
	})
}

// worst lists the protocols that cost most, with where they were met.
func (all scores) worst(n int) string {
	cost := func(p string) int { return 2*all[p].wrong + all[p].unnamed }
	list := slices.SortedFunc(maps.Keys(all), func(x, y string) int {
		return cmp.Or(cmp.Compare(cost(y), cost(x)), strings.Compare(x, y))
	})
	var text strings.Builder
	for _, p := range list[:min(n, len(list))] {
		if s := all[p]; cost(p) > 0 {
			captures := slices.Sorted(maps.Keys(s.captures))
			fmt.Fprintf(&text, "  %-26s %4d right %4d wrong %4d unnamed  %v %v\n", p, s.right, s.wrong, s.unnamed, s.instead, captures[:min(3, len(captures))])
		}
	}
	return text.String()
}
