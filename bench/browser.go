package main

import (
	"encoding/json"
	"os"
)

// browserRun is what site/build/bench-engine.mjs measured in Chromium. Times
// are seconds, by round.
type browserRun struct {
	Date, Chromium string
	Load           string // /proc/loadavg before
	Missing        map[string]string
	Commands       map[string]string
	Captures       []browserCapture
}

type browserCapture struct {
	File    string
	Bytes   int64
	Seconds map[string][]float64 // by who read it
	Peak    map[string][]float64 `json:",omitempty"` // bytes of memory, by who read it
}

// Who reads a capture in the browser's part.
const (
	engineName   = "engine in Chromium"
	nativeName   = "heatsink, one core"
	wiregasmName = "wiregasm in Chromium"
	tsharkName   = "tshark conv,ip conv,tcp"
)

// readBrowser reads what was measured in the browser, nil if it wasn't.
func readBrowser(path string) (*browserRun, error) {
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) || path == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var b browserRun
	return &b, json.Unmarshal(text, &b)
}

// ratio is how often b's time goes into a's, by the rounds' median.
func (c browserCapture) ratio(a, b string) float64 {
	return ratio(series{wall: c.Seconds[a]}, series{wall: c.Seconds[b]})
}
