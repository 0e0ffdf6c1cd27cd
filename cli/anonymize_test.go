package cli

import (
	"os"
	"strings"
	"testing"
)

const aKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"

// TestAnonymizedFormats: nothing of the capture is in any format, nor on the terminal.
func TestAnonymizedFormats(t *testing.T) {
	for _, output := range []string{
		"-o out.html", "-o out.json", "-o out.csv", "-o out.csv --by flow", "--format table", "--format table --by host",
		"--format ntop", "--format csv --layer outer", "-o secretive.html --no-engine --title Slow",
	} {
		tr := newRealTrial(t)
		put(t, "secretive.pcap", string(captureOf(t, 1000, 40))+"cut")
		put(t, "hosts", "10.0.0.1 kims-laptop\n")
		put(t, "key", aKey)
		args := append([]string{"secretive.pcap", "--anonymize", "--key-file", "key", "--names", "hosts"}, strings.Fields(output)...)
		if code := tr.run(args); code != exitDone {
			t.Fatalf("%s: exit %d: %s", output, code, tr.err.String())
		}
		said := tr.out.String() + strings.ReplaceAll(tr.err.String(), "secretive.html", "")
		for _, name := range []string{"out.html", "out.json", "out.csv", "secretive.html"} {
			if file, err := os.ReadFile(name); err == nil {
				said += string(file)
			}
		}
		for _, word := range []string{"10.0.0.1", "10.0.0.2", "kim", "secretive.pcap"} {
			if strings.Contains(said, word) {
				t.Errorf("%s: %s is left", output, word)
			}
		}
		if strings.Contains(output, "table") && !strings.Contains(said, "Anonymized") {
			t.Errorf("%s doesn't say that it is anonymised: %s", output, said)
		}
	}
}

// Where CSV is read from, nothing in it says that it is anonymised; a file's
// name and the line that tells of it do.
func TestAnonymizedCSVIsTold(t *testing.T) {
	for _, c := range []struct{ args, out, err string }{
		{"a.pcap -f csv --anonymize", "address_a,", "heatsink: Anonymized: addresses and names are pseudonyms.\n"},
		{"a.pcap -f csv --anonymize --quiet", "address_a,", ""},
		{"a.pcap -f csv", "address_a,", ""},
		{"a.pcap -o x.csv --anonymize", "\nAnonymized: addresses and names are pseudonyms.\n", ""},
		{"a.pcap -f ntop --anonymize", `"anonymized":true`, ""},
	} {
		tr := newRealTrial(t)
		put(t, "a.pcap", string(captureOf(t, 1000, 40)))
		if code := tr.run(strings.Fields(c.args)); code != exitDone {
			t.Fatalf("%s: exit %d: %s", c.args, code, tr.err.String())
		}
		if !strings.Contains(tr.out.String(), c.out) || tr.err.String() != c.err {
			t.Errorf("%s: standard output %q, standard error %q", c.args, tr.out.String(), tr.err.String())
		}
	}
}

func TestKeyFile(t *testing.T) {
	run := func(args ...string) string {
		tr := newRealTrial(t)
		put(t, "a.pcap", string(captureOf(t, 1000, 4)))
		put(t, "key", aKey)
		if code := tr.run(append([]string{"a.pcap", "--anonymize", "--format", "csv"}, args...)); code != exitDone {
			t.Fatalf("%q: exit %d: %s", args, code, tr.err.String())
		}
		return tr.out.String()
	}
	if one, two := run("--key-file", "key"), run("--key-file", "key"); one != two {
		t.Error("a key gives different pseudonyms")
	}
	if one, two := run(), run(); one == two {
		t.Error("without a key, pseudonyms are the same each time")
	}
}

func TestKeyFileErrors(t *testing.T) {
	for args, want := range map[string]string{
		"--anonymize --key-file missing":        "missing: no such file",
		"--anonymize --key-file bad":            "bad: is no key: it has to hold 64 hex digits or 32 bytes; make one with openssl rand -hex 32",
		"--key-file key":                        "--key-file is for --anonymize",
		"--keep-vendors":                        "--keep-vendors is for --anonymize",
		"--anonymize --key-file key -o key":     "can't tell the format from this name",
		"--anonymize --key-file k.csv -o k.csv": "k.csv is the key: give the output another name with -o",
		"--anonymize --title 10.0.0.1":          `the leak check found "10.0.0.1" in the anonymized report's Title`,
	} {
		tr := newRealTrial(t)
		put(t, "a.pcap", string(captureOf(t, 1000, 4)))
		put(t, "key", aKey)
		put(t, "k.csv", aKey)
		put(t, "bad", "secret\n")
		if code := tr.run(append([]string{"a.pcap"}, strings.Fields(args)...)); code == exitDone || !strings.Contains(tr.err.String(), want) {
			t.Errorf("%s: exit %d, %s", args, code, tr.err.String())
		}
		if _, err := os.Stat("a.html"); err == nil {
			t.Errorf("%s: a report was written", args)
		}
		if key, _ := os.ReadFile("k.csv"); string(key) != aKey {
			t.Errorf("%s: the key is gone", args)
		}
	}
}
