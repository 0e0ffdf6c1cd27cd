package core

import (
	"errors"
	"io"

	"heatsink/core/anon"
	"heatsink/core/report"
)

// KeySize is the length of an Anonymize's key, in bytes.
const KeySize = anon.KeySize

// Anonymize says how a report's addresses and names get their pseudonyms.
type Anonymize struct {
	// Key is what they depend on: who has it can make them again, for more
	// captures to match or to find out whose they are.
	Key [KeySize]byte
	// Vendors keeps the part of MAC addresses that names their vendor.
	Vendors bool
}

// ParseKey reads a file of a key: 64 hex digits, or 32 bytes.
func ParseKey(file []byte) ([KeySize]byte, error) { return anon.ParseKey(file) }

// AnonymizePacked anonymises a packed report. Nothing is left of its title.
func AnonymizePacked(packed io.Reader, how Anonymize) (*report.Report, error) {
	r, err := report.Unpack(packed)
	if err != nil {
		return nil, err
	}
	if r.Anonymized {
		return nil, errors.New("the report is anonymized already")
	}
	return anonymize(r, "", how)
}

// anonymize anonymises a report, gives it a title, and then searches it for what
// was in it before: an error is a leak, and the report not to be written.
func anonymize(r *report.Report, title string, how Anonymize) (*report.Report, error) {
	opt := anon.Options{Vendors: how.Vendors}
	check := anon.NewCheck(r, how.Key, opt)
	anon.Report(r, how.Key, opt)
	r.Title = title
	if err := check.Leaks(r); err != nil {
		return nil, err
	}
	return r, nil
}
