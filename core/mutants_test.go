package core

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

const (
	mutantCaptures = 400     // of the corpus, at least 300
	largestMutated = 1 << 20 // bytes: what is wrong with a reader shows in small files
	cutsAtStart    = 200     // every length up to this, of every fourth capture
	flips          = 24      // mutants of a few flipped bits each
	swaps          = 24      // mutants with a length changed
	mends          = 8       // mutants with a piece moved, lost or doubled
	packedFlips    = 6       // mutants of each of its compressed forms
	engineMutants  = 2000    // that are written for the engine's test
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
	m.own, _ = m.try(name, data)
	try := func(i int, how string, mutant []byte) {
		m.count++
		if i%19 == number%19 && m.written < engineMutants {
			m.written++
			must(m.t, os.WriteFile(filepath.Join(m.sample, fmt.Sprintf("%05d.pcap", m.count)), mutant, 0o644))
		}
		m.judge(fmt.Sprintf("%s, %s %d", name, how, i), mutant)
	}
	if number%4 == 0 {
		for n := range min(cutsAtStart, len(data)) {
			try(n, "cut at", data[:n])
		}
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

// judge tries a mutant against the limits on time and memory.
func (m *mutantRun) judge(what string, mutant []byte) {
	allocated, took := m.try(what, mutant)
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

func (m *mutantRun) try(what string, mutant []byte) (allocated uint64, took time.Duration) {
	hung := time.AfterFunc(mutantTime, func() { panic(what + ": not done after " + mutantTime.String()) })
	defer hung.Stop()
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
	if packed := everyFormat(m.t, input("mutant.pcap", mutant)); packed != nil && m.count%4 == 0 {
		_, err := AnonymizePacked(bytes.NewReader(packed), Anonymize{})
		must(m.t, err)
	}
	took = time.Since(began)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, took
}

// lengthFields is where a capture's lengths stand: those of records and blocks,
// by the file's own word, and those of IP and UDP behind an Ethernet header.
func lengthFields(data []byte) (at []int) {
	if len(data) < 32 {
		return nil
	}
	order := binary.ByteOrder(binary.LittleEndian)
	const most = 4000
	frame := func(from int) { at = append(at, from+16, from+38) }
	if binary.LittleEndian.Uint32(data) == 0x0a0d0d0a {
		if data[8] == 0x1a {
			order = binary.BigEndian
		}
		for from := 0; from+12 <= len(data) && len(at) < most; {
			size := int(order.Uint32(data[from+4:]))
			if size < 12 || size > len(data)-from {
				break
			}
			at = append(at, from+4, from+size-4)
			if order.Uint32(data[from:]) == 6 && size >= 32 {
				at = append(at, from+20, from+24)
				frame(from + 28)
			} else if size >= 24 {
				at = append(at, from+16, from+20) // options, mostly
			}
			from += size
		}
		return at
	}
	if magic := data[0]; magic == 0xa1 {
		order = binary.BigEndian
	}
	for from := 24; from+16 <= len(data) && len(at) < most; {
		at = append(at, from+8, from+12)
		frame(from + 16)
		from += 16 + int(order.Uint32(data[from+8:]))
		if from < 0 {
			break
		}
	}
	return slices.DeleteFunc(at, func(i int) bool { return i+4 > len(data) })
}

func flip(r *rand.Rand, data []byte, n int) []byte {
	b := bytes.Clone(data)
	for range min(n, len(b)) {
		at := r.IntN(len(b))
		if r.IntN(2) == 0 {
			at = r.IntN(min(len(b), 400)) // where the headers stand
		}
		b[at] ^= 1 << r.IntN(8)
	}
	return b
}

// swap puts one length into another's place, or one that is wrong by much or
// by little.
func swap(r *rand.Rand, data []byte, lengths []int) []byte {
	b := bytes.Clone(data)
	for range 1 + r.IntN(3) {
		at := lengths[r.IntN(len(lengths))]
		if at+4 > len(b) {
			continue
		}
		field := b[at : at+4]
		if r.IntN(2) == 0 {
			field = b[at : at+2]
		}
		switch from := lengths[r.IntN(len(lengths))]; r.IntN(5) {
		case 0:
			clear(field)
		case 1:
			copy(field, "\xff\xff\xff\xff")
		case 2:
			field[0] += byte(1 + r.IntN(8))
		case 3:
			field[0] -= byte(1 + r.IntN(8))
		default:
			copy(field, data[from:])
		}
	}
	return b
}

// mend loses, doubles or moves a piece.
func mend(r *rand.Rand, data []byte) []byte {
	if len(data) == 0 {
		return nil
	}
	from := r.IntN(len(data))
	to := min(len(data), from+1+r.IntN(200))
	switch r.IntN(3) {
	case 0:
		return slices.Concat(data[:from], data[to:])
	case 1:
		return slices.Concat(data[:to], data[from:to], data[to:])
	}
	at := r.IntN(from + 1)
	return slices.Concat(data[:at], data[from:to], data[at:from], data[to:])
}

// compressed is the capture in each of the compressions that are read.
func compressed(t testing.TB, data []byte) map[string][]byte {
	var g, z, l bytes.Buffer
	gw, lw := gzip.NewWriter(&g), lz4.NewWriter(&l)
	zw, err := zstd.NewWriter(&z)
	must(t, err)
	for _, w := range []interface {
		Write([]byte) (int, error)
		Close() error
	}{gw, zw, lw} {
		_, err := w.Write(data)
		must(t, err)
		must(t, w.Close())
	}
	return map[string][]byte{"gzip": g.Bytes(), "zstd": z.Bytes(), "lz4": l.Bytes()}
}
