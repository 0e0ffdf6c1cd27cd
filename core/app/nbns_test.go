package app

import (
	"slices"
	"testing"

	"heatsink/core/name"
	"heatsink/core/packet"
)

// netbios encodes a NetBIOS name as it stands in messages, with length and end.
func netbios(called string, suffix byte) string {
	plain := make([]byte, netbiosName)
	copy(plain, called+"               ")
	plain[netbiosName-1] = suffix
	b := []byte{2 * netbiosName}
	for _, c := range plain {
		b = append(b, 'A'+c>>4, 'A'+c&15)
	}
	return string(append(b, 0))
}

func TestNetBIOSNames(t *testing.T) {
	sender := packet.Addr{Kind: packet.IPv4, B: [16]byte{192, 0, 2, 7}}
	const one = "\x00\x20\x00\x01\x00\x00\x00\x00\x00\x06" // a record with six bytes
	registration := func(suffix byte, flags string) string {
		return "\x00\x01\x29\x10\x00\x01\x00\x00\x00\x00\x00\x01" + netbios("FILESRV", suffix) + "\x00\x20\x00\x01" +
			"\xc0\x0c" + one + flags + "\xc0\x00\x02\x05"
	}
	for _, c := range []struct {
		what      string
		transport packet.Protocol
		port      uint16
		data      string
		want      []string
	}{
		{"a registration", packet.UDP, 137, registration(0x20, "\x00\x00"), []string{"192.0.2.5 FILESRV nbns"}},
		{"a workstation's", packet.UDP, 137, registration(0x00, "\x60\x00"), []string{"192.0.2.5 FILESRV nbns"}},
		{"a group's", packet.UDP, 137, registration(0x00, "\x80\x00"), nil},
		{"a user's", packet.UDP, 137, registration(0x03, "\x00\x00"), nil},
		{"an answer", packet.UDP, 137, "\x00\x01\x85\x00\x00\x00\x00\x01\x00\x00\x00\x00" + netbios("WEB", 0x20) + one + "\x00\x00\xc0\x00\x02\x06",
			[]string{"192.0.2.6 WEB nbns"}},
		{"an answer with a scope", packet.UDP, 137, "\x00\x01\x85\x00\x00\x00\x00\x01\x00\x00\x00\x00" + netbios("WEB", 0x20)[:33] + "\x05scope\x00" + one + "\x00\x00\xc0\x00\x02\x06",
			[]string{"192.0.2.6 WEB nbns"}},
		{"all names of a host", packet.UDP, 137, "\x00\x01\x84\x00\x00\x00\x00\x01\x00\x00\x00\x00" + netbios("*", 0) + "\x00\x21\x00\x01\x00\x00\x00\x00\x00\x49\x04" +
			"DESKTOP-1234567\x00\x04\x00" + "WORKGROUP      \x00\x84\x00" + "DESKTOP-1234567\x20\x04\x00" + "\x01\x02__MSBROWSE__\x02\x01\x84\x00",
			[]string{"192.0.2.7 DESKTOP-1234567 nbns", "192.0.2.7 DESKTOP-1234567 nbns"}},
		{"a question", packet.UDP, 137, "\x00\x01\x01\x10\x00\x01\x00\x00\x00\x00\x00\x00" + netbios("WEB", 0x20) + "\x00\x20\x00\x01", nil},
		{"a datagram", packet.UDP, 138, "\x11\x0a\x00\x01\xc0\x00\x02\x07\x00\x8a\x00\xbb\x00\x00" + netbios("LAPTOP", 0x00) + netbios("WORKGROUP", 0x1d),
			[]string{"192.0.2.7 LAPTOP nbns"}},
		{"a datagram passed on", packet.UDP, 138, "\x11\x0a\x00\x01\xc0\x00\x02\x08\x00\x8a\x00\xbb\x00\x00" + netbios("LAPTOP", 0x00) + netbios("WORKGROUP", 0x1d), nil},
		{"a session", packet.TCP, 139, "\x81\x00\x00\x44" + netbios("*SMBSERVER", 0x20) + netbios("LAPTOP", 0x00), []string{"192.0.2.7 LAPTOP nbns"}},
	} {
		data := []byte(c.data)
		for cut := range len(data) + 1 {
			var h heard
			if got := tellNetBIOS(&h, sender, c.transport, c.port, data[:cut]); cut == len(data) && !slices.Equal(got, c.want) {
				t.Errorf("%s: %q, want %q", c.what, got, c.want)
			}
		}
		p := &Peek{Transport: c.transport, ServerPort: c.port, Data: data, Length: len(data)}
		if detectNetBIOS(p) != Yes {
			t.Errorf("%s is not seen to be NetBIOS", c.what)
		}
	}
}

func tellNetBIOS(h *heard, sender packet.Addr, transport packet.Protocol, port uint16, data []byte) []string {
	r := dnsReader{to: h, source: name.NBNS, sender: sender}
	r.netbiosMessage(transport, port, data)
	return *h
}

func FuzzNetBIOS(f *testing.F) {
	f.Add("\x00\x01\x85\x00\x00\x00\x00\x01\x00\x00\x00\x00" + netbios("WEB", 0x20) + "\x00\x20\x00\x01\x00\x00\x00\x00\x00\x06\x00\x00\xc0\x00\x02\x06")
	f.Add("\x11\x0a\x00\x01\xc0\x00\x02\x07\x00\x8a\x00\xbb\x00\x00" + netbios("LAPTOP", 0x00) + netbios("WORKGROUP", 0x1d))
	f.Add("\x81\x00\x00\x44" + netbios("*SMBSERVER", 0x20) + netbios("LAPTOP", 0x00))
	f.Fuzz(func(t *testing.T, data string) {
		for port, transport := range map[uint16]packet.Protocol{137: packet.UDP, 138: packet.UDP, 139: packet.TCP} {
			var h heard
			tellNetBIOS(&h, packet.Addr{}, transport, port, []byte(data))
			detectNetBIOS(&Peek{Transport: transport, ServerPort: port, Data: []byte(data), Length: len(data)})
		}
	})
}
