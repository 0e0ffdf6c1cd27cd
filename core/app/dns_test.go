package app

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"heatsink/core/name"
	"heatsink/core/packet"
)

// heard collects names as "address name source".
type heard []string

func (h *heard) hear(host packet.Addr, called []byte, source name.Source) {
	if len(called) > 0 {
		*h = append(*h, fmt.Sprint(host, " ", string(called), " ", source))
	}
}

// names is what a message tells.
func names(message []byte, source name.Source) []string {
	var h heard
	r := dnsReader{to: &h, source: source}
	r.names(message)
	return h
}

func answer(kind dnsmessage.Type, asked string, response bool, answers, additional []dnsmessage.Resource) []byte {
	m := dnsmessage.Message{
		Header:      dnsmessage.Header{ID: 1, Response: response},
		Questions:   []dnsmessage.Question{{Name: dnsmessage.MustNewName(asked), Type: kind, Class: dnsmessage.ClassINET}},
		Answers:     answers,
		Additionals: additional,
	}
	packed, err := m.Pack()
	if err != nil {
		panic(err)
	}
	return packed
}

func rr(owner string, body dnsmessage.ResourceBody) dnsmessage.Resource {
	return dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: dnsmessage.MustNewName(owner), Class: dnsmessage.ClassINET}, Body: body}
}

func a(addr string) *dnsmessage.AResource {
	return &dnsmessage.AResource{A: netip.MustParseAddr(addr).As4()}
}

func aaaa(addr string) *dnsmessage.AAAAResource {
	return &dnsmessage.AAAAResource{AAAA: netip.MustParseAddr(addr).As16()}
}

func to(target string) *dnsmessage.CNAMEResource {
	return &dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName(target)}
}

func ptr(target string) *dnsmessage.PTRResource {
	return &dnsmessage.PTRResource{PTR: dnsmessage.MustNewName(target)}
}

// A chain of two aliases, two addresses, and a name server's address beside.
var chain = answer(dnsmessage.TypeA, "www.example.com.", true, []dnsmessage.Resource{
	rr("www.example.com.", to("www.example.cdn.net.")),
	rr("www.example.cdn.net.", to("e1.cdn.net.")),
	rr("e1.cdn.net.", a("192.0.2.1")),
	rr("e1.cdn.net.", aaaa("2001:db8::1")),
}, []dnsmessage.Resource{rr("ns.cdn.net.", a("192.0.2.53"))})

const reverse6 = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa."

func TestDNSNames(t *testing.T) {
	plain := answer(dnsmessage.TypeA, "Host.Example.", true, []dnsmessage.Resource{rr("Host.Example.", a("192.0.2.1"))}, nil)
	mdns := answer(dnsmessage.TypePTR, "_http._tcp.local.", true, []dnsmessage.Resource{
		rr("_http._tcp.local.", ptr("printer._http._tcp.local.")),
	}, []dnsmessage.Resource{rr("printer.local.", a("192.0.2.9"))})
	for _, c := range []struct {
		what    string
		message []byte
		source  name.Source
		want    []string
	}{
		{"an answer", plain, name.DNS, []string{"192.0.2.1 Host.Example dns"}},
		{"both ends of a chain", chain, name.DNS, []string{
			"192.0.2.1 www.example.com dns", "192.0.2.1 e1.cdn.net dns-alias",
			"2001:db8::1 www.example.com dns", "2001:db8::1 e1.cdn.net dns-alias",
			"192.0.2.53 ns.cdn.net dns", "192.0.2.53 www.example.com dns-related"}},
		{"mail exchangers", answer(dnsmessage.TypeMX, "example.com.", true, nil,
			[]dnsmessage.Resource{rr("mx.example.com.", a("192.0.2.25"))}), name.DNS,
			[]string{"192.0.2.25 mx.example.com dns", "192.0.2.25 example.com dns-related"}},
		{"an IPv4 address's name", answer(dnsmessage.TypePTR, "10.2.0.192.in-addr.arpa.", true,
			[]dnsmessage.Resource{rr("10.2.0.192.IN-ADDR.ARPA.", ptr("host.example."))}, nil), name.DNS,
			[]string{"192.0.2.10 host.example dns-reverse"}},
		{"an IPv6 address's name", answer(dnsmessage.TypePTR, reverse6, true,
			[]dnsmessage.Resource{rr(reverse6, ptr("six.example."))}, nil), name.DNS,
			[]string{"2001:db8::1 six.example dns-reverse"}},
		{"a part of a subnet", answer(dnsmessage.TypePTR, "0-25.2.0.192.in-addr.arpa.", true,
			[]dnsmessage.Resource{rr("1.0-25.2.0.192.in-addr.arpa.", ptr("x.example.")), rr("2.0.192.in-addr.arpa.", ptr("x.example.")),
				rr("1.2.3.4.5.in-addr.arpa.", ptr("x.example.")), rr("256.2.0.192.in-addr.arpa.", ptr("x.example."))}, nil), name.DNS, nil},
		{"neighbours name themselves", mdns, name.MDNS, []string{"192.0.2.9 printer.local mdns"}},
		{"a neighbour's address", answer(dnsmessage.TypePTR, "x.local.", true,
			[]dnsmessage.Resource{rr("9.2.0.192.in-addr.arpa.", ptr("printer.local."))}, nil), name.MDNS,
			[]string{"192.0.2.9 printer.local mdns"}},
		{"a question with known answers", answer(dnsmessage.TypeA, "x.local.", false,
			[]dnsmessage.Resource{rr("x.local.", a("192.0.2.9"))}, nil), name.MDNS, nil},
		{"LLMNR", answer(dnsmessage.TypeA, "pc.", true, []dnsmessage.Resource{rr("pc.", a("192.0.2.9"))}, nil), name.LLMNR,
			[]string{"192.0.2.9 pc llmnr"}},
	} {
		if got := names(c.message, c.source); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}

// A capture's snap length, or a fragment, cuts answers anywhere.
func TestWhatStandsBeforeTheCutCounts(t *testing.T) {
	whole := names(chain, name.DNS)
	most := 0
	for cut := range chain {
		got := names(chain[:cut], name.DNS)
		if len(got) > len(whole) || !slices.Equal(got, whole[:len(got)]) || len(got) < most {
			t.Fatalf("cut at %d: %q", cut, got)
		}
		most = len(got)
	}
	if most != 4 {
		t.Errorf("%d names with one byte missing of the last record, want 4", most)
	}
}

// Multicast DNS has instance names with dots, spaces and UTF-8 in one label,
// which dnsmessage refuses.
func TestLabelsAreBytes(t *testing.T) {
	m := answer(dnsmessage.TypeA, "My-Mac-v1_2-ü.local.", true, []dnsmessage.Resource{rr("My-Mac-v1_2-ü.local.", a("192.0.2.9"))}, nil)
	m = []byte(strings.ReplaceAll(string(m), "My-Mac-v1_2", "My Mac v1.2"))
	if got := names(m, name.MDNS); !slices.Equal(got, []string{"192.0.2.9 My Mac v1.2-ü.local mdns"}) {
		t.Errorf("%q", got)
	}
}

func TestHostileNames(t *testing.T) {
	header := "\x00\x01\x80\x00\x00\x01\x00\x00\x00\x00\x00\x00"
	label := "\x3f" + strings.Repeat("x", 63)
	for what, c := range map[string]struct {
		bytes string
		len   int // of the text; -1: none
		ok    bool
	}{
		"a pointer to itself":        {"\xc0\x0c\x00\x01", -1, true},
		"a pointer forward":          {"\xc0\x0e\x01a\x00", -1, true},
		"a pointer to the future":    {"\xc0\xff\x00\x01", -1, true},
		"a loop through a label":     {"\x01a\xc0\x0c", -1, true},
		"half a pointer":             {"\x01a\xc0", 1, false},
		"a pointer into the header":  {"\xc0\x0b", 0, true},
		"a label beyond the end":     {"\x05abc", 0, false},
		"no end":                     {"\x01a", 1, false},
		"a label of a kind unknown":  {"\x41a\x00", 0, false},
		"a label of another kind":    {"\x81a\x00", 0, false},
		"longer than names can be":   {strings.Repeat(label, 4) + "\x00", -1, true},
		"as long as names can be":    {strings.Repeat(label, 3) + "\x3d" + strings.Repeat("x", 61) + "\x00", 253, true},
		"ten megabytes":              {strings.Repeat(label, 10<<20/64) + "\x00", -1, true},
		"ten megabytes without end":  {strings.Repeat(label, 10<<20/64), -1, false},
		"pointers to pointers, down": {strings.Repeat("\xc0\x0c", 4000), -1, true},
	} {
		var n dnsName
		_, ok := n.read([]byte(header+c.bytes), dnsHeader)
		if ok != c.ok || n.len != c.len {
			t.Errorf("%s: length %d, %v; want %d, %v", what, n.len, ok, c.len, c.ok)
		}
	}
}

// A message that says it has 196 605 records of the least size, all with one
// name, costs no more than its own length.
func TestAMessageOfPointers(t *testing.T) {
	m := []byte("\x00\x01\x80\x00\x00\x01\xff\xff\xff\xff\xff\xff" + strings.Repeat("\x01x", 120) + "\x00\x00\x01\x00\x01")
	for len(m) < 1<<16-16 {
		m = append(m, "\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x00\x00\x04\x0a\x00\x00\x01"...)
	}
	var s name.Store
	in := NewInspector(&s, nil)
	p := &Peek{in: in, Data: m, Transport: packet.UDP, Hosts: noHosts}
	p.dnsMessages(name.DNS)
	if got := s.Of(packet.Addr{Kind: packet.IPv4, B: [16]byte{10, 0, 0, 1}}); len(got) != 1 {
		t.Errorf("%d names", len(got))
	}
	if n := testing.AllocsPerRun(10, func() { p.dnsMessages(name.DNS) }); n != 0 {
		t.Errorf("%v allocations to be told again", n)
	}
}

// Over TCP messages stand behind their lengths, in pieces of any size.
func TestDNSOverTCP(t *testing.T) {
	two := slices.Concat([]byte{0, byte(len(chain))}, chain, []byte{0, byte(len(chain))},
		[]byte(strings.ReplaceAll(string(chain), "\xc0\x00\x02\x01", "\xc0\x00\x02\x02")))
	for _, size := range []int{1, 2, 7, len(chain), len(two)} {
		var s name.Store
		in := NewInspector(&s, func(uint32, ID) {})
		var h Handle
		for at := 0; at < len(two); at += size {
			piece := two[at:min(at+size, len(two))]
			if h == Done {
				break
			}
			p := &Peek{Transport: packet.TCP, Hosts: noHosts, ServerPort: 53, Data: piece, Length: len(piece)}
			h, _ = in.Inspect(h, 1, p, uint32(at))
		}
		want := 2
		if size < 7 {
			want = 0 // no more than maxFollowed pieces are looked at
		}
		for i := range byte(want) {
			if got := s.Of(packet.Addr{Kind: packet.IPv4, B: [16]byte{192, 0, 2, i + 1}}); len(got) != 2 {
				t.Errorf("pieces of %d bytes: names of 192.0.2.%d: %v", size, i+1, got)
			}
		}
	}
}

func TestDetectDNS(t *testing.T) {
	question := answer(dnsmessage.TypeA, "example.com.", false, nil, nil)
	for _, c := range []struct {
		what string
		port uint16
		data []byte
		want Verdict
	}{
		{"a question", 53, question, Yes},
		{"an answer", 53, chain, Yes},
		{"on another port", 5300, question, Yes},
		{"noise", 53, []byte(strings.Repeat("\xff\x8a\x31", 40)), No},
		{"noise elsewhere", 5300, []byte(strings.Repeat("\xff\x8a\x31", 40)), No},
		{"zeros elsewhere", 5300, make([]byte, 64), No},
		{"zeros", 53, make([]byte, 64), No},
		{"mDNS's port", 5353, question, No},
		{"DNS on mDNS's port", 5353, []byte(strings.Replace(string(question), "\x00\x01\x00\x00", "\x00\x01\x01\x00", 1)), Yes},
	} {
		p := &Peek{Transport: packet.UDP, ServerPort: c.port, Data: c.data, Length: len(c.data)}
		if got := detectDNS(p); got != c.want {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

// dnsmessage, which allocates, is another reader of the same format: where it
// takes a whole message, both see the same records.
func theirRecords(message []byte) (records []string, ok bool) {
	var m dnsmessage.Message
	if m.Unpack(message) != nil {
		return nil, false
	}
	for _, r := range slices.Concat(m.Answers, m.Authorities, m.Additionals) {
		records = append(records, fmt.Sprintf("%s %d", strings.TrimSuffix(r.Header.Name.String(), "."), r.Header.Type))
	}
	return records, true
}

func FuzzDNS(f *testing.F) {
	f.Add(chain)
	f.Add(answer(dnsmessage.TypePTR, reverse6, true, []dnsmessage.Resource{rr(reverse6, ptr("six.example."))}, nil))
	f.Add([]byte("\x00\x01\x80\x00\x00\x01\x00\x01\x00\x00\x00\x00\xc0\x0c\x00\x01\x00\x01"))
	f.Fuzz(func(t *testing.T, message []byte) {
		for _, source := range []name.Source{name.DNS, name.MDNS} {
			names(message, source)
		}
		theirs, ok := theirRecords(message)
		if !ok {
			return
		}
		var ours []string
		odd := false
		r := dnsReader{}
		r.walk(message, func(r *dnsReader, x *dnsRecord) {
			odd = odd || r.owner.len < 0 // they follow pointers forward, too
			ours = append(ours, fmt.Sprintf("%s %d", r.owner.bytes(), x.kind))
		})
		if !odd && r.asked.len >= 0 && !slices.Equal(ours, theirs) {
			t.Errorf("%q, dnsmessage has %q", ours, theirs)
		}
	})
}

// deaf hears nothing, so that only the walk is measured.
type deaf struct{}

func (deaf) hear(packet.Addr, []byte, name.Source) {}

func BenchmarkDNS(b *testing.B) {
	b.Run("here", func(b *testing.B) {
		r := &dnsReader{to: deaf{}, source: name.DNS}
		b.ReportAllocs()
		for b.Loop() {
			r.names(chain)
		}
	})
	b.Run("dnsmessage", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var m dnsmessage.Parser
			m.Start(chain)
			m.Question()
			m.SkipAllQuestions()
			addresses(&m, m.AnswerHeader, m.SkipAnswer)
			m.SkipAllAuthorities()
			addresses(&m, m.AdditionalHeader, m.SkipAdditional)
		}
	})
}

func addresses(m *dnsmessage.Parser, next func() (dnsmessage.ResourceHeader, error), skip func() error) {
	for {
		h, err := next()
		if err != nil {
			return
		}
		switch h.Type {
		case dnsmessage.TypeA:
			m.AResource()
		case dnsmessage.TypeAAAA:
			m.AAAAResource()
		default:
			skip()
		}
	}
}
