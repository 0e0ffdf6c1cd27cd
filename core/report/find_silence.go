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
	host  flow.Host
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
	index := map[flow.Host]*scan{}
	var list []*scan
	for h := range s.hosts {
		x := &s.hosts[h]
		if h == int(flow.OtherHost) || x.services < fewTrials || float64(x.failed) < vain*float64(x.opened) || len(list) == maxScanners {
			continue
		}
		found := &scan{host: flow.Host(h)}
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
	list = slices.DeleteFunc(list, func(x *scan) bool {
		sum := &s.hosts[x.host]
		return sum.services*2 < sum.targets*x.n
	})
	for _, x := range list {
		s.hosts[x.host].scanner = true
	}
	return list
}

func findScans(s *survey) (out []finding) {
	for _, x := range s.scanning {
		sum := &s.hosts[x.host]
		text := fmt.Sprintf("%s probes %s on %s: %s of %s attempts in vain", s.name(x.host),
			amount(sum.targets, "host"), x.named(), HumanCount(sum.failed), HumanCount(sum.opened))
		if sum.refused > 0 {
			text += fmt.Sprintf(" (%s refused, %s unanswered)", HumanCount(sum.refused), HumanCount(sum.failed-sum.refused))
		}
		out = append(out, finding{
			severity: Warning, weight: sum.failed, text: text, hosts: []flow.Host{x.host},
			lookedAt: fmt.Sprintf("%s that this host opened, and their answers", amount(sum.opened, "flow")),
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

const (
	// fewAnnouncements is how many packets to groups make an announcer of a
	// host that says mostlyAnnounced of its share so.
	fewAnnouncements = 5
	mostlyAnnounced  = 0.8
)

// findAnnouncers tells of hosts that speak to groups, and to nobody who
// answers: printers, routers, players that make themselves known.
func findAnnouncers(s *survey) []finding {
	talks := make([]bool, len(s.hosts))
	for i := range s.lines {
		if l := &s.lines[i]; l.answered && !s.onlyTried(l) {
			talks[l.a], talks[l.b] = true, true
		}
	}
	var hosts []flow.Host
	said := map[string]bool{}
	var words []string
	var packets uint64
	heard := map[flow.Host]uint64{}
	for i := range s.t.Services() {
		sv := s.t.Service(i)
		if sv.Layer&flow.Inner == 0 || sv.Protocol != packet.UDP {
			continue
		}
		for dir, h := range [2]flow.Host{sv.A, sv.B} {
			if !talks[h] && sv.Packets[dir] > 0 && s.isGroup([2]flow.Host{sv.B, sv.A}[dir]) {
				heard[h] += sv.Packets[dir]
			}
		}
	}
	quiet := func(h flow.Host) bool {
		x := &s.hosts[h]
		return heard[h] < fewAnnouncements || float64(x.toGroups) < mostlyAnnounced*float64(x.sent-min(x.sent, x.replies))
	}
	for i := range s.t.Services() {
		sv := s.t.Service(i)
		if sv.Layer&flow.Inner == 0 || sv.Protocol != packet.UDP {
			continue
		}
		for dir, h := range [2]flow.Host{sv.A, sv.B} {
			if sv.Packets[dir] == 0 || !s.isGroup([2]flow.Host{sv.B, sv.A}[dir]) || quiet(h) {
				continue
			}
			packets += sv.Packets[dir]
			if !slices.Contains(hosts, h) && len(hosts) < maxShown {
				hosts = append(hosts, h)
			}
			if word := s.b.app(sv.Application); word != "" && !said[word] {
				said[word] = true
				words = append(words, quoted(word))
			}
		}
	}
	if len(hosts) == 0 {
		return nil
	}
	verb, whom := "only announce themselves", fmt.Sprintf("%s: %s", amount(len(hosts), "host"), s.named(hosts))
	if len(hosts) == 1 {
		verb, whom = "only announces itself", s.name(hosts[0])
	}
	by := ""
	if len(words) > 0 {
		by = " by " + listed(len(words), func(i int) string { return words[i] })
	}
	text := fmt.Sprintf("%s %s%s: %s to groups, and no conversation", whom, verb, by, amount(packets, "packet"))
	if len(hosts) > 1 {
		text = fmt.Sprintf("%s %s%s (%s to groups, no conversation): %s", amount(len(hosts), "host"), verb, by, amount(packets, "packet"), s.named(hosts))
	}
	return []finding{{
		severity: Info, weight: packets, text: text, hosts: hosts,
		lookedAt: "UDP to multicast and broadcast addresses, and who answers whom",
	}}
}

// onlyTried reports whether all that a line holds are attempts in vain.
func (s *survey) onlyTried(l *link) bool {
	return l.flows > 0 && l.vain == l.flows
}

// byDesign are the applications whose receivers never answer.
var byDesign = map[string]bool{
	"Syslog": true, "NetFlow": true, "sFlow": true, "IPFIX": true, "StatsD": true, "Collectd": true, "GELF": true,
	"SNMP": true, "RTP": true, "RTCP": true, "VXLAN": true, "Geneve": true, "GTP": true, "WOL": true, "CAPWAP": true,
}

const (
	// fewUnanswered is how many packets have to go unanswered, and
	// unansweredShare which share of the flows to an endpoint.
	fewUnanswered   = 3
	unansweredShare = 0.2
)

// findUnanswered tells of servers that don't answer, by endpoint. Where the
// capture has one side only, it can't know.
func findUnanswered(s *survey) (out []finding) {
	if s.asymmetric() {
		return nil
	}
	ends := s.endpoints()
	for _, e := range sortedEndpoints(ends) {
		sum := ends[e]
		if sum.packets < fewUnanswered || float64(sum.unanswered) < unansweredShare*float64(sum.flows) || s.mayBeGroup(e.server) {
			continue
		}
		name := s.b.app(sum.application)
		if name == "DNS" {
			continue // its questions are looked at one by one
		}
		from := s.name(sum.clients[0])
		if len(sum.clients) > 1 {
			from = amount(len(sum.clients), "host")
		}
		severity, cause := Warning, ""
		switch {
		case e.protocol != packet.TCP && byDesign[name]:
			severity, cause = Info, "what "+name+" is for needs no answer"
		case s.hosts[e.server].sent == 0:
			cause = "nothing at all came from it: it is down, or its answers take another way"
		default:
			cause = "the host is there: the port is filtered, or the server overloaded"
		}
		out = append(out, finding{
			severity: severity, weight: sum.packets,
			text: fmt.Sprintf("%s doesn't answer: %s to it in %s from %s; %s", s.endpoint(e, name),
				amount(sum.packets, "packet"), amount(sum.unanswered, "flow"), from, cause),
			hosts: []flow.Host{e.server}, pairs: withServer(e.server, sum.clients),
			lookedAt: fmt.Sprintf("%s to this endpoint, but for those of the capture's last second", amount(sum.flows, "flow")),
		})
	}
	return out
}

func withServer(server flow.Host, clients []flow.Host) [][2]flow.Host {
	var pairs [][2]flow.Host
	for _, c := range clients {
		pairs = append(pairs, [2]flow.Host{c, server})
	}
	return pairs
}

// endpoint names one, with its application if it has a name.
func (s *survey) endpoint(e endpoint, application string) string {
	name := s.name(e.server)
	if e.port != 0 {
		if s.t.Addr(e.server).Kind == packet.IPv6 {
			name = "[" + name + "]"
		}
		name += ":" + strconv.Itoa(int(e.port))
	}
	if application != "" {
		name += " (" + quoted(application) + ")"
	}
	return name
}

const (
	// fewHalves is how many connections with one side only make an asymmetry,
	// and halfShare which share of all.
	fewHalves = 3
	halfShare = 0.2
)

func (s *survey) asymmetric() bool {
	x := &s.oneWay
	return x.halves >= fewHalves && float64(x.halves) >= halfShare*float64(x.halves+x.wholes)
}

func findAsymmetry(s *survey) []finding {
	if !s.asymmetric() {
		return nil
	}
	x := &s.oneWay
	return []finding{{
		severity: Warning, weight: s.frames, pairs: x.pairs,
		text: fmt.Sprintf("Of %s of %s TCP connections the capture has one direction only: the other takes another way, or the capture's filter leaves it out",
			HumanCount(x.halves), HumanCount(x.halves+x.wholes)),
		lookedAt: "TCP flows that go on without a frame from the other side",
	}}
}
