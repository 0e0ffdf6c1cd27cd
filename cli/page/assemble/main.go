// Command assemble makes the built page: Vite's shell with the packed engine
// and the stamps in it. The Makefile runs it.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"heatsink/cli/page"
)

func main() {
	shell := flag.String("shell", "", "the page as Vite wrote it")
	engine := flag.String("engine", "", "the packed engine")
	sources := flag.String("sources", "", "the hash of the engine's sources")
	out := flag.String("o", "", "the page to write, .html; beside it a .json says where its parts are")
	flag.Parse()
	if err := assemble(*shell, *engine, *sources, *out); err != nil {
		fmt.Fprintln(os.Stderr, "assemble:", err)
		os.Exit(1)
	}
}

func assemble(shell, engine, sources, out string) error {
	html, err := os.ReadFile(shell)
	if err != nil {
		return err
	}
	packed, err := os.ReadFile(engine)
	if err != nil {
		return err
	}
	filled, parts, err := page.Fill(html, packed, sources)
	if err != nil {
		return err
	}
	if err := os.WriteFile(strings.TrimSuffix(out, ".html")+".json", parts, 0o644); err != nil {
		return err
	}
	return os.WriteFile(out, filled, 0o644)
}
