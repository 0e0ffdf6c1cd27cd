//go:build !linux

package cli

import (
	"errors"
	"os"
)

// openNameless is nil: only Linux has files without a name.
func openNameless(string) *os.File { return nil }

func nameFile(*os.File, string) error { return errors.ErrUnsupported }
