package core

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

const (
	mutantCaptures = 400     // of the corpus, at least 300
	largestMutated = 1 << 20 // bytes: what is wrong with a reader shows in small files
	cutBytes       = 1 << 10 // cut at every byte of this many, or of the first three frames
	cutsAllFormats = 8       // of so many of these, one goes to every format
	flips          = 24      // mutants of a few flipped bits each
	swaps          = 24      // mutants with a length changed
	mends          = 8       // mutants with a piece moved, lost or doubled
	packedFlips    = 6       // mutants of each of its compressed forms
	engineMutants  = 2000    // at the least are written for the engine's test
	mutantTime     = 10 * time.Second
	// mutantMemory bounds what a mutant may make the analysis and all formats
	// allocate in all, garbage included, beside what the capture itself does.
	mutantMemory = 64 << 20
)

// TestMutants takes captures of a corpus, each spoilt in many ways, through
// every reader, decoder and format, and watches time and memory. It runs where
// HEATSINK_CORPUS names the corpus and HEATSINK_MUTANTS a folder that gets some
// of the mutants, for the engine to be held to the command on (`make mutants`).
func TestMutants(t *testing.T) {
	corpus, sample := os.Getenv("HEATSINK_CORPUS"), os.Getenv("HEATSINK_MUTANTS")
	if corpus == "" || sample == "" {
		t.Skip("HEATSINK_CORPUS and HEATSINK_MUTANTS are not set: run make mutants")
	}
	must(t, os.MkdirAll(sample, 0o755))
	defer debug.SetGCPercent(debug.SetGCPercent(800)) // small heaps are collected most of the time
	captures := corpusCaptures(t, corpus)
	if len(captures) < 300 {
		t.Fatalf("only %d captures in %s", len(captures), corpus)
	}
	m := &mutantRun{t: t, sample: sample}
	for i, path := range captures {
		data, err := os.ReadFile(path)
		must(t, err)
		name, _ := filepath.Rel(corpus, path)
		m.capture(i, name, data)
	}
	t.Logf("%d mutants of %d captures; longest %v (%s); most memory allocated beside the capture's own %.1f MiB (%s); %d in %s",
		m.count, len(captures), m.longest.Round(time.Millisecond), m.slowest, float64(m.most)/(1<<20), m.largest, m.written, sample)
	if m.count < 20_000 || m.written < engineMutants {
		t.Errorf("only %d mutants, %d of them for the engine", m.count, m.written)
	}
}

// corpusCaptures is some captures of a folder, spread over all of it.
func corpusCaptures(t *testing.T, corpus string) (some []string) {
	var all []string
	must(t, filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if info, err := d.Info(); err == nil && info.Size() <= largestMutated {
			all = append(all, path)
		}
		return nil
	}))
	for i := range min(mutantCaptures, len(all)) {
		some = append(some, all[i*len(all)/min(mutantCaptures, len(all))])
	}
	return some
}

type mutantRun struct {
	t              *testing.T
	sample         string
	count, written int
	own            uint64 // what the capture at hand allocates as it is
	longest        time.Duration
	slowest        string
	most           uint64
	largest        string
}

// capture tries the mutants of one capture. They are the same in every run.
func (m *mutantRun) capture(number int, name string, data []byte) {
	h := fnv.New64a()
	h.Write([]byte(name))
	r := rand.New(rand.NewPCG(h.Sum64(), 1))
	m.own = 0
	m.own, _ = m.try(name, func() { m.everyFormat(data) }, data)
	m.cuts(number, name, data)
	try := func(i int, how string, mutant []byte) {
		m.keep(i, 17, number, mutant)
		m.judge(fmt.Sprintf("%s, %s %d", name, how, i), func() { m.everyFormat(mutant) }, mutant)
	}
	lengths := lengthFields(data)
	for i := range flips {
		try(i, "flip", flip(r, data, 1+r.IntN(8)))
		if len(lengths) > 0 {
			try(i, "swap", swap(r, data, lengths))
		}
	}
	for i := range mends {
		try(i, "mend", mend(r, data))
		try(i, "late cut", data[:r.IntN(len(data)+1)])
	}
	if number%10 == 0 {
		for format, packed := range compressed(m.t, data) {
			for i := range packedFlips {
				try(i, format, flip(r, packed, 1+r.IntN(3)))
				try(i, format+" cut", packed[:r.IntN(len(packed))])
			}
		}
	}
}

// cuts cuts the capture at every byte of its first blocks. What more bytes tell
// never takes back a frame that fewer told.
func (m *mutantRun) cuts(number int, name string, data []byte) {
	var before uint64
	for n := range min(firstBlocks(data), cutBytes, len(data)) {
		m.keep(n, 149, number, data[:n])
		m.judge(fmt.Sprintf("%s, cut at %d", name, n), func() {
			frames := m.frames(data[:n])
			if frames < before {
				m.t.Errorf("%s, cut at %d: %d frames, and %d of a byte less", name, n, frames, before)
			}
			before = frames
			if n%cutsAllFormats == number%cutsAllFormats {
				m.everyFormat(data[:n])
			}
		}, data[:n])
	}
}

// frames are those in the report of a mutant; none where it is refused.
func (m *mutantRun) frames(mutant []byte) uint64 {
	r, err := Analyze([]Input{input("mutant.pcap", mutant)}, Options{})
	if err != nil {
		return 0
	}
	sums(m.t, r)
	return r.Totals.Packets
}

// everyFormat writes a mutant's report in all formats, and some anonymised.
func (m *mutantRun) everyFormat(mutant []byte) {
	packed := everyFormat(m.t, input("mutant.pcap", mutant))
	if packed != nil && m.count%4 == 0 {
		_, err := AnonymizePacked(bytes.NewReader(packed), Anonymize{})
		must(m.t, err)
	}
}

// keep counts a mutant, and writes one of so many for the engine.
func (m *mutantRun) keep(i, of, number int, mutant []byte) {
	m.count++
	if i%of == number%of {
		m.written++
		must(m.t, os.WriteFile(filepath.Join(m.sample, fmt.Sprintf("%06d.pcap", m.count)), mutant, 0o644))
	}
}

// judge tries a mutant against the limits on time and memory.
func (m *mutantRun) judge(what string, road func(), mutant []byte) {
	allocated, took := m.try(what, road, mutant)
	if took > m.longest {
		m.longest, m.slowest = took, what
	}
	if beside := allocated - min(allocated, m.own); beside > m.most {
		m.most, m.largest = beside, what
		if beside > mutantMemory {
			m.t.Errorf("%s: %d MiB allocated, %d MiB as it was", what, allocated>>20, m.own>>20)
		}
	}
}

// try takes a mutant its road, and keeps it if that goes wrong.
func (m *mutantRun) try(what string, road func(), mutant []byte) (allocated uint64, took time.Duration) {
	defer watch(what)()
	failed := m.t.Failed()
	defer func() {
		p := recover()
		if p != nil {
			m.t.Errorf("panic: %v", p)
		}
		if m.t.Failed() && !failed {
			crasher := filepath.Join(m.sample, fmt.Sprintf("crasher-%05d", m.count))
			m.t.Logf("the first failure is of %s, kept as %s: make a test of it (%v)", what, crasher, os.WriteFile(crasher, mutant, 0o644))
		}
	}()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	road()
	took = time.Since(began)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, took
}

// watch panics when work takes mutantTime, until it is told that it is done. It
// counts short waits, as time goes on while a process is stopped.
func watch(what string) (done func()) {
	end := make(chan struct{})
	go func() {
		const waits = 100
		for range waits {
			select {
			case <-end:
				return
			case <-time.After(mutantTime / waits):
			}
		}
		debug.SetTraceback("all") // to see who waits for whom
		panic(what + ": not done after " + mutantTime.String())
	}()
	return func() { close(end) }
}
