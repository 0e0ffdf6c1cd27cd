package report

import (
	"cmp"
	"fmt"
	"slices"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

// fewAnnouncements is how many packets to groups make an announcer.
const fewAnnouncements = 5

// asking are the applications that ask all hosts for something.
var asking = map[string]bool{"DHCP": true, "DHCPv6": true, "LLMNR": true, "NBNS": true, "NetBIOS": true}

// findAnnouncers tells of hosts that speak to groups by UDP and to nobody
// else: those that make themselves known, and those that ask and get no answer.
func findAnnouncers(s *survey) []finding {
	talks := make([]bool, s.t.Hosts())
	for _, l := range s.lines.All {
		// To turn somebody away is not to talk.
		if !s.b.is(l.a, groupHost) && !s.b.is(l.b, groupHost) && l.flows > 0 {
			talks[l.a], talks[l.b] = true, true
		}
	}
	sent := map[flow.Host]uint64{}
	var hosts []flow.Host
	s.toGroups(func(_ *flow.Service, h flow.Host, packets uint64) {
		if talks[h] || s.t.Addr(h).Netip().IsUnspecified() {
			return
		}
		if sent[h] += packets; sent[h] >= fewAnnouncements && !slices.Contains(hosts, h) && len(hosts) < maxShown {
			hosts = append(hosts, h)
		}
	})
	if len(hosts) == 0 {
		return nil
	}
	slices.SortStableFunc(hosts, func(x, y flow.Host) int { return cmp.Compare(sent[y], sent[x]) })
	var words []string
	packets, asks := uint64(0), true
	s.toGroups(func(sv *flow.Service, h flow.Host, n uint64) {
		if !slices.Contains(hosts, h) {
			return
		}
		packets += n
		a := s.t.Applications()[sv.Application]
		asks = asks && asking[a.Name]
		if word := said(a.Name); !a.ByPort && a.Name != "" && !slices.Contains(words, word) && len(words) < maxShown {
			words = append(words, word)
		}
	})
	what := amount(packets, "packet")
	if len(words) > 0 {
		what += " by " + listed(len(words), func(i int) string { return words[i] })
	}
	verb, cause := "speak", "announcements, which nobody has to answer"
	if asks {
		cause = "questions, and the capture has no answer to them"
	}
	if len(hosts) == 1 {
		verb = "speaks"
	}
	return []finding{{
		severity: Info, weight: packets, hosts: hosts,
		text:     fmt.Sprintf("%s only %s to groups, %s: %s", s.named(hosts), verb, what, cause),
		lookedAt: "UDP to multicast and broadcast addresses, and who else its senders talk to",
	}}
}

// toGroups visits what goes to groups by UDP.
func (s *survey) toGroups(visit func(sv *flow.Service, from flow.Host, packets uint64)) {
	for _, i := range s.groups {
		sv := s.t.Service(int(i))
		if sv.Protocol != packet.UDP {
			continue
		}
		v := s.t.Volume(int(i))
		for dir, to := range [2]flow.Host{sv.B, sv.A} {
			if from := [2]flow.Host{sv.A, sv.B}[dir]; v.Packets[dir] > 0 && s.b.is(to, groupHost) {
				visit(sv, from, v.Packets[dir])
			}
		}
	}
}
