package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
)

const heading = "heatsink is under the Apache License 2.0. In it is the work of others, under their own licences:"

// licences is one text with all licences, each once, under the names of those
// that it is of. Heatsink's own comes first.
func licences(parts []*part) (string, error) {
	own, err := os.ReadFile("LICENSE")
	if err != nil {
		return "", err
	}
	holders := map[string][]string{}
	for _, p := range parts {
		for _, text := range p.Texts {
			holders[text] = append(holders[text], p.Name)
		}
	}
	// A part that takes the Apache License as it is has it from us.
	apache := tidy(string(own))
	texts := []string{}
	for text := range holders {
		texts = append(texts, text)
	}
	slices.SortFunc(texts, func(x, y string) int {
		return cmp.Or(strings.Compare(holders[x][0], holders[y][0]), strings.Compare(x, y))
	})
	var b strings.Builder
	b.WriteString(heading + "\n\n")
	for _, p := range parts {
		version := p.Version
		if p.Name == "Go" {
			// Its patches change no licence: the text is committed, and is to stay.
			version = strings.Join(strings.SplitN(version, ".", 3)[:2], ".")
		}
		fmt.Fprintf(&b, "  %s %s\n", p.Name, version)
	}
	section(&b, "heatsink", apache)
	for _, text := range texts {
		section(&b, strings.Join(holders[text], ", "), text)
	}
	return b.String(), nil
}

func section(b *strings.Builder, title, text string) {
	fmt.Fprintf(b, "\n%s\n%s\n\n%s\n", strings.Repeat("─", 72), title, text)
}
