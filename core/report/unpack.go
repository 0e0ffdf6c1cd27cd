package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"github.com/klauspost/compress/gzip"
	"io"
)

// maxUnpacked is how large a packed report can be, unpacked; the largest that
// Build makes under DefaultLimits is below 20 MB.
const maxUnpacked = 256 << 20

// Unpack reads what Pack wrote. It checks what Rename, Reorder and Summary rely on.
func Unpack(packed io.Reader) (*Report, error) {
	z, err := gzip.NewReader(packed)
	if err != nil {
		return nil, fmt.Errorf("the report is damaged: %w", err)
	}
	r := &Report{}
	if err := json.NewDecoder(io.LimitReader(z, maxUnpacked)).Decode(r); err != nil {
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
