package capture

import (
	"encoding/binary"
	"fmt"
	"io"
)

// Reader reads the frames of one capture in file order.
type Reader struct {
	format interface{ next(rec *Record) error }
	facts  *Facts // apart from the Reader, which who has them needs no more
	free   func() // the decoder's, or nil
	err    error  // what ended reading
	window *window
	left   string // what decompressing left unread, until Next says it
	// foreign is what NewReaderOr's sniff recognised, or nil.
	foreign io.Reader
}

// NewReader recognises compression and format by content and reads the file's
// first header. Compression inside compression is not followed. The error is
// an *Error of Kind Empty, NotCapture, Unsupported, Cut, Damaged or Read.
func NewReader(src io.Reader) (*Reader, error) { return newReader(src, nil) }

func newReader(src io.Reader, sniff Sniff) (*Reader, error) {
	w := newWindow(src)
	r := &Reader{facts: &Facts{}}
	name, err := compression(w)
	if err != nil {
		return nil, err
	}
	if name != "" {
		r.facts.Compression = name
		var plain io.Reader
		if plain, r.free, err = decompress(name, w, r.leave); err != nil {
			return nil, err
		}
		w = newWindow(plain)
	}
	if err := r.open(w, sniff); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// leave notes what decompressing left unread: at once, unless on a goroutine of
// its own.
func (r *Reader) leave(reason string) {
	if r.window != nil && r.window.eager {
		r.left = reason
		return
	}
	(&keeper{Facts: r.facts}).skip(reason)
}

// open recognises the format by its magic number.
func (r *Reader) open(w *window, sniff Sniff) error {
	r.window = w
	if !w.need(4) {
		switch {
		case w.err != io.EOF:
			return w.ended("its first bytes")
		case w.start == w.end:
			return &Error{Kind: Empty, Reason: "empty: there is nothing in it" + r.within()}
		}
		return &Error{Kind: NotCapture, Reason: fmt.Sprintf("not a packet capture: it has %d bytes%s", w.end-w.start, r.within())}
	}
	head := w.buf[w.start : w.start+4]
	magic := binary.LittleEndian.Uint32(head)
	var err error
	if canonical, big, ok := pcapMagic(magic); ok {
		r.format, err = openPcap(w, canonical, big, r.facts)
		return err
	}
	if magic == blockSection {
		r.format, err = openPcapng(w, r.facts)
		return err
	}
	if sniffed(w, sniff) {
		r.format, r.foreign = noFrames{}, &rest{w: w}
		return nil
	}
	head = w.buf[w.start : w.start+4]
	if what, ok := strangers[string(head)]; ok {
		return &Error{Kind: NotCapture, Reason: "not a pcap or pcapng file but " + what + r.within()}
	}
	return &Error{Kind: NotCapture, Reason: fmt.Sprintf("not a packet capture: it begins with % x, as pcap and pcapng never do%s", head, r.within())}
}

// strangers are the files that people take for captures, or captures are in,
// by their first four bytes.
var strangers = map[string]string{
	"PK\x03\x04":       "a zip archive; unpack it first",
	"7z\xbc\xaf":       "a 7z archive; unpack it first",
	"\xfd7zX":          "xz-compressed; unpack it first (xz -d)",
	"BZh9":             "bzip2-compressed; unpack it first (bzip2 -d)",
	"\x1f\x8b\x08\x00": "gzip-compressed twice; unpack it first (gzip -d)",
	"\x1f\x8b\x08\x08": "gzip-compressed twice; unpack it first (gzip -d)",
	"\x28\xb5\x2f\xfd": "zstd-compressed twice; unpack it first (zstd -d)",
	"\x04\x22\x4d\x18": "lz4-compressed twice; unpack it first (lz4 -d)",
	"snoo":             "a snoop capture; convert it first (editcap in.snoop out.pcapng)",
	"GMBU":             "a Network Monitor capture; convert it first (editcap in.cap out.pcapng)",
	"RTSS":             "a Network Monitor capture; convert it first (editcap in.cap out.pcapng)",
	"TRSN":             "a Sniffer capture; convert it first (editcap in.cap out.pcapng)",
	"XCP\x00":          "a Sniffer or NetXRay capture; convert it first (editcap in.cap out.pcapng)",
}

func (r *Reader) within() string {
	if r.facts.Compression == "" {
		return ""
	}
	return " (inside the " + r.facts.Compression + ")"
}

// Next fills rec with the next frame. At a clean end it returns io.EOF, else an
// *Error of Kind Cut, Damaged, Read, or Unsupported where a later pcapng
// section has a version not known here. After an error it returns that again.
func (r *Reader) Next(rec *Record) error {
	if r.err != nil {
		return r.err
	}
	if err := r.format.next(rec); err != nil {
		r.err = err
		if r.left != "" {
			(&keeper{Facts: r.facts}).skip(r.left)
		}
		return err
	}
	return nil
}

// Share has move called whenever frames that Next gave are about to die, for
// who needs several at a time. Without it, a frame is valid until the next Next.
func (r *Reader) Share(move Mover) {
	r.window.move = move
	r.window.give = r.window.free.give
}

// ReadAhead lets the source be read, and decompressed, on a goroutine of its
// own once the Reader's window is full; it can still be in a Read when the
// Reader is closed.
func (r *Reader) ReadAhead() { r.window.eager = true }

// Facts is what the capture says of itself, as far as it was read. It is the
// Reader's own, not a copy.
func (r *Reader) Facts() *Facts { return r.facts }

// Close frees the decoders; Next must not be called after it. It doesn't close
// the source.
func (r *Reader) Close() error {
	free := r.free
	r.free = nil
	if a := r.window.ahead; a != nil {
		r.window.ahead = nil
		a.end(free)
	} else if free != nil {
		free()
	}
	return nil
}
