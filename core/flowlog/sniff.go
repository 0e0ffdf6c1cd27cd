package flowlog

import (
	"bytes"
	"strings"
)

// sniffLimit is how many bytes must be enough to tell.
const sniffLimit = 64 << 10

// Sniff tells flow records from anything else by a file's first bytes: by the
// first line that is a record, or, where all those lines are bad, by one with
// the right number of fields. whole says that head is all there is; without
// that, it is not sure until the bytes suffice.
func Sniff(head []byte, whole bool) (yes, sure bool) {
	whole = whole || len(head) >= sniffLimit
	head = head[:min(len(head), sniffLimit)]
	if !isText(head) {
		return false, true
	}
	likely := false
	for rest := bytes.TrimPrefix(head, byteOrderMark); len(rest) > 0; {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		if !ended && !whole {
			break
		}
		rest = after
		text := decode(line)
		if isBlank(text) {
			continue
		}
		if _, err := Parse(text); err == nil || err == errHeader {
			return true, true
		}
		likely = likely || strings.Count(text, separator) == fields-1
	}
	return whole && likely, whole
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
