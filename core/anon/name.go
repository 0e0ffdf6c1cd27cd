package anon

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// names gives names pseudonyms of two words and a number for each label:
// db.shop.example.com may become calm-otter-204.bold-fern-17.keen-moss-950.example.
// Names that end alike have pseudonyms that do. A pseudonym depends on the key
// and the name alone, but where two names would have the same: then the second
// one has another.
type names struct {
	key  [sha256.Size]byte
	said map[string]string // pseudonyms of ends of names
	// taken is whose each one is.
	taken map[string]string
}

func newNames(key *Key) *names {
	return &names{key.part("name"), map[string]string{}, map[string]string{}}
}

// maxLabels is how many labels of a name have pseudonyms of their own; the
// first ones of a longer name have one together.
const maxLabels = 8

// specialEnds are the special-use domains (RFC 6761, RFC 6762, RFC 8375, ICANN's
// internal) and others that only private networks have. They say nothing of a
// name but what it is for. All other top-level domains become example, so that
// no pseudonym is anybody's name.
var specialEnds = strings.Fields("local localhost arpa in-addr.arpa ip6.arpa home.arpa internal test invalid example onion lan home localdomain")

// pseudonym is a name's: one for all of its spellings in upper and lower case.
func (n *names) pseudonym(name string) string { return n.of(strings.ToLower(name)) }

// of is the pseudonym of exactly this name.
func (n *names) of(name string) string {
	labels := strings.Split(name, ".")
	if first := len(labels) - maxLabels; first > 0 {
		labels = append([]string{strings.Join(labels[:first+1], ".")}, labels[first+1:]...)
	}
	if len(labels) == 1 {
		return n.free(name, "")
	}
	whole, pseudonym := "", ""
	for i := len(labels) - 1; i >= 0; i-- {
		top := whole == ""
		if whole = join(labels[i], whole); labels[i] == "" {
			pseudonym = join("", pseudonym) // the root, or a slip
			continue
		}
		known, ok := n.said[whole]
		switch {
		case ok:
		case slices.Contains(specialEnds, whole):
			known = whole
		case top:
			known = "example"
		default:
			known = n.free(whole, pseudonym)
		}
		pseudonym = known
		n.said[whole] = pseudonym
	}
	if pseudonym == "" {
		return n.free(name, "")
	}
	return pseudonym
}

func join(label, rest string) string {
	if rest == "" {
		return label
	}
	return label + "." + rest
}

// free gives a name the first pseudonym that no other has.
func (n *names) free(name, rest string) string {
	for try := 0; ; try++ {
		pseudonym := join(n.words(strings.ToLower(name), try), rest)
		if owner, ok := n.taken[pseudonym]; !ok || owner == name {
			n.taken[pseudonym] = name
			return pseudonym
		}
	}
}

// words are two words and a number for a name, other ones at each try.
func (n *names) words(name string, try int) string {
	// All that is seen of a sum is 8 of its bytes: nothing to extend it by.
	sum := sha256.Sum256(append(strconv.AppendInt(n.key[:], int64(try), 10), name...))
	v := binary.BigEndian.Uint64(sum[:])
	adjective, noun := adjectives[v%uint64(len(adjectives))], nouns[v>>8%uint64(len(nouns))]
	return fmt.Sprintf("%s-%s-%d", adjective, noun, v>>16%1000)
}
