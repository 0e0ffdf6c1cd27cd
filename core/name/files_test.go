package name

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"heatsink/core/packet"
)

// given reads files one after the other and lists what they give as
// "address name source".
func givenBy(files ...string) (list []string, err error) {
	var g Given
	for _, f := range files {
		if err := g.Read(strings.NewReader(f)); err != nil {
			return nil, err
		}
	}
	for addr, names := range g.names {
		for i, n := range names {
			list = append(list, fmt.Sprintf("%s %d %s %s", addr, i, n.Name, n.Source))
		}
	}
	slices.Sort(list)
	return list, nil
}

const dockerContainers = `[
 {"Id": "1", "Name": "/web-1", "State": {"Status": "running"}, "Config": {"Hostname": "abc"},
  "NetworkSettings": {"IPAddress": "172.17.0.2", "GlobalIPv6Address": "", "MacAddress": "02:42:ac:11:00:02",
   "Networks": {"bridge": {"IPAddress": "172.17.0.2", "GlobalIPv6Address": "2001:db8::2", "MacAddress": "02:42:ac:11:00:02"},
                "back": {"IPAddress": "10.5.0.2", "GlobalIPv6Address": ""}}}},
 {"Id": "2", "Name": "/host-networked", "NetworkSettings": {"IPAddress": "", "Networks": {"host": {"IPAddress": ""}}}}
]`

const dockerNetwork = `[{"Name": "back", "Status": {"IPAM": {}}, "Containers": {
  "b": {"Name": "db", "MacAddress": "02:42:0a:05:00:03", "IPv4Address": "10.5.0.3/16", "IPv6Address": ""},
  "a": {"Name": "cache", "MacAddress": "", "IPv4Address": "10.5.0.4/16", "IPv6Address": "2001:db8::4/64"}}}]`

const kubectl = `{"apiVersion": "v1", "items": [
 {"kind": "Pod", "metadata": {"name": "old-job", "namespace": "shop"}, "spec": {}, "status": {"phase": "Succeeded", "podIP": "10.1.0.5", "podIPs": [{"ip": "10.1.0.5"}]}},
 {"kind": "Pod", "metadata": {"name": "web-7f", "namespace": "shop"}, "spec": {}, "status": {"phase": "Running", "podIP": "10.1.0.5", "podIPs": [{"ip": "10.1.0.5"}, {"ip": "2001:db8:1::5"}]}},
 {"kind": "Pod", "metadata": {"name": "kube-proxy-x", "namespace": "kube-system"}, "spec": {"hostNetwork": true}, "status": {"hostIP": "192.0.2.10", "podIP": "192.0.2.10", "podIPs": [{"ip": "192.0.2.10"}]}},
 {"kind": "Service", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"clusterIP": "10.96.0.7", "clusterIPs": ["10.96.0.7"], "externalIPs": ["198.51.100.1"]},
  "status": {"loadBalancer": {"ingress": [{"ip": "198.51.100.2"}, {"hostname": "lb.example"}]}}},
 {"kind": "Service", "metadata": {"name": "headless", "namespace": "shop"}, "spec": {"clusterIP": "None", "clusterIPs": ["None"]}, "status": {"loadBalancer": {}}},
 {"kind": "Node", "metadata": {"name": "node-1"}, "status": {"addresses": [{"type": "InternalIP", "address": "192.0.2.10"}, {"type": "Hostname", "address": "node-1"}]}},
 {"kind": "Gateway", "metadata": {"name": "x"}, "spec": {"addresses": 7}, "status": []}
], "kind": "List", "metadata": {"resourceVersion": ""}}`

func TestNamesFiles(t *testing.T) {
	utf16le := "\xff\xfe"
	for _, u := range utf16.Encode([]rune("192.0.2.1 büro\r\n")) {
		utf16le += string([]byte{byte(u), byte(u >> 8)})
	}
	pods := []string{"10.1.0.5 0 shop/web-7f kubernetes", "10.1.0.5 1 shop/old-job kubernetes", "10.96.0.7 0 shop/web kubernetes",
		"192.0.2.10 0 node-1 kubernetes", "198.51.100.1 0 shop/web kubernetes", "198.51.100.2 0 shop/web kubernetes", "2001:db8:1::5 0 shop/web-7f kubernetes"}
	for _, c := range []struct {
		what, file string
		want       []string
	}{
		{"hosts", "# mine\n\n127.0.0.1\tlocalhost\n192.0.2.1 web.example web # the web\nfe80::1%lo0 me\r\n::1 localhost", []string{
			"127.0.0.1 0 localhost hosts", "192.0.2.1 0 web.example hosts", "192.0.2.1 1 web hosts", "::1 0 localhost hosts", "fe80::1 0 me hosts"}},
		{"hosts in UTF-16", utf16le, []string{"192.0.2.1 0 büro hosts"}},
		{"a MAC address", "02:00:00:00:00:01 switch", []string{"02:00:00:00:00:01 0 switch hosts"}},
		{"CSV", "192.0.2.1,web\n2001:db8::1,\"the db, old\"\n", []string{"192.0.2.1 0 web csv", "2001:db8::1 0 the db, old csv"}},
		{"CSV, name first, with headings", "\xef\xbb\xbfname,ip\nweb, 192.0.2.1\n", []string{"192.0.2.1 0 web csv"}},
		{"CSV, from a spreadsheet in German", "Adresse;Name\r\n192.0.2.1;web\r\n", []string{"192.0.2.1 0 web csv"}},
		{"CSV without a name", "192.0.2.1,\n192.0.2.2,db\n", []string{"192.0.2.2 0 db csv"}},
		{"containers", dockerContainers, []string{"02:42:ac:11:00:02 0 web-1 docker", "10.5.0.2 0 web-1 docker", "172.17.0.2 0 web-1 docker", "2001:db8::2 0 web-1 docker"}},
		{"a container", strings.TrimSpace(dockerContainers[1 : strings.Index(dockerContainers, " {\"Id\": \"2\"")-2]),
			[]string{"02:42:ac:11:00:02 0 web-1 docker", "10.5.0.2 0 web-1 docker", "172.17.0.2 0 web-1 docker", "2001:db8::2 0 web-1 docker"}},
		{"a network", dockerNetwork, []string{"02:42:0a:05:00:03 0 db docker", "10.5.0.3 0 db docker", "10.5.0.4 0 cache docker", "2001:db8::4 0 cache docker"}},
		{"pods, services, nodes", kubectl, pods},
		{"an empty list", `{"kind": "List", "items": []}`, nil},
		{"one pod", `{"kind": "Pod", "metadata": {"name": "a", "namespace": "b"}, "status": {"podIP": "10.0.0.1"}}`, []string{"10.0.0.1 0 b/a kubernetes"}},
		{"what can't be shown", "192.0.2.1 a\x1bb", []string{`192.0.2.1 0 a\033b hosts`}},
	} {
		got, err := givenBy(c.file)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, %v; want %q", c.what, got, err, c.want)
		}
		if yes, sure := Sniff([]byte(c.file), true); c.want != nil && (!yes || !sure) {
			t.Errorf("%s is not recognised", c.what)
		}
	}
}

func TestTheLastFileCounts(t *testing.T) {
	got, err := givenBy("192.0.2.1 old\n192.0.2.1 older\n", "192.0.2.1,new\n", "192.0.2.1 old\n")
	want := []string{"192.0.2.1 0 old hosts", "192.0.2.1 1 new csv", "192.0.2.1 2 older hosts"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

func TestBadNamesFiles(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"", "is empty"},
		{"# nothing\n\n", "is empty"},
		{"192.0.2.1 a\nweb 192.0.2.1\n", `line 2: "web" is no address`},
		{"192.0.2.1 a\n192.0.2.2\n10.0.0.300 b\n", `line 2: 192.0.2.2 has no name (and 1 more bad lines)`},
		{"10.0.0.1 | 10.0.0.2 | 1 | 2 | TCP | HTTP\n", `line 1: has a |, as lines of flow records have`},
		{"ip,name\n192.0.2.1,a\nx,y\n", `line 3: neither "x" nor "y" is an address`},
		{"192.0.2.1,a,b\n", `line 1: 3 columns, where an address and its name are wanted`},
		{"192.0.2.1,\"a\n", `line 1: extraneous or missing " in quoted-field`},
		{"192.0.2.1 " + strings.Repeat("x", 256), "line 1: a name of more than 255 bytes"},
		{strings.Repeat("x", 300) + ",y\nz,z\n", `line 2: neither "z" nor "z" is an address`},
		{"{\n\"items\": [\n{,\n", "line 3: invalid character ',' looking for beginning of object key string"},
		{"[{\"Name\": \"a\"", "line 1: unexpected EOF"},
		{"[1, 2]", "is JSON, but of neither `docker inspect` nor `kubectl get pods,services -A -o json`"},
		{`{"version": 1, "title": "a report"}`, "is JSON, but of neither `docker inspect` nor `kubectl get pods,services -A -o json`"},
		{strings.Repeat("[", 100_000), "line 1: invalid character '[' exceeded max depth"},
	} {
		_, err := givenBy(c.file)
		if err == nil || err.Error() != c.want {
			t.Errorf("%.40q: %v, want %s", c.file, err, c.want)
		}
	}
}

func TestNamesFilesAreBounded(t *testing.T) {
	if _, err := givenBy(strings.Repeat("#", MaxFile+1)); err == nil || !strings.Contains(err.Error(), "64 MiB") {
		t.Error("a file that is too large:", err)
	}
	var many strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&many, "0.0.0.0 ad%d.example\n", i)
	}
	if got, err := givenBy(many.String()); err != nil || len(got) != MaxGivenNames {
		t.Errorf("%d names of one address, %v", len(got), err)
	}
	many.Reset()
	for i := range MaxGiven + 1 {
		fmt.Fprintf(&many, "%s h\n", at(i))
	}
	if _, err := givenBy(many.String()); err == nil || !strings.Contains(err.Error(), "more than 262144 addresses") {
		t.Error("too many addresses:", err)
	}
}

func TestSniff(t *testing.T) {
	for _, no := range []string{"", "\xa1\xb2\xc3\xd4", "\x0a\x0d\x0d\x0a\x00", "10.0.0.1 | 10.0.0.2 | 1 | 2 | TCP | HTTP\n", "hello world\n",
		"address_a,address_b,packets,bytes\n10.0.0.1,10.0.0.2,1,2\n", `{"version": 1}`, "<!doctype html>\n", "# comment\n", "\xff\xfe", "{", "10.0.0.1"} {
		if yes, _ := Sniff([]byte(no), true); yes {
			t.Errorf("%q is taken for names", no)
		}
	}
	if yes, sure := Sniff([]byte("192.0.2.1 we"), false); yes || sure {
		t.Error("half a line is taken for sure")
	}
	if yes, sure := Sniff([]byte(`[{"Id": "`), false); yes || sure {
		t.Error("the beginning of JSON is taken for sure")
	}
}

func FuzzNamesFiles(f *testing.F) {
	for _, s := range []string{"192.0.2.1 web # x\n", "name,ip\nweb,192.0.2.1\n", dockerContainers, dockerNetwork, kubectl, "\xff\xfe1\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		Sniff(data, true)
		var g Given
		if err := g.Read(strings.NewReader(string(data))); err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("an error of two lines: %q", err)
		}
		for addr, names := range g.names {
			if len(names) > MaxGivenNames || addr.Kind == packet.NoAddr {
				t.Errorf("%s has %d names", addr, len(names))
			}
		}
	})
}
