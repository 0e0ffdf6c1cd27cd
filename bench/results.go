package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// writeResults leaves a folder: run.json has everything, runs.csv every single
// run, README.md what they say, times.svg a picture of it.
func writeResults(folder string, r *measurement, browser *browserRun) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	everything := struct {
		*measurement
		Browser *browserRun `json:",omitempty"`
	}{r, browser}
	text, err := json.MarshalIndent(everything, "", "\t")
	if err != nil {
		return err
	}
	for name, content := range map[string]string{
		"run.json": string(text) + "\n", "README.md": r.markdown(browser), "times.svg": r.picture(),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			return err
		}
	}
	return r.writeCSV(filepath.Join(folder, "runs.csv"))
}

func (r *measurement) writeCSV(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := csv.NewWriter(f)
	w.Write([]string{"round", "capture", "peer", "file", "wall_s", "cpu_s", "peak_bytes", "failure"})
	for _, s := range r.Samples {
		w.Write([]string{strconv.Itoa(s.Round), s.Capture, s.Peer, s.File, fmt.Sprintf("%.4f", s.Wall), fmt.Sprintf("%.4f", s.CPU), strconv.FormatInt(s.Peak, 10), s.Failure})
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return f.Close()
}

// series is one peer on one capture, by round.
type series struct {
	wall, cpu []float64 // seconds, scaled up to the whole capture where a part was measured
	peak      int64     // the highest
	scaled    float64   // by how much, or 0
	failure   string
}

// of gathers a series. A part's time is scaled by packets, the start apart:
// what an empty capture takes is taken once.
func (r *measurement) of(c made, peer string) (s series) {
	part := r.partPackets(c)
	for _, x := range r.Samples {
		if x.Capture != c.File || x.Peer != peer {
			continue
		}
		if x.Failure != "" {
			s.failure = x.Failure
			continue
		}
		wall, cpu := x.Wall, x.CPU
		if x.File != c.File {
			s.scaled = float64(c.Packets) / float64(part)
			start := r.start(peer, x.Round)
			wall = start.Wall + max(0, wall-start.Wall)*s.scaled
			cpu = start.CPU + max(0, cpu-start.CPU)*s.scaled
		}
		s.wall, s.cpu, s.peak = append(s.wall, wall), append(s.cpu, cpu), max(s.peak, x.Peak)
	}
	return s
}

func (r *measurement) partPackets(c made) int { return max(1, c.Packets/partOf) }

// start is what a peer took for the empty capture in a round.
func (r *measurement) start(peer string, round int) sample {
	for _, x := range r.Samples {
		if x.Capture == emptyCapture && x.Peer == peer && x.Round == round {
			return x
		}
	}
	return sample{}
}

// ratio is how often b's time goes into a's: the median of the rounds' ratios,
// in each of which both ran side by side; 0 where one of them has no times.
func ratio(a, b series) float64 {
	if len(a.wall) == 0 || len(a.wall) != len(b.wall) {
		return 0
	}
	ratios := make([]float64, len(a.wall))
	for i := range ratios {
		ratios[i] = a.wall[i] / b.wall[i]
	}
	return median(ratios)
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	v := slices.Sorted(slices.Values(values))
	if n := len(v); n%2 == 0 {
		return (v[n/2-1] + v[n/2]) / 2
	}
	return v[len(v)/2]
}
