package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"heatsink/bench/traffic"
)

// made is one capture as it lies in the folder, and as the results tell of it.
type made struct {
	File    string
	What    string
	Bytes   int64
	Packets int
	Flows   int `json:",omitempty"`
	// Part names a smaller capture of the same kind for peers that would
	// take too long with the whole.
	Part string `json:",omitempty"`
}

// manifest is captures.json: what was made, and of what.
type manifest struct {
	Stamp    string
	Scale    float64 // share of the full size
	Captures []made
}

// recipe says how a capture is made.
type recipe struct {
	file, what string
	spec       traffic.Spec
	part       bool // make a part of it, too
}

// recipes are the captures at full size.
var recipes = []recipe{
	{"small.pcap", "64-byte packets", traffic.Spec{Packets: 4_000_000, Flows: 500_000, Mix: traffic.Small, Rate: 200_000, Clients: 50_000, Servers: 20_000, Seed: 1}, true},
	{"small-random.pcap", "64-byte packets in uniformly random order", traffic.Spec{Packets: 4_000_000, Flows: 500_000, Mix: traffic.Small, Shuffled: true, Rate: 200_000, Clients: 50_000, Servers: 20_000, Seed: 1}, true},
	{"mixed.pcap", "mixed sizes", traffic.Spec{Packets: 1_500_000, Flows: 300_000, Rate: 50_000, Clients: 20_000, Servers: 5_000, Seed: 2}, true},
	{"full.pcap", "full-size packets", traffic.Spec{Packets: 330_000, Flows: 24, Mix: traffic.Full, Rate: 70_000, Clients: 8, Servers: 5, Seed: 3}, true},
	{"flood.pcap", "a flood of SYNs, each from a host of its own", traffic.Spec{Packets: 3_000_000, Flows: 1_000_000, Mix: traffic.Flood, Rate: 200_000, Servers: 2, Seed: 7}, true},
	{"mixed.pcapng", "mixed sizes, pcapng with two interfaces and nanoseconds", traffic.Spec{Packets: 400_000, Flows: 60_000, Rate: 50_000, Clients: 5_000, Servers: 2_000, Seed: 4}, true},
	{"mixed.pcap.gz", "mixed sizes, in gzip", traffic.Spec{Packets: 400_000, Flows: 60_000, Rate: 50_000, Clients: 5_000, Servers: 2_000, Seed: 5}, true},
}

// partOf is the share of packets and flows that a part has.
const partOf = 20

// generate makes what isn't there yet. stamp says what it would be made of.
func generate(dir, stamp, corpus string, scale float64, log io.Writer) (*manifest, error) {
	if m, err := readManifest(dir); err == nil && m.Stamp == stamp {
		return m, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	m := &manifest{Stamp: stamp, Scale: scale}
	for _, r := range recipes {
		r.spec = scaled(r.spec, scale)
		c, err := r.make(dir, log)
		if err != nil {
			return nil, err
		}
		if r.part {
			part := r
			part.file, part.spec = "part-"+r.file, scaled(r.spec, 1./partOf)
			if _, err := part.make(dir, log); err != nil {
				return nil, err
			}
			c.Part = part.file
		}
		m.Captures = append(m.Captures, c)
	}
	if corpus != "" {
		c, err := merge(dir, corpus, log)
		if err != nil {
			return nil, err
		}
		m.Captures = append(m.Captures, c)
	}
	text, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return nil, err
	}
	return m, os.WriteFile(filepath.Join(dir, "captures.json"), text, 0o644)
}

func readManifest(dir string) (*manifest, error) {
	text, err := os.ReadFile(filepath.Join(dir, "captures.json"))
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, err
	}
	for _, c := range m.Captures {
		info, err := os.Stat(filepath.Join(dir, c.File))
		if err != nil || info.Size() != c.Bytes {
			return nil, errors.Join(err, fmt.Errorf("%s is not as it was made", c.File))
		}
	}
	return &m, nil
}

func scaled(s traffic.Spec, by float64) traffic.Spec {
	s.Packets = max(1, int(float64(s.Packets)*by))
	if s.Mix != traffic.Full {
		s.Flows = max(1, int(float64(s.Flows)*by))
		s.Clients = max(2, int(float64(s.Clients)*by))
		s.Servers = max(2, int(float64(s.Servers)*by))
	}
	return s
}

func (r recipe) make(dir string, log io.Writer) (made, error) {
	begun := time.Now()
	size, err := create(filepath.Join(dir, r.file), func(w io.Writer) error {
		sink, err := newSink(r.file, w)
		if err != nil {
			return err
		}
		return traffic.Write(sink, r.spec)
	})
	fmt.Fprintf(log, "made %s, %d MB, in %.1f s\n", r.file, size/1e6, time.Since(begun).Seconds())
	return made{File: r.file, What: r.what, Bytes: size, Packets: r.spec.Packets, Flows: r.spec.Flows}, err
}

func newSink(name string, w io.Writer) (traffic.Sink, error) {
	if filepath.Ext(name) == ".pcapng" {
		return traffic.NewPcapng(w)
	}
	return traffic.NewPcap(w)
}

func merge(dir, corpus string, log io.Writer) (made, error) {
	var c traffic.Corpus
	const file = "corpus.pcap"
	size, err := create(filepath.Join(dir, file), func(w io.Writer) error {
		sink, err := traffic.NewPcap(w)
		if err == nil {
			c, err = traffic.Merge(sink, corpus)
		}
		return err
	})
	fmt.Fprintf(log, "made %s, %d MB\n", file, size/1e6)
	what := fmt.Sprintf("the Ethernet frames of %d real captures, merged (%d frames of other links left out)", c.Captures, c.Others)
	return made{File: file, What: what, Bytes: size, Packets: c.Frames}, err
}

// create writes a file, in gzip if its name says so, and gives its size.
func create(path string, write func(io.Writer) error) (int64, error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	buffer := bufio.NewWriterSize(f, 1<<20)
	if filepath.Ext(path) == ".gz" {
		z := gzip.NewWriter(buffer)
		err = errors.Join(write(z), z.Close())
	} else {
		err = write(buffer)
	}
	if err = errors.Join(err, buffer.Flush()); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
