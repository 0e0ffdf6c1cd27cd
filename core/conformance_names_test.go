package core

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heatsink/core/name"
)

// namesTruth is the names key of a capture's truth.
type namesTruth struct {
	Names struct {
		// DNS maps addresses to the names that tshark's dissection of DNS gives
		// them: those their records stand under, and those asked for.
		DNS map[string][]string `json:"dns"`
		// SNI lists client, server, port and name.
		SNI [][4]any `json:"sni"`
	} `json:"names"`
}

// enoughNames is how much of the truth's entries heatsink has to have alike.
const enoughNames = 0.99

// TestConformanceNames holds the names that heatsink learns to tshark's. Each
// address's set of names is an entry; so is each server name of a client hello.
func TestConformanceNames(t *testing.T) {
	corpus, truths := os.Getenv("HEATSINK_CORPUS"), os.Getenv("HEATSINK_TRUTH")
	if corpus == "" || truths == "" {
		t.Skip("HEATSINK_CORPUS and HEATSINK_TRUTH are not set: run make conformance")
	}
	var dns, sni nameScore
	seen := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(truths, "*", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		capture, _ := filepath.Rel(truths, strings.TrimSuffix(file, ".json"))
		want := readNamesTruth(t, file)
		if len(want.Names.DNS)+len(want.Names.SNI) == 0 {
			continue
		}
		got, err := learnFrom(filepath.Join(corpus, capture))
		if err != nil {
			t.Errorf("%s: %s", capture, err)
			continue
		}
		for _, diff := range append(dns.addresses(got, want), sni.hellos(got, want)...) {
			reason, ok := knownNames[capture]
			seen[capture] = true
			if !ok {
				t.Errorf("%s: %s", capture, diff)
				continue
			}
			t.Logf("%s: %s (%s)", capture, diff, reason)
		}
	}
	for capture := range knownNames {
		if !seen[capture] {
			t.Errorf("agrees  %s: strike it from knownNames", capture)
		}
	}
	dns.judge(t, "addresses named by DNS")
	sni.judge(t, "server names of client hellos")
}

// knownNames lists the captures whose names differ from tshark's, each with
// the reason. The test fails when one of them agrees.
var knownNames = map[string]string{
	"ndpi/6in4tunnel.pcap": "the hellos are those of the hosts inside the tunnel; tshark's table has the tunnel's ends",
	"ndpi/rdp2.pcap":       "DTLS within RDP's UDP transport is not looked into",
	"suricata-verify/dns-udp-junkrequest-first__input.pcap":   "the flow begins with SNMP, sent to DNS's port, and so is SNMP's",
	"suricata-verify/llmnr__llmnr-sticky-buffers__input.pcap": "an address along the way of an LLMNR answer has its own name alone, not the one that was asked for",
	"zeek/dns-edns-ecs.pcap":                                  "an address along the way of an answer of which tshark's table leaves out the name that was asked for",
	"zeek/dns-inverse-query.pcap":                             "the root is no name of a host",
	"zeek/icmp__icmp-destunreach-udp.pcap":                    "an answer that an ICMP error quotes is no answer",
	"zeek/ipv6-fragmented-dns.pcap":                           "the record stands in a later fragment, and datagrams are not put together",
}

// nameScore counts entries.
type nameScore struct{ equal, total int }

func (s *nameScore) judge(t *testing.T, what string) {
	t.Helper()
	share := float64(s.equal) / float64(max(s.total, 1))
	t.Logf("conformance: %s: %d of %d as in tshark (%.2f %%)", what, s.equal, s.total, 100*share)
	if s.total > 0 && share < enoughNames {
		t.Errorf("%s: less than %.0f %%", what, 100*enoughNames)
	}
}

// learnt is what an analysis knows of names.
type learnt struct {
	names *name.Store
	hello map[string]bool // "client server port name"
}

func readNamesTruth(t *testing.T, file string) *namesTruth {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := &namesTruth{}
	if err := json.Unmarshal(text, want); err != nil {
		t.Fatal(err)
	}
	return want
}

// learnFrom reads a capture and keeps the names, which the report has only for
// hosts that it shows.
func learnFrom(path string) (*learnt, error) {
	sources, err := open([]Input{{
		Name: filepath.Base(path),
		Open: func() (io.ReadCloser, error) { return os.Open(path) },
	}})
	defer closeAll(sources)
	if err != nil {
		return nil, err
	}
	a := newAnalysis(sources, Options{})
	if err := a.run(); err != nil {
		return nil, err
	}
	a.table.Finish()
	l := &learnt{names: a.names, hello: map[string]bool{}}
	for i := range a.table.Flows() {
		f := a.table.Flow(i)
		if host := a.table.Facts(i).ServerName; host != "" {
			l.hello[fmt.Sprint(a.table.Addr(f.Client), " ", a.table.Addr(f.Server), " ", f.ServerPort, " ", host)] = true
		}
	}
	return l, nil
}

// addresses compares each address's names from DNS. A name is missing only
// when no source has it; names from other sources are not tshark's to know.
func (s *nameScore) addresses(got *learnt, want *namesTruth) (diffs []string) {
	for _, address := range slices.Sorted(maps.Keys(want.Names.DNS)) {
		s.total++
		addr, err := netip.ParseAddr(address)
		if err != nil {
			diffs = append(diffs, err.Error())
			continue
		}
		all, fromDNS := map[string]bool{}, map[string]bool{}
		for _, n := range got.names.Of(name.FromNetip(addr)) {
			all[n.Name] = true
			if n.Source == name.DNS || n.Source == name.DNSAlias || n.Source == name.DNSRelated {
				fromDNS[n.Name] = true
			}
		}
		var missing []string
		for _, n := range want.Names.DNS[address] {
			if !all[n] {
				missing = append(missing, n)
			}
			delete(fromDNS, n)
		}
		if len(missing)+len(fromDNS) == 0 {
			s.equal++
			continue
		}
		diffs = append(diffs, fmt.Sprintf("%s lacks %q, has %q on top", address, missing, slices.Sorted(maps.Keys(fromDNS))))
	}
	return diffs
}

// hellos looks for each client hello's server name.
func (s *nameScore) hellos(got *learnt, want *namesTruth) (diffs []string) {
	for _, entry := range want.Names.SNI {
		s.total++
		if got.hello[fmt.Sprint(entry[0], " ", entry[1], " ", entry[2], " ", entry[3])] {
			s.equal++
			continue
		}
		diffs = append(diffs, fmt.Sprintf("no client hello with %v", entry))
	}
	return diffs
}
