// Command release writes what goes with a release: the licences of all that is
// shipped, and its list of parts (SBOM). The Makefile runs it, from the
// repository's root.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

const usage = "usage: release licences -of page|all -o FILE, or release sbom -version VERSION -o FILE"

func main() {
	if len(os.Args) < 2 {
		fail(errors.New(usage))
	}
	flags := flag.NewFlagSet("release", flag.ExitOnError)
	of := flags.String("of", "page", "page: what is in the page; all: in the command as well")
	version := flags.String("version", "", "heatsink's version")
	out := flags.String("o", "", "the file to write")
	flags.Parse(os.Args[2:])

	var text string
	parts, err := shipped(*of == "all" || os.Args[1] == "sbom")
	if err == nil {
		switch os.Args[1] {
		case "licences":
			text, err = licences(parts)
		case "sbom":
			text, err = sbom(parts, *version)
		default:
			err = errors.New(usage)
		}
	}
	if err == nil {
		err = os.WriteFile(*out, []byte(text), 0o644)
	}
	fail(err)
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}
