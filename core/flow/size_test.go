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
		{"Tuple", unsafe.Sizeof(Tuple{}), 32},
		{"Account", unsafe.Sizeof(Account{}), 56},
		{"counting", unsafe.Sizeof(counting{}), 72},
		{"tcp", unsafe.Sizeof(tcp{}), 64},
		{"opening", unsafe.Sizeof(opening{}), 32},
		{"ended", unsafe.Sizeof(ended{}), 48},
		{"troubled", unsafe.Sizeof(troubled{}), 40},
		{"entry", unsafe.Sizeof(entry{}), 208},
	} {
		if c.got != c.want {
			t.Errorf("a %s has %d bytes, want %d", c.name, c.got, c.want)
		}
	}
}
