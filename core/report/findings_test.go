package report

import (
	"strings"
	"testing"
)

// TestOnlyTheWorstAreLookedAt has more lines with troubles than become findings.
func TestOnlyTheWorstAreLookedAt(t *testing.T) {
	for _, more := range []uint32{0, 3} {
		s := &survey{}
		for i := range maxCandidates + more {
			s.health.At(s.health.Add()).zero[1] = 1 + i
		}
		next := more + 1
		for h, dir := range s.worst(func(h *lineHealth, dir int) uint32 { return h.zero[dir] }) {
			if dir != 1 || h.zero[1] != next {
				t.Fatalf("direction %d of a line with %d, want the other one's %d", dir, h.zero[1], next)
			}
			next++
		}
		if next != maxCandidates+more+1 {
			t.Errorf("the last one looked at has %d, want %d", next-1, maxCandidates+more)
		}
		if text := s.together(make([]finding, 2)).text; strings.HasPrefix(text, "At least 2 more") != (more > 0) {
			t.Errorf("%d are left out, and it says %q", more, text)
		}
	}
}
