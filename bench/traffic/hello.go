package traffic

import "encoding/binary"

// clientHello appends a TLS 1.3 client hello (RFC 8446 §4.1.2) for a server's
// name, in a record where it goes over TCP. random has 64 bytes.
func clientHello(b []byte, name string, random []byte, record bool) []byte {
	extensions := serverNameExtension(name)
	extensions = extension(extensions, 10, []byte{0, 4, 0, 0x1d, 0, 0x17})            // groups
	extensions = extension(extensions, 13, []byte{0, 6, 4, 3, 8, 4, 4, 1})            // signatures
	extensions = extension(extensions, 16, []byte("\x00\x0c\x02h2\x08http/1.1"))      // ALPN
	extensions = extension(extensions, 43, []byte{4, 3, 4, 3, 3})                     // versions
	key := append([]byte{0, 36, 0, 0x1d, 0, 32}, random[32:64]...)                    // X25519
	extensions = extension(extensions, 51, key)                                       // key share
	extensions = extension(extensions, 21, make([]byte, max(0, 380-len(extensions)))) // padding

	body := append([]byte{3, 3}, random[:32]...)
	body = append(append(body, 32), random[:32]...)
	body = append(body, 0, 8, 0x13, 1, 0x13, 2, 0x13, 3, 0xc0, 0x2f, 1, 0)
	body = append(sized(body, len(extensions)), extensions...)
	return handshake(b, 1, body, record)
}

// serverHello appends the answer to it.
func serverHello(b, random []byte) []byte {
	body := append([]byte{3, 3}, random[:32]...)
	body = append(append(body, 32), random[:32]...)
	body = append(body, 0x13, 1, 0)
	extensions := extension(nil, 43, []byte{3, 4})
	extensions = extension(extensions, 51, append([]byte{0, 0x1d, 0, 32}, random[32:64]...))
	body = append(sized(body, len(extensions)), extensions...)
	b = handshake(b, 2, body, true)
	b = append(b, 20, 3, 3, 0, 1, 1)       // change cipher spec
	return append(b, 23, 3, 3, 0x40, 0x00) // a record of 16 KiB begins
}

func handshake(b []byte, kind byte, body []byte, record bool) []byte {
	if record {
		b = sized(append(b, 22, 3, 1), len(body)+4)
	}
	b = sized(append(b, kind, 0), len(body))
	return append(b, body...)
}

func serverNameExtension(name string) []byte {
	data := sized(nil, len(name)+3)
	data = append(sized(append(data, 0), len(name)), name...)
	return extension(nil, 0, data)
}

func extension(b []byte, kind uint16, data []byte) []byte {
	b = binary.BigEndian.AppendUint16(b, kind)
	return append(sized(b, len(data)), data...)
}

func sized(b []byte, n int) []byte { return binary.BigEndian.AppendUint16(b, uint16(n)) }
