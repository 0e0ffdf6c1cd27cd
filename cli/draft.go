package cli

import (
	"crypto/rand"
	"os"
	"path/filepath"
)

// draft is a file that is being written and takes its name when it is whole.
// It lies beside its target, so that a rename is all that is left to do.
type draft struct {
	*os.File
	target string
	name   string // its own until then; "" while it has none
}

// newDraft makes a draft without a name where the system has such, so that
// nothing is left of it even if the process is killed; else under a name that
// nobody takes for a report.
func newDraft(target string) (*draft, error) {
	if f := openNameless(filepath.Dir(target)); f != nil {
		return &draft{File: f, target: target}, nil
	}
	name := draftName(target)
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	return &draft{f, target, name}, nil
}

func draftName(target string) string {
	return filepath.Join(filepath.Dir(target), ".heatsink-"+rand.Text()+".tmp")
}

// tryDraft tells whether the target could be written.
func tryDraft(target string) error {
	d, err := newDraft(target)
	if err == nil {
		d.discard()
	}
	return err
}

// publish gives the draft the target's name, in place of what had it.
func (d *draft) publish() error {
	if d.name == "" {
		name := draftName(d.target)
		if err := nameFile(d.File, name); err != nil {
			return err
		}
		d.name = name
	}
	if err := d.Close(); err != nil {
		return err
	}
	return os.Rename(d.name, d.target)
}

// discard removes what there is of the draft.
func (d *draft) discard() {
	d.Close()
	if d.name != "" {
		os.Remove(d.name)
	}
}
