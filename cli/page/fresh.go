package page

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"reflect"

	"heatsink/core/report"
)

// sources is the hash of what this binary shares with the engine in its page
// (core, wasm, go.mod, go.sum). The Makefile sets it; a plain `go build`
// leaves it empty, and then only the report's format can be compared.
var sources string

var errStale = errors.New("this heatsink's page was built from other sources than its command: run make")

// fresh says whether the page belongs to a binary with these stamps.
func (p *template) fresh(sources, format string) error {
	if p.Format != format || sources != "" && p.Sources != sources {
		return errStale
	}
	return nil
}

// Format is a fingerprint of the report's format: its version, and every
// field's name, type and JSON key. A page that was built for another format
// would misread the report.
func Format() string {
	h := sha256.New()
	fmt.Fprintln(h, report.Version)
	describe(h, reflect.TypeFor[report.Report]())
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// describe writes a type's structure. The report's types are not recursive.
func describe(w io.Writer, t reflect.Type) {
	switch t.Kind() {
	case reflect.Struct:
		fmt.Fprintln(w, "struct", t.NumField())
		for i := range t.NumField() {
			f := t.Field(i)
			fmt.Fprintln(w, f.Name, f.Tag.Get("json"))
			describe(w, f.Type)
		}
	case reflect.Slice, reflect.Array, reflect.Pointer:
		fmt.Fprintln(w, t.Kind())
		describe(w, t.Elem())
	default:
		fmt.Fprintln(w, t.Kind())
	}
}
