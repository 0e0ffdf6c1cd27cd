package app

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"slices"
)

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
func (k *initialKeys) open(packet *quicPacket, dcid []byte, buffer *[]byte) (text quicText, ok bool) {
	const tag = 16
	if len(packet.sealed) < 20 || !k.derive(packet.version, dcid) {
		return text, false
	}
	var mask [aes.BlockSize]byte
	k.header.Encrypt(mask[:], packet.sealed[4:20])
	first := packet.first ^ mask[0]&0x0f
	if first&0x0c != 0 && !gQUIC(packet.version) {
		return text, false // reserved bits
	}
	if k.text == nil {
		k.text = k.block("key")
		k.iv = k.secret.expandLabel(k.prefix()+"iv", 12)
	}
	digits := int(first&3) + 1
	text.sealed = packet.sealed[digits:max(digits, len(packet.sealed)-tag)]
	text.opened = slices.Grow((*buffer)[:0], len(text.sealed)+aes.BlockSize)
	*buffer = text.opened
	text.block = k.text
	text.counter = [aes.BlockSize]byte{15: 2} // GCM's for the first block of text (NIST SP 800-38D §7.1)
	copy(text.counter[:12], k.iv[:])
	for i := range digits {
		text.counter[12-digits+i] ^= packet.sealed[i] ^ mask[1+i]
	}
	return text, k.text != nil
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
