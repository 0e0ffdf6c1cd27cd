package app

import (
	"bytes"
	"math/rand"
	"testing"

	"heatsink/core/name"
	"heatsink/core/packet"
)

// pieces cuts data into pieces of at most size bytes, in order.
func pieces(data []byte, size int) (cut []part) {
	for at := 0; at < len(data); at += size {
		cut = append(cut, part{at, min(at+size, len(data))})
	}
	return cut
}

func TestBufferTakesPiecesInAnyOrder(t *testing.T) {
	data := make([]byte, 3000)
	random := rand.New(rand.NewSource(1))
	random.Read(data)
	for range 200 {
		cut := pieces(data, 200)
		cut = append(cut, part{100, 700}, part{2900, 3000}) // again, and across
		random.Shuffle(len(cut), func(i, j int) { cut[i], cut[j] = cut[j], cut[i] })
		in := NewInspector(&name.Store{}, nil)
		var b buffer
		for _, c := range cut {
			if !b.put(c.from, data[c.from:c.to], in) {
				t.Fatal("refused", c)
			}
			if !bytes.HasPrefix(data, b.whole()) {
				t.Fatal("put together wrongly")
			}
		}
		if !bytes.Equal(b.whole(), data) {
			t.Fatalf("%d of %d bytes", len(b.whole()), len(data))
		}
	}
}

func TestBufferLimits(t *testing.T) {
	in := NewInspector(&name.Store{}, nil)
	var b buffer
	if b.put(-1, []byte{1}, in) || b.put(MaxAssembled, []byte{1}, in) {
		t.Error("took bytes beyond its limits")
	}
	if b.put(0, make([]byte, MaxAssembled+1), in) || len(b.whole()) != MaxAssembled {
		t.Error("a piece beyond the limit is to be kept up to it, and told")
	}
	if in.buffers != MaxAssembled {
		t.Errorf("holds %d bytes, says %d", MaxAssembled, in.buffers)
	}
	var gaps buffer
	taken := 0
	for i := range 100 {
		if gaps.put(2*i+1, []byte{1}, in) {
			taken++
		}
	}
	if taken != maxGaps {
		t.Errorf("%d pieces apart were taken, not %d", taken, maxGaps)
	}
	for range 2 * maxBuffers / MaxAssembled {
		new(buffer).put(MaxAssembled-1, []byte{1}, in)
	}
	if in.buffers > maxBuffers {
		t.Errorf("all buffers hold %d bytes", in.buffers)
	}
}

func TestStream(t *testing.T) {
	in := NewInspector(&name.Store{}, nil)
	rec := &record{}
	peek := func(seq uint32, client bool, data string) *Peek {
		return &Peek{Transport: packet.TCP, FromClient: client, Data: []byte(data), Length: len(data), seq: seq, rec: rec, in: in}
	}
	steps := []struct {
		seq    uint32
		client bool
		data   string
		want   string
	}{
		{0xfffffffe, true, "abc", "abc"}, // over the end of the sequence numbers
		{4, true, "g", "abc"},
		{0, false, "other", "other"},
		{1, true, "de", "abcde"},
		{0xfffffff0, true, "earlier", "abcde"},
		{3, true, "f", "abcdefg"},
	}
	for i, s := range steps {
		p := peek(s.seq, s.client, s.data)
		if got, ok := p.Stream(); string(got) != s.want || !ok {
			t.Errorf("step %d: %q, %v; want %q", i, got, ok, s.want)
		}
		if !p.keepFirst() {
			t.Error("not kept")
		}
	}
	p := peek(5, true, "h")
	p.Consume(3)
	if got, _ := p.Stream(); string(got) != "defgh" {
		t.Errorf("after 3 bytes were taken: %q", got)
	}
	in.drop(rec)
	if in.buffers != 0 {
		t.Errorf("%d bytes are said to be held by nobody", in.buffers)
	}
}

func TestConsumeFirst(t *testing.T) {
	in := NewInspector(&name.Store{}, nil)
	p := &Peek{Transport: packet.TCP, FromClient: true, Data: []byte("one two"), Length: 7, seq: 10, rec: &record{}, in: in}
	p.Stream()
	if rest := p.Consume(4); string(rest) != "two" {
		t.Errorf("left: %q", rest)
	}
	p.keepFirst()
	p.Data, p.seq = []byte("-three"), 17
	if got, ok := p.Stream(); string(got) != "two-three" || !ok {
		t.Errorf("%q, %v", got, ok)
	}
}
