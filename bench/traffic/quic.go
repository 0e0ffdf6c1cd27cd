package traffic

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// initialSalt is QUIC version 1's (RFC 9001 §5.2).
var initialSalt, _ = hex.DecodeString("38762cf7f55934b34d179ae6a4c80cadccbb7f0a")

// initialSize is what a client's first datagram is filled up to (RFC 9000 §14.1).
const initialSize = 1200

// quicInitial appends a client's Initial packet with a client hello in it,
// encrypted as any observer can undo it (RFC 9001 §5). id is the destination's
// connection ID.
func quicInitial(b, id, hello []byte) []byte {
	b = append(b, 0xc3, 0, 0, 0, 1, byte(len(id)))
	b = append(b, id...)
	b = append(b, 0, 0) // no source connection ID, no token
	const number, tag = 4, 16
	rest := initialSize - len(b) - 2
	b = binary.BigEndian.AppendUint16(b, 0x4000|uint16(rest))
	numberAt := len(b)
	b = append(b, 0, 0, 0, 0)
	header := len(b)

	b = append(b, 6, 0, 0x40|byte(len(hello)>>8), byte(len(hello))) // CRYPTO frame
	b = append(b, hello...)
	for len(b) < initialSize-tag {
		b = append(b, 0) // PADDING
	}
	key, iv, hp := initialKeys(id)
	block, _ := aes.NewCipher(key)
	aead, _ := cipher.NewGCM(block)
	b = aead.Seal(b[:header], iv, b[header:], b[:header]) // packet number 0: the nonce is the IV

	mask := make([]byte, aes.BlockSize)
	protect, _ := aes.NewCipher(hp)
	protect.Encrypt(mask, b[numberAt+4:numberAt+20])
	b[0] ^= mask[0] & 0x0f
	for i := range number {
		b[numberAt+i] ^= mask[1+i]
	}
	return b
}

func initialKeys(id []byte) (key, iv, hp []byte) {
	initial, _ := hkdf.Extract(sha256.New, id, initialSalt)
	client := expandLabel(initial, "client in", 32)
	return expandLabel(client, "quic key", 16), expandLabel(client, "quic iv", 12), expandLabel(client, "quic hp", 16)
}

// expandLabel is TLS 1.3's HKDF-Expand-Label (RFC 8446 §7.1), with no context.
func expandLabel(secret []byte, label string, size int) []byte {
	info := sized(nil, size)
	info = append(append(info, byte(6+len(label))), "tls13 "+label...)
	out, _ := hkdf.Expand(sha256.New, secret, string(append(info, 0)), size)
	return out
}
