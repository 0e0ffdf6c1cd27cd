package app

import (
	"net"
	"slices"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

func packed(t testing.TB, layer gopacket.SerializableLayer) []byte {
	t.Helper()
	b := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(b, gopacket.SerializeOptions{FixLengths: true}, layer); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func dhcp(t testing.TB, kind layers.DHCPMsgType, ciaddr, yiaddr string, options ...layers.DHCPOption) []byte {
	m := &layers.DHCPv4{Operation: layers.DHCPOpRequest, HardwareType: layers.LinkTypeEthernet, HardwareLen: 6,
		ClientHWAddr: net.HardwareAddr{2, 0, 0, 0, 0, 1}, ClientIP: net.ParseIP(ciaddr), YourClientIP: net.ParseIP(yiaddr)}
	m.Options = append(layers.DHCPOptions{layers.NewDHCPOption(layers.DHCPOptMessageType, []byte{byte(kind)})}, options...)
	return packed(t, m)
}

func option(code layers.DHCPOpt, value string) layers.DHCPOption {
	return layers.NewDHCPOption(code, []byte(value))
}

func dhcpHeard(d []byte) []string {
	var h heard
	var scratch dnsName
	dhcpNames(d, &h, &scratch)
	return h
}

func TestDHCPNames(t *testing.T) {
	const requested = "\xc0\x00\x02\x05"
	host := option(layers.DHCPOptHostname, "laptop")
	for _, c := range []struct {
		what    string
		message []byte
		want    []string
	}{
		{"a request", dhcp(t, layers.DHCPMsgTypeRequest, "0.0.0.0", "0.0.0.0", option(layers.DHCPOptRequestIP, requested), host),
			[]string{"192.0.2.5 laptop dhcp"}},
		{"a renewal", dhcp(t, layers.DHCPMsgTypeRequest, "192.0.2.6", "0.0.0.0", host), []string{"192.0.2.6 laptop dhcp"}},
		{"a lease", dhcp(t, layers.DHCPMsgTypeAck, "0.0.0.0", "192.0.2.7", host), []string{"192.0.2.7 laptop dhcp"}},
		{"a full name, as text", dhcp(t, layers.DHCPMsgTypeAck, "0.0.0.0", "192.0.2.7", option(81, "\x00\xff\xfflaptop.example")),
			[]string{"192.0.2.7 laptop.example dhcp"}},
		{"a full name, as in DNS", dhcp(t, layers.DHCPMsgTypeAck, "0.0.0.0", "192.0.2.7", option(81, "\x04\xff\xff\x06laptop\x07example\x00"), host),
			[]string{"192.0.2.7 laptop.example dhcp", "192.0.2.7 laptop dhcp"}},
		{"half a name, as in DNS", dhcp(t, layers.DHCPMsgTypeAck, "0.0.0.0", "192.0.2.7", option(81, "\x04\xff\xff\x06laptop")),
			[]string{"192.0.2.7 laptop dhcp"}},
		{"a wish", dhcp(t, layers.DHCPMsgTypeDiscover, "0.0.0.0", "0.0.0.0", option(layers.DHCPOptRequestIP, requested), host), nil},
		{"an offer", dhcp(t, layers.DHCPMsgTypeOffer, "0.0.0.0", "192.0.2.7", host), nil},
		{"a release", dhcp(t, layers.DHCPMsgTypeRelease, "192.0.2.6", "0.0.0.0", host), nil},
		{"an address of three bytes", dhcp(t, layers.DHCPMsgTypeRequest, "0.0.0.0", "0.0.0.0", option(layers.DHCPOptRequestIP, "\xc0\x00\x02"), host), nil},
	} {
		if got := dhcpHeard(c.message); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
		for cut := range c.message {
			dhcpHeard(c.message[:cut])
		}
		if p := (&Peek{ServerPort: 67, Data: c.message, Length: len(c.message)}); detectDHCP(p) != Yes {
			t.Errorf("%s is not seen to be DHCP", c.what)
		}
	}
}

// lease6 has a client's name and two addresses, one of them temporary.
const lease6 = "\x07\x01\x02\x03" +
	"\x00\x03\x00\x28\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x05\x00\x18\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x04\x00\x20\x00\x00\x00\x01" +
	"\x00\x05\x00\x18\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x27\x00\x11\x00\x06laptop\x07example\x00"

// relayed6 is lease6 in a relay's message.
const relayed6 = "\x0d\x00" + "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01" + "\xfe\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02" +
	"\x00\x09\x00\x69" + lease6

func dhcp6Heard(d string) []string {
	var h heard
	var scratch dnsName
	dhcp6Names([]byte(d), &h, &scratch, dhcp6Depth)
	return h
}

func TestDHCPv6Names(t *testing.T) {
	want := []string{"2001:db8::5 laptop.example dhcp", "2001:db8::6 laptop.example dhcp"}
	for what, message := range map[string]string{"a lease": lease6, "a relayed lease": relayed6} {
		if got := dhcp6Heard(message); !slices.Equal(got, want) {
			t.Errorf("%s (%d bytes): %q, want %q", what, len(lease6), got, want)
		}
		for cut := range message {
			dhcp6Heard(message[:cut])
		}
		if p := (&Peek{ServerPort: 547, Data: []byte(message), Length: len(message)}); detectDHCPv6(p) != Yes {
			t.Errorf("%s is not seen to be DHCPv6", what)
		}
	}
}

func TestDHCPAllocatesNothing(t *testing.T) {
	lease := dhcp(t, layers.DHCPMsgTypeAck, "0.0.0.0", "192.0.2.7", option(81, "\x04\xff\xff\x06laptop\x07example\x00"))
	in := NewInspector(nil, nil)
	to, relayed := deaf{}, []byte(relayed6)
	if n := testing.AllocsPerRun(10, func() {
		dhcpNames(lease, to, &in.dns.target)
		dhcp6Names(relayed, to, &in.dns.target, dhcp6Depth)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzDHCP(f *testing.F) {
	f.Add(dhcp(f, layers.DHCPMsgTypeAck, "0.0.0.0", "192.0.2.7", option(81, "\x04\xff\xff\x06laptop\x07example\x00"), option(layers.DHCPOptHostname, "laptop")))
	f.Add([]byte(lease6))
	f.Add([]byte(relayed6))
	f.Fuzz(func(t *testing.T, d []byte) {
		dhcpHeard(d)
		dhcp6Heard(string(d))
		detectDHCP(&Peek{Data: d, Length: len(d)})
	})
}
