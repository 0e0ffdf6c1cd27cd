package compact

import (
	"fmt"
	"strings"
	"testing"
)

func TestIndexFindsWhatWasPut(t *testing.T) {
	const n = 10_000
	var x Index
	key := func(i uint32) uint64 { return Hash(uint64(i), 7) }
	is := func(want uint32) func(uint32) bool { return func(record uint32) bool { return record == want } }
	for i := range uint32(n) {
		_, slot, ok := x.Find(key(i), is(i))
		if ok {
			t.Fatalf("%d is there before it was put", i)
		}
		x.Insert(key(i), slot, i)
	}
	for i := range uint32(n) {
		if got, _, ok := x.Find(key(i), is(i)); !ok || got != i {
			t.Fatalf("looked for %d, found %d, %v", i, got, ok)
		}
	}
	if x.Len() != n {
		t.Errorf("%d records, want %d", x.Len(), n)
	}
}

// Two records with one hash: only same tells them apart.
func TestIndexWithEqualHashes(t *testing.T) {
	var x Index
	for i := range uint32(3) {
		_, slot, _ := x.Find(42, func(record uint32) bool { return record == i })
		x.Insert(42, slot, i)
	}
	if got, _, ok := x.Find(42, func(record uint32) bool { return record == 2 }); !ok || got != 2 {
		t.Errorf("found %d, %v", got, ok)
	}
}

// Keys as captures have them, counting up here or there, lie in an Index's slots
// as those drawn at random do: half as many again are looked at as are found.
func TestHashSpreads(t *testing.T) {
	const slots = 1 << 16
	for name, key := range map[string]func(i uint64) (a, b uint64){
		"one word counts":      func(i uint64) (uint64, uint64) { return i, 443 },
		"its upper half does":  func(i uint64) (uint64, uint64) { return i << 32, 443 },
		"the other word does":  func(i uint64) (uint64, uint64) { return 443, i << 16 },
		"both do":              func(i uint64) (uint64, uint64) { return i % 200, i / 200 },
		"by large steps":       func(i uint64) (uint64, uint64) { return i << 20, i << 40 },
		"addresses and a port": func(i uint64) (uint64, uint64) { return (10<<24 + i) << 16, 53 },
	} {
		var taken [slots]bool
		looked := 0
		for i := range uint64(slots / 2) {
			slot := Hash(key(i)) >> 32 % slots
			for looked++; taken[slot]; looked++ {
				slot = (slot + 1) % slots
			}
			taken[slot] = true
		}
		if each := float64(looked) / (slots / 2); each > 1.75 {
			t.Errorf("%s: %.2f slots are looked at", name, each)
		}
	}
}

func TestTextsAreKeptOnce(t *testing.T) {
	var texts Texts
	numbers := map[Text]string{}
	for range 2 {
		for i := range 5000 {
			text := fmt.Sprint(i, strings.Repeat("x", i%250))
			n, ok := texts.Put([]byte(text), 4<<20)
			if before := numbers[n]; !ok || before != "" && before != text {
				t.Fatalf("%q has the number %d, as %q", text, n, before)
			}
			numbers[n] = text
		}
	}
	if len(numbers) != 5000 {
		t.Errorf("%d numbers for 5000 texts", len(numbers))
	}
	for n, text := range numbers {
		if got := texts.Get(n); got != text {
			t.Errorf("number %d is %q, want %q", n, got, text)
		}
	}
	if n, ok := texts.Put(nil, 0); n != 0 || !ok || texts.Get(0) != "" {
		t.Errorf("the empty text has the number %d, %v", n, ok)
	}
}

func TestTextsAreBounded(t *testing.T) {
	var texts Texts
	const limit = 100_000
	refused := 0
	for i := range 10_000 {
		if _, ok := texts.Put(fmt.Appendf(nil, "%050d", i), limit); !ok {
			refused++
		}
	}
	if refused == 0 || texts.Size() > limit {
		t.Errorf("%d bytes, the limit is %d; %d refused", texts.Size(), limit, refused)
	}
	if n, ok := texts.Put(fmt.Appendf(nil, "%050d", 1), limit); !ok || n == 0 {
		t.Error("past the limit a text that is there already is refused")
	}
	if _, ok := texts.Put(make([]byte, MaxText+1), limit); ok {
		t.Error("took a text that is too long")
	}
}

func TestKnownAllocatesNothing(t *testing.T) {
	var texts Texts
	text := []byte("www.example")
	if n := testing.AllocsPerRun(100, func() {
		number, _ := texts.Put(text, blockSize)
		_ = texts.Get(number)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
