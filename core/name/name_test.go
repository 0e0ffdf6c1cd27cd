package name

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
)

var host = netip.MustParseAddr("192.0.2.1")

func TestNamesStandInTheOrderTheyWereLearnt(t *testing.T) {
	var s Store
	for _, n := range []string{"www", "shop", "www", ""} {
		s.Add(host, n, Capture)
	}
	want := []Name{{"www", Capture}, {"shop", Capture}}
	if got := s.Of(host); !slices.Equal(got, want) {
		t.Errorf("names %v, want %v", got, want)
	}
	if got := s.Of(netip.MustParseAddr("192.0.2.2")); len(got) != 0 {
		t.Errorf("a host without names has %v", got)
	}
}

func TestStoreIsBounded(t *testing.T) {
	var s Store
	for i := range 2 * MaxNames {
		s.Add(host, fmt.Sprint("name", i), Capture)
	}
	s.Add(netip.MustParseAddr("192.0.2.2"), strings.Repeat("x", MaxBytes+1), Capture)
	addr := netip.MustParseAddr("10.0.0.0")
	for range MaxHosts {
		s.Add(addr, "host", Capture)
		addr = addr.Next()
	}
	if n := len(s.Of(host)); n != MaxNames {
		t.Errorf("%d names for one host, the limit is %d", n, MaxNames)
	}
	if n := len(s.names); n != MaxHosts {
		t.Errorf("%d hosts, the limit is %d", n, MaxHosts)
	}
	if want := uint64(MaxNames + 1 + 1); s.Refused != want {
		t.Errorf("%d names refused, want %d", s.Refused, want)
	}
}
