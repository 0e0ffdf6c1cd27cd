package core

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"net/netip"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode"

	"heatsink/core/report"
)

// This is the second leak check: a program of its own, which reads what was
// written and knows nothing of how it came about. It searches for what somebody
// else found in the captures, in all spellings that it can think of, and takes
// no word for harmless that doesn't stand in heatsink's own source.

// outputs is all that the formats say of a report, in lower case: the document,
// what is read without JavaScript, csv by everything, and ntop's JSON.
func outputs(t testing.TB, folded, whole *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	check(report.WriteJSON(&b, folded))
	b.WriteString("\n" + report.Summary(folded) + "\n")
	for _, by := range []report.By{report.ByHost, report.ByConversation, report.ByService, report.ByFlow} {
		for _, layer := range []int{report.LayerInner, report.LayerOuter} {
			check(report.WriteCSV(&b, whole, by, layer))
		}
	}
	check(report.WriteNtop(&b, whole, report.NtopOptions{Layer: report.LayerInner}))
	return strings.ToLower(html.UnescapeString(b.String()))
}

// chance is a key that nobody knows.
func chance() (key [KeySize]byte) {
	rand.Read(key[:])
	return key
}

// What looks like an address, however it is spelled.
var (
	likeIPv4  = regexp.MustCompile(`\d+(?:[.\-_]\d+){3}`)
	likeColon = regexp.MustCompile(`[0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*`)
	likeMAC   = regexp.MustCompile(`[0-9a-f]{2}(?:-[0-9a-f]{2}){5}`)
	likeHex   = regexp.MustCompile(`\b[0-9a-f]{8,32}\b`)
)

// spellings are ways to write an address.
func spellings(address string) []string {
	ip, err := netip.ParseAddr(address)
	if err != nil { // a MAC address
		return []string{address, strings.ReplaceAll(address, ":", "-"), strings.ReplaceAll(address, ":", "")}
	}
	if ip.Is4() {
		b := ip.As4()
		list := []string{fmt.Sprintf("%02x%02x%02x%02x", b[0], b[1], b[2], b[3]), fmt.Sprintf("%d.%d.%d.%d", b[3], b[2], b[1], b[0])}
		for _, format := range []string{"%d.%d.%d.%d", "%d-%d-%d-%d", "%d_%d_%d_%d", "%03d.%03d.%03d.%03d"} {
			list = append(list, fmt.Sprintf(format, b[0], b[1], b[2], b[3]))
		}
		return list
	}
	return []string{ip.String(), ip.StringExpanded(), strings.ReplaceAll(ip.StringExpanded(), ":", "")}
}

// looksLikeAddresses is all in a text that looks like an address.
func looksLikeAddresses(text string) map[string]bool {
	all := map[string]bool{}
	for _, like := range []*regexp.Regexp{likeIPv4, likeColon, likeMAC, likeHex} {
		for _, found := range like.FindAllString(text, -1) {
			all[found] = true
			all[strings.Trim(found, ":.")] = true
		}
	}
	return all
}

// saysNothing reports whether an address is written in an RFC and the same for everybody.
func saysNothing(address string) bool {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return slices.ContainsFunc([]string{"00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "01:80:c2:", "01:00:0c:", "01:1b:19:",
			"01:00:5e:00:00:", "01:00:5e:00:01:", "33:33:00:00:00:", "33:33:00:01:00:"},
			func(prefix string) bool { return strings.HasPrefix(address, prefix) })
	}
	return ip.IsUnspecified() || ip.IsLoopback() || slices.ContainsFunc([]string{
		"0.0.0.0/31", "255.255.255.254/31", "224.0.0.0/23", "239.255.255.250/31", "192.88.99.0/24", "192.0.0.0/24",
		"::/126", "::ffff:127.0.0.0/104", "ff00::/112", "ff01::/112", "ff02::/112", "ff05::/112", "ff02::1:0/112", "ff05::1:0/112", "ff08::/112", "ff0e::/112",
	}, func(p string) bool { return netip.MustParsePrefix(p).Contains(ip) })
}

// leftOver lists the addresses and names that are in each of the outputs. That
// a pseudonym is another host's address happens with one key, not with all.
func leftOver(t testing.TB, texts []string, addresses, names []string) (left []string) {
	own := sourceWords(t)
	found := make([]map[string]bool, len(texts))
	for i, text := range texts {
		found[i] = looksLikeAddresses(text)
	}
	for _, address := range addresses {
		if saysNothing(address) {
			continue
		}
		for _, spelling := range spellings(address) {
			if !slices.ContainsFunc(found, func(f map[string]bool) bool { return !f[spelling] }) {
				left = append(left, spelling)
			}
		}
	}
	for _, name := range names {
		name = strings.ToLower(name)
		within := func(text string) bool { return containsWord(text, name) }
		if len(name) > 3 && !own[name] && !saysNothing(name) && !slices.ContainsFunc(texts, func(text string) bool { return !within(text) }) {
			left = append(left, name)
		}
	}
	return left
}

// containsWord reports whether a text has a name that isn't part of a longer word.
func containsWord(text, name string) bool {
	part := func(b byte) bool { return b >= 0x80 || unicode.IsLetter(rune(b)) || unicode.IsDigit(rune(b)) }
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		begin, end := at+i, at+i+len(name)
		if (begin == 0 || !part(text[begin-1])) && (end == len(text) || !part(text[end])) {
			return true
		}
		at = begin + 1
	}
}

// foreignWords lists the words of an output that no string of heatsink's source has.
func foreignWords(t testing.TB, text string) (words []string) {
	own := sourceWords(t)
	for _, like := range []*regexp.Regexp{likeColon, likeIPv4, likeMAC} {
		text = like.ReplaceAllString(text, " ")
	}
	seen := map[string]bool{}
	for _, word := range wordsOf(text) {
		if !own[word] && !seen[word] && !numberLike.MatchString(word) {
			seen[word] = true
			words = append(words, word)
		}
	}
	return words
}

// numberLike are numbers, also in hexadecimal and with an exponent, truths, drafts of DoQ, and
// versions of QUIC in its beginnings.
var numberLike = regexp.MustCompile(`^(true|false|i\d\d|\d+|0x[0-9a-f]+|\d+e\d+|[qt]\d{3})$`)

func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// sourceWords are the words of all strings in core's source.
var sourceWordsOnce = sync.OnceValues(func() (map[string]bool, error) {
	own := map[string]bool{}
	files, err := filepath.Glob("*/*.go")
	more, _ := filepath.Glob("*.go")
	for _, file := range append(files, more...) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			return nil, err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				text, _ := strconv.Unquote(literal.Value)
				for _, word := range wordsOf(text) {
					own[word] = true
					own[word+"s"] = true
				}
			}
			return true
		})
	}
	return own, err
})

func sourceWords(t testing.TB) map[string]bool {
	own, err := sourceWordsOnce()
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// pseudonyms pairs a report's hosts with an anonymised one's, by the flows,
// which stand in the same order in both.
func pseudonyms(plain, anon *report.Report) (map[string]string, error) {
	if len(plain.Flows.Client) != len(anon.Flows.Client) {
		return nil, fmt.Errorf("%d flows are %d", len(plain.Flows.Client), len(anon.Flows.Client))
	}
	of, whose := map[string]string{}, map[string]string{}
	for _, columns := range [][2][]int{{plain.Flows.Client, anon.Flows.Client}, {plain.Flows.Server, anon.Flows.Server}} {
		for i := range columns[0] {
			was, is := plain.Hosts.Address[columns[0][i]], anon.Hosts.Address[columns[1][i]]
			if other, ok := of[was]; ok && other != is {
				return nil, fmt.Errorf("%s is both %s and %s", was, other, is)
			}
			if other, ok := whose[is]; ok && other != was {
				return nil, fmt.Errorf("%s is both %s's and %s's", is, other, was)
			}
			of[was], whose[is] = is, was
		}
	}
	return of, nil
}

// comparePrefixes reports the first pair of addresses whose pseudonyms have
// another number of bits in common, and the first that is another kind of address.
func comparePrefixes(of map[string]string) error {
	const most = 400 // hosts; pairs are many
	var was, is []netip.Addr
	for a, p := range of {
		x, errX := netip.ParseAddr(a)
		y, errY := netip.ParseAddr(p)
		if errX != nil && errY != nil {
			continue // MAC addresses and names
		}
		if errX != nil || errY != nil || x.Is4() != y.Is4() || x.IsPrivate() != y.IsPrivate() || x.IsLoopback() != y.IsLoopback() ||
			x.IsMulticast() != y.IsMulticast() || x.IsLinkLocalUnicast() != y.IsLinkLocalUnicast() || x.IsUnspecified() != y.IsUnspecified() {
			return fmt.Errorf("%s becomes %s, which is of another kind", a, p)
		}
		if len(was) < most {
			was, is = append(was, x), append(is, y)
		}
	}
	for i := range was {
		for j := range i {
			if was[i].Is4() != was[j].Is4() {
				continue
			}
			if a, b := inCommon(was[i], was[j]), inCommon(is[i], is[j]); a != b {
				return fmt.Errorf("%s and %s have %d bits in common, %s and %s have %d", was[i], was[j], a, is[i], is[j], b)
			}
		}
	}
	return nil
}

// inCommon is the length of the longest prefix that holds both addresses.
func inCommon(a, b netip.Addr) int {
	for bits := a.BitLen(); ; bits-- {
		if p, _ := a.Prefix(bits); p.Contains(b) {
			return bits
		}
	}
}

// TestTheSearchFinds: what isn't anonymised has it all.
func TestTheSearchFinds(t *testing.T) {
	plain := analyze(t, secret(t)...)
	text := outputs(t, plain, plain)
	addresses := slices.DeleteFunc(addressesOf(&truth{}, plain), saysNothing)
	if left := leftOver(t, []string{text, text}, addresses, nil); len(left) < len(addresses) {
		t.Errorf("of %d addresses %d are found: %q", len(addresses), len(left), left)
	}
	names := []string{"secretfile.pcap", "vault-of-globex", "Globexsuite"}
	for _, host := range plain.Hosts.Names {
		for _, n := range host {
			names = append(names, n.Name)
		}
	}
	if left := leftOver(t, []string{text, text}, nil, names); len(left) != len(names) {
		t.Errorf("of %q only %q are found", names, left)
	}
	if left := leftOver(t, []string{text, "nothing of it"}, addresses, names); len(left) > 0 {
		t.Errorf("what is in one of two is taken for left over: %q", left)
	}
	for _, word := range []string{"globex", "secretfile", "globexsuite"} {
		if !slices.Contains(foreignWords(t, text), word) {
			t.Errorf("%s is taken for heatsink's own", word)
		}
	}
	anon := anonymized(t, 7, secret(t)...)
	if words := foreignWords(t, outputs(t, anon, anon)); len(words) > 0 {
		t.Errorf("an anonymised report says %q", words)
	}
}
