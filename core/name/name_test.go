package name

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"slices"
	"strings"
	"testing"

	"heatsink/core/packet"
)

var host = netip.MustParseAddr("192.0.2.1")

func at(n int) packet.Addr {
	return packet.Addr{Kind: packet.IPv4, B: [16]byte{10, byte(n >> 16), byte(n >> 8), byte(n)}}
}

func TestTheLikeliestNameStandsFirst(t *testing.T) {
	told := []Name{
		{"cdn.example", TLS}, {"alias.example", DNSAlias}, {"www.example", DNS}, {"shop.example", DNS},
		{"shop.example", DNS}, {"printer", DHCP}, {"api.example", DNS}, {"printer.local", MDNS}, {"www.example", TLS},
		{"www.example", HTTP}, {"glue.example", DNSRelated}, {"cdn.example", DNSAlias},
	}
	want := []Name{
		{"printer", DHCP}, {"printer.local", MDNS},
		{"www.example", DNS}, {"shop.example", DNS}, {"api.example", DNS}, // three times, twice, once
		{"cdn.example", DNSAlias}, {"alias.example", DNSAlias}, {"glue.example", DNSRelated},
	}
	for seed := range uint64(20) {
		var s Store
		for _, i := range rand.New(rand.NewPCG(seed, 0)).Perm(len(told)) {
			s.Add(host, told[i].Name, told[i].Source)
		}
		if got := s.Of(FromNetip(host)); !slices.Equal(got, want) {
			t.Fatalf("names %v, want %v", got, want)
		}
	}
	var s Store
	if got := s.Of(at(1)); len(got) != 0 {
		t.Errorf("a host without names has %v", got)
	}
}

func TestNamesAreText(t *testing.T) {
	for in, want := range map[string]string{
		"www.example.":      "www.example",
		" a b ":             "a b",
		"a\x01b\x00":        `a\001b\000`,
		"数据库":               "数据库",
		"bad\xff":           `bad\377`,
		"\u202eevil":        `\342\200\256evil`, // turns the direction of writing
		"\x1b[31m":          `\033[31m`,
		"</script><b>x</b>": "</script><b>x</b>", // text, and the page's to show as such
	} {
		var s Store
		s.Add(host, in, DNS)
		if got := s.Of(FromNetip(host)); len(got) != 1 || got[0].Name != want {
			t.Errorf("%q became %v, want %q", in, got, want)
		}
	}
	for _, in := range []string{"", ".", " . ", strings.Repeat("x", MaxBytes+1), strings.Repeat("\x01", 100), strings.Repeat("x", 10<<20), strings.Repeat("\x00", 10<<20)} {
		var s Store
		s.Add(host, in, DNS)
		if got := s.Of(FromNetip(host)); len(got) != 0 {
			t.Errorf("%.20q… (%d bytes) was kept", in, len(in))
		}
	}
}

func TestAnAddressIsNoName(t *testing.T) {
	var s Store
	for _, n := range []string{"192.0.2.1", "[2001:db8::1]", "fe80::1"} {
		s.Add(host, n, HTTP)
		s.Add(host, n, TLS)
	}
	s.Add(host, "1.pool.example", HTTP)
	if got := s.Of(FromNetip(host)); len(got) != 1 || got[0].Name != "1.pool.example" {
		t.Errorf("%v", got)
	}
}

// Some resolvers ask in random case against spoofing: wWw.ExAmPLe.
func TestFewSpellings(t *testing.T) {
	var s Store
	for _, n := range []string{"www.example", "wWw.example", "www.eXample", "WWW.EXAMPLE"} {
		s.Add(host, n, DNS)
	}
	if got := s.Of(FromNetip(host)); len(got) != maxSpellings {
		t.Errorf("spellings %v", got)
	}
	s.Add(host, "www-example", DNS)
	if got := s.Of(FromNetip(host)); len(got) != maxSpellings+1 {
		t.Errorf("another name was taken for a spelling: %v", got)
	}
}

func TestManyNamesForOneAddress(t *testing.T) {
	var s Store
	for i := range 1_000_000 {
		s.Add(host, fmt.Sprint("name", i), TLS)
	}
	s.Add(host, "self", DHCP)
	got := s.Of(FromNetip(host))
	if len(got) != MaxNames || got[0] != (Name{"self", DHCP}) {
		t.Errorf("%d names, the first %v; the limit is %d, and a better source has room", len(got), got[0], MaxNames)
	}
	if want := uint64(1_000_000 - MaxNames + 1); s.Refused() != want {
		t.Errorf("%d names refused, want %d", s.Refused(), want)
	}
}

func TestStoreIsBounded(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("fills 32 MB, once is enough")
	}
	for what, each := range map[string]func(s *Store, i int){
		"hosts":   func(s *Store, i int) { s.Learn(at(i), []byte("host"), DNS) },
		"entries": func(s *Store, i int) { s.Learn(at(i/MaxNames), fmt.Append(nil, "n", i%MaxNames), DNS) },
		"text":    func(s *Store, i int) { s.Learn(at(i), fmt.Appendf(nil, "%0255d", i), DNS) },
		"all":     func(s *Store, i int) { s.Learn(at(i/2), fmt.Appendf(nil, "%032d", i), DNS) },
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var s Store
		for i := range 2 * MaxEntries {
			each(&s, i)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		if took := int64(after.HeapAlloc) - int64(before.HeapAlloc); took > MaxMemory {
			t.Errorf("%s: a full store takes %d bytes, the limit is %d", what, took, MaxMemory)
		}
		if s.Refused() == 0 || s.hosts.Len > MaxHosts || s.entries.Len > MaxEntries || len(s.text) > MaxText {
			t.Errorf("%s: %d hosts, %d names, %d bytes, %d refused", what, s.hosts.Len, s.entries.Len, len(s.text), s.Refused())
		}
	}
}

func TestAKnownNameAllocatesNothing(t *testing.T) {
	var s Store
	learn := func() {
		for i := range 8 {
			s.Learn(at(i), []byte("www.example"), DNS)
			s.Learn(at(i), []byte("an odd\x01 name"), MDNS)
			s.Add(host, "www.example", TLS)
		}
	}
	learn()
	if n := testing.AllocsPerRun(100, learn); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestSources(t *testing.T) {
	for s := Hosts; s <= DNSRelated; s++ {
		if s.String() == "" || SourceOf(s.String()) != s {
			t.Errorf("source %d has the word %q, which is source %d's", s, s, SourceOf(s.String()))
		}
		if s.IsGiven() != (s <= Table) {
			t.Errorf("%s: given by the user %v", s, s.IsGiven())
		}
	}
	if SourceOf("") != 0 || SourceOf("gossip") != 0 || Source(0).IsGiven() || Source(200).String() != "" {
		t.Error("what is no source is taken for one")
	}
}

func BenchmarkLearnKnown(b *testing.B) {
	var s Store
	for i := range 1 << 14 {
		s.Learn(at(i), []byte("www.example.com"), DNS)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Learn(at(i&(1<<14-1)), []byte("www.example.com"), DNS)
	}
}
