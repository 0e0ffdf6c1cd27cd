package core

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"heatsink/core/report"
)

// secret is a report with something private in every place that has room for it.
func secret(t testing.TB) []Input {
	return []Input{
		input("secretfile.pcap", named(t)),
		textInput("flows-of-globex.txt", strings.Join([]string{
			"10.0.0.1 | vault-of-globex | 1000 | 2000 | TCP | TLS.Globexsuite",
			"VAULT-of-globex | 2001:db8::5 | 10 | 0 | globexnet | Globexsuite",
			"ip-10-9-8-7.globex.corp | 10.0.0.1 | 7 | 7 | UDP | DNS",
			"10.0.0.1 | globex | x of globex | 1 | TCP | HTTP",
		}, "\n")),
	}
}

func anonymized(t testing.TB, key byte, inputs ...Input) *report.Report {
	t.Helper()
	r, err := Analyze(inputs, Options{Anonymize: &Anonymize{Key: [KeySize]byte{key}}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAnonymized(t *testing.T) {
	r := anonymized(t, 1, secret(t)...)
	if !r.Anonymized {
		t.Error("the report doesn't say that it is anonymised")
	}
	text := strings.ToLower(asJSON(t, r))
	for _, word := range []string{"globex", "secretfile", "vault", "corp", "10.0.0.1", "10-9-8-7", "2001:db8::5"} {
		if strings.Contains(text, word) {
			t.Errorf("%s is left", word)
		}
	}
	for _, word := range []string{`"tls.`, `"tcp"`, `"dns"`, `line 4`} {
		if !strings.Contains(text, word) {
			t.Errorf("%s should be left", word)
		}
	}
	if a, b := asJSON(t, r), asJSON(t, anonymized(t, 1, secret(t)...)); a != b {
		t.Error("the same key gives another report")
	}
	if a, b := asJSON(t, r), asJSON(t, anonymized(t, 2, secret(t)...)); a == b {
		t.Error("another key gives the same report")
	}
}

// TestAnonymizedKeepsItsShape: rows are the same but for who they are of.
func TestAnonymizedKeepsItsShape(t *testing.T) {
	var w wire
	w.t = t
	for i := range 40 {
		client, server := netip.AddrFrom4([4]byte{10, 1, byte(i % 7), byte(i)}).String(), netip.AddrFrom4([4]byte{byte(20 + i*5), 9, 8, 7}).String()
		w.conn(client, 40000+i, server, 443).open(1e6, 2e6).talk(700 * (i % 9)).end()
	}
	w.dns("10.1.1.1", 7, "db.shop.test", 1e6, 0)
	data := pcap(t, w.frames)
	plain, anon := analyze(t, input("a.pcap", data)), anonymized(t, 3, input("a.pcap", data))
	if a, b := shape(plain), shape(anon); !slices.Equal(a, b) {
		t.Errorf("services were\n%v\nand are\n%v", a, b)
	}
	if !inOrder(anon) {
		t.Error("hosts, pairs or rows are out of order")
	}
	flows := func(r *report.Report) []uint64 { return r.Flows.BytesUp }
	if !slices.Equal(flows(plain), flows(anon)) {
		t.Error("flows are others")
	}
}

// shape lists all that rows say but who they are of, whichever way round.
func shape(r *report.Report) []string {
	var list []string
	s, t := &r.Services, &r.Timeline
	health := map[int]int{}
	for row, service := range r.ServiceHealth.Row {
		health[service] = row
	}
	for i := range s.A {
		ways := [2][]uint64{
			{s.PacketsAtoB[i], s.BytesAtoB[i], uint64(s.FirstAtoB[i]), uint64(s.LastAtoB[i]), s.FlowsFromA[i]},
			{s.PacketsBtoA[i], s.BytesBtoA[i], uint64(s.FirstBtoA[i]), uint64(s.LastBtoA[i]), s.Flows[i] - s.FlowsFromA[i]},
		}
		for e := t.Offset[i]; e < t.Offset[i+1]; e++ {
			ways[0] = append(ways[0], uint64(t.Bucket[e]), t.PacketsAtoB[e], t.BytesAtoB[e])
			ways[1] = append(ways[1], uint64(t.Bucket[e]), t.PacketsBtoA[e], t.BytesBtoA[e])
			if n, ok := slices.BinarySearch(t.Retransmitted.Entry, e); ok {
				ways[0] = append(ways[0], t.Retransmitted.BytesAtoB[n])
				ways[1] = append(ways[1], t.Retransmitted.BytesBtoA[n])
			}
		}
		if row, ok := health[i]; ok {
			for dir, column := range r.ServiceHealth.MaxInFlight {
				if len(column) > 0 {
					ways[dir] = append(ways[dir], column[row])
				} else {
					ways[dir] = append(ways[dir], 0)
				}
			}
		}
		slices.SortFunc(ways[:], slices.Compare)
		list = append(list, fmt.Sprint(r.Transports[s.Transport[i]], r.Applications[s.Application[i]].Name, ways))
	}
	slices.Sort(list)
	return list
}

// inOrder reports whether hosts and rows are in the order that the document promises.
func inOrder(r *report.Report) bool {
	again := *r
	again.Hosts.Address = slices.Clone(r.Hosts.Address)
	report.Reorder(&again)
	return slices.Equal(again.Hosts.Address, r.Hosts.Address) && slices.Equal(again.Services.A, r.Services.A) &&
		slices.Equal(again.Services.B, r.Services.B) && slices.Equal(again.Services.BytesAtoB, r.Services.BytesAtoB)
}

func TestTitleBesideAnonymize(t *testing.T) {
	how := &Anonymize{Key: [KeySize]byte{5}}
	r, err := Analyze(secret(t), Options{Title: "Slow login", Anonymize: how})
	if err != nil || r.Title != "Slow login" {
		t.Errorf("%v, %v", r, err)
	}
	for _, title := range []string{"Globexsuite is slow", "10.0.0.1 is slow", "ip-10-0-0-1", "secretfile"} {
		r, err := Analyze(secret(t), Options{Title: title, Anonymize: how})
		if err == nil || r != nil || !strings.Contains(err.Error(), "Title") {
			t.Errorf("the title %q passes: %v", title, err)
		}
	}
}

// TestAnonymizePacked: from the page the same comes as from the command, but
// for what the command learnt of the title.
func TestAnonymizePacked(t *testing.T) {
	plain := analyze(t, secret(t)...)
	plain.Title = "globex's own"
	var packed bytes.Buffer
	if err := report.Pack(&packed, plain); err != nil {
		t.Fatal(err)
	}
	how := Anonymize{Key: [KeySize]byte{1}}
	r, err := AnonymizePacked(&packed, how)
	if err != nil {
		t.Fatal(err)
	}
	if asJSON(t, r) != asJSON(t, anonymized(t, 1, secret(t)...)) {
		t.Error("the two ways give different reports")
	}
	if _, err := rename(t, r, textInput("hosts", "10.0.0.1 globex\n")); err == nil {
		t.Error("an anonymised report takes real addresses' names")
	}
	packed.Reset()
	if err := report.Pack(&packed, r); err != nil {
		t.Fatal(err)
	}
	if _, err := AnonymizePacked(&packed, how); err == nil {
		t.Error("a report is anonymised twice")
	}
}

// TestOneKeyOneName: over reports, a host is called the same.
func TestOneKeyOneName(t *testing.T) {
	var w wire
	w.t = t
	w.udp("10.0.0.1", 4000, "10.0.0.9", 53, 10)
	one := anonymized(t, 1, input("a.pcap", pcap(t, w.frames)))
	w.udp("10.0.0.2", 4000, "192.0.2.1", 53, 10)
	two := anonymized(t, 1, input("b.pcap", pcap(t, w.frames)))
	for _, address := range one.Hosts.Address {
		if !slices.Contains(two.Hosts.Address, address) {
			t.Errorf("%s is only in one of two reports with one key", address)
		}
	}
}

// FuzzAnonymizePacked: a report from a file is anonymised or refused.
func FuzzAnonymizePacked(f *testing.F) {
	plain := asJSON(f, analyze(f, secret(f)...))
	f.Add([]byte(plain))
	for _, edit := range [][2]string{{`"offset":[0,`, `"offset":[0,9,`}, {`"quotes":[[`, `"quotes":[[9,1],[`}, {`"row":[0`, `"row":[7`}, {`"a":[0`, `"a":[1`}, {`"address":[`, `"address":["",`}} {
		f.Add([]byte(strings.Replace(plain, edit[0], edit[1], 1)))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		z.Write(document)
		z.Close()
		r, err := AnonymizePacked(&packed, Anonymize{})
		if (r == nil) == (err == nil) {
			t.Errorf("%v, %v", r, err)
		}
	})
}
