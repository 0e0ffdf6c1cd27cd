package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

const (
	// fewTrials is how many services a host has to try in vain before it scans.
	fewTrials = 25
	// vain is the share of its flows that has to be in vain.
	vain = 0.7
	// maxScanners bounds the hosts whose ports are looked at.
	maxScanners = 256
)

// mostPorts is how many of a scan's ports a sentence names.
const mostPorts = 6

// scan is what a host tried in vain.
type scan struct {
	host flow.Host
	*attempts
	ports [1 << 16 / 64]uint64
	n     uint64 // different ports
}

func (x *scan) try(port uint16) {
	bit := uint64(1) << (port % 64)
	if x.ports[port/64]&bit == 0 {
		x.ports[port/64] |= bit
		x.n++
	}
}

// scans finds the hosts that try many hosts or ports, of which few answer. A
// scan tries the same ports of each host; who looks for peers, each at its own
// port, doesn't.
func (s *survey) scans() []*scan {
	s.countOpened()
	index := map[flow.Host]*scan{}
	var list []*scan
	for h, n := range s.tried {
		if n == 0 || flow.Host(h) == flow.OtherHost || len(list) == maxScanners {
			continue
		}
		x := s.attempts.At(n - 1)
		if x.services < fewTrials || float64(x.failed) < vain*float64(x.opened) {
			continue
		}
		found := &scan{host: flow.Host(h), attempts: x}
		index[found.host] = found
		list = append(list, found)
	}
	if len(list) == 0 {
		return nil
	}
	for i, tried := range s.trials {
		if !tried {
			continue
		}
		sv := s.t.Service(i)
		if x := index[sv.A]; x != nil && sv.FlowsFromA > 0 {
			x.try(sv.ServerPort)
		}
		if x := index[sv.B]; x != nil && sv.FlowsFromA < sv.Flows {
			x.try(sv.ServerPort)
		}
	}
	list = slices.DeleteFunc(list, func(x *scan) bool { return uint64(x.services)*2 < uint64(x.targets)*x.n })
	for _, x := range list {
		s.did[x.host] |= probes
	}
	return list
}

// countOpened counts all flows of the clients of which some failed, if any of them
// can be a scan.
func (s *survey) countOpened() {
	most := uint32(0)
	for _, x := range s.attempts.All {
		most = max(most, x.services)
	}
	if most < fewTrials {
		return
	}
	opened := func(client flow.Host, flows uint32) {
		if n := s.tried[client]; n != 0 {
			s.attempts.At(n - 1).opened += flows
		}
	}
	for i, n := range s.lineOf {
		if sv := s.t.Service(i); n != noLine {
			opened(sv.A, sv.FlowsFromA)
			opened(sv.B, sv.Flows-sv.FlowsFromA)
		}
	}
}

func findScans(s *survey) (out []finding) {
	for _, x := range s.scanning {
		text := fmt.Sprintf("%s probes %s on %s: %s of %s attempts in vain", s.name(x.host),
			amount(x.targets, "host"), x.named(), exact(uint64(x.failed)), exact(uint64(x.opened)))
		if x.refused > 0 {
			text += fmt.Sprintf(" (%s refused, %s unanswered)", exact(uint64(x.refused)), exact(uint64(x.failed-x.refused)))
		}
		out = append(out, finding{
			severity: Warning, weight: uint64(x.failed), text: text, hosts: []flow.Host{x.host},
			lookedAt: fmt.Sprintf("%s that this host opened, and their answers", amount(x.opened, "flow")),
		})
	}
	return out
}

// named names the ports of a scan if they are few.
func (x *scan) named() string {
	if x.n > mostPorts {
		return amount(x.n, "port")
	}
	var ports []string
	for port := range 1 << 16 {
		if x.ports[port/64]>>(port%64)&1 != 0 {
			ports = append(ports, strconv.Itoa(port))
		}
	}
	if len(ports) == 1 {
		return "port " + ports[0]
	}
	return "ports " + strings.Join(ports, ", ")
}

// fewUnanswered is how many packets have to go unanswered, and unansweredShare
// which share of the flows to an endpoint.
const (
	fewUnanswered   = 3
	unansweredShare = 0.2
)

// requests are the applications over UDP whose every request has an answer.
// DNS has findings of its own.
var requests = map[string]bool{
	"NTP": true, "RADIUS": true, "Kerberos": true, "SNMP": true, "TFTP": true, "SIP": true, "LDAP": true,
	"CoAP": true, "Memcached": true, "NFS": true, "RPC": true, "WireGuard": true, "OpenVPN": true, "DTLS": true,
}

// findUnanswered tells of servers that don't answer, by endpoint. Where the
// capture has one side only, it can't know.
func findUnanswered(s *survey) (out []finding) {
	if s.asymmetric() {
		return nil
	}
	ends := s.endpoints()
	for i := range ends {
		e := &ends[i]
		if e.packets < fewUnanswered || float64(e.unanswered) < unansweredShare*float64(e.flows) || s.mayBeGroup(e.server) {
			continue
		}
		if e.protocol != packet.TCP && !requests[s.b.app(e.application)] {
			continue
		}
		cause := "the host is there, so the port is filtered or the server overloaded"
		if !s.is(e.server, speaks) {
			cause = "nothing at all came from this host: it is down, or its answers take another way"
		}
		out = append(out, finding{
			severity: Warning, weight: e.packets,
			hosts: []flow.Host{e.server}, pairs: withServer(e.server, e.clients),
			say: func(f *finding) {
				f.text = fmt.Sprintf("%s doesn't answer: %s in %s from %s; %s", s.endpoint(e),
					amount(e.packets, "packet"), amount(e.unanswered, "flow"), s.from(e.clients), cause)
				f.lookedAt = fmt.Sprintf("%s to this endpoint, but for those of the capture's last second", amount(e.flows, "flow"))
			},
		})
	}
	return out
}

// from names the one client, or says how many there are.
func (s *survey) from(clients []flow.Host) string {
	if len(clients) == 1 {
		return s.name(clients[0])
	}
	return amount(len(clients), "host")
}

// fewStreamed is how many packets one way make a stream.
const fewStreamed = 20

// findOneWay tells of what goes one way and asks for nothing: telemetry, logs,
// media, or datagrams to where nobody listens.
func findOneWay(s *survey) (out []finding) {
	ends := s.endpoints()
	for i := range ends {
		e := &ends[i]
		name := s.b.app(e.application)
		if e.protocol == packet.TCP || requests[name] || name == "DNS" || e.packets < fewStreamed || s.mayBeGroup(e.server) {
			continue
		}
		cause := "such traffic needs no answer, or nobody listens there"
		if byDesign[name] {
			cause = name + " needs no answer"
		}
		out = append(out, finding{
			severity: Info, weight: e.packets,
			hosts: []flow.Host{e.server}, pairs: withServer(e.server, e.clients),
			say: func(f *finding) {
				f.text = fmt.Sprintf("To %s goes %s from %s, and nothing comes back: %s", s.endpoint(e),
					amount(e.packets, "packet"), s.from(e.clients), cause)
			},
			lookedAt: "datagrams to hosts that send none back",
		})
	}
	return out
}

// byDesign are the applications whose receivers never answer.
var byDesign = map[string]bool{
	"Syslog": true, "NetFlow": true, "sFlow": true, "IPFIX": true, "StatsD": true, "collectd": true, "GELF": true,
	"RTP": true, "RTCP": true, "VXLAN": true, "Geneve": true, "GTP": true, "Wake-on-LAN": true,
}

func withServer(server flow.Host, clients []flow.Host) [][2]flow.Host {
	var pairs [][2]flow.Host
	for _, c := range clients {
		pairs = append(pairs, [2]flow.Host{c, server})
	}
	return pairs
}

// endpoint names one, with its application if more than an odd port tells it.
func (s *survey) endpoint(e *endpointSum) string {
	name := s.name(e.server)
	if e.port != 0 {
		if s.t.Addr(e.server).Kind == packet.IPv6 {
			name = "[" + name + "]"
		}
		name += ":" + strconv.Itoa(int(e.port))
	}
	if a := s.t.Applications()[e.application]; a.Name != "" && (!a.ByPort || e.port < 1024) {
		name += " (" + said(a.Name) + ")"
	}
	return name
}

// halfShare is which share of the connections has to have one side only, and
// fewHalfPackets how many packets they have to have.
const (
	halfShare      = 0.2
	fewHalfPackets = 10
)

func (s *survey) asymmetric() bool {
	x := &s.oneWay
	return x.packets >= fewHalfPackets && float64(x.halves) >= halfShare*float64(x.halves+x.wholes)
}

func findAsymmetry(s *survey) []finding {
	if !s.asymmetric() {
		return nil
	}
	x := &s.oneWay
	return []finding{{
		severity: Warning, weight: s.frames, pairs: x.pairs,
		text: fmt.Sprintf("The capture has one direction only of %s of %s: the other takes another way, or the capture's filter leaves it out",
			exact(x.halves), amount(x.halves+x.wholes, "TCP connection")),
		lookedAt: "TCP flows that go on without a frame from the other side",
	}}
}
