package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

// maxUnpacked is how large a packed report can be, unpacked, in bytes, as in the
// page (site/src/report/decode.ts); the largest that Build makes under
// DefaultLimits is below 20 MB.
const maxUnpacked = 256 << 20

// Unpack reads what Pack wrote. It checks what Rename, Reorder and Summary rely on.
func Unpack(packed io.Reader) (*Report, error) { return unpack(packed, maxUnpacked) }

func unpack(packed io.Reader, limit int64) (*Report, error) {
	z, err := gzip.NewReader(packed)
	if err != nil {
		return nil, fmt.Errorf("the report is damaged: %w", err)
	}
	r := &Report{}
	text := &io.LimitedReader{R: z, N: limit}
	err = json.NewDecoder(text).Decode(r)
	if err != nil && text.N == 0 {
		return nil, fmt.Errorf("the report is too large: it unpacks to more than %d bytes", limit)
	}
	if err != nil {
		return nil, fmt.Errorf("the report is damaged: %w", err)
	}
	if r.Version != Version {
		return nil, fmt.Errorf("the report has version %d; this is for version %d", r.Version, Version)
	}
	if !r.sound() {
		return nil, errors.New("the report is damaged: its tables don't fit together")
	}
	return r, nil
}
