package app

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding"
	"hash"
)

// The salts of Initial packets' keys (RFC 9001 §5.2, RFC 9369 §3.3.1, drafts,
// Google's Q050, T050 and T051).
var (
	saltV1      = [20]byte{0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a}
	saltV2      = [20]byte{0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9}
	saltV2Draft = [20]byte{0xa7, 0x07, 0xc2, 0x03, 0xa5, 0x9b, 0x47, 0x18, 0x4a, 0x1d, 0x62, 0xca, 0x57, 0x04, 0x06, 0xea, 0x7a, 0xe3, 0xe5, 0xd3}
	saltDraft22 = [20]byte{0x7f, 0xbc, 0xdb, 0x0e, 0x7c, 0x66, 0xbb, 0xe9, 0x19, 0x3a, 0x96, 0xcd, 0x21, 0x51, 0x9e, 0xbd, 0x7a, 0x02, 0x64, 0x4a}
	saltDraft23 = [20]byte{0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7, 0xd2, 0x43, 0x2b, 0xb4, 0x63, 0x65, 0xbe, 0xf9, 0xf5, 0x02}
	saltDraft29 = [20]byte{0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97, 0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99}
	saltQ050    = [20]byte{0x50, 0x45, 0x74, 0xef, 0xd0, 0x66, 0xfe, 0x2f, 0x9d, 0x94, 0x5c, 0xfc, 0xdb, 0xd3, 0xa7, 0xf0, 0xd3, 0xb5, 0x6b, 0x45}
	saltT050    = [20]byte{0x7f, 0xf5, 0x79, 0xe5, 0xac, 0xd0, 0x72, 0x91, 0x55, 0x80, 0x30, 0x4c, 0x43, 0xa2, 0x36, 0x7c, 0x60, 0x48, 0x83, 0x10}
	saltT051    = [20]byte{0x7a, 0x4e, 0xde, 0xf4, 0xe7, 0xcc, 0xee, 0x5f, 0xa4, 0x50, 0x6c, 0x19, 0x12, 0x4f, 0xc8, 0xcc, 0xda, 0x6e, 0x03, 0x3d}
)

// quicSalt is a version's salt, nil where it is unknown.
func quicSalt(version uint32) *[20]byte {
	switch {
	case version == quicV1, version == quicDraft+33, version == quicDraft+34:
		return &saltV1
	case version == quicV2:
		return &saltV2
	case version == quicV2Draft:
		return &saltV2Draft
	case version == quicDraft+22, version == quicMeta+1:
		return &saltDraft22
	case version >= quicDraft+23 && version <= quicDraft+28, version&0xfffff000 == quicMeta:
		return &saltDraft23
	case version >= quicDraft+29 && version <= quicDraft+32:
		return &saltDraft29
	case version == quicQ050:
		return &saltQ050
	case version == quicT|0x3530:
		return &saltT050
	case version == quicT|0x3531:
		return &saltT051
	}
	return nil
}

// initialKeys take the client's protection off the Initial packets that are
// sent to one connection ID.
type initialKeys struct {
	version uint32
	dcid    [maxDCID]byte
	size    int          // of dcid
	header  cipher.Block // nil: there are no keys
	text    cipher.Block // nil until it is needed
	iv      [sha256.Size]byte
	// salt and secret are what keys are derived with: most versions' salt is the
	// one before's, and a secret gives three keys.
	salt, secret hmacKey
	salted       *[20]byte // what salt was made of
}

// maxDCID is how long a connection ID can be (RFC 9000 §17.2).
const maxDCID = 20

// derive makes the keys for a connection ID (RFC 9001 §5.2), unless they are
// the same as before: a hello in two packets, or one that is sent again.
func (k *initialKeys) derive(version uint32, dcid []byte) bool {
	if k.header != nil && k.version == version && string(k.dcid[:k.size]) == string(dcid) {
		return true
	}
	salt := quicSalt(version)
	if salt == nil || len(dcid) > maxDCID {
		return false
	}
	if k.salted != salt {
		k.salt.use(salt[:])
		k.salted = salt
	}
	k.version, k.size, k.text = version, copy(k.dcid[:], dcid), nil
	initial := k.salt.sum(dcid)
	k.secret.use(initial[:])
	client := k.secret.expandLabel("client in", sha256.Size)
	k.secret.use(client[:])
	k.header = k.block("hp")
	return k.header != nil
}

// block is the cipher with the key of a label.
func (k *initialKeys) block(label string) cipher.Block {
	key := k.secret.expandLabel(k.prefix()+label, 16)
	block, err := aes.NewCipher(key[:16])
	if err != nil {
		return nil
	}
	return block
}

func (k *initialKeys) prefix() string {
	if k.version == quicV2 || k.version == quicV2Draft {
		return "quicv2 "
	}
	return "quic "
}

// hmacKey is HMAC-SHA-256 (RFC 2104) with one key, of up to 64 bytes. It keeps
// the hash as it is behind the two blocks that the key fills, which leaves half
// the work for each message, and allocates nothing but once.
type hmacKey struct {
	hash         hash.Hash
	inner, outer []byte // states of hash
	block        [sha256.BlockSize]byte
	digest       [sha256.Size]byte
}

// use takes a key.
func (k *hmacKey) use(key []byte) {
	if k.hash == nil {
		k.hash = sha256.New()
	}
	k.inner = k.behind(key, 0x36, k.inner)
	k.outer = k.behind(key, 0x5c, k.outer)
}

// behind is the hash's state behind a key's block, in place of another.
func (k *hmacKey) behind(key []byte, pad byte, state []byte) []byte {
	clear(k.block[copy(k.block[:], key):])
	for i := range k.block {
		k.block[i] ^= pad
	}
	k.hash.Reset()
	k.hash.Write(k.block[:])
	state, _ = k.hash.(encoding.BinaryAppender).AppendBinary(state[:0]) // SHA-256's always can
	return state
}

// sum is a message's HMAC.
func (k *hmacKey) sum(message []byte) [sha256.Size]byte {
	k.continued(k.inner, message)
	k.continued(k.outer, k.digest[:])
	return k.digest
}

// continued is the hash of a message behind a state.
func (k *hmacKey) continued(state, message []byte) {
	_ = k.hash.(encoding.BinaryUnmarshaler).UnmarshalBinary(state) // its own
	k.hash.Write(message)
	k.hash.Sum(k.digest[:0])
}

// expandLabel is HKDF-Expand-Label (RFC 8446 §7.1) for n up to 32 bytes, which
// are the first of what it returns.
func (k *hmacKey) expandLabel(label string, n int) [sha256.Size]byte {
	info := append(k.block[:0], 0, byte(n), byte(len("tls13 ")+len(label)))
	info = append(info, "tls13 "...)
	info = append(info, label...)
	info = append(info, 0, 1) // no context; the first block
	return k.sum(info)
}
