package app

import (
	"strings"
	"testing"

	"heatsink/core/packet"
)

func TestNetworkServices(t *testing.T) {
	zeros := func(n int) string { return strings.Repeat("\x00", n) }
	community := "\x30\x26\x02\x01\x01\x04\x06public\xa0\x19\x02\x01\x01\x02\x01\x00\x02\x01\x00\x30\x0e\x30\x0c\x06\x08\x2b\x06\x01\x02\x01\x01\x01\x00\x05\x00"
	asReq := "\x6a\x20\x30\x1e\xa1\x03\x02\x01\x05\xa2\x03\x02\x01\x0a\xa4\x12" + strings.Repeat("k", 18)
	radius := "\x01\x07" + b16(20+7+6+6) + strings.Repeat("a", 16) + "\x01\x07alice" + "\x04\x06\xc0\x00\x02\x01" + "\x05\x06\x00\x00\x00\x01"
	diameter := func(body string) string {
		return "\x01" + b32(len(body) + 20)[1:] + "\x80\x00\x01\x01" + zeros(4) + "hop1end1" + body
	}
	testSpeeches(t, []speech{
		// RFC 4511 §4.2 and §4.3; over UDP an Active Directory's ping.
		{"LDAP", packet.TCP, 1389, []string{">\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00"}},
		{"LDAP", packet.TCP, 1389, []string{"<\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00"}},
		{"LDAP", packet.UDP, 389, []string{">\x30\x14\x02\x01\x01\x63\x0f\x04\x00\x0a\x01\x00\x0a\x01\x00\x02\x01\x00\x02\x01\x00\x01"}},
		{"LDAP", packet.TCP, 389, []string{">" + counted(b32, 0, "\x05\x04\x04\xff\x00\x0c\x00\x0c")}},
		{"SNMP", packet.UDP, 1161, []string{">" + community}},
		{"", packet.UDP, 1161, []string{">" + community[:6] + "\x0a" + community[7:]}},
		{"Kerberos", packet.UDP, 88, []string{">" + asReq}},
		{"Kerberos", packet.TCP, 1088, []string{">" + counted(b32, 0, asReq)}},
		{"RADIUS", packet.UDP, 21812, []string{">" + radius}},
		{"", packet.UDP, 21812, []string{">" + radius[:3] + "\x28" + radius[4:]}},
		{"TACACS+", packet.TCP, 1049, []string{">\xc0\x01\x01\x00" + "sess" + b32(8) + "12345678"}},
		// RFC 6733 §5.3.1: Capabilities-Exchange-Request with Origin-Host.
		{"Diameter", packet.TCP, 13868, []string{">" + diameter(b32(264)+"\x40\x00\x00\x0cpeer")}},
		{"", packet.TCP, 13868, []string{">" + diameter(b32(264)+"\x40\x00\x00\x2cpeer")}},
		{"Whois", packet.TCP, 43, []string{">example.org\r\n"}},
		{"Z39.50", packet.TCP, 1210, []string{">\xb4\x0d\x83\x02\x00\xe0\x84\x02\x00\xe9\x85\x03\x10\x00\x00"}},
		{"Finger", packet.TCP, 79, []string{">alice\r\n"}},
		{"Ident", packet.TCP, 113, []string{">6193, 23\r\n"}},
		{"NTP", packet.UDP, 123, []string{">\x23" + zeros(47)}},
		{"Syslog", packet.UDP, 514, []string{"><34>Oct 11 22:14:15 mymachine su: 'su root' failed"}},
		{"Syslog", packet.TCP, 6514, []string{">62 <165>1 2003-10-11T22:14:15.003Z host app - ID47 - an event entry"}},
		{"", packet.UDP, 1514, []string{"><192>Oct 11 22:14:15"}},
		{"rsh", packet.TCP, 514, []string{">1022\x00"}},
		{"rlogin", packet.TCP, 513, []string{">\x00alice\x00bob\x00xterm/38400\x00"}},
		{"SSDP", packet.UDP, 1900, []string{">M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n\r\n"}},
		{"WS-Discovery", packet.UDP, 3702, []string{"><?xml version=\"1.0\"?><soap:Envelope>"}},
		// RFC 2608 §8.1 and RFC 2165 §6.
		{"SLP", packet.UDP, 427, []string{">\x02\x09\x00\x00\x1d" + zeros(5) + "\x12\x04\x00\x02en\x00\x00\xff\xff\x00\x07default"}},
		{"SLP", packet.UDP, 427, []string{">\x01\x09\x00\x19\x00\x00en\x00\x03\x94\xfd\x00\x00\xff\xff\x00\x07default"}},
		{"", packet.UDP, 427, []string{">\x02\x09\x00\x00\x9d" + zeros(5) + "\x12\x04\x00\x02en\x00\x00\xff\xff\x00\x07default"}},
		{"BGP", packet.TCP, 1179, []string{">" + strings.Repeat("\xff", 16) + b16(19) + "\x04"}},
		{"LDP", packet.UDP, 646, []string{">" + b16(1) + b16(30) + "\xc0\x00\x02\x01\x00\x00\x01\x00" + b16(20) + b32(1) + zeros(16)}},
		{"HSRP", packet.UDP, 1985, []string{">\x00\x00\x10\x03\x0a\x64\x01\x00cisco\x00\x00\x00\xc0\x00\x02\x01"}},
		{"RIP", packet.UDP, 520, []string{">\x01\x01\x00\x00" + zeros(19) + "\x10"}},
		{"BFD", packet.UDP, 3784, []string{">\x20\x40\x03\x18" + b32(1) + b32(0) + b32(1000000) + b32(1000000) + b32(0)}},
		{"IPMI", packet.UDP, 623, []string{">\x06\x00\xff\x07" + zeros(19)}},
		{"NAT-PMP", packet.UDP, 5351, []string{">\x00\x00"}},
		{"Roughtime", packet.UDP, 12002, []string{">" + l32(2) + l32(64) + "NONCPAD\xff" + strings.Repeat("n", 64) + zeros(944)}},
		{"OpenFlow", packet.TCP, 6653, []string{">\x04\x00\x00\x08\x00\x00\x00\x01"}},
		// NetFlow v5, v9, IPFIX, sFlow v5.
		{"NetFlow", packet.UDP, 12055, []string{">\x00\x05\x00\x01" + zeros(20+48)}},
		{"NetFlow", packet.UDP, 12055, []string{">\x00\x09\x00\x01" + b32(1000) + b32(1700000000) + b32(1) + b32(0) + b16(0) + b16(12) + zeros(8)}},
		{"IPFIX", packet.UDP, 14739, []string{">" + b16(10) + b16(28) + b32(1700000000) + b32(1) + b32(0) + b16(2) + b16(12) + zeros(8)}},
		{"sFlow", packet.UDP, 6343, []string{">" + b32(5) + b32(1) + "\xc0\x00\x02\x01" + b32(0) + b32(1) + b32(1000) + b32(1) + b32(1) + b32(80) + zeros(80)}},
		{"", packet.UDP, 12055, []string{">\x00\x05\x00\x02" + zeros(20+48)}},
		{"PTP", packet.UDP, 320, []string{">\x0b\x02" + b16(64) + zeros(60)}},
		{"Wake-on-LAN", packet.UDP, 9, []string{">" + strings.Repeat("\xff", 6) + strings.Repeat("\x02\x00\x5e\x00\x53\x01", 16)}},
	})
}

func TestMonitoringAndDesktops(t *testing.T) {
	zeros := func(n int) string { return strings.Repeat("\x00", n) }
	part := func(kind int, value string) string { return b16(kind) + b16(len(value)+4) + value }
	testSpeeches(t, []speech{
		{"Zabbix", packet.TCP, 20050, []string{">ZBXD\x01\x0a\x00\x00\x00\x00\x00\x00\x00proc.num[]"}},
		{"Check_MK", packet.TCP, 16556, []string{"<<<<check_mk>>>\nVersion: 2.2\n"}},
		{"Munin", packet.TCP, 14949, []string{"<# munin node at host.example.org\n"}},
		{"StatsD", packet.UDP, 18125, []string{">page.views:1|c\n"}},
		{"", packet.UDP, 18125, []string{">page.views:many|c\n"}},
		{"collectd", packet.UDP, 35826, []string{">" + part(0, "host\x00") + part(8, zeros(8)) + part(2, "cpu\x00") + part(4, "cpu\x00")}},
		{"Graphite", packet.TCP, 2003, []string{">local.random.diceroll 4 1700000000\n"}},
		// MS-RDPBCGR §2.2.1.1; MS-RDPEUDP §3.1.5.1.1.
		{"RDP", packet.TCP, 13389, []string{">\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x03\x00\x00\x00"}},
		{"RDP", packet.TCP, 13389, []string{">\x03\x00" + b16(36) + "\x1f\xe0\x00\x00\x00\x00\x00Cookie: mstshash=alice\r\n\x00"}},
		{"RDP", packet.UDP, 13389, []string{">\xff\xff\xff\xff\x00\x40\x00\x01numb" + b16(1232) + b16(1232) + zeros(1216)}},
		{"VNC", packet.TCP, 15900, []string{"<RFB 003.008\n"}},
		{"", packet.TCP, 15900, []string{"<RFB three.8\n"}},
		{"X11", packet.TCP, 16000, []string{">l\x00\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00"}},
		{"XDMCP", packet.UDP, 177, []string{">\x00\x01\x00\x02\x00\x01\x00"}},
		{"Citrix ICA", packet.TCP, 11494, []string{"<\x7f\x7fICA\x00"}},
		{"NoMachine", packet.TCP, 14000, []string{">NXSH-8.10.1\n"}},
		{"Radmin", packet.TCP, 14899, []string{">\x01\x00\x00\x00\x01\x00\x00\x00\x08\x08"}},
		{"", packet.TCP, 14899, []string{">\x01\x00\x00\x00\x01\x00\x00\x00\x09\x08"}},
	})
}
