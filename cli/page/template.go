package page

import (
	"errors"
	"fmt"
	"strings"
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

func parse(html string) (*template, error) {
	head, told, body, summary := cut(html, summarySlot, "</noscript>")
	body, work, gap, worker := cut(body, workerSlot, "</script>")
	gap, packed, between, engine := cut(gap, engineSlot, "<")
	between, held, tail, report := cut(between, reportSlot, "<")
	_, from, _, sources := cut(html, sourcesStamp, `"`)
	_, made, _, format := cut(html, formatStamp, `"`)
	if !summary || !worker || !engine || !report || !sources || !format || told != "" || held != "" {
		return nil, errDamaged
	}
	length := func(part string) int64 { return int64(len(part)) }
	return &template{
		length(head), length(body), length(work), length(gap), length(packed), length(between), length(tail),
		strings.Clone(from), strings.Clone(made),
	}, nil
}

// cut finds what lies between the one marker and the end after it. The marker
// stays with what is before, the end with what is after.
func cut(text, marker, end string) (before, held, after string, ok bool) {
	if strings.Count(text, marker) != 1 {
		return "", "", "", false
	}
	at := strings.Index(text, marker) + len(marker)
	n := strings.Index(text[at:], end)
	if n < 0 {
		return "", "", "", false
	}
	return text[:at], text[at : at+n], text[at+n:], true
}

// Fill makes the built page of the shell that Vite wrote, whose slots and
// stamps are empty: the engine is packed, sources the hash of what engine and
// command are both made of.
func Fill(shell string, engine []byte, sources string) (string, error) {
	for _, fill := range []struct{ marker, end, with string }{
		{sourcesStamp, `"`, sources},
		{formatStamp, `"`, Format()},
		{engineSlot, "<", base85(engine)},
	} {
		before, held, after, ok := cut(shell, fill.marker, fill.end)
		if !ok || held != "" {
			return "", fmt.Errorf("the page's shell should have %s once, and empty", fill.marker)
		}
		shell = before + fill.with + after
	}
	_, err := parse(shell)
	return shell, err
}
