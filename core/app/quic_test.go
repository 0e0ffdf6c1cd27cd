package app

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	hexadecimal "encoding/hex"
	"math/rand"
	"strings"
	"testing"

	"heatsink/core/name"
	"heatsink/core/packet"
)

// TestInitialKeys: RFC 9001 appendix A.1 has the keys of this connection ID,
// whatever keys were made before.
func TestInitialKeys(t *testing.T) {
	dcid, _ := hexadecimal.DecodeString("8394c8f03e515708")
	var keys initialKeys
	if !keys.derive(quicV2, []byte("another")) || !keys.derive(quicV1, []byte("one more")) || !keys.derive(quicV1, dcid) {
		t.Fatal("no keys")
	}
	for _, c := range []struct {
		label string
		n     int
		want  string
	}{
		{"quic key", 16, "1f369613dd76d5467730efcbe3b1a22d"},
		{"quic iv", 12, "fa044b2f42a3fd3b46fb255c"},
		{"quic hp", 16, "9f50449e04a0e810283a1e9933adedd2"},
	} {
		key := keys.secret.expandLabel(c.label, c.n)
		if got := hexadecimal.EncodeToString(key[:c.n]); got != c.want {
			t.Errorf("%s: %s, want %s", c.label, got, c.want)
		}
	}
}

// label is HKDF-Expand-Label by Go's own library.
func label(t testing.TB, secret []byte, label string, n int) []byte {
	info := string([]byte{0, byte(n)}) + vector(1, "tls13 "+label) + "\x00"
	out, err := hkdf.Expand(sha256.New, secret, info, n)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// sealed is a client's Initial packet (RFC 9001 §5), protected by Go's own
// library. A connection ID "new<old" is new, with old's keys.
func sealed(t testing.TB, version uint32, salt []byte, prefix, dcid, token, frames string, number byte) string {
	t.Helper()
	dcid, keys, other := strings.Cut(dcid, "<")
	if !other {
		keys = dcid
	}
	secret, err := hkdf.Extract(sha256.New, []byte(keys), salt)
	if err != nil {
		t.Fatal(err)
	}
	client := label(t, secret, "client in", 32)
	first := byte(0xc1) // a packet number of two bytes
	if prefix == "quicv2 " {
		first |= 1 << 4
	}
	frames += strings.Repeat("\x00", max(0, 400-len(frames)))
	length := 2 + len(frames) + 16
	head := []byte{first}
	head = binary.BigEndian.AppendUint32(head, version)
	head = append(head, vector(1, dcid)+vector(1, "scid")+vector(1, token)...)
	head = append(head, 0x40|byte(length>>8), byte(length), 0, number)
	block, _ := aes.NewCipher(label(t, client, prefix+"key", 16))
	gcm, _ := cipher.NewGCM(block)
	nonce := label(t, client, prefix+"iv", 12)
	nonce[11] ^= number
	packet := gcm.Seal(head, nonce, []byte(frames), head)
	mask := make([]byte, 16)
	block, _ = aes.NewCipher(label(t, client, prefix+"hp", 16))
	at := len(head) - 2
	block.Encrypt(mask, packet[at+4:at+20])
	packet[0] ^= mask[0] & 0x0f
	packet[at] ^= mask[1]
	packet[at+1] ^= mask[2]
	return string(packet)
}

// cryptoFrame is a CRYPTO frame (RFC 9000 §19.6).
func cryptoFrame(data string, from, to int) string {
	frame := []byte{frameCrypto}
	frame = binary.BigEndian.AppendUint16(frame, 0x4000|uint16(from))
	frame = binary.BigEndian.AppendUint16(frame, 0x4000|uint16(to-from))
	return string(frame) + data[from:to]
}

// datagrams inspects a client's datagrams.
func datagrams(t testing.TB, server uint16, sent ...string) (string, Facts) {
	t.Helper()
	var flow []said
	for _, d := range sent {
		flow = append(flow, says(hexadecimal.EncodeToString([]byte(d))))
	}
	return heardFlow(t, packet.UDP, 50000, server, flow...)
}

func TestQUICVersions(t *testing.T) {
	hello := handshakeMessage(1, clientHello("shop.example", 0))
	for _, c := range []struct {
		version uint32
		salt    []byte
		prefix  string
		want    string
	}{
		{1, saltV1[:], "quic ", "QUIC v1"},
		{0x6b3343cf, saltV2[:], "quicv2 ", "QUIC v2"},
		{0xff00001d, saltDraft29[:], "quic ", "QUIC draft-29"},
		{0xff00001b, saltDraft23[:], "quic ", "QUIC draft-27"},
		{0xff000016, saltDraft22[:], "quic ", "QUIC draft-22"},
		{0xfaceb002, saltDraft23[:], "quic ", "QUIC mvfst"},
		{0x54303531, saltT051[:], "quic ", "gQUIC T051"},
	} {
		d := sealed(t, c.version, c.salt, c.prefix, "8bytesid", "token", cryptoFrame(hello, 0, len(hello)), 1)
		want := Facts{ServerName: "shop.example", Version: c.want, ALPN: "h2"}
		if got, f := datagrams(t, 40001, d); got != "QUIC" || f != want {
			t.Errorf("%s: %q, %+v", c.want, got, f)
		}
		d = d[:len(d)-30] // cut by the snaplen: there is no tag
		if _, f := datagrams(t, 40001, d); f.ServerName != "shop.example" {
			t.Errorf("%s, cut: %+v", c.want, f)
		}
	}
}

func TestQUICPieces(t *testing.T) {
	hello := handshakeMessage(1, clientHello("shop.example", 1500))
	initial := func(dcid, frames string, number byte) string {
		return sealed(t, 1, saltV1[:], "quic ", dcid, "", frames, number)
	}
	cut := pieces([]byte(hello), 300)
	var frames []string
	for _, c := range cut {
		frames = append(frames, cryptoFrame(hello, c.from, c.to))
	}
	rand.New(rand.NewSource(3)).Shuffle(len(frames), func(i, j int) { frames[i], frames[j] = frames[j], frames[i] })
	ack := "\x02\x05\x00\x01\x00\x00\x01"
	for note, sent := range map[string][]string{
		"frames in any order":     {initial("8bytesid", "\x01"+strings.Join(frames[:3], ack), 1), initial("8bytesid", strings.Join(frames[3:], "\x00\x00"), 2)},
		"packets in one datagram": {initial("8bytesid", strings.Join(frames[:3], ""), 1) + initial("8bytesid", strings.Join(frames[3:], ""), 2)},
		"another connection ID, the first one's keys": {
			initial("8bytesid", strings.Join(frames[:3], ""), 1),
			initial("newserverid<8bytesid", strings.Join(frames[3:], ""), 2)},
		"after a Retry": {initial("8bytesid", frames[0], 1), initial("newserverid", strings.Join(frames, ""), 2)},
	} {
		if _, f := datagrams(t, 443, sent...); f.ServerName != "shop.example" || f.Version != "QUIC v1" {
			t.Errorf("%s: %+v", note, f)
		}
	}
}

// TestQUICLooks: RFC 8999, RFC 9000 §17, and Google's crypto documents.
func TestQUICLooks(t *testing.T) {
	initial := hexadecimal.EncodeToString([]byte(sealed(t, 1, saltV1[:], "quic ", "8bytesid", "", cryptoFrame("x", 0, 1), 1)))
	chlo := "'\x0d8bytesidQ043\x01" + strings.Repeat("h", 12) + "\xa0\x01\x00\x00CHLO\x02\x00\x00\x00PAD\x00\x08\x00\x00\x00SNI\x00\x14\x00\x00\x00--------shop.example"
	checkSpoken(t, []spoken{
		{"an Initial packet", packet.UDP, 50000, 40001, []said{says(initial)}, "QUIC"},
		{"a server's list of versions", packet.UDP, 50000, 40001, []said{replies("c0 00000000 0439373938 0438363738 00000001 6b3343cf")}, "QUIC"},
		{"a list of no such", packet.UDP, 50000, 40001, []said{replies("c0 00000000 0439373938 0438363738 12345678")}, ""},
		{"Google's", packet.UDP, 50000, 443, []said{says(chlo)}, "QUIC"},
		{"a short header on its port", packet.UDP, 50000, 443, []said{says("4a" + fill("b7", 40))}, "QUIC"},
		{"and on another", packet.UDP, 50000, 40001, []said{says("4a" + fill("b7", 40))}, ""},
		{"a version to come", packet.UDP, 50000, 443, []said{says("c3 12345678 08" + fill("b7", 8) + "00" + fill("b7", 1200))}, "QUIC"},
		{"a version that is none", packet.UDP, 50000, 40001, []said{says("c3 12345678 08" + fill("b7", 40))}, ""},
	})
	_, f := heardFlow(t, packet.UDP, 50000, 443, says(chlo))
	if want := (Facts{ServerName: "shop.example", Version: "gQUIC Q043"}); f != want {
		t.Errorf("%+v, want %+v", f, want)
	}
}

func TestHostileFrames(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	in := NewInspector(new(name.Store), func(uint32, ID) {})
	for range 20000 {
		frames := make([]byte, random.Intn(60))
		random.Read(frames)
		for range random.Intn(3) {
			if len(frames) > 0 {
				frames[random.Intn(len(frames))] = frameCrypto
			}
		}
		areFrames(frames)
		p := Peek{rec: &record{}, in: in, Data: frames}
		p.sayCHLO(append([]byte("CHLO"), frames...))
		p.sayQUICHello(frames)
		in.drop(p.rec)
	}
	// Frames that reach beyond what is kept, and more gaps than are.
	for _, offset := range []int{1 << 13, MaxAssembled - 1} {
		frame := append([]byte{frameCrypto, 0x80}, byte(offset>>16), byte(offset>>8), byte(offset), 4, 1, 2, 3, 4)
		if !areFrames(frame) {
			t.Errorf("%x are frames", frame)
		}
	}
	if in.buffers != 0 {
		t.Errorf("%d bytes are still held", in.buffers)
	}
	if !bytes.Equal(quicSalt(quicDraft + 34)[:], saltV1[:]) || quicSalt(0) != nil {
		t.Error("salts are mixed up")
	}
}
