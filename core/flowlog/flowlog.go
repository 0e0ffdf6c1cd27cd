// Package flowlog reads flow records: who talked to whom and how much, one
// record a line, as flow collectors print them. A record has no packets, no
// ports and no times. What a record's words mean (which of them are addresses,
// which protocols are known) is not decided here.
package flowlog

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Format is what the report calls these files.
const Format = "ntop lines"

const (
	// MaxHost is how long a host's name can be in bytes, as in DNS (RFC 1035 §2.3.4).
	MaxHost = 255
	// MaxProtocol is how long a protocol's name can be in bytes.
	MaxProtocol = 64
	// MaxBytes is the most that one size, and all sizes of a file together, can
	// be: the largest integer that every reader of JSON holds exactly
	// (RFC 8259 §6). It is 9 PB.
	MaxBytes = 1<<53 - 1
)

// Record is one line:
//
//	source | destination | bytes in | bytes out | layer 4 | layer 7
//
// "In" and "out" are ntop's words, and mean what ntop means by them: nProbe's
// and ntopng's IN_BYTES are the "incoming flow bytes (src->dst)", OUT_BYTES the
// "outgoing flow bytes (dst->src)", as NetFlow counts them (RFC 3954 §8, fields
// 1 and 23): in and out of who observes the flow, not of its source. So
// a record of one direction alone has its bytes in "in".
type Record struct {
	Source, Destination string
	In                  uint64 // bytes that the source sent to the destination
	Out                 uint64 // bytes that the destination sent back
	// Transport and Application are as written; either may be empty.
	Transport, Application string
}

const (
	separator = "|"
	fields    = 6
)

// errHeader is the line that names the columns.
var errHeader = fmt.Errorf("the columns' names")

// Parse reads one line, without its end. Spaces around the separators are free.
func Parse(line string) (Record, error) {
	if n := strings.Count(line, separator) + 1; n != fields {
		return Record{}, fmt.Errorf("it has %s, not %d, with | between them", plural(n, "field"), fields)
	}
	var field [fields]string
	for i := range field {
		text, rest, _ := strings.Cut(line, separator)
		field[i], line = strings.TrimSpace(text), rest
	}
	if isHeader(&field) {
		return Record{}, errHeader
	}
	r := Record{Source: field[0], Destination: field[1], Transport: field[4], Application: field[5]}
	var err error
	check := func(what, text string, most int) {
		if err == nil {
			err = checkName(what, text, most)
		}
	}
	size := func(what, text string) (n uint64) {
		if err == nil {
			n, err = parseSize(what, text)
		}
		return n
	}
	check("source", r.Source, MaxHost)
	check("destination", r.Destination, MaxHost)
	r.In = size("bytes in", field[2])
	r.Out = size("bytes out", field[3])
	check("layer 4", r.Transport, MaxProtocol)
	check("layer 7", r.Application, MaxProtocol)
	switch {
	case err != nil:
	case r.Source == "":
		err = fmt.Errorf("it names no source")
	case r.Destination == "":
		err = fmt.Errorf("it names no destination")
	}
	return r, err
}

func isHeader(field *[fields]string) bool {
	return strings.EqualFold(field[0], "source") && strings.EqualFold(field[1], "destination") &&
		!startsWithDigit(field[2]) && !startsWithDigit(field[3])
}

func startsWithDigit(s string) bool { return s != "" && '0' <= s[0] && s[0] <= '9' }

// checkName refuses what no name of a host or protocol holds. Letters of any
// script are welcome.
func checkName(what, name string, most int) error {
	if len(name) > most {
		return fmt.Errorf("its %s is longer than %d bytes", what, most)
	}
	for _, r := range name {
		if unicode.IsControl(r) {
			return fmt.Errorf("its %s holds the control character %U", what, r)
		}
	}
	return nil
}

func parseSize(what, text string) (uint64, error) {
	n, err := strconv.ParseUint(text, 10, 64)
	switch {
	case err == nil && n <= MaxBytes:
		return n, nil
	case err == nil, isRange(err):
		return 0, fmt.Errorf("its %s are more than %d", what, uint64(MaxBytes))
	case text == "":
		return 0, fmt.Errorf("it says no %s", what)
	}
	return 0, fmt.Errorf("its %s are not a whole number but %s", what, quote(text))
}

func isRange(err error) bool {
	number, ok := err.(*strconv.NumError)
	return ok && number.Err == strconv.ErrRange
}

// quote shows a piece of a line in an error.
func quote(s string) string {
	const most = 24
	if len(s) <= most {
		return strconv.Quote(s)
	}
	cut := most
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strconv.Quote(s[:cut]) + "…"
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
