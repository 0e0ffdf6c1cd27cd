package app

import (
	"fmt"
	"testing"
)

func TestFactsAreBounded(t *testing.T) {
	in := &Inspector{}
	const n = 2 * maxFactText / maxFactBytes
	kept := uint64(0)
	for i := range n {
		if in.facts.text(fmt.Appendf(nil, "%0*d", maxFactBytes, i)) != 0 {
			kept++
		}
	}
	if size := in.facts.texts.Size(); kept == 0 || size > maxFactText || in.Beyond().Texts != n-kept {
		t.Errorf("%d texts of %d kept in %d bytes, %d are said to be beyond the limit", kept, n, size, in.Beyond().Texts)
	}
}
