package name

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"heatsink/core/packet"
)

// hosts reads hosts(5) lines: an address, its name, other names of it, and
// comments from # on.
func (f *file) hosts(data []byte) error {
	n := 0
	for line := range bytes.Lines(data) {
		n++
		if text := uncommented(line); text != "" {
			if err := f.hostsLine(text); err != nil {
				f.line(n, err)
			}
		}
	}
	return f.problem()
}

func uncommented(line []byte) string {
	text, _, _ := strings.Cut(string(line), "#")
	return strings.TrimSpace(text)
}

func (f *file) hostsLine(text string) error {
	fields := strings.Fields(text)
	addr, ok := packet.ParseAddr(fields[0])
	if !ok {
		return fmt.Errorf("%s is no address", quoted(fields[0]))
	}
	if len(fields) == 1 {
		return fmt.Errorf("%s has no name", fields[0])
	}
	if strings.Contains(text, "|") {
		return errors.New("has a |, as lines of flow records have")
	}
	for _, called := range fields[1:] {
		if err := f.add(addr, called, Hosts); err != nil {
			return err
		}
	}
	return nil
}

// csv reads two columns, an address and its name in either order. The first
// line may say what the columns are.
func (f *file) csv(data []byte) error {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = separator(data)
	r.Comment = '#'
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	r.ReuseRecord = true
	for first := true; ; first = false {
		row, err := r.Read()
		if err == io.EOF {
			return f.problem()
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			f.line(bad.Line, bad.Err)
			return f.problem()
		}
		if err != nil {
			return err
		}
		n, _ := r.FieldPos(0)
		if err := f.row(row, first); err != nil {
			f.line(n, err)
		}
	}
}

func (f *file) row(row []string, first bool) error {
	if len(row) != 2 {
		return fmt.Errorf("%d columns, where an address and its name are wanted", len(row))
	}
	x, y := strings.TrimSpace(row[0]), strings.TrimSpace(row[1])
	if addr, ok := packet.ParseAddr(x); ok {
		return f.add(addr, y, Table)
	}
	if addr, ok := packet.ParseAddr(y); ok {
		return f.add(addr, x, Table)
	}
	if first {
		return nil // headings
	}
	return fmt.Errorf("neither %s nor %s is an address", quoted(x), quoted(y))
}

// quoted is a piece of a file as an error shows it.
func quoted(s string) string {
	const most = 40
	if len(s) > most {
		s = s[:most] + "…"
	}
	return fmt.Sprintf("%q", s)
}

// kind is what kind of names file it is.
type kind uint8

const (
	isEmpty kind = iota
	isJSON
	isCSV
	isHosts
)

// kindOf goes by the first line that is not empty.
func kindOf(data []byte) kind {
	for line := range bytes.Lines(data) {
		text := uncommented(line)
		switch {
		case text == "":
		case text[0] == '{' || text[0] == '[':
			return isJSON
		case strings.ContainsAny(text, ",;"):
			return isCSV
		default:
			return isHosts
		}
	}
	return isEmpty
}

// separator is the comma of a CSV file; spreadsheets of many countries write ;.
func separator(data []byte) rune {
	for line := range bytes.Lines(data) {
		if text := uncommented(line); text != "" && !strings.Contains(text, ",") {
			return ';'
		} else if text != "" {
			break
		}
	}
	return ','
}

// Sniff tells by a file's first bytes whether it is one of names, or that it
// takes more of them to be sure; whole says that there are no more.
func Sniff(head []byte, whole bool) (yes, sure bool) {
	head = decoded(head)
	if bytes.ContainsAny(head, "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x7f") {
		return false, true
	}
	switch kindOf(head) {
	case isJSON:
		for _, key := range []string{`"NetworkSettings"`, `"Containers"`, `"podIPs"`, `"podIP"`, `"clusterIP"`, `"hostIP"`} {
			if bytes.Contains(head, []byte(key)) {
				return true, true
			}
		}
		return false, whole
	case isEmpty:
		return false, whole
	}
	return sniffLines(head, whole)
}

// sniffLines tries the first two lines, of which one may be headings, and not
// one that may go on.
func sniffLines(head []byte, whole bool) (yes, sure bool) {
	seen := 0
	for line := range bytes.Lines(head) {
		if !whole && line[len(line)-1] != '\n' {
			return false, len(line) > 4*MaxBytes
		}
		text := uncommented(line)
		if text == "" {
			continue
		}
		f := file{named: map[packet.Addr]int{}}
		if kindOf(line) == isCSV {
			if f.csv(line) == nil && len(f.entries) > 0 {
				return true, true
			}
		} else if f.hostsLine(text) == nil {
			return true, true
		}
		if seen++; seen == 2 {
			return false, true
		}
	}
	return false, whole
}
