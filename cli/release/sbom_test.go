package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestLicencesAreKnown(t *testing.T) {
	const bsd = "Redistribution and use in source\nand binary forms, with or without"
	for text, want := range map[string][]string{
		"Apache License\n    Version 2.0, January 2004":        {"Apache-2.0"},
		"Permission is hereby granted, free of charge, to any": {"MIT"},
		bsd + " …\n   * Neither the name of Google":            {"BSD-3-Clause"},
		bsd: {"BSD-2-Clause"},
		bsd + " Neither the name\n---\nPermission is hereby granted, free of charge": {"BSD-3-Clause", "MIT"},
		"All rights reserved.": nil,
	} {
		if got := spdx(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// A part whose licence nobody has looked at stops the release.
func TestSBOM(t *testing.T) {
	mit := "Permission is hereby granted, free of charge, to any person"
	p := &part{Name: "x", Version: "v1.2.3", URL: "pkg:golang/x@v1.2.3", Sum: "h1:abc", Texts: []string{mit, mit + " again"}}
	text, err := sbom([]*part{p}, "v9")
	if err != nil {
		t.Fatal(err)
	}
	var b bom
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		t.Fatal(err)
	}
	c := b.Components[0]
	if b.Metadata.Component.Version != "v9" || c.URL != p.URL || len(c.Licences) != 1 || b.Dependencies[0].On[0] != c.Ref {
		t.Error(text)
	}
	p.Texts = append(p.Texts, "Ask my lawyer.\nReally.")
	if _, err := sbom([]*part{p}, "v9"); err == nil || !strings.Contains(err.Error(), "x: a licence that is not known here: Ask my lawyer.") {
		t.Error(err)
	}
}

func TestIntegrity(t *testing.T) {
	if got, err := hexOf("sha512-AP8Q"); got != "00ff10" || err != nil {
		t.Error(got, err)
	}
	for _, bad := range []string{"", "sha1-AP8Q", "sha512-*"} {
		if _, err := hexOf(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
