package report

import (
	"bytes"
	"strings"
	"testing"
)

func TestUnpackRefuses(t *testing.T) {
	var b bytes.Buffer
	if err := Pack(&b, &Report{Version: Version, Title: strings.Repeat("long ", 20_000)}); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	for _, c := range []struct {
		packed []byte
		limit  int64
		want   string
	}{
		{whole, 1 << 20, "the report is damaged: its tables don't fit together"}, // it was read
		{whole, 1 << 16, "the report is too large: it unpacks to more than 65536 bytes"},
		{whole[:len(whole)/2], 1 << 20, "the report is damaged: "},
		{whole[:5], 1 << 20, "the report is damaged: "},
		{[]byte("no gzip"), 1 << 20, "the report is damaged: "},
	} {
		_, err := unpack(bytes.NewReader(c.packed), c.limit)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%d bytes, at most %d: %v, want %q", len(c.packed), c.limit, err, c.want)
		}
	}
}
