package flow

import (
	"testing"
	"unsafe"
)

// TestRecordSizes holds the records that a frame touches to the cache's lines.
func TestRecordSizes(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want uintptr
	}{
		{"Flow", unsafe.Sizeof(Flow{}), 128},
		{"Side", unsafe.Sizeof(Side{}), 64},
	} {
		if c.got != c.want {
			t.Errorf("a %s has %d bytes, want %d", c.name, c.got, c.want)
		}
	}
}
