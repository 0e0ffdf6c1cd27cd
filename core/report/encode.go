package report

import (
	"compress/gzip"
	"encoding/json"
	"io"
)

// WriteJSON writes the document as JSON: the very bytes that the page carries.
// Without a trailing newline, and with <, > and & as they are: the page holds
// it packed, never as markup.
func WriteJSON(w io.Writer, r *Report) error {
	enc := json.NewEncoder(&trimNewline{w: w})
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// trimNewline drops the one newline that json.Encoder ends with.
type trimNewline struct{ w io.Writer }

func (t *trimNewline) Write(p []byte) (int, error) {
	n := len(p)
	if n > 0 && p[n-1] == '\n' {
		p = p[:n-1]
	}
	if _, err := t.w.Write(p); err != nil {
		return 0, err
	}
	return n, nil
}

// packLevel is gzip's. Of the largest reports, 9 saves 4 % and takes ten times as long.
const packLevel = 5

// Pack writes the document as gzipped JSON, as the page carries it in base64.
// It is the standard library's gzip on purpose: written in Go alone, it packs
// to the same bytes natively and under WebAssembly.
func Pack(w io.Writer, r *Report) error {
	z, err := gzip.NewWriterLevel(w, packLevel)
	if err != nil {
		return err
	}
	if err := WriteJSON(z, r); err != nil {
		return err
	}
	return z.Close()
}
