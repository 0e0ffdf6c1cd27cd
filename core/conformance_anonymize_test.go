package core

import (
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heatsink/core/report"
)

// TestConformanceAnonymize anonymises every capture with keys of chance, and
// searches what the formats say of it for what tshark saw in it: addresses, the
// names that DNS gave them and those that clients asked for. Conversations have
// to keep their shape: how much each pair said, and which prefixes are common.
func TestConformanceAnonymize(t *testing.T) {
	corpus, truths := os.Getenv("HEATSINK_CORPUS"), os.Getenv("HEATSINK_TRUTH")
	if corpus == "" || truths == "" {
		t.Skip("HEATSINK_CORPUS and HEATSINK_TRUTH are not set: run make conformance")
	}
	var captures, addresses, names int
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(corpus, path)
		truth := filepath.Join(truths, name+".json")
		want, err := readTruth(truth)
		if err != nil {
			return err
		}
		input := Input{Name: filepath.Base(path), Open: func() (io.ReadCloser, error) { return os.Open(path) }}
		plain, err := Analyze([]Input{input}, Options{Unfolded: true})
		if err != nil {
			return nil // nothing to read, as TestConformance knows
		}
		captures++
		seen := addressesOf(want, plain)
		called := namesSeen(readNamesTruth(t, truth), plain)
		addresses, names = addresses+len(seen), names+len(called)
		for _, problem := range anonymizedProblems(t, input, plain, seen, called) {
			t.Errorf("%s: %s", name, problem)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("conformance: %d captures anonymised; %d addresses and %d names searched for", captures, addresses, names)
}

// anonymizedProblems says what is wrong with a capture's anonymised reports.
func anonymizedProblems(t *testing.T, in Input, plain *report.Report, addresses, names []string) (problems []string) {
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	var texts []string
	// In a small network two keys may well give an address to others; what is a
	// leak comes with every key.
	const most = 20
	for len(texts) < 2 || len(texts) < most && len(leftOver(t, texts, addresses, names)) > 0 {
		how := &Anonymize{Key: chance()}
		folded, err := Analyze([]Input{in}, Options{Anonymize: how})
		if err != nil {
			return []string{err.Error()}
		}
		whole, err := Analyze([]Input{in}, Options{Anonymize: how, Unfolded: true})
		if err != nil {
			return []string{err.Error()}
		}
		text := outputs(t, folded, whole)
		texts = append(texts, text)
		if words := foreignWords(t, text); len(words) > 0 {
			problem("%d words are not heatsink's: %.10q", len(words), words)
		}
		if !slices.Equal(pairSizes(plain), pairSizes(whole)) {
			problem("conversations are of other sizes")
		}
		if !slices.Equal(shape(plain), shape(whole)) {
			problem("services are others")
		}
		of, err := pseudonyms(plain, whole)
		if err == nil {
			err = comparePrefixes(of)
		}
		if err != nil {
			problem("%s", err)
		}
	}
	if left := leftOver(t, texts, addresses, names); len(left) > 0 {
		problem("%d addresses and names are left: %.10q", len(left), left)
	}
	return problems
}

// addressesOf are the addresses that tshark saw, and the MAC addresses that
// heatsink did, which tshark's tables leave out.
func addressesOf(want *truth, plain *report.Report) []string {
	all := map[string]bool{}
	for _, t := range []map[string][4]uint64{want.Outer, want.Inner} {
		for pair := range normal(t) {
			a, b, _ := strings.Cut(pair, "|")
			all[a], all[b] = true, true
		}
	}
	for i, address := range plain.Hosts.Address {
		if plain.Hosts.Flags[i]&(report.HostIPv4|report.HostIPv6|report.HostMAC) != 0 {
			all[address] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// namesSeen are tshark's names, and what captures say of themselves.
func namesSeen(want *namesTruth, plain *report.Report) []string {
	all := map[string]bool{}
	for _, names := range want.Names.DNS {
		for _, name := range names {
			all[name] = true
		}
	}
	for _, hello := range want.Names.SNI {
		all[fmt.Sprint(hello[3])] = true
	}
	for _, names := range plain.Hosts.Names {
		for _, n := range names {
			all[n.Name] = true
		}
	}
	for _, c := range plain.Captures {
		all[c.Name] = true
		for _, text := range append([]string{c.Hardware, c.OS, c.Application}, c.Comments...) {
			all[text] = true
		}
		for _, x := range c.Interfaces {
			for _, text := range append([]string{x.Name, x.Description, x.Filter}, x.Comments...) {
				all[text] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// pairSizes are the bytes that each pair of hosts said, either way, in order of size.
func pairSizes(r *report.Report) []string {
	sums := map[[3]int][2]uint64{}
	s := &r.Services
	for i := range s.A {
		key := [3]int{s.A[i], s.B[i], s.Layer[i]}
		sum := sums[key]
		sums[key] = [2]uint64{sum[0] + s.BytesAtoB[i], sum[1] + s.BytesBtoA[i]}
	}
	var list []string
	for key, sum := range sums {
		list = append(list, fmt.Sprint(key[2], min(sum[0], sum[1]), max(sum[0], sum[1])))
	}
	slices.Sort(list)
	return list
}
