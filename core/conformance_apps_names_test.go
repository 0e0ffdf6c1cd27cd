package core

import "strings"

// otherWords are the names that nDPI and heatsink have for the same protocol,
// where more than case and punctuation differs.
var otherWords = map[string][]string{
	"CIP":         {"CIP I/O"},
	"CISCOSKINNY": {"Skinny"},
	"CITRIX":      {"Citrix ICA"},
	"CPHA":        {"Check Point HA"},
	"CSGO":        {"Source engine"},
	"DROPBOX":     {"Dropbox LAN sync"},
	"FTPCONTROL":  {"FTP"},
	"HAPROXY":     {"PROXY"},
	"HOTS":        {"Heroes of the Storm"},
	"HPVIRTGRP":   {"HP Virtual Group"},
	"IEC60870":    {"IEC 104"},
	"IEC62056":    {"DLMS/COSEM"},
	"IPPGM":       {"PGM"},
	"IPPIM":       {"PIM"},
	"IPSEC":       {"IPsec", "ESP", "AH"},
	"IPVRRP":      {"VRRP"},
	"ISO95061MMS": {"MMS"},
	"JABBER":      {"XMPP"},
	"JRMI":        {"Java RMI"},
	"MINING":      {"Stratum"},
	"MSDO":        {"Delivery Optimization"},
	"MSSQLTDS":    {"MS-SQL TDS"},
	"NESTLOGSINK": {"Nest log"},
	"OICQ":        {"QQ"},
	"ORACLE":      {"Oracle TNS"},
	"PTPV2":       {"PTP"},
	"RESP":        {"Redis"},
	"RMCP":        {"IPMI"},
	"S7COMM":      {"S7"},
	"SMBV1":       {"SMB"},
	"SMBV23":      {"SMB"},
	"UBNTAC2":     {"UBNT discovery"},
	"USENET":      {"NNTP"},
	"WHOISDAS":    {"Whois"},
	"WSD":         {"WS-Discovery"},
	"YAHOO":       {"Yahoo Messenger"},
	"ZMQ":         {"ZeroMQ"},

	"CONTROLLERAREANETWORK":   {"CAN"},
	"SERVICELOCATIONPROTOCOL": {"SLP"},

	// TLS from its first byte on is TLS, whatever its port is for.
	"APPLEPUSH": {"TLS"},
	"IMAPS":     {"TLS", "IMAP"}, // IMAP that turns to TLS stays IMAP
	"POPS":      {"TLS", "POP3"},
	"SMTPS":     {"TLS", "SMTP"},

	// One of the two says more exactly what the other says too.
	"HTTP":     {"WebSocket"}, // an HTTP request that asks for it
	"NETBIOS":  {"SMB"},       // in a NetBIOS session
	"NETFLOW":  {"IPFIX"},     // NetFlow version 10
	"XDMCP":    {"X11"},       // nDPI has one name for both
	"NFS":      {"RPC"},       // nDPI's NFS is any ONC RPC: the port mapper, mount, …
	"SRTP":     {"RTP"},       // the header is RTP's; only the contents are encrypted
	"TOCABOCA": {"Photon"},    // a game by the engine that it is made with
}

// sameProtocol says whether heatsink's name means nDPI's protocol.
func sameProtocol(ndpi, name string) bool {
	for _, other := range otherWords[bare(ndpi)] {
		if name == other {
			return true
		}
	}
	return bare(ndpi) == bare(name)
}

// bare leaves a name's letters and digits, in capitals.
func bare(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(name))
}
