package anon

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
)

// KeySize is a key's length in bytes: 16 for AES-128 and 16 for Crypto-PAn's
// pad, in the order of the paper's own program.
const KeySize = 32

// Key is what pseudonyms depend on.
type Key [KeySize]byte

// ParseKey reads what a key file holds: 64 hex digits, with white space around
// them or none, or the 32 bytes themselves.
func ParseKey(file []byte) (key Key, err error) {
	if len(file) == KeySize {
		return Key(file), nil
	}
	digits := bytes.TrimSpace(file)
	if len(digits) == 2*KeySize {
		if _, err := hex.Decode(key[:], digits); err == nil {
			return key, nil
		}
	}
	return Key{}, errors.New("is no key: it has to hold 64 hex digits or 32 bytes; make one with openssl rand -hex 32")
}

// part derives a key for another purpose, so that none says anything of another.
func (k *Key) part(purpose string) [sha256.Size]byte {
	return sha256.Sum256(append(k[:], purpose...))
}
