package capture

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	// Not compress/gzip: this one inflates 1.5 times as fast, which keeps up
	// with capinfos on .pcap.gz, for 28 KB more of the compressed engine.
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

const (
	gzipMagic = 0x8b1f     // RFC 1952, two bytes
	zstdMagic = 0xfd2fb528 // RFC 8878 3.1.1
	lz4Magic  = 0x184d2204 // LZ4 frame format 1.6
	// skippableMagic starts a skippable frame of zstd and lz4 alike; its low
	// four bits are free.
	skippableMagic = 0x184d2a50

	// maxZstdWindow is the longest window a zstd stream may ask for, and so the
	// memory that reading it takes: what zstd itself decodes by default.
	maxZstdWindow = 128 << 20
	// maxExpansion is how many times its own length a stream may hold once that
	// is more than freeExpansion bytes. Captures of one and the same packet
	// reach a few hundred; gzip can do 1 032, zstd and lz4 more.
	maxExpansion  = 500
	freeExpansion = 1 << 30
	// compressedBuffer is how much compressed input is read at once.
	compressedBuffer = 64 << 10
)

// compression names what the first bytes say; "" for none. Leading skippable
// frames, which belong to zstd and lz4 alike, are consumed.
func compression(w *window) (string, error) {
	for w.need(4) {
		head := w.buf[w.start:w.end]
		switch magic := binary.LittleEndian.Uint32(head); {
		case magic&0xffff == gzipMagic:
			return "gzip", nil
		case magic == zstdMagic:
			return "zstd", nil
		case magic == lz4Magic:
			return "lz4", nil
		case magic&^0xf == skippableMagic:
			if !w.need(8) {
				return "", w.ended("a skippable frame")
			}
			size := binary.LittleEndian.Uint32(w.buf[w.start+4:])
			if !w.discard(8+int64(size), false) {
				return "", w.ended("a skippable frame")
			}
		default:
			return "", nil
		}
	}
	return "", nil
}

// decompress reads what w holds and its source has left through the decoder
// of that name. The Reader's errors are io.EOF and *Error; free gives the
// decoder's memory back and may be nil; tell is told what is left unread.
func decompress(name string, w *window, tell func(reason string)) (r io.Reader, free func(), err error) {
	from := &rest{w: w}
	src := bufio.NewReaderSize(from, compressedBuffer)
	d := &decoder{name: name, src: w, packed: from}
	switch name {
	case "gzip":
		d.Reader, err = newGzip(src, tell)
	case "zstd":
		var z *zstd.Decoder
		z, err = zstd.NewReader(src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(maxZstdWindow))
		if err == nil {
			free = z.Close
			d.Reader = z
		}
	case "lz4":
		d.Reader = lz4.NewReader(src)
	}
	if err != nil {
		return nil, nil, d.explain(err)
	}
	return d, free, nil
}

// rest gives the bytes of a window and then those of its source.
type rest struct {
	w    *window
	read int64 // bytes given so far
}

func (r *rest) Read(p []byte) (int, error) {
	n, err := r.next(p)
	r.read += int64(n)
	return n, err
}

func (r *rest) next(p []byte) (int, error) {
	w := r.w
	if w.start < w.end {
		n := copy(p, w.buf[w.start:w.end])
		w.start += n
		return n, nil
	}
	w.buf = nil
	if w.err == nil {
		var n int
		n, w.err = w.src.Read(p)
		return n, w.err
	}
	return 0, w.err
}

// decoder puts a decompressor's errors into this package's words.
type decoder struct {
	io.Reader
	name string
	src  *window // whose err is the source's own
	// packed is what it reads, unpacked how many bytes it has made of that.
	packed   *rest
	unpacked int64
}

func (d *decoder) Read(p []byte) (int, error) {
	n, err := d.Reader.Read(p)
	d.unpacked += int64(n)
	if d.unpacked > freeExpansion && d.unpacked/maxExpansion > d.packed.read {
		return 0, &Error{Kind: Damaged, Reason: fmt.Sprintf(
			"the %s stream holds more than %d times its own length, as no capture does; unpack it first if it is one", d.name, maxExpansion)}
	}
	if err != nil && err != io.EOF {
		err = d.explain(err)
	}
	return n, err
}

func (d *decoder) explain(err error) error {
	if src := d.src.err; src != nil && src != io.EOF {
		return src
	}
	switch {
	case errors.Is(err, zstd.ErrWindowSizeExceeded):
		return &Error{Kind: Unsupported, Err: err,
			Reason: fmt.Sprintf("the zstd stream needs a window of more than %d MiB; unpack it first", maxZstdWindow>>20)}
	case errors.Is(err, io.ErrUnexpectedEOF), err == io.EOF:
		return &Error{Kind: Cut, Reason: "the " + d.name + " stream is cut short", Err: err}
	}
	return &Error{Kind: Damaged, Reason: "the " + d.name + " stream is damaged (" + err.Error() + ")", Err: err}
}

// gzipMembers reads concatenated gzip members as one. Where what follows one
// is no further member it ends, as gzip(1) does, and tells of it.
type gzipMembers struct {
	*gzip.Reader
	src  *bufio.Reader
	tell func(reason string)
}

func newGzip(src *bufio.Reader, tell func(reason string)) (io.Reader, error) {
	z, err := gzip.NewReader(src)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	return &gzipMembers{z, src, tell}, nil
}

func (g *gzipMembers) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	if err != io.EOF {
		return n, err
	}
	next, err := g.src.Peek(2)
	if err != nil && err != io.EOF {
		return n, err
	}
	if len(next) < 2 || binary.LittleEndian.Uint16(next) != gzipMagic {
		if len(next) > 0 {
			g.tell("bytes after the gzip stream")
		}
		return n, io.EOF
	}
	if err := g.Reset(g.src); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return n, err
	}
	g.Multistream(false)
	return n, nil
}

var _ flate.Reader = (*bufio.Reader)(nil) // else gzip would buffer again, past a member's end
