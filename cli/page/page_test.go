package page

import (
	"bytes"
	"encoding/base64"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

const shell = `<!DOCTYPE html>
<html lang="en"><head>
<meta name="heatsink-sources" content="">
<meta name="heatsink-format" content="">
</head>
<body>
<noscript id="heatsink-summary"></noscript>
<script type="text/plain" id="heatsink-worker">work(1 < 2)</script>
<script type="application/octet-stream" id="heatsink-engine"></script>
<script type="application/octet-stream" id="heatsink-report"></script>
<script type="module">"heatsink-report heatsink-engine"</script></body></html>`

func filled(t *testing.T) (*template, io.Reader) {
	t.Helper()
	html, parts, err := Fill([]byte(shell), []byte("ENGINE"), "abc")
	if err != nil {
		t.Fatal(err)
	}
	p, err := partsOf(fstest.MapFS{htmlFile: {Data: html}, partsFile: {Data: parts}})
	if err != nil {
		t.Fatal(err)
	}
	return p, bytes.NewReader(html)
}

func TestWriteFillsTheSlots(t *testing.T) {
	packed := []byte("</script> heatsink-report \x00\xff")
	text := base64.StdEncoding.EncodeToString(packed)
	for _, test := range []struct {
		name   string
		packed []byte
		opt    Options
		engine string
		report string
	}{
		{"report and engine", packed, Options{}, base85([]byte("ENGINE")), text},
		{"no engine", packed, Options{NoEngine: true}, "", text},
		{"no report", nil, Options{}, base85([]byte("ENGINE")), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b bytes.Buffer
			content := Content{Summary: "<h1>heatsink-report</h1>"}
			if test.packed != nil {
				content.Report = func(w io.Writer) error { _, err := w.Write(test.packed); return err }
			}
			p, html := filled(t)
			if err := p.write(&b, html, content, test.opt); err != nil {
				t.Fatal(err)
			}
			held := "work(1 < 2)"
			if test.opt.NoEngine {
				held = ""
			}
			want := strings.NewReplacer(
				workerSlot+"work(1 < 2)", workerSlot+held,
				`sources" content="`, `sources" content="abc`,
				`format" content="`, `format" content="`+Format(),
				summarySlot, summarySlot+content.Summary,
				engineSlot, engineSlot+test.engine,
				reportSlot, reportSlot+test.report,
			).Replace(shell)
			if b.String() != want {
				t.Errorf("wrote\n%s\nwant\n%s", b.String(), want)
			}
		})
	}
}

func TestParseRefusesOtherPages(t *testing.T) {
	page, _, err := Fill([]byte(shell), []byte("ENGINE"), "abc")
	if err != nil {
		t.Fatal(err)
	}
	good := string(page)
	for name, html := range map[string]string{
		"empty":          "",
		"no summary":     strings.Replace(good, summarySlot, "", 1),
		"a summary":      strings.Replace(good, summarySlot, summarySlot+"hello", 1),
		"no report slot": strings.Replace(good, reportSlot, "", 1),
		"no worker slot": strings.Replace(good, workerSlot, "", 1),
		"no engine slot": strings.Replace(good, engineSlot, "", 1),
		"two slots":      good + reportSlot + "</script>",
		"no stamp":       strings.Replace(good, formatStamp, "", 1),
		"a report in it": strings.Replace(good, reportSlot, reportSlot+"AAAA", 1),
		"cut short":      good[:strings.Index(good, engineSlot)+len(engineSlot)+3],
	} {
		if _, err := parse([]byte(html)); err == nil {
			t.Errorf("%s: parsed", name)
		}
	}
	if _, _, err := Fill(page, []byte("ENGINE"), "abc"); err == nil {
		t.Error("a page was filled twice")
	}
	for _, marker := range []string{summarySlot, workerSlot, engineSlot, reportSlot, sourcesStamp, formatStamp} {
		if _, _, err := Fill([]byte(shell+marker), []byte("ENGINE"), "abc"); err == nil {
			t.Errorf("a page was filled that has %s twice", marker)
		}
	}
}

func TestADamagedPageIsFound(t *testing.T) {
	page, parts, err := Fill([]byte(shell), []byte("ENGINE"), "abc")
	if err != nil {
		t.Fatal(err)
	}
	file := func(data []byte) *fstest.MapFile { return &fstest.MapFile{Data: data} }
	for name, files := range map[string]fstest.MapFS{
		"no page":   {partsFile: file(parts)},
		"no parts":  {htmlFile: file(page)},
		"cut parts": {htmlFile: file(page), partsFile: file(parts[:len(parts)/2])},
		"cut page":  {htmlFile: file(page[1:]), partsFile: file(parts)},
	} {
		if _, err := partsOf(files); err == nil {
			t.Errorf("%s: it passes", name)
		}
	}
}

func TestAStalePageIsFound(t *testing.T) {
	p, _ := filled(t)
	for _, test := range []struct {
		name, sources, format string
		fresh                 bool
	}{
		{"built together", "abc", Format(), true},
		{"plain go build", "", Format(), true},
		{"other sources", "abd", Format(), false},
		{"plain go build, other format", "", "0", false},
		{"other format", "abc", "0", false},
	} {
		if err := p.fresh(test.sources, test.format); (err == nil) != test.fresh {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
}

func TestFormatSeesEveryChange(t *testing.T) {
	type inner struct {
		A int `json:"a"`
	}
	print := func(v any) string {
		var b strings.Builder
		describe(&b, reflect.TypeOf(v))
		return b.String()
	}
	base := print(struct {
		X []inner `json:"x"`
	}{})
	for name, v := range map[string]any{
		"key": struct {
			X []inner `json:"y"`
		}{},
		"name": struct {
			Y []inner `json:"x"`
		}{},
		"no slice": struct {
			X inner `json:"x"`
		}{},
		"field more": struct {
			X []inner `json:"x"`
			Z int
		}{},
		"inner type": struct {
			X []struct {
				A string `json:"a"`
			} `json:"x"`
		}{},
	} {
		if print(v) == base {
			t.Errorf("%s: the fingerprint doesn't see it", name)
		}
	}
	if first, again := Format(), Format(); first != again {
		t.Error("the fingerprint changes by itself")
	}
}

func TestPolicy(t *testing.T) {
	const html = `<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-x='"></head>`
	if got, want := Policy([]byte(html)), "default-src 'none'; script-src 'sha256-x='"; got != want {
		t.Errorf("policy %q, want %q", got, want)
	}
	if got := Policy([]byte("<html>")); got != "" {
		t.Errorf("policy %q of a page without one", got)
	}
}
