package page

import (
	"bytes"
	"encoding/json"
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

// template says how many bytes a page's parts are: Head, the summary, Body, Worker,
// Gap, Engine, Between, the report, Tail. The slots of summary and report are empty.
// It is made with the page, since to look through 2 MB takes a tenth of a start.
type template struct {
	Head, Body, Worker, Gap, Engine, Between, Tail int64
	// Sources and Format are the stamps.
	Sources, Format string
}

// size is how many bytes the page has.
func (p *template) size() int64 {
	return p.Head + p.Body + p.Worker + p.Gap + p.Engine + p.Between + p.Tail
}

func parse(html []byte) (*template, error) {
	head, told, body, summary := cut(html, summarySlot, "</noscript>")
	body, work, gap, worker := cut(body, workerSlot, "</script>")
	gap, packed, between, engine := cut(gap, engineSlot, "<")
	between, held, tail, report := cut(between, reportSlot, "<")
	_, from, _, sources := cut(html, sourcesStamp, `"`)
	_, made, _, format := cut(html, formatStamp, `"`)
	if !summary || !worker || !engine || !report || !sources || !format || len(told) > 0 || len(held) > 0 {
		return nil, errors.New("the page lacks a slot or a stamp, has one twice, or something in a slot")
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
// stamps are empty, and says where its parts are: the engine is packed, sources
// the hash of what engine and command are both made of.
func Fill(shell, engine []byte, sources string) (html, parts []byte, err error) {
	for _, fill := range []struct{ marker, end, with string }{
		{sourcesStamp, `"`, sources},
		{formatStamp, `"`, Format()},
		{engineSlot, "<", base85(engine)},
	} {
		before, held, after, ok := cut(shell, fill.marker, fill.end)
		if !ok || len(held) > 0 {
			return nil, nil, fmt.Errorf("the page's shell should have %s once, and empty", fill.marker)
		}
		shell = slices.Concat(before, []byte(fill.with), after)
	}
	p, err := parse(shell)
	if err != nil {
		return nil, nil, err
	}
	parts, err = json.Marshal(p)
	return shell, parts, err
}
