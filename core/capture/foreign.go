package capture

import "io"

// Sniff tells by the first bytes of a source, decompressed, whether they are of
// a format that is no capture's, or that it takes more of them to be sure.
// whole says that head is all there is to see.
type Sniff func(head []byte, whole bool) (yes, sure bool)

// maxHead is how many bytes a Sniff is shown at most.
const maxHead = 64 << 10

// NewReaderOr is NewReader for sources that may also be of a format that is no
// capture's. When sniff recognises one, the Reader has no frames and Foreign
// gives its bytes.
func NewReaderOr(src io.Reader, sniff Sniff) (*Reader, error) { return newReader(src, sniff) }

// Foreign is what sniff recognised, decompressed and from its start; nil for a
// capture. It fails with an *Error of Kind Cut, Damaged or Unsupported where
// the decompressor does, else with the source's own error.
func (r *Reader) Foreign() io.Reader { return r.foreign }

// sniffed reports whether sniff recognises what is in w.
func sniffed(w *window, sniff Sniff) bool {
	for want := 1; sniff != nil; {
		whole := !w.need(want) || w.end-w.start >= maxHead
		head := w.buf[w.start:w.end]
		head = head[:min(len(head), maxHead)]
		yes, sure := sniff(head, whole)
		if yes || sure || whole {
			return yes
		}
		// Doubled, so that a source of many small reads isn't sniffed at each.
		want = min(2*len(head), maxHead)
	}
	return false
}

// noFrames is the format of a source that is no capture.
type noFrames struct{}

func (noFrames) next(*Record) error { return io.EOF }
