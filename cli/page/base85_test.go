package page

import (
	"bytes"
	"encoding/ascii85"
	"encoding/hex"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestBase85 writes lines of bytes in hex and their text to a golden file, which
// site/src/engine/base85.test.ts reads, so that the two sides have one answer.
func TestBase85(t *testing.T) {
	var lines strings.Builder
	add := func(b []byte) {
		text := base85(b)
		if back := throughASCII85(t, text); !bytes.Equal(back, b) {
			t.Errorf("%x became %s, which stands for %x", b, text, back)
		}
		fmt.Fprintln(&lines, hex.EncodeToString(b), text)
	}
	random := rand.NewChaCha8([32]byte{85})
	for n := range 41 {
		b := make([]byte, n)
		add(b)
		add(bytes.Repeat([]byte{0xff}, n))
		random.Read(b)
		add(b)
	}
	for n := 4096; n < 4100; n++ {
		b := make([]byte, n)
		random.Read(b)
		add(b)
	}
	const golden = "testdata/base85.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(lines.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if lines.String() != string(want) {
		t.Errorf("%s differs (-update writes it anew)", golden)
	}
}

// throughASCII85 decodes the text by Go's decoder, which has other digits.
func throughASCII85(t *testing.T, text string) []byte {
	t.Helper()
	theirs := strings.Map(func(r rune) rune { return rune('!' + strings.IndexRune(digits, r)) }, text)
	b := make([]byte, len(text)+4)
	n, read, err := ascii85.Decode(b, []byte(theirs), true)
	if err != nil || read != len(text) {
		t.Fatalf("%s: %v after %d bytes", text, err, read)
	}
	return b[:n]
}

func TestDigitsAreInert(t *testing.T) {
	seen := map[rune]bool{}
	for _, r := range digits {
		if r <= ' ' || r > '~' || strings.ContainsRune(`<&\"'`, r) || seen[r] {
			t.Errorf("%q can't be a digit", r)
		}
		seen[r] = true
	}
	if len(seen) != 85 {
		t.Errorf("%d digits", len(seen))
	}
}
