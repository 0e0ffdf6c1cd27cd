package capture

import (
	"fmt"
	"strings"
)

// What a capture may make a Reader keep. Reaching a limit is counted in
// Facts.Skipped and ends nothing.
const (
	// maxInterfaces bounds Facts.Interfaces; frames of further ones count for
	// the last that is kept, with their own link type.
	maxInterfaces = 4096
	// maxSectionInterfaces is how many interfaces one section may have at all.
	maxSectionInterfaces = 65536
	// maxTextLength bounds one comment, name or description, in bytes.
	maxTextLength = 4096
	// maxText bounds all of them together, in bytes.
	maxText = 1 << 20
	// maxComments bounds the comments of sections and interfaces together.
	maxComments = 1000
	// maxNames and maxNameLength (RFC 1035, in text form) bound Facts.Names.
	maxNames      = 65536
	maxNameLength = 255
	// maxReasons bounds Facts.Skipped; past it everything counts as "other".
	maxReasons = 64
)

// keeper fills a Facts within the limits.
type keeper struct {
	*Facts
	text     int // bytes of text kept
	comments int
}

// skip counts something left unread. Names of reasons are fixed or made from
// a block's number, never from a capture's text.
func (k *keeper) skip(reason string) {
	for i := range k.Skipped {
		if k.Skipped[i].Name == reason {
			k.Skipped[i].Count++
			return
		}
	}
	if len(k.Skipped) >= maxReasons {
		k.Skipped[maxReasons-1].Count++
		return
	}
	if len(k.Skipped) == maxReasons-1 {
		reason = "other"
	}
	k.Skipped = append(k.Skipped, Count{Name: reason, Count: 1})
}

// keep copies a text option as valid UTF-8, as far as the limits let it.
func (k *keeper) keep(raw []byte) string {
	if len(raw) > maxTextLength {
		raw = raw[:maxTextLength]
		k.skip(fmt.Sprintf("text past %d bytes", maxTextLength))
	}
	if k.text+len(raw) > maxText {
		k.skip("text past the limit of all text")
		return ""
	}
	k.text += len(raw)
	return clean(raw)
}

func (k *keeper) comment(list *[]string, raw []byte) {
	if k.comments == maxComments {
		k.skip(fmt.Sprintf("comments past %d", maxComments))
		return
	}
	if text := k.keep(raw); text != "" {
		k.comments++
		*list = append(*list, text)
	}
}

func (k *keeper) name(n Name) {
	if len(k.Names) == maxNames {
		k.skip(fmt.Sprintf("names past %d", maxNames))
		return
	}
	k.Names = append(k.Names, n)
}

// clean makes valid UTF-8 of what a capture calls text, without the zeros that
// some writers pad with.
func clean(raw []byte) string {
	return strings.ToValidUTF8(strings.TrimRight(string(raw), "\x00"), "\uFFFD")
}
