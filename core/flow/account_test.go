package flow

import (
	"testing"

	"heatsink/core/packet"
)

// TestFlowsCarry has a flow grow past what its account has room for: the bytes
// of a sum, its packets, and the packets of a bucket that the timeline doesn't
// know yet. Times stay what they were.
func TestFlowsCarry(t *testing.T) {
	const frames, length = 1<<16 + 1000, 1<<32 - 1 // 2^48 bytes
	table := New(Limits{}, nil)
	there, back := frame(packet.UDP, 1, 50000, 2, 53), frame(packet.UDP, 2, 53, 1, 50000)
	for i := range frames {
		table.Add(there, 1000+int64(i), length)
	}
	table.Add(back, 500, 7)
	want := Volume{[2]uint64{frames, 1}, [2]uint64{frames * length, 7}}
	if f := table.Flow(0); f.Volume != want || len(table.more) != 1 {
		t.Errorf("the flow has %v, want %v; %d carry", f.Volume, want, len(table.more))
	}

	// Nobody wants to wait for so many packets.
	const many = 1<<23 - 100
	table.accounts.At(0).sums[1] += onePacket * many
	for i := range 200 {
		table.Add(back, 400+int64(i), 1)
	}
	want.Packets[1] += many + 200
	want.Bytes[1] += 200
	f := table.Flow(0)
	if f.Volume != want {
		t.Errorf("the flow has %v, want %v", f.Volume, want)
	}
	if times, want := f.When(), (Times{[2]int64{1000, 400}, [2]int64{1000 + frames - 1, 599}}); times != want {
		t.Errorf("the flow was seen %v, want %v", times, want)
	}
	table.Finish()
	want.Packets[1] -= many
	if v := table.Volume(0); v != want {
		t.Errorf("the service has %v, want %v", v, want)
	}
}

// TestRecordsOfAnySize adds flow records that an account has room for, just so
// and just not.
func TestRecordsOfAnySize(t *testing.T) {
	for _, bytes := range []uint64{0, 1, maxSumBytes - 1, maxSumBytes, 1<<53 - 1} {
		table := New(Limits{}, nil)
		table.AddRecord(&Record{Client: "10.0.0.1", Server: "10.0.0.2", Protocol: "6", Bytes: [2]uint64{bytes, 3}})
		table.Finish()
		if got, want := table.Flow(0).Bytes, [2]uint64{bytes, 3}; got != want {
			t.Errorf("the flow has %d bytes, want %d", got, want)
		}
	}
}
