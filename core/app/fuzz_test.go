package app

import (
	"encoding/binary"
	"testing"

	"heatsink/core/name"
	"heatsink/core/packet"
)

// FuzzInspect shows an Inspector flows made of any bytes: each step of the
// input is which of four flows, which side, how its sequence number moves, and
// a payload. Nothing panics, and when all flows have ended nothing is held.
func FuzzInspect(f *testing.F) {
	for _, payload := range []string{
		"GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n",
		"CONNECT shop.example:443 HTTP/1.1\r\n\r\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
		"\x16\x03\x01\x00\x2d\x01\x00\x00\x29\x03\x03",
		"\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10\x01",
		"\xc3\x00\x00\x00\x01\x08\x01\x02\x03\x04\x05\x06\x07\x08\x00\x00\x44\x9e",
		"\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04shop\x07example\x00\x00\x01\x00\x01",
		"\x00\x01\x00\x00\x21\x12\xa4\x42abcdefghijkl",
		"SSH-2.0-OpenSSH_9.7\r\n",
		"220 mail.example ESMTP\r\n",
		"\x80\x60\x00\x01\x00\x00\x00\x01\x00\x00\x00\x02",
	} {
		for _, at := range [][2]byte{{0, 0}, {1, 0}, {2, 0}, {3, 1}} {
			seed := []byte{at[0], at[1], 0, 0, byte(len(payload))}
			f.Add(uint16(443), uint16(50000), append(seed, payload...))
			f.Add(uint16(53), uint16(5353), append(seed, payload...))
		}
	}
	for i, payload := range testPayloads(f) {
		payload = payload[:min(len(payload), 255)]
		for flow := range byte(2) {
			step := append([]byte{flow, byte(i) & 1, 0, 0, byte(len(payload))}, payload...)
			f.Add(uint16(40001), uint16(40000), append(step, step...))
		}
	}
	transports := [4]packet.Protocol{packet.TCP, packet.UDP, packet.SCTP, packet.UDP}
	f.Fuzz(func(t *testing.T, serverPort, clientPort uint16, script []byte) {
		in := NewInspector(&name.Store{}, func(uint32, ID) {})
		var handles [4]Handle
		var seq [4][2]uint32
		for len(script) >= 5 {
			flow, side := int(script[0]&3), int(script[1]&1)
			move := int16(binary.LittleEndian.Uint16(script[2:]))
			n := min(int(script[4]), len(script)-5)
			payload := script[5 : 5+n]
			script = script[5+n:]
			if n == 0 || handles[flow] == Done {
				continue
			}
			p := Peek{
				Transport:  transports[flow],
				Client:     0,
				Server:     1,
				Hosts:      addressList{{Kind: packet.IPv4, B: [16]byte{10, 0, 0, 1}}, {Kind: packet.IPv6, B: [16]byte{0xfd, 15: 2}}},
				ClientPort: clientPort, ServerPort: serverPort,
				FromClient: side == 0,
				Data:       payload[:n:n], Length: n + int(move&7),
			}
			checkAsked(t, in, handles[flow], p)
			handles[flow], _ = in.Inspect(handles[flow], uint32(flow), &p, seq[flow][side]+uint32(move))
			seq[flow][side] += uint32(n)
			if in.buffers < 0 || in.buffers > 4*2*MaxAssembled {
				t.Fatalf("%d bytes in buffers of four flows", in.buffers)
			}
		}
		for _, h := range handles {
			in.End(h)
		}
		if in.buffers != 0 {
			t.Fatalf("%d bytes in buffers after all flows have ended", in.buffers)
		}
	})
}
