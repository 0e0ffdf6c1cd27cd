package anon

import (
	"fmt"
	"strings"
	"testing"
)

func TestNamesKeepTheirShape(t *testing.T) {
	n := newNames(&published)
	db, web, other := n.pseudonym("db.shop.acme.com"), n.pseudonym("web.shop.acme.com"), n.pseudonym("db.shop.acme.org")
	labels := func(name string) []string { return strings.Split(name, ".") }
	if len(labels(db)) != 4 || !strings.HasSuffix(db, ".example") {
		t.Errorf("db.shop.acme.com becomes %s", db)
	}
	if labels(db)[0] == labels(web)[0] || strings.Join(labels(db)[1:], ".") != strings.Join(labels(web)[1:], ".") {
		t.Errorf("%s and %s should end alike", db, web)
	}
	if labels(other)[2] == labels(db)[2] {
		t.Errorf("%s and %s should not", db, other)
	}
	if n.pseudonym("DB.Shop.acme.COM") != db {
		t.Error("upper case makes another name")
	}
	for name, end := range map[string]string{"printer.local": ".local", "1.0.0.10.in-addr.arpa": ".in-addr.arpa", "_smb._tcp.local": ".local", "a.b.lan": ".lan", "x.corp": ".example"} {
		if p := n.pseudonym(name); !strings.HasSuffix(p, end) || strings.Count(p, ".") != strings.Count(name, ".") {
			t.Errorf("%s becomes %s", name, p)
		}
	}
	for _, name := range []string{"com", "local", "WORKGROUP", "Bob's iPhone"} {
		if p := n.pseudonym(name); strings.Contains(p, ".") || strings.EqualFold(p, name) {
			t.Errorf("%s becomes %s", name, p)
		}
	}
}

func TestOddNames(t *testing.T) {
	n := newNames(&published)
	long := strings.Repeat("x.", 120) + "example.com"
	if p := n.pseudonym(long); strings.Count(p, ".") != maxLabels-1 {
		t.Errorf("a name of 122 labels becomes %s", p)
	}
	for _, name := range []string{".", "..", "a..b", ".a", "a.", "\x00", "ä.ö", strings.Repeat(".", 300)} {
		if p := n.pseudonym(name); p == "" || p == name {
			t.Errorf("%q becomes %q", name, p)
		}
	}
}

// TestNamesAreOneToOne: so many names that some have the same first choice.
func TestNamesAreOneToOne(t *testing.T) {
	n := newNames(&published)
	whose := map[string]string{}
	for i := range 30_000 {
		name := fmt.Sprintf("host%d", i)
		p := n.of(name)
		if other, ok := whose[p]; ok {
			t.Fatalf("%s and %s are both %s", name, other, p)
		}
		whose[p] = name
		if again := n.of(name); again != p {
			t.Fatalf("%s becomes %s, then %s", name, p, again)
		}
	}
	if n.of("Host1") == n.of("host1") {
		t.Error("two hosts whose names differ in case are one")
	}
}

func TestKeys(t *testing.T) {
	digits := strings.Repeat("0aF1", 16)
	for _, file := range []string{digits, digits + "\n", " " + digits + "\r\n"} {
		if key, err := ParseKey([]byte(file)); err != nil || key[0] != 0x0a || key[1] != 0xf1 {
			t.Errorf("%q: %x, %v", file, key, err)
		}
	}
	if key, err := ParseKey(published[:]); err != nil || key != published {
		t.Errorf("32 bytes: %x, %v", key, err)
	}
	for _, file := range []string{"", "secret", digits[1:], digits + "0", strings.Repeat("x", 64)} {
		if _, err := ParseKey([]byte(file)); err == nil {
			t.Errorf("%q passes for a key", file)
		}
	}
}
