package report

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"
)

// Whatever is packed, in writes of any size and on any number of processors, it
// is the same one gzip file, and holds what was written.
func TestPacker(t *testing.T) {
	numbers := &bytes.Buffer{}
	for random := rand.New(rand.NewPCG(1, 2)); numbers.Len() < 9*packPiece; {
		fmt.Fprintf(numbers, "%d,", random.IntN(1<<random.IntN(40)))
	}
	pack := func(document []byte, write, processors int) []byte {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		var packed bytes.Buffer
		z := newPacker(&packed)
		for rest := document; len(rest) > 0; {
			n, err := z.Write(rest[:min(write, len(rest))])
			if err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return packed.Bytes()
	}
	for _, size := range []int{0, 1, packPiece - 1, packPiece, packPiece + 1, 9 * packPiece} {
		document := numbers.Bytes()[:size]
		packed := pack(document, size+1, 1)
		for _, processors := range []int{1, 2, 8} {
			if !bytes.Equal(pack(document, 10_007, processors), packed) {
				t.Errorf("%d bytes: other bytes on %d processors", size, processors)
			}
		}
		file := bufio.NewReader(bytes.NewReader(packed))
		z, err := gzip.NewReader(file)
		if err != nil {
			t.Fatal(err)
		}
		z.Multistream(false)
		got, err := io.ReadAll(z)
		if err != nil || !bytes.Equal(got, document) {
			t.Errorf("%d bytes: %d come back, %v", size, len(got), err)
		}
		if rest, _ := io.ReadAll(file); len(rest) > 0 {
			t.Errorf("%d bytes: %d stand behind the file", size, len(rest))
		}
	}
}
