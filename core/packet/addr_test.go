package packet

import (
	"slices"
	"testing"
)

func TestAddr(t *testing.T) {
	m := mac([]byte{0x0a, 0xb, 0xc, 0xd, 0xe, 0xff})
	for _, tt := range []struct {
		a                    Addr
		s                    string
		multicast, broadcast bool
	}{
		{Addr{}, "", false, false},
		{addr("10.0.0.1"), "10.0.0.1", false, false},
		{addr("224.0.0.251"), "224.0.0.251", true, false},
		{addr("255.255.255.255"), "255.255.255.255", false, true},
		{addr("2001:db8::1"), "2001:db8::1", false, false},
		{addr("ff02::1"), "ff02::1", true, false},
		{m, "0a:0b:0c:0d:0e:ff", false, false},
		{mac([]byte{1, 0, 0x5e, 0, 0, 1}), "01:00:5e:00:00:01", true, false},
		{mac([]byte{255, 255, 255, 255, 255, 255}), "ff:ff:ff:ff:ff:ff", true, true},
	} {
		if tt.a.String() != tt.s || tt.a.IsMulticast() != tt.multicast || tt.a.IsBroadcast() != tt.broadcast {
			t.Errorf("%v: %q %v %v", tt, tt.a, tt.a.IsMulticast(), tt.a.IsBroadcast())
		}
	}
	sorted := []Addr{{}, addr("9.0.0.1"), addr("10.0.0.1"), addr("::1"), addr("2001::"), m}
	if !slices.IsSortedFunc(sorted, Addr.Compare) || sorted[1].Compare(sorted[1]) != 0 {
		t.Error("order")
	}
	if addr("::1").Netip().String() != "::1" || m.Netip().IsValid() {
		t.Error("Netip")
	}
}

func TestNames(t *testing.T) {
	for p, want := range map[Protocol]string{
		TCP: "TCP", 50: "ESP", 89: "OSPF", 253: "IP protocol 253", 0x0806: "ARP", 0x88b5: "0x88b5", 0x88cc: "LLDP",
		LLCBase + 0x42: "STP", LLCBase + 0xfe: "IS-IS", LLCBase + 1: "LLC 0x01", PPPBase + 0xc021: "LCP",
		PPPBase + 0x1234: "PPP 0x1234", LinkBase + 105: "IEEE 802.11", LinkBase + 999: "link type 999",
	} {
		if p.String() != want {
			t.Errorf("%#x: %q, want %q", uint32(p), p, want)
		}
	}
	seen := map[string]bool{}
	for a := Anomaly(1); int(a) < NumAnomalies; a++ {
		if s := a.String(); s == "" || seen[s] {
			t.Errorf("anomaly %d: %q", a, s)
		} else {
			seen[s] = true
		}
	}
}
