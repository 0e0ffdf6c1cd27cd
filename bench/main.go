// Command bench measures heatsink beside the tools that people use today, on
// captures that it makes (make bench).
//
//	bench generate  makes the captures that aren't there yet
//	bench run       measures, and writes a folder of results
//	bench stream    writes a capture as large as one likes to standard output
//
// The two are processes of their own: what a child's peak memory is said to be
// begins with its parent's, so the parent of what is measured must stay small.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %s\n", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("usage: bench generate|run|stream [flags]")
	}
	flags := flag.NewFlagSet("bench "+args[0], flag.ExitOnError)
	dir := flags.String("dir", "build/bench", "where the captures are")
	switch args[0] {
	case "generate":
		corpus := flags.String("corpus", "", "a folder of captures to merge")
		scale := flags.Float64("scale", 1, "share of the full size")
		stamp := flags.String("stamp", "", "a hash of what makes the captures")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		if info, err := os.Stat(*corpus); *corpus != "" && (err != nil || !info.IsDir()) {
			fmt.Fprintf(os.Stderr, "bench: no folder %s: there will be no merged corpus\n", *corpus)
			*corpus = ""
		}
		of := fmt.Sprintf("%s scale %g corpus %q", *stamp, *scale, *corpus)
		_, err := generate(*dir, of, *corpus, *scale, os.Stderr)
		return err
	case "run":
		heatsink := flags.String("heatsink", "bin/heatsink", "the command that is measured")
		rounds := flags.Int("rounds", 5, "how often each peer reads each capture")
		out := flags.String("out", "", "the folder of results (required)")
		browser := flags.String("browser", "", "what site/build/bench-engine.mjs wrote")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		if *out == "" || *rounds < 1 {
			return fmt.Errorf("bench run needs -out and at least one round")
		}
		return measureInto(*out, *dir, *heatsink, *browser, *rounds)
	case "stream":
		gigabytes := flags.Float64("gigabytes", 10, "how much")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		return stream(os.Stdout, *gigabytes)
	}
	return fmt.Errorf("no such command: %s", args[0])
}

func measureInto(out, dir, heatsink, browser string, rounds int) error {
	m, err := readManifest(dir)
	if err != nil {
		return fmt.Errorf("no captures: %w (bench generate makes them)", err)
	}
	inBrowser, err := readBrowser(browser)
	if err != nil {
		return err
	}
	r, err := measure(dir, heatsink, m, rounds, os.Stderr)
	if err != nil {
		return err
	}
	if err := writeResults(out, r, inBrowser); err != nil {
		return err
	}
	fmt.Print(barsTable(append(r.bars(), inBrowser.bars(m.Captures)...)))
	fmt.Printf("results: %s\n", out)
	return nil
}
