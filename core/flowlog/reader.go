package flowlog

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	// maxLine is how long a line can be in bytes: more than its fields can fill.
	maxLine = 4 << 10
	// maxTold is how many bad lines are told one by one; the rest is counted.
	maxTold = 20
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// BadLine is a line that is no record.
type BadLine struct {
	Line   uint64 // from 1
	Reason string
}

func (b BadLine) String() string { return "line " + strconv.FormatUint(b.Line, 10) + ": " + b.Reason }

// Reader reads the records of one file. Bad lines are passed over, counted and
// told; blank lines, comments (# at the beginning) and a line that names the
// columns are not bad. Lines end with LF or CR LF, the last one also without.
// A line that is not UTF-8 is read as Latin-1.
type Reader struct {
	src io.Reader
	buf *bufio.Reader // while reading, so that a thousand Readers are cheap
	err error         // what ended reading

	// Sum is the bytes of all records so far. One that would make it more than
	// MaxBytes is bad; of several files, each may go on from the one before.
	Sum uint64
	// Line is how many lines were read so far, Records how many records, Bad how
	// many bad lines; Told are the first of these.
	Line, Records, Bad uint64
	Told               []BadLine
}

// NewReader reads from src, which is plain text.
func NewReader(src io.Reader) *Reader { return &Reader{src: src} }

// Next returns the next record. At the end it returns io.EOF, else the
// source's own error, and from then on that again.
func (r *Reader) Next() (Record, error) {
	if r.buf == nil && r.err == nil {
		r.buf = bufio.NewReaderSize(r.src, 64<<10)
	}
	for r.err == nil {
		line, long, err := r.readLine()
		if err != nil {
			r.err, r.buf = err, nil
			break
		}
		r.Line++
		if long {
			r.bad("it is longer than " + strconv.Itoa(maxLine) + " bytes")
			continue
		}
		if r.Line == 1 {
			line = bytes.TrimPrefix(line, byteOrderMark)
		}
		text := decode(line)
		if isBlank(text) {
			continue
		}
		record, err := Parse(text)
		switch {
		case err == errHeader:
		case err != nil:
			r.bad(err.Error())
		case record.In+record.Out > MaxBytes-r.Sum:
			r.bad("the bytes of all lines up to it are more than " + strconv.FormatUint(MaxBytes, 10))
		default:
			r.Sum += record.In + record.Out
			r.Records++
			return record, nil
		}
	}
	return Record{}, r.err
}

func (r *Reader) bad(reason string) {
	r.Bad++
	if len(r.Told) < maxTold {
		r.Told = append(r.Told, BadLine{r.Line, reason})
	}
}

// readLine returns the next line, valid until the next call; of one that is
// too long, only that it was.
func (r *Reader) readLine() (line []byte, long bool, err error) {
	for {
		part, err := r.buf.ReadSlice('\n')
		long = long || len(part) > maxLine
		switch {
		case err == bufio.ErrBufferFull:
			long = true
			continue
		case err == io.EOF && (len(part) > 0 || long):
			return part, long, nil
		}
		return part, long, err
	}
}

// decode makes text of a line.
func decode(line []byte) string {
	if utf8.Valid(line) {
		return string(line)
	}
	var b strings.Builder
	for _, c := range line {
		b.WriteRune(rune(c)) // Latin-1 is Unicode's first 256 characters
	}
	return b.String()
}

// isBlank reports whether a line is meant to say nothing.
func isBlank(line string) bool {
	line = strings.TrimSpace(line)
	return line == "" || line[0] == '#'
}
