package anon

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"heatsink/core/packet"
	"heatsink/core/report"
)

// Check remembers all that a report says before it is anonymised, to search for
// it afterwards. Of how pseudonyms are made it knows only which address stands
// for which: it goes over every text of the document, whatever field it is in,
// so that a field which Report forgets is found.
//
// A leak is, in the anonymised document:
//
//   - a text that was in the report, whole;
//   - a word (letters and digits without a gap, in any case) that was in a text
//     of the report; numbers of up to five digits are none;
//   - an address, in any spelling (see addresses), that is no pseudonym.
//
// Heatsink's own words tell nothing, even where somebody's name is made of them:
// those of its sentences, of protocols that it names itself and of pseudonyms.
// Nor does an address that was in the report as well as being the pseudonym of
// another one, as has to happen where a network is full.
type Check struct {
	texts, words       map[string]bool
	ownTexts, ownWords map[string]bool
	pseudonyms         map[packet.Addr]bool
}

// NewCheck remembers a report that is to be anonymised so.
func NewCheck(r *report.Report, key Key, opt Options) *Check {
	c := &Check{
		texts: map[string]bool{}, words: map[string]bool{},
		ownTexts: map[string]bool{}, ownWords: map[string]bool{},
		pseudonyms: map[packet.Addr]bool{},
	}
	c.learnWords()
	a := &anonymizer{ips: newIPs(&key), macs: newMACs(&key, opt.Vendors)}
	each(r, func(path, text string) {
		if isOwnText(path, text) {
			c.say(text)
		}
	})
	each(r, func(path, text string) {
		if isOwnText(path, text) || c.ownTexts[text] {
			return
		}
		c.texts[text] = true
		found, rest := addresses(text)
		for _, x := range found {
			c.pseudonyms[a.address(x.addr)] = true
			if p := x.network(); p.IsValid() {
				network, _ := packet.ParseAddr(a.ips.network(p).Addr().String())
				c.pseudonyms[network] = true
			}
		}
		for _, word := range words(rest) {
			if !c.ownWords[word] {
				c.words[word] = true
			}
		}
	})
	return c
}

// Leaks searches an anonymised report; an error says what it found and where.
func (c *Check) Leaks(r *report.Report) (err error) {
	each(r, func(path, text string) {
		if leak := c.leak(text); leak != "" && err == nil {
			err = fmt.Errorf("the leak check found %q in the anonymized report's %s", leak, path)
		}
	})
	return err
}

// leak is what of the original is left in a text; empty if nothing is.
func (c *Check) leak(text string) string {
	found, rest := addresses(text)
	// Another one's pseudonym, with a port or a network's length or without.
	pseudonym := len(found) == 1 && isAround(rest)
	if c.texts[text] && !pseudonym {
		return text
	}
	for _, x := range found {
		if !c.pseudonyms[x.addr] {
			return text[x.begin:x.end]
		}
	}
	for _, word := range words(rest) {
		if c.words[word] {
			return word
		}
	}
	return ""
}

// say learns a text as heatsink's own.
func (c *Check) say(texts ...string) {
	for _, text := range texts {
		c.ownTexts[text] = true
		for _, word := range words(text) {
			c.ownWords[word] = true
		}
	}
}

// learnWords learns what stands in an anonymised report for what was there.
func (c *Check) learnWords() {
	c.say(adjectives...)
	c.say(nouns...)
	c.say(specialEnds...)
	c.say("example", placeCapture, placeInterface, placeFilter, placeVersion, "line")
}

// isOwnText reports whether a text of a report that isn't anonymised is
// heatsink's. What isn't known to be is what a capture said.
func isOwnText(path, text string) bool {
	switch path {
	case "Hosts.Address", pathQuote: // a protocol is in Applications, too
		return text == "(no address)" || text == "(other)"
	case "Transports", "Applications.Name":
		return isOwn(text)
	case "Texts":
		return text == "" || isVersion(text) || isProtocolID(text)
	}
	return text == "" || slices.Contains(ownPaths, path)
}

// ownPaths are the fields in which only heatsink speaks.
var ownPaths = []string{
	"Captures.Format", "Captures.Compression", "Captures.Problem", "Captures.Skipped.Name",
	"Captures.Interfaces.LinkType", "Hosts.Names.Source", "Quality.Name",
	"Findings.Kind", "Findings.Severity", "Findings.LookedAt", pathOwn,
}

// The parts of a finding's text.
const (
	pathOwn   = "Findings.Text"
	pathQuote = "Findings.Text quotes"
)

// each visits all texts of a report, with the names of the fields they are in.
func each(r *report.Report, visit func(path, text string)) {
	for i := range r.Findings {
		f := &r.Findings[i]
		end := 0
		for _, q := range f.Quotes {
			visit(pathOwn, f.Text[end:q[0]])
			visit(pathQuote, f.Text[q[0]:q[1]])
			end = q[1]
		}
		visit(pathOwn, f.Text[end:])
	}
	for _, names := range [][]string{r.Transports, applications(r)} {
		for _, name := range names {
			for _, part := range strings.Split(name, ".") {
				if isOwn(part) {
					visit("Transports", part)
				}
			}
		}
	}
	walk(reflect.ValueOf(r).Elem(), "", func(path, text string) {
		if path != pathOwn {
			visit(path, text)
		}
	})
}

func applications(r *report.Report) (names []string) {
	for _, a := range r.Applications {
		names = append(names, a.Name)
	}
	return names
}

func walk(v reflect.Value, path string, visit func(path, text string)) {
	switch v.Kind() {
	case reflect.String:
		visit(path, v.String())
	case reflect.Slice, reflect.Array:
		switch v.Type().Elem().Kind() {
		case reflect.String, reflect.Struct, reflect.Slice, reflect.Array:
			for i := range v.Len() {
				walk(v.Index(i), path, visit)
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i).Name
			if path != "" {
				field = path + "." + field
			}
			walk(v.Field(i), field, visit)
		}
	}
}

// words are a text's, in lower case.
func words(text string) (list []string) {
	gap := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for _, word := range strings.FieldsFunc(strings.ToLower(text), gap) {
		if len(word) > 5 || strings.Trim(word, "0123456789") != "" {
			list = append(list, word)
		}
	}
	return list
}
