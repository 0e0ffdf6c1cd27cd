package app

import (
	"testing"

	"heatsink/core/packet"
)

func TestByPort(t *testing.T) {
	for _, c := range []struct {
		transport      packet.Protocol
		server, client uint16
		name           string
		byPort         bool
	}{
		{packet.TCP, 443, 50000, "TLS", true},
		{packet.UDP, 53, 50000, "DNS", true},
		{packet.SCTP, 2905, 50000, "m3ua", true},
		{packet.TCP, 40001, 20, "FTP data", true},     // FTP's server opens its data connections
		{packet.TCP, 40001, 5432, "TCP", false},       // a client's registered port says nothing
		{packet.TCP, 61234, 50000, "TCP", false},      // as Wireshark's protocol column
		{packet.UDP, 61234, 50000, "UDP", false},      // likewise
		{packet.ICMP, 0, 0, "ICMP", false},            // no ports
		{packet.Protocol(0x0806), 0, 0, "ARP", false}, // no IP
	} {
		name, byPort := ByPort(c.transport, c.server, c.client)
		if name != c.name || byPort != c.byPort {
			t.Errorf("%v server %d client %d: %q, %v; want %q, %v", c.transport, c.server, c.client, name, byPort, c.name, c.byPort)
		}
	}
}

func TestPortRank(t *testing.T) {
	for want, port := range []uint16{443, 5432, 1024 + 30000, 61234} {
		if got := PortRank(packet.TCP, port); got != want {
			t.Errorf("port %d ranks %d, want %d", port, got, want)
		}
	}
}
