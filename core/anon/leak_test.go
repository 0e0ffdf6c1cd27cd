package anon

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"heatsink/core/report"
)

// private is a report with something to hide in all of its texts.
func private() *report.Report {
	return &report.Report{
		Title: "Payments of Globex",
		Captures: []report.Capture{{
			Name: "globex.pcap", Format: "pcapng", Hardware: "HAL 9000", OS: "Linux mars", Application: "dumpcap of mars", Comments: []string{"taken by Kim"},
			Interfaces: []report.Interface{{Name: "eth7", Description: "to mars", Filter: "host 10.1.2.3", LinkType: "Ethernet", Comments: []string{"mars"}}},
			Skipped:    []report.Counter{{Name: "bad lines", Count: 1}},
			BadLines:   []string{`line 7: its bytes in are not a whole number but "kim"`},
			Problem:    "cut short in record 7, at byte 654",
		}},
		Hosts: report.Hosts{
			Address: []string{"10.1.2.3", "2001:db8::7", "00:1b:21:00:00:07", "vault"},
			Flags:   []uint16{report.HostIPv4, report.HostIPv6, report.HostMAC, report.HostNamed},
			Names:   [][]report.Name{{{Name: "db.globex.com", Source: "dns"}, {Name: "ip-10-1-2-3", Source: "tls"}}, {{Name: "10.1.2.3", Source: "http"}}, {}, {}},
		},
		Transports:   []string{"TCP", "globexnet"},
		Applications: []report.Application{{Name: "TLS"}, {Name: "TLS.Globex"}},
		Services: report.Services{
			A: []int{0}, B: []int{1}, Layer: []int{3}, Transport: []int{0}, Application: []int{1}, ServerPort: []uint16{443},
			PacketsAtoB: []uint64{1}, BytesAtoB: []uint64{60}, PacketsBtoA: []uint64{2}, BytesBtoA: []uint64{70},
			FirstAtoB: []int64{0}, LastAtoB: []int64{0}, FirstBtoA: []int64{0}, LastBtoA: []int64{0}, Flows: []uint64{1}, FlowsFromA: []uint64{1},
		},
		Timeline: report.Timeline{Offset: []int{0, 0}},
		Flows: report.Flows{
			Client: []int{0}, Server: []int{1}, ClientPort: []uint16{1}, ServerPort: []uint16{443}, Layer: []int{3},
			Transport: []int{0}, Application: []int{0}, ServerName: []int{1}, Protocol: []int{2}, ALPN: []int{3},
		},
		Texts: []string{"", "pay.globex.com", "TLS 1.3", "globex/1"},
		Findings: []report.Finding{
			{Kind: "scan", Severity: "info", Text: "10.1.2.3 of 10.1.2.0/24 asks vault (TLS.Globex) for pay.globex.com", Quotes: [][2]int{{0, 8}, {12, 23}, {29, 34}, {36, 46}, {52, 66}}, LookedAt: "flows", Hosts: []int{0}},
			{Kind: "heavy", Severity: "info", Text: "10.1.2.3 ↔ 10.1.2.4 talks", Quotes: [][2]int{{0, 8}, {13, 21}}, LookedAt: "flows"},
		},
		Quality: []report.Counter{{Name: "snaplen cut", Count: 1}},
	}
}

func TestNothingIsLeft(t *testing.T) {
	for k := range 50 {
		key, r := Key{byte(k)}, private()
		check := NewCheck(r, key, Options{})
		Report(r, key, Options{})
		if err := check.Leaks(r); err != nil {
			t.Error(err)
		}
		if !r.Anonymized || r.Texts[2] == "" {
			t.Errorf("%+v", r)
		}
		f := r.Findings[0]
		if quoted := f.Text[f.Quotes[0][0]:f.Quotes[0][1]]; !slices.Contains(r.Hosts.Address, quoted) || !strings.Contains(f.Text, "asks") {
			t.Errorf("the finding says %s", f.Text)
		}
		if !strings.Contains(f.Text, " (TLS.") || r.Applications[0].Name != "TLS" {
			t.Errorf("the finding says %s of %v", f.Text, r.Applications)
		}
	}
}

// TestEveryLeakIsFound plants each text of the original in each text of the
// anonymised report, whole, as part of a longer one, and in upper case.
func TestEveryLeakIsFound(t *testing.T) {
	key := Key{1}
	plain := private()
	check := NewCheck(plain, key, Options{})
	r := private()
	Report(r, key, Options{})
	leaks := map[string]bool{}
	each(plain, func(path, text string) {
		if !isOwnText(path, text) && path != "Captures.BadLines" {
			leaks[text] = true
		}
	})
	for _, spelled := range []string{"10-1-2-3", "010.001.002.003", "3.2.1.10.in-addr.arpa", "2001:0db8:0:0:0:0:0:0007", "00-1B-21-00-00-07", "10.1.2.0/24"} {
		leaks[spelled] = true
	}
	for i := range r.Findings {
		r.Findings[i].Quotes = nil // they would cut what is planted
	}
	planted := 0
	var plant func(v reflect.Value)
	plant = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			before := v.String()
			for leak := range leaks {
				for _, text := range []string{leak, "see " + leak + ", it says", strings.ToUpper(leak)} {
					v.SetString(text)
					planted++
					if check.Leaks(r) == nil {
						t.Errorf("%q is not found", text)
					}
				}
			}
			v.SetString(before)
		case reflect.Struct:
			for i := range v.NumField() {
				plant(v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				plant(v.Index(i))
			}
		}
	}
	plant(reflect.ValueOf(r).Elem())
	if planted < 1000 {
		t.Errorf("only %d leaks were tried", planted)
	}
	if err := check.Leaks(r); err != nil {
		t.Error(err)
	}
}

// TestOwnWordsAreNoLeaks: hosts that are called by what heatsink says anyway.
func TestOwnWordsAreNoLeaks(t *testing.T) {
	r := private()
	r.Captures[0].Name, r.Title = "capture", "TLS"
	r.Captures[0].Comments = []string{"snaplen", "a capture of TLS", "otter"}
	r.Hosts.Address[3] = "flows"
	r.Hosts.Names[0] = []report.Name{{Name: "tls.scan.example", Source: "dns"}, {Name: "TCP", Source: "tls"}, {Name: "17", Source: "tls"}}
	key := Key{9}
	check := NewCheck(r, key, Options{})
	Report(r, key, Options{})
	if err := check.Leaks(r); err != nil {
		t.Error(err)
	}
}

func TestSpellings(t *testing.T) {
	for text, want := range map[string]string{
		"10.0.0.1":                      "10.0.0.1",
		"ip-10-0-0-1.ec2.internal":      "10.0.0.1",
		"ip10_0_0_1":                    "10.0.0.1",
		"node10.0.0.1x":                 "10.0.0.1",
		"010.000.000.001":               "10.0.0.1",
		"1.0.0.10.in-addr.arpa":         "10.0.0.1",
		"to 10.0.0.1:80, 10.0.0.2":      "10.0.0.1 10.0.0.2",
		"10.0.0.0/24":                   "10.0.0.0",
		"[2001:db8::1]:443":             "2001:db8::1",
		"2001:0db8:0:0:0:0:0:1.":        "2001:db8::1",
		"::ffff:10.0.0.1":               "::ffff:10.0.0.1",
		"at fe80::1: down":              "fe80::1",
		"aa:bb:cc:dd:ee:ff":             "aa:bb:cc:dd:ee:ff",
		"AA-BB-CC-DD-EE-FF is down":     "aa:bb:cc:dd:ee:ff",
		"1.2.3":                         "",
		"10.0.0.256":                    "",
		"10.0-0.1":                      "",
		"15:04:05":                      "",
		"calm-otter-204.bold-fern-17":   "",
		"2024-05-17 12:00:00 1.5 GB":    "",
		"":                              "",
		"1234567890.1.1.1":              "",
		"a b c : : - . / 12 :: 0x88b5 ": "::",
	} {
		found, _ := addresses(text)
		var got []string
		for _, x := range found {
			got = append(got, x.addr.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}

func FuzzSpellings(f *testing.F) {
	for _, seed := range []string{"ip-10-0-0-1", "[2001:db8::1]:443", "AA-BB-CC-DD-EE-FF", "10.0.0.0/24", "::ffff:1.2.3.4"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, rest := addresses(text)
		if len(rest) > len(text) {
			t.Errorf("the rest of %q is %q", text, rest)
		}
		end := 0
		for _, x := range found {
			if x.begin < end || x.end <= x.begin || x.end > len(text) {
				t.Errorf("%q has an address from %d to %d", text, x.begin, x.end)
			}
			end = x.end
		}
		(&names{said: map[string]string{}, taken: map[string]string{}}).pseudonym(text)
	})
}
