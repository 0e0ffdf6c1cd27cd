package report

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"strings"
)

// WriteJSON writes the document as JSON: the very bytes that the page carries.
// Without a trailing newline, and with <, > and & as they are: the page holds
// it packed, never as markup.
func WriteJSON(w io.Writer, r *Report) error {
	e := &encoder{w: w}
	e.object(reflect.ValueOf(r).Elem())
	e.write()
	return e.err
}

// encoder writes what encoding/json would, column by column: json makes the
// whole document in memory, which doubles what a large one takes, and needs
// four times as long for columns of numbers.
type encoder struct {
	w   io.Writer
	buf bytes.Buffer
	err error
}

// encodedPiece is from how much on what is encoded is written, in bytes.
const encodedPiece = 64 << 10

func (e *encoder) write() {
	if e.err == nil {
		_, e.err = e.w.Write(e.buf.Bytes())
	}
	e.buf.Reset()
}

// object encodes a struct, whose fields' tags say their names.
func (e *encoder) object(v reflect.Value) {
	e.buf.WriteByte('{')
	for i := range v.NumField() {
		if i > 0 {
			e.buf.WriteByte(',')
		}
		name, option, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		e.buf.WriteString(`"` + name + `":`)
		if option == "string" {
			e.buf.WriteByte('"')
			e.value(v.Field(i))
			e.buf.WriteByte('"')
		} else {
			e.value(v.Field(i))
		}
		if e.buf.Len() >= encodedPiece {
			e.write()
		}
	}
	e.buf.WriteByte('}')
}

func (e *encoder) value(v reflect.Value) {
	if v.Kind() == reflect.Struct {
		e.object(v)
		return
	}
	switch x := v.Interface().(type) {
	case []int:
		column(e, x)
	case []int64:
		column(e, x)
	case []uint16:
		column(e, x)
	case []uint64:
		column(e, x)
	case [2][]uint64:
		e.buf.WriteByte('[')
		column(e, x[0])
		e.buf.WriteByte(',')
		column(e, x[1])
		e.buf.WriteByte(']')
	default:
		enc := json.NewEncoder(&e.buf)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(x); err != nil && e.err == nil {
			e.err = err
		}
		e.buf.Truncate(e.buf.Len() - 1) // the newline that Encode ends with
	}
}

// columnPart is how many numbers are encoded at once, and longestNumber how many
// bytes one takes at most, with its comma.
const (
	columnPart    = 1 << 10
	longestNumber = len(",-9223372036854775808")
)

// column encodes numbers.
func column[T int | int64 | uint16 | uint64](e *encoder, list []T) {
	if list == nil {
		e.buf.WriteString("null")
		return
	}
	if len(list) == 0 {
		e.buf.WriteByte('[')
	}
	before := byte('[')
	for part := range slices.Chunk(list, columnPart) {
		e.buf.Grow(columnPart * longestNumber)
		b := e.buf.AvailableBuffer()
		for _, n := range part {
			b = append(b, before)
			if n < 0 {
				b = append(b, '-')
				n = -n
			}
			b = appendNumber(b, uint64(n))
			before = ','
		}
		e.buf.Write(b)
		if e.buf.Len() >= encodedPiece {
			e.write()
		}
	}
	e.buf.WriteByte(']')
}

// appendNumber appends n in decimal, for which b has room. strconv takes half as
// long again, natively and under WebAssembly, and most of a document is numbers.
func appendNumber(b []byte, n uint64) []byte {
	const billion = 1e9 // below it, 32 bits are enough
	if n >= billion {
		return appendDigits(appendNumber(b, n/billion), uint32(n%billion), 9)
	}
	width := 1
	for rest := uint32(n) / 10; rest > 0; rest /= 10 {
		width++
	}
	return appendDigits(b, uint32(n), width)
}

// appendDigits appends n's last digits.
func appendDigits(b []byte, n uint32, width int) []byte {
	b = b[:len(b)+width]
	for digits := b[len(b)-width:]; len(digits) > 0; digits = digits[:len(digits)-1] {
		rest := n / 10
		digits[len(digits)-1] = byte('0' + n - rest*10)
		n = rest
	}
	return b
}

// Pack writes the document as gzipped JSON, as the page carries it in base64: the
// same bytes natively and under WebAssembly.
func Pack(w io.Writer, r *Report) error {
	z := newPacker(w)
	err := WriteJSON(z, r)
	if packed := z.Close(); err == nil {
		err = packed
	}
	return err
}

// PackJSON packs what WriteJSON has written to the same bytes as Pack.
func PackJSON(w io.Writer, document []byte) error {
	z := newPacker(w)
	z.Write(document) // what is wrong, Close says
	return z.Close()
}
