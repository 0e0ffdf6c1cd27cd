package packet

import (
	"fmt"
	"strings"
)

// String returns the protocol's usual name (IANA's and gopacket's for IP
// protocols and EtherTypes, tcpdump.org's for link types), or its number in
// hexadecimal where it has none here.
func (p Protocol) String() string {
	names, number := etherTypeNames, uint32(p)
	switch {
	case p < 0x100:
		names = ipProtocolNames
	case p >= LinkBase:
		names, number = linkNames, uint32(p-LinkBase)
	case p >= PPPBase:
		names, number = pppNames, uint32(p-PPPBase)
	case p >= LLCBase:
		names, number = llcNames, uint32(p-LLCBase)
	}
	if name, ok := names[number]; ok {
		return name
	}
	switch {
	case p < 0x100:
		return fmt.Sprintf("IP protocol %d", number)
	case p >= LinkBase:
		return fmt.Sprintf("link type %d", number)
	case p >= PPPBase:
		return fmt.Sprintf("PPP 0x%04x", number)
	case p >= LLCBase:
		return fmt.Sprintf("LLC 0x%02x", number)
	}
	return fmt.Sprintf("0x%04x", number)
}

var ipProtocolNames = map[uint32]string{
	0: "IPv6 Hop-by-Hop", 1: "ICMP", 2: "IGMP", 3: "GGP", 4: "IPv4", 5: "ST", 6: "TCP",
	7: "CBT", 8: "EGP", 9: "IGP", 12: "PUP", 17: "UDP", 20: "HMP", 22: "XNS IDP", 27: "RDP",
	29: "ISO-TP4", 33: "DCCP", 35: "IDPR", 37: "DDP", 40: "IL", 41: "IPv6", 42: "SDRP",
	43: "IPv6 Routing", 44: "IPv6 Fragment", 45: "IDRP", 46: "RSVP", 47: "GRE", 48: "DSR",
	50: "ESP", 51: "AH", 54: "NARP", 55: "Minimal Encapsulation", 56: "TLSP", 57: "SKIP",
	58: "ICMPv6", 59: "IPv6 No Next Header", 60: "IPv6 Destination Options", 80: "ISO-IP",
	81: "VMTP", 83: "VINES", 88: "EIGRP", 89: "OSPF", 92: "MTP", 93: "AX.25", 94: "IPIP",
	97: "EtherIP", 98: "ENCAP", 103: "PIM", 108: "IPComp", 111: "IPX-in-IP", 112: "VRRP",
	113: "PGM", 115: "L2TP", 124: "IS-IS over IPv4", 132: "SCTP", 133: "FC",
	134: "RSVP-E2E-IGNORE", 135: "IPv6 Mobility", 136: "UDPLite", 137: "MPLS-in-IP",
	138: "MANET", 139: "HIP", 140: "Shim6", 141: "WESP", 142: "ROHC", 143: "Ethernet",
	144: "AGGFRAG", 145: "NSH", 240: "CARP", 255: "Reserved",
}

var etherTypeNames = map[uint32]string{
	0x0600: "XNS IDP", 0x0800: "IPv4", 0x0806: "ARP", 0x0842: "Wake-on-LAN", 0x0bad: "VINES IP",
	0x2000: "CDP", 0x22ea: "SRP", 0x22f0: "AVTP", 0x22f3: "TRILL", 0x22f4: "IS-IS over TRILL",
	0x4305: "BATMAN", 0x6000: "DEC", 0x6001: "DEC MOP Dump", 0x6002: "DEC MOP Console",
	0x6003: "DECnet", 0x6004: "DEC LAT", 0x6007: "DEC LAVC", 0x6558: "Transparent Ethernet",
	0x6559: "Raw Frame Relay", 0x8035: "RARP", 0x809b: "AppleTalk", 0x80f3: "AARP",
	0x8100: "802.1Q", 0x8102: "SLPP", 0x8103: "VLACP", 0x8137: "IPX", 0x814c: "SNMP",
	0x86dd: "IPv6", 0x8808: "Flow Control", 0x8809: "Slow Protocols", 0x880b: "PPP",
	0x8819: "CobraNet", 0x8847: "MPLS", 0x8848: "MPLS Multicast", 0x8863: "PPPoE Discovery",
	0x8864: "PPPoE", 0x886d: "Intel ANS", 0x886f: "MS NLB", 0x8870: "Jumbo", 0x887b: "HomePlug",
	0x888e: "EAPOL", 0x8892: "PROFINET", 0x8899: "Realtek", 0x889a: "HyperSCSI", 0x88a2: "AoE",
	0x88a4: "EtherCAT", 0x88a8: "802.1ad", 0x88ab: "POWERLINK", 0x88b8: "GOOSE",
	0x88b9: "GSE", 0x88ba: "SV", 0x88bf: "MikroTik RoMON", 0x88c7: "802.11 Preauthentication",
	0x88ca: "TIPC", 0x88cc: "LLDP", 0x88cd: "SERCOS III", 0x88d9: "LLTD", 0x88dc: "WSMP",
	0x88e1: "HomePlug AV", 0x88e3: "MRP", 0x88e5: "MACsec", 0x88e6: "GeoNetworking",
	0x88e7: "802.1ah", 0x88f5: "MVRP", 0x88f6: "MMRP", 0x88f7: "PTP", 0x88f8: "NC-SI",
	0x88fb: "PRP", 0x8902: "CFM", 0x8903: "FabricPath", 0x8906: "FCoE", 0x8909: "Cisco MetaData",
	0x890d: "802.11 TDLS", 0x8914: "FIP", 0x8915: "RoCE", 0x8926: "VN-Tag", 0x891d: "TTE", 0x892f: "HSR",
	0x893f: "802.1BR", 0x8942: "NOE", 0x894f: "NSH", 0x9000: "Loopback", 0x9003: "MIH",
	0x9100: "802.1QinQ", 0x9998: "Extreme EAPS", 0xa0ed: "LoWPAN", 0xb7ea: "GRE Control",
	0xd28b: "Arista AVSP", 0xf1c1: "802.1CB", 0xfefe: "OSI",
}

var llcNames = map[uint32]string{
	0x00: "LLC Null", 0x02: "LLC Management", 0x04: "SNA", 0x05: "SNA Group", 0x06: "IPv4", 0x08: "SNA",
	0x0e: "PROWAY", 0x42: "STP", 0x4e: "EIA RS-511", 0x7e: "X.25", 0x80: "XNS", 0x8e: "PROWAY",
	0x98: "ARP", 0xaa: "SNAP", 0xbc: "VINES", 0xe0: "NetWare", 0xf0: "NetBIOS", 0xf1: "NetBIOS",
	0xf4: "IBM Net Management", 0xf8: "Remote Program Load", 0xfc: "Remote Program Load", 0xfe: "IS-IS", 0xff: "LLC Global",
}

var pppNames = map[uint32]string{
	0x0021: "IPv4", 0x0023: "OSI", 0x0025: "XNS IDP", 0x0027: "DECnet", 0x0029: "AppleTalk",
	0x002b: "IPX", 0x002d: "VJ TCP/IP", 0x002f: "VJ TCP/IP", 0x0031: "BCP", 0x0035: "VINES",
	0x003d: "Multilink PPP", 0x003f: "NetBIOS", 0x0053: "PPP Encryption", 0x0057: "IPv6",
	0x00fb: "PPP Compression", 0x00fd: "PPP Compression", 0x0281: "MPLS", 0x0283: "MPLS Multicast",
	0x8021: "IPCP", 0x8023: "OSINLCP", 0x8029: "ATCP", 0x802b: "IPXCP", 0x8031: "BCP Control",
	0x8053: "ECP", 0x8057: "IPV6CP", 0x80fb: "CCP", 0x80fd: "CCP", 0x8281: "MPLSCP", 0xc021: "LCP",
	0xc023: "PAP", 0xc025: "LQR", 0xc027: "SPAP", 0xc029: "CBCP", 0xc02b: "BACP", 0xc02d: "BAP",
	0xc223: "CHAP", 0xc227: "EAP",
}

var linkNames = map[uint32]string{
	0: "BSD loopback", 1: "Ethernet", 3: "AX.25", 6: "Token Ring", 7: "ARCNET", 8: "SLIP", 9: "PPP",
	10: "FDDI", 12: "Raw IP", 11: "ATM", 14: "Raw IP", 16: "ATM", 18: "ATM", 19: "ATM", 50: "PPP", 51: "PPPoE", 100: "ATM", 101: "Raw IP",
	104: "Cisco HDLC", 105: "IEEE 802.11", 106: "ATM", 107: "Frame Relay", 108: "BSD loopback",
	109: "OpenBSD enc", 112: "Cisco HDLC", 113: "Linux cooked", 114: "LocalTalk", 117: "PFLOG", 119: "IEEE 802.11",
	122: "Fibre Channel", 123: "ATM", 127: "IEEE 802.11", 129: "ARCNET", 138: "FireWire", 140: "MTP2",
	141: "MTP3", 142: "SCCP", 143: "DOCSIS", 144: "IrDA", 147: "User 0", 148: "User 1", 149: "User 2",
	163: "IEEE 802.11", 165: "BACnet", 166: "PPP", 177: "LAPD", 167: "Juniper PPPoE", 178: "Juniper Ethernet", 179: "Juniper PPP", 180: "Juniper Frame Relay", 181: "Juniper Cisco HDLC",
	182: "Frame Relay", 187: "Bluetooth", 189: "USB", 190: "CAN", 192: "PPI", 195: "IEEE 802.15.4",
	196: "SITA", 197: "ERF", 201: "Bluetooth", 203: "LAPD", 204: "PPP", 205: "Cisco HDLC",
	206: "Frame Relay", 209: "IPMB", 210: "FlexRay", 212: "LIN", 215: "IEEE 802.15.4", 220: "USB",
	224: "Fibre Channel", 225: "Fibre Channel", 226: "Solaris IPNET", 227: "CAN", 228: "Raw IPv4",
	229: "Raw IPv6", 230: "IEEE 802.15.4", 231: "D-Bus", 235: "DVB-CI", 237: "Bluetooth",
	239: "NFLOG", 240: "netANALYZER", 241: "netANALYZER", 242: "IP over InfiniBand", 243: "MPEG-2 TS",
	245: "NFC", 247: "InfiniBand", 248: "SCTP", 249: "USB", 250: "RTAC", 251: "Bluetooth LE",
	253: "Netlink", 254: "Bluetooth", 255: "Bluetooth", 256: "Bluetooth LE", 258: "PKTAP",
	259: "EPON", 264: "ISO 14443", 266: "USB", 270: "Bluetooth LE", 271: "vsock", 272: "nRF sniffer",
	273: "DOCSIS", 274: "Ethernet mPacket", 276: "Linux cooked", 278: "OpenVizsla", 280: "Elektrobit",
	281: "Broadcom tag", 282: "Broadcom tag", 283: "IEEE 802.15.4", 284: "Marvell DSA", 285: "Marvell EDSA",
	288: "USB", 290: "ETW", 292: "Z-Wave", 293: "USB", 294: "USB", 295: "USB",
}

// IsName reports whether String can return it.
func IsName(name string) bool {
	for _, names := range []map[uint32]string{ipProtocolNames, etherTypeNames, llcNames, pppNames, linkNames} {
		for _, known := range names {
			if known == name {
				return true
			}
		}
	}
	const digits = "0123456789abcdef"
	number := name[len(strings.TrimRight(name, digits)):]
	switch strings.TrimSuffix(name, number) {
	case "IP protocol ", "link type ", "PPP 0x", "LLC 0x", "0x":
		return 0 < len(number) && len(number) <= 5
	}
	return false
}
