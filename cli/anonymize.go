package cli

import (
	"crypto/rand"
	"errors"
	"io"
	"os"

	"heatsink/core"
)

// maxKeyFile is more than any key file holds, in bytes.
const maxKeyFile = 1 << 10

// anonymization is how the report is to be anonymised; nil for not at all.
func (p *plan) anonymization() (*core.Anonymize, error) {
	if !p.anonymize {
		return nil, nil
	}
	how := &core.Anonymize{Vendors: p.keepVendors}
	if p.keyFile == "" {
		rand.Read(how.Key[:]) // it never fails
		return how, nil
	}
	key, err := readKey(p.keyFile)
	if err != nil {
		return nil, errors.New(p.keyFile + ": " + reason(err))
	}
	how.Key = key
	return how, nil
}

// keepKey protects the key from a slip.
func (p *plan) keepKey() error {
	key, err := os.Stat(p.keyFile)
	out, errOut := os.Stat(p.out)
	if err == nil && errOut == nil && os.SameFile(key, out) {
		return usagef("%s is the key: give the output another name with -o", p.out)
	}
	return nil
}

func readKey(path string) (key [core.KeySize]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return key, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return key, err
	}
	return core.ParseKey(data)
}
