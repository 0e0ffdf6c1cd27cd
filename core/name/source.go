package name

// Source is where a name was learnt. Sources are in order of what their names
// are worth: the first that has a name of an address gives the one to show.
type Source uint8

const (
	// What the user gave: hosts(5) lines, `docker inspect`, `kubectl get -o
	// json`, and tables of addresses and names.
	Hosts Source = iota + 1
	Docker
	Kubernetes
	Table
	// Capture is a name resolution block of the capture itself.
	Capture
	// What hosts call themselves: to the server that gives them their address,
	// and to their neighbours.
	DHCP
	MDNS
	LLMNR
	NBNS
	// DNS is the name that was asked for, in the question that the address answers.
	DNS
	// DNSAlias is the name that the address stands under where that is another:
	// the end of a CNAME chain, or a name server's.
	DNSAlias
	// DNSReverse is the answer to a question for an address.
	DNSReverse
	// What clients asked servers for: a server name in a TLS, QUIC or DTLS
	// client hello, and HTTP's Host. One server often has a thousand such names.
	TLS
	QUIC
	DTLS
	HTTP
	// DNSRelated is the name that was asked for, where the answer gave the
	// address only along the way: that of a name server for it.
	DNSRelated
)

var words = [...]string{
	Hosts: "hosts", Docker: "docker", Kubernetes: "kubernetes", Table: "csv",
	Capture: "capture", DHCP: "dhcp", MDNS: "mdns", LLMNR: "llmnr", NBNS: "nbns",
	DNS: "dns", DNSAlias: "dns-alias", DNSReverse: "dns-reverse",
	TLS: "tls", QUIC: "quic", DTLS: "dtls", HTTP: "http", DNSRelated: "dns-related",
}

// String is the source's word in the report.
func (s Source) String() string {
	if int(s) < len(words) {
		return words[s]
	}
	return ""
}

// SourceOf is the source whose word it is, or 0.
func SourceOf(word string) Source {
	for s := Hosts; int(s) < len(words); s++ {
		if words[s] == word {
			return s
		}
	}
	return 0
}

// IsGiven reports whether the user gave the name.
func (s Source) IsGiven() bool { return s >= Hosts && s <= Table }
