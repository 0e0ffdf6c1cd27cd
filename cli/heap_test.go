package cli

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// What the heap grows into takes no memory before it is used, though some of it
// was in use before.
func TestHeapGrowsUntouched(t *testing.T) {
	if !roomy() || peakMemory() == 0 {
		t.Skip("no room to grow, or nothing says how much memory is taken")
	}
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	const used = 48 << 20
	garbage := make([]byte, used)
	for i := range garbage {
		garbage[i] = 1
	}
	runtime.KeepAlive(garbage)
	runtime.GC()

	percent := debug.SetGCPercent(100)
	defer debug.SetGCPercent(percent)
	before := peakMemory()
	var h heap
	h.grow()
	if h.ballast == nil {
		t.Fatal("it didn't grow")
	}
	ballast := h.ballast
	if h.grow(); &h.ballast[0] != &ballast[0] {
		t.Error("it grew twice")
	}
	if more := peakMemory() - before; more > used {
		t.Errorf("to grow took %d MB", more>>20)
	}
	for _, want := range []int{readPercent, manyPercent} {
		if now := debug.SetGCPercent(want); now != want {
			t.Errorf("the collector is set to %d %% where it should be %d", now, want)
		}
		h.settle()
	}
	h.end()
	if now := debug.SetGCPercent(100); now != 100 {
		t.Errorf("in the end the collector is set to %d %%", now)
	}
}

func TestHeapIsTheUsersWhereTheySaySo(t *testing.T) {
	t.Setenv("GOGC", "50")
	var h heap
	h.grow()
	h.settle()
	h.tidy()
	h.end()
	if h.ballast != nil {
		t.Error("it grew")
	}
}
