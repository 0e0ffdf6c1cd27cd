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

// Word numbers what a payload or a port can be called: a row's ID, or behind
// these a registered name; 0 is nothing.
type Word uint16

var (
	words     []string         // by Word
	portWords [3][1 << 16]Word // by a transport, as transportIndex says, and a port
	lastRow   Word             // behind it are registered names
)

// Words is how many there are.
func Words() int { return len(words) }

// Name is what a Word stands for.
func (w Word) Name() string { return words[w] }

// namePorts numbers the words: the table's before the registered ones.
func namePorts() {
	words = append(words, "")
	for i := range protocols {
		row := &protocols[i]
		words = append(words, row.Name)
		for transport, numbers := range [...][]uint16{row.TCP, row.UDP, row.SCTP} {
			for _, port := range numbers {
				portWords[transport][port] = Word(i + 1)
			}
		}
	}
	lastRow = Word(len(protocols))
	registeredPorts(func(transport packet.Protocol, port uint16, name string) {
		w := &portWords[transportIndex(transport)][port]
		if *w != 0 && *w <= lastRow {
			return
		}
		if words[len(words)-1] != name {
			words = append(words, name)
		}
		*w = Word(len(words) - 1)
	})
}

// portWord is what a port is for, in the table's words or the registered ones.
func portWord(transport packet.Protocol, port uint16) Word {
	if i := transportIndex(transport); i >= 0 {
		return portWords[i][port]
	}
	return 0
}

// isRowPort reports whether a row of the table claims a port.
func isRowPort(transport packet.Protocol, port uint16) bool {
	w := portWord(transport, port)
	return w != 0 && w <= lastRow
}

// PortName returns the name of what a port is for, in the table's words or the
// registered ones, or "" where it has none.
func PortName(transport packet.Protocol, port uint16) string { return portWord(transport, port).Name() }

// PortWord is what a flow's ports alone call its application: the server's, or,
// where that has no name, a client's system port, from which some services
// open flows (FTP's data for one).
func PortWord(transport packet.Protocol, server, client uint16) Word {
	w := portWord(transport, server)
	if w == 0 && client < systemPorts {
		w = portWord(transport, client)
	}
	return w
}

// ByPort names a flow's application by its ports alone, as PortWord does.
// Without a word it is the transport itself, as in Wireshark's protocol column,
// and byPort is false.
func ByPort(transport packet.Protocol, server, client uint16) (name string, byPort bool) {
	if w := PortWord(transport, server, client); w != 0 {
		return w.Name(), true
	}
	return transport.String(), false
}

// PortRank says how much a port looks like a server's: 0 for a named system
// port, then named ones, others, and ephemeral ones.
func PortRank(transport packet.Protocol, port uint16) int {
	named := portWord(transport, port) != 0
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
	return packet.IsName(name) || slices.Contains(words[1:], name)
}
