package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// The parts of CycloneDX 1.6 that are used: https://cyclonedx.org/docs/1.6/json/
type (
	bom struct {
		Format       string       `json:"bomFormat"`
		Spec         string       `json:"specVersion"`
		Version      int          `json:"version"`
		Metadata     metadata     `json:"metadata"`
		Components   []component  `json:"components"`
		Dependencies []dependency `json:"dependencies"`
	}
	metadata struct {
		Component component `json:"component"`
	}
	component struct {
		Type       string     `json:"type"`
		Ref        string     `json:"bom-ref"`
		Name       string     `json:"name"`
		Version    string     `json:"version"`
		URL        string     `json:"purl,omitempty"`
		Hashes     []hash     `json:"hashes,omitempty"`
		Licences   []licence  `json:"licenses,omitempty"`
		Properties []property `json:"properties,omitempty"`
	}
	hash struct {
		Algorithm string `json:"alg"`
		Content   string `json:"content"`
	}
	licence struct {
		Licence licenceID `json:"license"`
	}
	licenceID struct {
		ID string `json:"id"`
	}
	property struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	dependency struct {
		Ref string   `json:"ref"`
		On  []string `json:"dependsOn"`
	}
)

// sbom lists what the command and its page are made of. It has no time and no
// serial number: the same sources give the same bytes.
func sbom(parts []*part, version string) (string, error) {
	own := component{Type: "application", Ref: "heatsink", Name: "heatsink", Version: version, Licences: ids("Apache-2.0")}
	b := bom{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: metadata{own}}
	on := dependency{Ref: own.Ref}
	for _, p := range parts {
		c := component{Type: "library", Ref: p.URL, Name: p.Name, Version: p.Version, URL: p.URL}
		for _, text := range p.Texts {
			found := spdx(text)
			if len(found) == 0 {
				return "", errors.New(p.Name + ": a licence that is not known here: " + firstLine(text))
			}
			for _, id := range found {
				if l := ids(id)[0]; !slices.Contains(c.Licences, l) {
					c.Licences = append(c.Licences, l)
				}
			}
		}
		if p.Hash != "" {
			c.Hashes = []hash{{"SHA-512", p.Hash}}
		}
		if p.Sum != "" {
			c.Properties = append(c.Properties, property{"heatsink:go.sum", p.Sum})
		}
		where := "command"
		if p.InPage {
			where = "page and command"
		}
		c.Properties = append(c.Properties, property{"heatsink:in", where})
		b.Components = append(b.Components, c)
		on.On = append(on.On, c.Ref)
	}
	b.Dependencies = []dependency{on}
	text, err := json.MarshalIndent(b, "", "  ")
	return string(text) + "\n", err
}

func ids(id string) []licence { return []licence{{licenceID{id}}} }

// spdx is the identifiers of the licences in a text (https://spdx.org/licenses/),
// by words that are in no other; none for one that nobody has looked at yet.
func spdx(text string) (found []string) {
	words := strings.Join(strings.Fields(text), " ")
	has := func(s string) bool { return strings.Contains(words, s) }
	const bsd = "Redistribution and use in source and binary forms"
	for _, l := range []struct {
		id string
		in bool
	}{
		{"Apache-2.0", has("Apache License Version 2.0")},
		{"BSD-3-Clause", has(bsd) && has("Neither the name")},
		{"BSD-2-Clause", has(bsd) && !has("Neither the name")},
		{"ISC", has("Permission to use, copy, modify, and/or distribute this software for any purpose")},
		{"MIT", has("Permission is hereby granted, free of charge")},
	} {
		if l.in {
			found = append(found, l.id)
		}
	}
	return found
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// hexOf is an npm integrity value's digest.
func hexOf(integrity string) (string, error) {
	text, ok := strings.CutPrefix(integrity, "sha512-")
	if !ok {
		return "", errors.New("its integrity is no SHA-512: " + integrity)
	}
	digest, err := base64.StdEncoding.DecodeString(text)
	return hex.EncodeToString(digest), err
}
