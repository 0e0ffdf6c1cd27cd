package core

import "strings"

// otherWords are the names that nDPI and heatsink have for the same protocol,
// where more than case and punctuation differs.
var otherWords = map[string][]string{
	"IEC60870": {"IEC 104"},
	"IPSEC":    {"IPsec", "ESP", "AH"},
	"JABBER":   {"XMPP"},
	"MSSQLTDS": {"MS-SQL TDS"},
	"RESP":     {"Redis"},

	"SERVICELOCATIONPROTOCOL": {"SLP"},
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
