package flowlog

import (
	"bytes"
	"strings"
)

// Verdict is what the first bytes of a file tell.
type Verdict uint8

const (
	No   Verdict = iota // not flow records
	Yes                 // flow records
	More                // more bytes are needed to tell
)

// sniffLimit is how many bytes must be enough to tell.
const sniffLimit = 64 << 10

// Sniff tells flow records from anything else by a file's first bytes: by the
// first line that is a record, or, where all those lines are bad, by one with
// the right number of fields. whole says that head is all there is.
func Sniff(head []byte, whole bool) Verdict {
	if len(head) > sniffLimit {
		head, whole = head[:sniffLimit], true
	}
	whole = whole || len(head) == sniffLimit
	if !isText(head) {
		return No
	}
	likely := false
	for rest := bytes.TrimPrefix(head, byteOrderMark); len(rest) > 0; {
		end := bytes.IndexByte(rest, '\n')
		if end < 0 && !whole {
			return More
		}
		if end < 0 {
			end = len(rest) - 1
		}
		line := decode(rest[:end+1])
		rest = rest[end+1:]
		if isBlank(line) {
			continue
		}
		switch _, err := Parse(line); {
		case err == nil, err == errHeader:
			return Yes
		case strings.Count(line, separator) == fields-1:
			likely = true
		}
	}
	switch {
	case !whole:
		return More
	case likely:
		return Yes
	}
	return No
}

// isText reports whether b may be text, in UTF-8 or Latin-1.
func isText(b []byte) bool {
	for _, c := range b {
		if c < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1b", rune(c)) {
			return false
		}
	}
	return true
}
