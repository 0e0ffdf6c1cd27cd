package app

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"slices"
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

// quicPacket is an Initial packet, still sealed.
type quicPacket struct {
	quicHeader
	header []byte // up to the packet number
	sealed []byte // from the packet number on
}

// payload splits a long header's packet from what follows in the datagram. Of
// packets that aren't Initial ones, sealed is nil.
func (h *quicHeader) payload(d, rest []byte) (packet quicPacket, next []byte) {
	kind := h.first >> 4 & 3
	if h.version == quicV2 || h.version == quicV2Draft {
		kind = (kind + 3) & 3 // RFC 9369 §3.2
	}
	if kind == 3 {
		return packet, nil // Retry goes to the datagram's end
	}
	c := cursor{data: rest}
	if kind == 0 {
		c.take(int(min(c.varint(), MaxAssembled))) // token
	}
	length := c.varint()
	if c.bad || length > uint64(MaxAssembled) {
		return packet, nil
	}
	sealed := c.rest(int(length))
	if kind == 0 {
		packet = quicPacket{*h, d[:len(d)-len(c.data)-len(sealed)], sealed}
	}
	return packet, c.data
}

// varint reads a variable-length integer (RFC 9000 §16).
func (c *cursor) varint() uint64 {
	first := c.take(1)
	if first == nil {
		return 0
	}
	v := uint64(first[0] & 0x3f)
	for _, b := range c.take(1<<(first[0]>>6) - 1) {
		v = v<<8 | uint64(b)
	}
	return v
}

// quicText is what stands in an Initial packet, opened as far as it was asked for.
type quicText struct {
	sealed  []byte // without the seal's tag
	opened  []byte // as far as it is; of a buffer that has room for all
	block   cipher.Block
	counter [aes.BlockSize]byte // of what is opened next
}

// open takes the client's protection off an Initial packet (RFC 9001 §5). It is
// false where the keys are surely others. The seal's tag isn't looked at:
// whether there are frames says as much, and a capture's snaplen often cuts it
// off. The text goes to buffer, which is grown as needed.
func (k *quicPacket) open(dcid []byte, buffer *[]byte) (text quicText, ok bool) {
	const tag = 16
	salt := quicSalt(k.version)
	if salt == nil || len(k.sealed) < 20 {
		return text, false
	}
	prefix := "quic "
	if k.version == quicV2 || k.version == quicV2Draft {
		prefix = "quicv2 "
	}
	secret := hmacSHA256(salt[:], dcid)
	client := expandLabel(secret[:], "client in", sha256.Size)
	key := expandLabel(client[:], prefix+"hp", 16)
	block, err := aes.NewCipher(key[:16])
	if err != nil {
		return text, false
	}
	var mask [aes.BlockSize]byte
	block.Encrypt(mask[:], k.sealed[4:20])
	first := k.first ^ mask[0]&0x0f
	if first&0x0c != 0 && !gQUIC(k.version) {
		return text, false // reserved bits
	}
	digits := int(first&3) + 1
	text.sealed = k.sealed[digits:max(digits, len(k.sealed)-tag)]
	text.opened = slices.Grow((*buffer)[:0], len(text.sealed)+aes.BlockSize)
	*buffer = text.opened
	iv := expandLabel(client[:], prefix+"iv", 12)
	text.counter = [aes.BlockSize]byte{15: 2} // GCM's for the first block of text (NIST SP 800-38D §7.1)
	copy(text.counter[:12], iv[:])
	for i := range digits {
		text.counter[12-digits+i] ^= k.sealed[i] ^ mask[1+i]
	}
	key = expandLabel(client[:], prefix+"key", 16)
	text.block, err = aes.NewCipher(key[:16])
	return text, err == nil
}

// upTo opens the first n bytes, or as many as there are.
func (t *quicText) upTo(n int) []byte {
	n = min(n, len(t.sealed))
	var mask [aes.BlockSize]byte
	for at := len(t.opened); at < n; at = len(t.opened) {
		t.block.Encrypt(mask[:], t.counter[:])
		piece := t.sealed[at:min(at+aes.BlockSize, len(t.sealed))]
		t.opened = t.opened[:at+len(piece)]
		subtle.XORBytes(t.opened[at:], piece, mask[:])
		binary.BigEndian.PutUint32(t.counter[12:], binary.BigEndian.Uint32(t.counter[12:])+1)
	}
	return t.opened[:n]
}

// hello is the client hello that the text begins with, all of it in one frame,
// or nil. Most do, and what fills them up then stays sealed. That a frame, its
// place and the hello's length all fit says that the keys were right.
func (t *quicText) hello() []byte {
	head := t.upTo(2 * aes.BlockSize)
	c := cursor{data: head}
	if c.u8() != frameCrypto || c.varint() != 0 {
		return nil
	}
	length := c.varint()
	at := len(head) - len(c.data)
	message := c.take(4)
	if c.bad || message[0] != helloClient || message[1] != 0 {
		return nil
	}
	size := 4 + int(be16(message[2:]))
	if uint64(size) > length || length > uint64(len(t.sealed)-at) {
		return nil
	}
	return t.upTo(at + size)[at:]
}

// frames is all of the text; nil if it is no frames, as the keys were others.
func (t *quicText) frames() []byte {
	if head := t.upTo(1); len(head) == 0 || !isFrame(head[0]) {
		return nil
	}
	frames := t.upTo(len(t.sealed))
	if !areFrames(frames) {
		return nil
	}
	return frames
}

// Frames that Initial packets can have (RFC 9000 §12.4).
const (
	framePadding = 0
	framePing    = 1
	frameACK     = 2
	frameACKECN  = 3
	frameCrypto  = 6
	frameClose   = 0x1c
)

// isFrame reports whether Initial packets can have a kind of frame.
func isFrame(kind byte) bool { return kind <= frameACKECN || kind == frameCrypto || kind == frameClose }

// areFrames reports whether all of a packet's text is frames that Initial
// packets can have, a CRYPTO frame among them.
func areFrames(frames []byte) bool {
	c := cursor{data: frames}
	n := 0
	for {
		if _, _, ok := nextCrypto(&c); !ok {
			return n > 0 && !c.bad
		}
		n++
	}
}

// nextCrypto goes on to the next CRYPTO frame and returns what it holds.
func nextCrypto(c *cursor) (data []byte, offset uint64, ok bool) {
	for len(c.data) > 0 && !c.bad {
		switch kind := c.u8(); kind {
		case framePadding, framePing:
		case frameACK, frameACKECN:
			c.skipACK(kind == frameACKECN)
		case frameClose:
			c.varint()
			c.varint()
			c.rest(int(min(c.varint(), MaxAssembled)))
		case frameCrypto:
			offset = c.varint()
			n := c.varint()
			if c.bad || n > MaxAssembled {
				c.bad = true
				return nil, 0, false
			}
			return c.rest(int(n)), offset, true
		default:
			c.bad = true
		}
	}
	return nil, 0, false
}

// skipACK skips an ACK frame's fields (RFC 9000 §19.3).
func (c *cursor) skipACK(ecn bool) {
	c.varint()
	c.varint()
	ranges := c.varint()
	c.varint()
	for ; ranges > 0 && !c.bad; ranges-- {
		c.varint()
		c.varint()
	}
	if ecn {
		c.varint()
		c.varint()
		c.varint()
	}
}

// hmacSHA256 is RFC 2104's HMAC for keys of up to 64 bytes. Short messages
// allocate nothing.
func hmacSHA256(key, message []byte) [sha256.Size]byte {
	var inner [2 * sha256.BlockSize]byte
	var outer [sha256.BlockSize + sha256.Size]byte
	copy(inner[:sha256.BlockSize], key)
	copy(outer[:sha256.BlockSize], key)
	for i := range sha256.BlockSize {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	digest := sha256.Sum256(append(inner[:sha256.BlockSize], message...))
	copy(outer[sha256.BlockSize:], digest[:])
	return sha256.Sum256(outer[:])
}

// expandLabel is HKDF-Expand-Label (RFC 8446 §7.1) for n up to 32 bytes, which
// are the first of what it returns.
func expandLabel(secret []byte, label string, n int) [sha256.Size]byte {
	var room [32]byte
	info := append(room[:0], 0, byte(n), byte(len("tls13 ")+len(label)))
	info = append(info, "tls13 "...)
	info = append(info, label...)
	info = append(info, 0, 1) // no context; the first block
	return hmacSHA256(secret, info)
}
