// Command heatsink turns packet captures into one HTML file that shows who
// talks to whom.
package main

import (
	"os"

	"heatsink/cli"
)

func main() {
	os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
