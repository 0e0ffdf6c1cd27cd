package app

import (
	"slices"

	"heatsink/core/packet"
)

// systemPorts end here: below it IANA assigns ports for services alone
// (RFC 6335 §6).
const systemPorts = 1024

// ephemeralPorts start here on Linux; IANA's dynamic range starts at 49152.
const ephemeralPorts = 32768

// PortName returns the name of what a port is for, in the table's words or the
// registered ones, or "" where it has none.
func PortName(transport packet.Protocol, port uint16) string {
	if id := portRow[transport][port]; id != 0 {
		return id.Name()
	}
	return registeredPorts[transport][port]
}

// ByPort names a flow's application by its ports alone: the server's, or,
// where that has no name, a client's system port, from which some services
// open flows (FTP's data for one). Without either it is the transport itself,
// as in Wireshark's protocol column, and byPort is false.
func ByPort(transport packet.Protocol, server, client uint16) (name string, byPort bool) {
	if name := PortName(transport, server); name != "" {
		return name, true
	}
	if client < systemPorts {
		if name := PortName(transport, client); name != "" {
			return name, true
		}
	}
	return transport.String(), false
}

// PortRank says how much a port looks like a server's: 0 for a named system
// port, then named ones, others, and ephemeral ones.
func PortRank(transport packet.Protocol, port uint16) int {
	named := PortName(transport, port) != ""
	switch {
	case named && port < systemPorts:
		return 0
	case named && port < ephemeralPorts:
		return 1
	case port < ephemeralPorts:
		return 2
	}
	return 3
}

// IsName reports whether it is what heatsink itself calls an application or a
// transport, by its payload or by its port.
func IsName(name string) bool {
	if packet.IsName(name) || slices.ContainsFunc(protocols, func(p Protocol) bool { return p.Name == name }) {
		return true
	}
	for _, ports := range registeredPorts {
		for _, known := range ports {
			if known == name {
				return true
			}
		}
	}
	return false
}
