package packet

import "testing"

func TestParseAddrReadsWhatStringPrints(t *testing.T) {
	for in, want := range map[string]string{
		"10.0.0.1":            "10.0.0.1",
		"2001:DB8::1":         "2001:db8::1",
		"fe80::1%eth0":        "fe80::1",
		"::ffff:10.0.0.1":     "::ffff:10.0.0.1",
		"AA:bb:cc:dd:ee:0f":   "aa:bb:cc:dd:ee:0f",
		"aa-bb-cc-dd-ee-ff":   "aa:bb:cc:dd:ee:ff",
		"aa:bb-cc:dd-ee:ff":   "",
		"gg:bb:cc:dd:ee:ff":   "",
		"aa:bb:cc:dd:ee:ff:1": "",
		"d:::::::::::6::::":   "",
		"-a--a--a--a--a--a":   "",
		"::::::::::::::::0":   "",
		"10.0.0.256":          "",
		"10.0.0.1:80":         "",
		"web-1":               "",
		"":                    "",
	} {
		a, ok := ParseAddr(in)
		if a.String() != want || ok != (want != "") {
			t.Errorf("%q: %q, %v; want %q", in, a.String(), ok, want)
		}
	}
}

func TestProtocolByName(t *testing.T) {
	for p := range Protocol(256) {
		got, ok := ProtocolByName(p.String())
		if _, named := ipProtocolNames[uint32(p)]; named && (!ok || got.String() != p.String()) {
			t.Errorf("%q is %v, %v", p.String(), got, ok)
		}
	}
	for name, want := range map[string]Protocol{"tcp": TCP, "Udp": UDP, "17": UDP, "IPv6-ICMP": ICMPv6, "sctp": SCTP, "arp": 0x0806} {
		if got, ok := ProtocolByName(name); !ok || got != want {
			t.Errorf("%q is %v, %v; want %v", name, got, ok, want)
		}
	}
	for _, name := range []string{"", "256", "-1", "QUIC"} {
		if got, ok := ProtocolByName(name); ok {
			t.Errorf("%q is %v, want nothing", name, got)
		}
	}
}
