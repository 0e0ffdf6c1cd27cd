package page

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// The built page has four slots: the summary for readers without JavaScript,
// which is HTML, and three inert scripts: the worker's code, the engine in base85
// and the report in base64. Two stamps, meta elements, say what it was built
// from. Each stands in it exactly once, written exactly so, and the slots in this
// order.
const (
	summarySlot  = `<noscript id="heatsink-summary">`
	workerSlot   = `<script type="text/plain" id="heatsink-worker">`
	engineSlot   = `<script type="application/octet-stream" id="heatsink-engine">`
	reportSlot   = `<script type="application/octet-stream" id="heatsink-report">`
	sourcesStamp = `<meta name="heatsink-sources" content="`
	formatStamp  = `<meta name="heatsink-format" content="`
)

// template says how many bytes a page's parts are: head, the summary, body, worker,
// gap, engine, between, the report, tail. The slots of summary and report are empty.
type template struct {
	head, body, worker, gap, engine, between, tail int64
	// sources and format are the stamps.
	sources, format string
}

var errDamaged = errors.New("this heatsink's page is damaged: run make clean, then make")

func parse(html []byte) (*template, error) {
	head, told, body, summary := cut(html, summarySlot, "</noscript>")
	body, work, gap, worker := cut(body, workerSlot, "</script>")
	gap, packed, between, engine := cut(gap, engineSlot, "<")
	between, held, tail, report := cut(between, reportSlot, "<")
	_, from, _, sources := cut(html, sourcesStamp, `"`)
	_, made, _, format := cut(html, formatStamp, `"`)
	if !summary || !worker || !engine || !report || !sources || !format || len(told) > 0 || len(held) > 0 {
		return nil, errDamaged
	}
	length := func(part []byte) int64 { return int64(len(part)) }
	return &template{
		length(head), length(body), length(work), length(gap), length(packed), length(between), length(tail),
		string(from), string(made),
	}, nil
}

// cut finds what lies between the one marker and the end after it. The marker
// stays with what is before, the end with what is after.
func cut(text []byte, marker, end string) (before, held, after []byte, ok bool) {
	at := bytes.Index(text, []byte(marker)) + len(marker)
	if at < len(marker) || bytes.Contains(text[at:], []byte(marker)) {
		return nil, nil, nil, false
	}
	n := bytes.Index(text[at:], []byte(end))
	if n < 0 {
		return nil, nil, nil, false
	}
	return text[:at], text[at : at+n], text[at+n:], true
}

// Fill makes the built page of the shell that Vite wrote, whose slots and
// stamps are empty: the engine is packed, sources the hash of what engine and
// command are both made of.
func Fill(shell, engine []byte, sources string) ([]byte, error) {
	for _, fill := range []struct{ marker, end, with string }{
		{sourcesStamp, `"`, sources},
		{formatStamp, `"`, Format()},
		{engineSlot, "<", base85(engine)},
	} {
		before, held, after, ok := cut(shell, fill.marker, fill.end)
		if !ok || len(held) > 0 {
			return nil, fmt.Errorf("the page's shell should have %s once, and empty", fill.marker)
		}
		shell = slices.Concat(before, []byte(fill.with), after)
	}
	_, err := parse(shell)
	return shell, err
}
