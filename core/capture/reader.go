package capture

import (
	"io"
)

// Reader reads the frames of one capture in file order.
type Reader struct {
	facts Facts
	err   error
}

// NewReader recognises compression and format by content and reads up to the
// first record. The error is always an *Error, of Kind Empty, NotCapture,
// Unsupported, Cut, Damaged or Read.
func NewReader(src io.Reader) (*Reader, error) {
	return nil, &Error{Kind: Unsupported, Reason: "not built yet"}
}

// Next fills rec with the next frame. At a clean end it returns io.EOF, else an
// *Error of Kind Cut, Damaged or Read; after an error, the same one again.
func (r *Reader) Next(rec *Record) error { return r.err }

// Facts is what the capture says of itself, as far as it was read.
func (r *Reader) Facts() *Facts { return &r.facts }

// Close frees the decoders. It doesn't close the source.
func (r *Reader) Close() error { return nil }
