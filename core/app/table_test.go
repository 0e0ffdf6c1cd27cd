package app

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"heatsink/core/packet"
)

// addressList is Hosts.
type addressList []packet.Addr

func (a addressList) Addr(host uint32) packet.Addr { return a[host] }

var (
	noHosts   = addressList{{}}
	someHosts = addressList{{Kind: packet.IPv4, B: [16]byte{10, 0, 0, 1}}, {Kind: packet.IPv4, B: [16]byte{10, 0, 0, 2}}}
)

// TestTableIsTrue shows all rows all payloads: where a Detect says anything but
// No, its row, or another of the rows that it has, must be one that is asked.
func TestTableIsTrue(t *testing.T) {
	payloads := append(manyPayloads(), variants(testPayloads(t))...)
	for _, of := range greetings {
		payloads = append(payloads, variants(of)...)
	}
	// Of a flow that showed nothing yet, and of one that showed the payload on both sides.
	none, shown := new(record), new(record)
	p := &Peek{Hosts: noHosts, ClientPort: 40000, FromClient: true, in: new(Inspector)}
	for i := range protocols {
		row := &protocols[i]
		if row.Detect == nil {
			continue
		}
		for transport, protocol := range []packet.Protocol{packet.TCP, packet.UDP, packet.SCTP} {
			if row.Over&(1<<transport) == 0 {
				continue
			}
			p.Transport = protocol
			for _, port := range append(slices.Concat(row.TCP, row.UDP, row.Only), 40001) {
				p.ServerPort = port
				for _, d := range payloads {
					p.Data, p.Length = d, cap(d)
					none.progress = progress{}
					for _, p.rec = range []*record{none, showing(shown, d)} {
						if row.Detect(p) != No && !isAsked(row, transport, p) {
							t.Errorf("%s, port %d: not asked of %x", row.Name, port, d[:min(len(d), 40)])
						}
					}
				}
			}
		}
	}
}

// checkAsked sees to it that a payload, before it is inspected, is shown to all
// rows that would say anything but No.
func checkAsked(t testing.TB, in *Inspector, h Handle, p Peek) {
	t.Helper()
	transport := transportIndex(p.Transport)
	if h >= following || h != 0 && in.record(h).protocol != 0 || transport < 0 {
		return
	}
	p.in, p.rec = in, new(record)
	if h != 0 {
		p.rec = in.record(h)
	}
	p.Nth = int(p.rec.payloads[p.side()])
	for i := range protocols {
		row := &protocols[i]
		if row.Detect != nil && row.Over&(1<<transport) != 0 && (row.Late || p.Nth < early) &&
			row.Detect(&p) != No && !isAsked(row, transport, &p) {
			t.Errorf("%s, ports %d and %d: not asked of %x", row.Name, p.ClientPort, p.ServerPort, p.Data[:min(len(p.Data), 40)])
		}
	}
}

// isAsked reports whether ask has a row's Detect look at a payload, or could but
// for the Lead of its only row: some rely on theirs.
func isAsked(row *Protocol, transport int, p *Peek) bool {
	onOnly, several := isOnly(p.ServerPort) || isOnly(p.ClientPort), false
	for i := range protocols {
		id, other := ID(i+1), &protocols[i]
		if pointer(other.Detect) != pointer(row.Detect) || other.Over&(1<<transport) == 0 {
			continue
		}
		several = several || other != row
		if other.Late == row.Late &&
			leads[transport][p.Data[0]].has(id) && leasts[min(len(p.Data), maxLeast)].has(id) &&
			(onOnly || !onlys.has(id)) && lates.has(id) == row.Late && detects[id].fits(p.Data) {
			return true
		}
	}
	return !several && row.Lead != "" && strings.IndexByte(row.Lead, p.Data[0]) < 0
}

func (s *rowSet) has(id ID) bool { return s[id/64]>>(id%64)&1 != 0 }

func pointer(detect func(*Peek) Verdict) uintptr { return reflect.ValueOf(detect).Pointer() }

// showing makes a record that of a flow whose sides both showed a payload.
func showing(r *record, payload []byte) *record {
	for side := range 2 {
		r.payloads[side] = 1
		r.firsts[side] = uint8(copy(r.firstHeads[side][:], payload))
	}
	return r
}

// variants are payloads as they are, shorter, cut, of which the capacity is how
// long they were, and with a byte that is another.
func variants(of [][]byte) (all [][]byte) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, d := range of {
		if len(d) == 0 {
			continue
		}
		d = slices.Clip(d)
		all = append(all, d)
		for n := 1; n < min(len(d), 50); n++ {
			all = append(all, d[:n], d[:n:n])
		}
		for i := range min(len(d), 50) {
			other := slices.Clip(slices.Clone(d))
			other[i] += byte(1 + rng.IntN(255))
			all = append(all, other)
		}
	}
	return all
}

// greetings are what no test of a flow has said so.
var greetings = map[string][][]byte{
	"Finger":      {[]byte("root\r\n")},
	"Whois":       {[]byte("example.org\r\n")},
	"Graphite":    {[]byte("a.b 1 2\n")},
	"Skinny":      {[]byte("\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")},
	"rlogin":      {[]byte("\x00me\x00you\x00vt100/9600\x00")},
	"Lotus Notes": {[]byte("\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x40\x02\x0f\x00\x00\x00")},
	"Photon":      {[]byte("}}}}}}}}}}}}}")},
	"CryNetwork":  {[]byte("\x10\x00\x00\x08\xed\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x07\x00\x00\x00\x03\x07")},
	"DNSCrypt": {
		[]byte("r6fnvWj8"), []byte("\x00\x08r6fnvWj8"),
		[]byte("\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x012\x0ddnscrypt-cert\x00"),
		[]byte("\x00\x1d\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x012\x0ddnscrypt-cert\x00"),
	},
	"Blizzard":   {[]byte("\xff\xff\xff\xff\xa3\x1f\xb6\x1e" + strings.Repeat("\x00", 15)), []byte(strings.Repeat("\x00", 14) + "\x01\x00\x00\x00")},
	"CoD Mobile": {[]byte("\xce" + strings.Repeat("\x00", 326) + "LOC_PREFAB_LOADOUTNAME_1"), []byte("12345678ping")},
	"IPsec":      {[]byte("12345678" + "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10\x02\x00\x00\x00\x00\x00\x00\x00\x00\x1c")},
	"NTP":        {[]byte("\x24\x03\x06\xe8" + strings.Repeat("\xe8", 44))},
	"DHCPv6":     {[]byte("\x01abc\x00\x01\x00\x02ab")},
}
