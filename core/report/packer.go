package report

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"runtime"

	"github.com/klauspost/compress/flate"
)

const (
	// packLevel is deflate's.
	packLevel = 6
	// packPiece is how much is deflated at once, in bytes: without what came before
	// them, all pieces together take 0.3 % more.
	packPiece = 256 << 10
	// maxPackers is how many pieces are deflated at the same time: more than make
	// up for encoding them.
	maxPackers = 4
)

// packer writes a gzip file (RFC 1952). Each piece of its contents is deflated by
// itself, so that several processors have something to do, and the bytes are the
// same however many there are.
type packer struct {
	w       io.Writer
	piece   *piece // that is being filled
	packers int
	toPack  chan *piece
	toWrite chan *piece // in their order
	spare   chan *piece
	written chan error
	sum     uint32
	size    uint32 // modulo 2^32, as the file has it
}

type piece struct {
	plain    []byte
	deflated bytes.Buffer
	done     chan struct{}
}

// newPacker returns a packer to w. Its Close ends the file, and says what was
// wrong with writing it.
func newPacker(w io.Writer) *packer {
	z := &packer{
		w:      w,
		toPack: make(chan *piece, maxPackers), toWrite: make(chan *piece, maxPackers), spare: make(chan *piece, 2*maxPackers),
		written: make(chan error, 1),
	}
	z.take()
	go z.write()
	return z
}

// Write takes a copy of p.
func (z *packer) Write(p []byte) (int, error) {
	z.sum = crc32.Update(z.sum, crc32.IEEETable, p)
	z.size += uint32(len(p))
	for rest := p; len(rest) > 0; {
		n := min(len(rest), packPiece-len(z.piece.plain))
		z.piece.plain = append(z.piece.plain, rest[:n]...)
		rest = rest[n:]
		if len(z.piece.plain) == packPiece {
			z.hand()
			z.take()
		}
	}
	return len(p), nil
}

// hand passes the piece on.
func (z *packer) hand() {
	if z.packers < min(runtime.GOMAXPROCS(0), maxPackers) {
		z.packers++
		go z.pack()
	}
	z.toPack <- z.piece
	z.toWrite <- z.piece
}

// take begins another piece.
func (z *packer) take() {
	select {
	case z.piece = <-z.spare:
		z.piece.plain = z.piece.plain[:0]
		z.piece.deflated.Reset()
	default:
		z.piece = &piece{done: make(chan struct{}, 1)}
	}
}

func (z *packer) pack() {
	f, _ := flate.NewWriter(nil, packLevel) // fails for other levels alone
	for p := range z.toPack {
		f.Reset(&p.deflated) // which can't fail to be written to
		f.Write(p.plain)
		f.Flush()
		p.done <- struct{}{}
	}
}

func (z *packer) write() {
	_, err := z.w.Write([]byte{0x1f, 0x8b, 8, 9: 255}) // deflate; no flags, time or system
	for p := range z.toWrite {
		<-p.done
		if err == nil {
			_, err = z.w.Write(p.deflated.Bytes())
		}
		select {
		case z.spare <- p:
		default:
		}
	}
	z.written <- err
}

// Close waits until all is written.
func (z *packer) Close() error {
	z.hand()
	close(z.toPack)
	close(z.toWrite)
	if err := <-z.written; err != nil {
		return err
	}
	end := []byte{3, 0} // a last block that is empty
	end = binary.LittleEndian.AppendUint32(end, z.sum)
	end = binary.LittleEndian.AppendUint32(end, z.size)
	_, err := z.w.Write(end)
	return err
}
