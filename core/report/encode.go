package report

import (
	"encoding/json"
	"io"

	"github.com/klauspost/compress/gzip"
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

// packLevel is gzip's.
const packLevel = 6

// Pack writes the document as gzipped JSON, as the page carries it in base64.
// This gzip packs to the same bytes natively and under WebAssembly, in a fifth
// of the standard library's time for 3 % more of them.
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
