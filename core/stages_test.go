package core

import (
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"
)

// manyHosts are the frames of several windows, of flows in random order.
func manyHosts(t testing.TB) (frames []frame) {
	random := rand.New(rand.NewPCG(1, 2))
	templates := shop(t)
	for i := range 40_000 {
		f := templates[random.IntN(len(templates))]
		data := append([]byte(nil), f.data...)
		if data[12] == 8 && data[13] == 0 { // IPv4: another host
			binary.BigEndian.PutUint16(data[28:], uint16(random.IntN(5000)))
		}
		frames = append(frames, frame{time.Duration(i) * 50 * time.Microsecond, data, f.wire})
	}
	return frames
}

// TestStagesMakeNoDifference reads a capture on one processor and on two.
func TestStagesMakeNoDifference(t *testing.T) {
	data := pcap(t, manyHosts(t))
	var reports [2]string
	for i := range reports {
		before := runtime.GOMAXPROCS(i + 1)
		r := analyze(t, input("x", data))
		if n := len(r.Flows.Client) + int(r.Folded.Flows); n < 2*manyFlows {
			t.Fatalf("%d flows are too few for several stages", n)
		}
		reports[i] = asJSON(t, r)
		runtime.GOMAXPROCS(before)
	}
	if reports[0] != reports[1] {
		t.Error("two processors make another report than one")
	}
}
