package core

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/gopacket/layers"

	"heatsink/core/report"
)

// named is shop's capture with a DNS answer in it, and two hosts that call
// themselves something.
func named(t testing.TB) []byte {
	answer := &layers.DNS{ID: 1, QR: true, Questions: []layers.DNSQuestion{{Name: []byte("shop.example"), Type: layers.DNSTypeA, Class: layers.DNSClassIN}},
		Answers: []layers.DNSResourceRecord{
			{Name: []byte("shop.example"), Type: layers.DNSTypeCNAME, Class: layers.DNSClassIN, CNAME: []byte("web.cdn.example")},
			{Name: []byte("web.cdn.example"), Type: layers.DNSTypeA, Class: layers.DNSClassIN, IP: []byte{10, 0, 0, 2}}}}
	mdns := &layers.DNS{QR: true, Answers: []layers.DNSResourceRecord{
		{Name: []byte("desk.local"), Type: layers.DNSTypeA, Class: layers.DNSClassIN, IP: []byte{10, 0, 0, 1}}}}
	return pcap(t, append(shop(t),
		frame{3 * time.Second, serialize(t, ether(layers.EthernetTypeIPv4), ipv4("10.0.0.53", "10.0.0.1", layers.IPProtocolUDP), udp(53, 51001), answer), 0},
		frame{4 * time.Second, serialize(t, ether(layers.EthernetTypeIPv4), ipv4("10.0.0.1", "224.0.0.251", layers.IPProtocolUDP), udp(5353, 5353), mdns), 0},
	))
}

// namesOf lists a host's names as "name source".
func namesOf(r *report.Report, address string) (list []string) {
	if i := slices.Index(r.Hosts.Address, address); i >= 0 {
		for _, n := range r.Hosts.Names[i] {
			list = append(list, n.Name+" "+n.Source)
		}
	}
	return list
}

func TestNamesAreLearnt(t *testing.T) {
	r := analyze(t, input("a.pcap", named(t)))
	for address, want := range map[string][]string{
		"10.0.0.2":  {"shop.example dns", "web.cdn.example dns-alias"},
		"10.0.0.1":  {"desk.local mdns"},
		"10.0.0.53": nil,
	} {
		if got := namesOf(r, address); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

const (
	hostsFile = "10.0.0.2 web # mine\n10.0.0.2 web.cdn.example\n10.0.0.53 resolver\n"
	tableFile = "name,address\nthe resolver,10.0.0.53\nswitch,02:00:00:00:00:01\n"
)

func TestGivenNamesStandFirst(t *testing.T) {
	want := map[string][]string{
		"10.0.0.2":          {"web hosts", "web.cdn.example hosts", "shop.example dns"},
		"10.0.0.53":         {"the resolver csv", "resolver hosts"},
		"10.0.0.1":          {"desk.local mdns"},
		"02:00:00:00:00:01": {"switch csv"},
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	io.WriteString(z, tableFile)
	z.Close()
	capture, hosts, table := input("a.pcap", named(t)), textInput("hosts", hostsFile), input("t.csv.gz", zipped.Bytes())
	var first string
	for what, run := range map[string]func() (*report.Report, error){
		"by option": func() (*report.Report, error) {
			return Analyze([]Input{capture}, Options{Names: []Input{hosts, table}})
		},
		"among the inputs": func() (*report.Report, error) {
			return Analyze([]Input{hosts, capture, table}, Options{})
		},
		"both": func() (*report.Report, error) {
			return Analyze([]Input{table, capture}, Options{Names: []Input{hosts}})
		},
		"later": func() (*report.Report, error) { return rename(t, analyze(t, capture), hosts, table) },
		"later, one by one": func() (*report.Report, error) {
			r, err := rename(t, analyze(t, capture), hosts)
			if err != nil {
				return nil, err
			}
			return rename(t, r, table)
		},
	} {
		r, err := run()
		if err != nil {
			t.Fatalf("%s: %s", what, err)
		}
		for address, want := range want {
			if got := namesOf(r, address); !slices.Equal(got, want) {
				t.Errorf("%s: %s: %q, want %q", what, address, got, want)
			}
		}
		if first == "" {
			first = asJSON(t, r)
		} else if got := asJSON(t, r); got != first {
			t.Errorf("%s: another report:\n%s\n%s", what, got, first)
		}
	}
}

func rename(t testing.TB, r *report.Report, files ...Input) (*report.Report, error) {
	t.Helper()
	var packed bytes.Buffer
	if err := report.Pack(&packed, r); err != nil {
		t.Fatal(err)
	}
	return Rename(&packed, files)
}

// Where names are too many for a report, they are the same ones either way.
func TestRenameWithinTheLimit(t *testing.T) {
	var frames []frame
	var hosts strings.Builder
	for i := range 6000 {
		addr := fmt.Sprintf("10.1.%d.%d", i>>8, i&255)
		owner := []byte(strings.Repeat("x", i%60) + fmt.Sprintf("host-%d.example", i))
		answer := &layers.DNS{ID: 1, QR: true, Questions: []layers.DNSQuestion{{Name: fmt.Append(nil, "asked-", i), Type: layers.DNSTypeA, Class: layers.DNSClassIN}},
			Answers: []layers.DNSResourceRecord{{Name: owner, Type: layers.DNSTypeA, Class: layers.DNSClassIN, IP: []byte{10, 1, byte(i >> 8), byte(i)}}}}
		frames = append(frames,
			frame{0, serialize(t, ether(layers.EthernetTypeIPv4), ipv4("10.0.0.53", addr, layers.IPProtocolUDP), udp(53, 51001), answer), 0})
		if i%3 == 0 {
			fmt.Fprintf(&hosts, "%s mine-%d\n", addr, i)
		}
	}
	capture, file := input("a.pcap", pcap(t, frames)), textInput("hosts", hosts.String())
	before, err := Analyze([]Input{capture}, Options{Names: []Input{file}})
	if err != nil {
		t.Fatal(err)
	}
	later, err := rename(t, analyze(t, capture), file)
	if err != nil {
		t.Fatal(err)
	}
	left := slices.IndexFunc(before.Quality, func(c report.Counter) bool { return strings.HasPrefix(c.Name, "names beyond") })
	if left < 0 {
		t.Error("nothing was left out: the test has too few names")
	}
	if asJSON(t, before) != asJSON(t, later) {
		t.Error("names given later make another report")
	}
}

func TestBadNames(t *testing.T) {
	capture := input("a.pcap", named(t))
	for _, c := range []struct {
		inputs, names []Input
		want          string
	}{
		{[]Input{capture}, []Input{textInput("hosts", "10.0.0.1 a\nb 10.0.0.2\n")}, `hosts: line 2: "b" is no address`},
		{[]Input{capture, textInput("hosts", "10.0.0.1 a\nb 10.0.0.2\n")}, nil, `hosts: line 2: "b" is no address`},
		{[]Input{capture}, []Input{capture}, "a.pcap: is a capture, not a file of names"},
		{[]Input{capture}, []Input{textInput("hosts", "")}, "hosts: empty: there is nothing in it"},
		{[]Input{textInput("hosts", hostsFile)}, nil, "hosts: is a file of names: there is no capture with hosts to name"},
	} {
		_, err := Analyze(c.inputs, Options{Names: c.names})
		if err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func TestOnlyNames(t *testing.T) {
	capture, hosts, table := input("a.pcap", named(t)), textInput("hosts", hostsFile), textInput("t.csv", tableFile)
	flows := textInput("flows", "10.0.0.1 | 10.0.0.2 | 1 | 2 | TCP | HTTP\n")
	for _, c := range []struct {
		inputs []Input
		want   bool
	}{
		{nil, false}, {[]Input{hosts}, true}, {[]Input{hosts, table}, true}, {[]Input{hosts, capture}, false},
		{[]Input{flows}, false}, {[]Input{textInput("x", "nothing known\n")}, false},
	} {
		if got := OnlyNames(c.inputs); got != c.want {
			t.Errorf("%v: only names %v, want %v", c.inputs, got, c.want)
		}
	}
}

func TestRenameRefusesWhatIsNoReport(t *testing.T) {
	pack := func(text string) io.Reader {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		io.WriteString(z, text)
		z.Close()
		return &b
	}
	for what, packed := range map[string]io.Reader{
		"nothing":           strings.NewReader(""),
		"no JSON":           pack("{"),
		"another version":   pack(`{"version": 999}`),
		"a host too many":   pack(fmt.Sprintf(`{"version": %d, "hosts": {"address": ["10.0.0.1"]}}`, report.Version)),
		"a column too many": pack(fmt.Sprintf(`{"version": %d, "services": {"a": [0]}}`, report.Version)),
	} {
		if _, err := Rename(packed, nil); err == nil || !strings.HasPrefix(err.Error(), "the report ") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Every capture of the corpus gives the same report with names from the start
// and with names given later; here those of the demo, where there is one.
func TestRenameDemo(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "demo", "shop.pcapng"))
	if err != nil {
		t.Skip(err)
	}
	r := analyze(t, input("shop.pcapng", data))
	var hosts strings.Builder
	for i, address := range r.Hosts.Address {
		fmt.Fprintf(&hosts, "%s host-%d\n", strings.Trim(address, "()"), i)
	}
	text := strings.ReplaceAll(strings.ReplaceAll(hosts.String(), "no address host", "# "), "other host", "# ")
	before, err := Analyze([]Input{input("shop.pcapng", data)}, Options{Names: []Input{textInput("hosts", text)}})
	if err != nil {
		t.Fatal(err)
	}
	later, err := rename(t, r, textInput("hosts", text))
	if err != nil {
		t.Fatal(err)
	}
	if asJSON(t, before) != asJSON(t, later) {
		t.Error("names given later make another report")
	}
}

// A page's report may be anybody's work.
func FuzzRename(f *testing.F) {
	r := analyze(f, input("a.pcap", named(f)))
	f.Add([]byte(asJSON(f, r)), []byte(hostsFile))
	f.Add([]byte(fmt.Sprintf(`{"version": %d}`, report.Version)), []byte(tableFile))
	f.Fuzz(func(t *testing.T, text, names []byte) {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		z.Write(text)
		z.Close()
		r, err := Rename(&packed, []Input{input("names", names)})
		if err == nil {
			report.Summary(r)
		}
	})
}
