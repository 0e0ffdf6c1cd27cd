package flowlog

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

// read reads all records; the error is what ended reading.
func read(src io.Reader) (records []Record, r *Reader, err error) {
	r = NewReader(src)
	for {
		record, err := r.Next()
		if err != nil {
			return records, r, err
		}
		records = append(records, record)
	}
}

func TestParse(t *testing.T) {
	plain := Record{"10.0.0.1", "web-1", 12, 34, "TCP", "HTTP"}
	for _, c := range []struct {
		line string
		want Record
		err  string // what the error must say
	}{
		{"10.0.0.1 | web-1 | 12 | 34 | TCP | HTTP", plain, ""},
		{"10.0.0.1|web-1|12|34|TCP|HTTP", plain, ""},
		{"\t 10.0.0.1|  web-1 |12\t|34|TCP|   HTTP  \r\n", plain, ""},
		{"a | b | 0 | 0 | |", Record{Source: "a", Destination: "b"}, ""},
		{"a | John's phone | 9007199254740991 | 0 | UDP | x y", Record{"a", "John's phone", MaxBytes, 0, "UDP", "x y"}, ""},
		{"ä | 東京 | 1 | 2 | UDP | DNS", Record{"ä", "東京", 1, 2, "UDP", "DNS"}, ""},
		{"a | b | 1 | 2 | TCP", Record{}, "5 fields"},
		{"a | b | 1 | 2 | TCP | HTTP |", Record{}, "7 fields"},
		{"nothing", Record{}, "1 field,"},
		{" | b | 1 | 2 | TCP | HTTP", Record{}, "no source"},
		{"a |  | 1 | 2 | TCP | HTTP", Record{}, "no destination"},
		{"a | b |  | 2 | TCP | HTTP", Record{}, "no bytes in"},
		{"a | b | 1 | x2 | TCP | HTTP", Record{}, `bytes out are not a whole number but "x2"`},
		{"a | b | -1 | 2 | TCP | HTTP", Record{}, "not a whole number"},
		{"a | b | 1.5 | 2 | TCP | HTTP", Record{}, "not a whole number"},
		{"a | b | 9007199254740992 | 2 | TCP | HTTP", Record{}, "more than 9007199254740991"},
		{"a | b | 1 | 99999999999999999999999 | TCP | HTTP", Record{}, "more than 9007199254740991"},
		{"a | b | 1 | " + strings.Repeat("é", 100) + " | TCP | HTTP", Record{}, `é"…`},
		{"a\x1b[2J | b | 1 | 2 | TCP | HTTP", Record{}, "source holds the control character U+001B"},
		{"a | b\x00 | 1 | 2 | TCP | HTTP", Record{}, "destination holds the control character U+0000"},
		{strings.Repeat("a", MaxHost+1) + " | b | 1 | 2 | TCP | HTTP", Record{}, "source is longer than 255"},
		{"a | b | 1 | 2 | " + strings.Repeat("T", MaxProtocol+1) + " | HTTP", Record{}, "layer 4 is longer than 64"},
		{"a | b | 1 | 2 | TCP | " + strings.Repeat("T", MaxProtocol+1), Record{}, "layer 7 is longer than 64"},
	} {
		got, err := Parse(c.line)
		switch {
		case c.err == "" && (err != nil || got != c.want):
			t.Errorf("%.60q: %+v, %v; want %+v", c.line, got, err, c.want)
		case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
			t.Errorf("%.60q: error %v, want one with %q", c.line, err, c.err)
		}
	}
}

const sample = "\xef\xbb\xbf# made by hand\n" +
	"source | destination | bytes in | bytes out | layer 4 | layer 7\n\n" +
	"a | b | 1 | 2 | TCP | HTTP\r\n" +
	"broken\n" +
	"  # indented\n" +
	"m\xfcller | b | 3 | 4 | UDP | DNS\n" +
	"a | b | 5 | six | TCP | HTTP\n" +
	"c | d | 7 | 8 | TCP | SSH" // no line end

func TestReader(t *testing.T) {
	for name, src := range map[string]io.Reader{
		"at once":      strings.NewReader(sample),
		"byte by byte": iotest.OneByteReader(strings.NewReader(sample)),
	} {
		records, r, err := read(src)
		want := []Record{{"a", "b", 1, 2, "TCP", "HTTP"}, {"müller", "b", 3, 4, "UDP", "DNS"}, {"c", "d", 7, 8, "TCP", "SSH"}}
		if !reflect.DeepEqual(records, want) || err != io.EOF {
			t.Errorf("%s: %+v, %v", name, records, err)
		}
		if r.Records != 3 || r.Bad != 2 || len(r.Told) != 2 || r.Told[0].Line != 5 || r.Told[1].Line != 8 {
			t.Errorf("%s: %d records, %d bad: %v", name, r.Records, r.Bad, r.Told)
		}
	}
}

func TestReaderPassesOnTheSourcesError(t *testing.T) {
	broken := errors.New("broken")
	records, _, err := read(io.MultiReader(strings.NewReader("a|b|1|2|T|H\nc|d|1"), iotest.ErrReader(broken)))
	if len(records) != 1 || err != broken {
		t.Errorf("%d records, %v", len(records), err)
	}
}

func TestReaderIsBounded(t *testing.T) {
	huge := strings.Repeat("x|", 5<<20) // 10 MB
	records, r, err := read(strings.NewReader("a|b|1|2|T|H\n" + huge + "\nc|d|1|2|T|H\n" + huge))
	if len(records) != 2 || r.Bad != 2 || err != io.EOF || !strings.Contains(r.Told[0].String(), "line 2: it is longer") {
		t.Errorf("%d records, %d bad: %v, %v", len(records), r.Bad, r.Told, err)
	}
	_, r, _ = read(strings.NewReader(strings.Repeat("bad\n", 1000)))
	if r.Bad != 1000 || len(r.Told) != maxTold {
		t.Errorf("%d bad, %d told", r.Bad, len(r.Told))
	}
	most := "a | b | 9007199254740991 | 0 | TCP | HTTP\n"
	records, r, _ = read(strings.NewReader(most + most + "a|b|0|0|T|H\n"))
	if len(records) != 2 || r.Bad != 1 || !strings.Contains(r.Told[0].Reason, "all lines") {
		t.Errorf("%d records, %v: the sum of sizes must stay exact", len(records), r.Told)
	}
}

func TestSniff(t *testing.T) {
	type verdict struct{ is, sure bool }
	yes, no, more := verdict{true, true}, verdict{false, true}, verdict{}
	line := "a | b | 1 | 2 | TCP | HTTP\n"
	for _, c := range []struct {
		name  string
		head  string
		whole bool
		want  verdict
	}{
		{"a record", line, false, yes},
		{"a record without its end", strings.TrimSpace(line), true, yes},
		{"half a record", line[:9], false, more},
		{"half a record and no more", line[:9], true, no},
		{"comments first", "# x\n\n#y\n" + line, false, yes},
		{"comments so far", "# x\n\n", false, more},
		{"comments alone", "# x\n\n", true, no},
		{"the columns' names", "source|destination|bytes in|bytes out|layer 4|layer 7\n", false, yes},
		{"bad lines first", "oops\n" + line, false, yes},
		{"bad lines of six fields", "a|b|c|d|e|f\n", true, yes},
		{"Latin-1", "m\xfcller|b|1|2|T|H\n", false, yes},
		{"byte order mark", "\xef\xbb\xbf" + line, false, yes},
		{"prose", "Dear all,\nhere are the flows.\n", true, no},
		{"CSV", "a,b,1,2,TCP,HTTP\n", true, no},
		{"UTF-16", "a\x00 \x00|\x00", false, no},
		{"binary", "\x0a\x0d\x0d\x0a\x1c\x00\x00\x00", false, no},
		{"long text without a record", strings.Repeat("x", 2*sniffLimit), false, no},
		{"a record beyond the limit", strings.Repeat("x", 2*sniffLimit) + "\n" + line, false, no},
		{"nothing yet", "", false, more},
		{"nothing", "", true, no},
	} {
		if is, sure := Sniff([]byte(c.head), c.whole); (verdict{is, sure}) != c.want {
			t.Errorf("%s: %v, sure %v; want %v", c.name, is, sure, c.want)
		}
	}
}

// FuzzReader holds every input to: no panic, records within their limits, sums
// that stay exact, every line accounted for, and the same answer however the
// bytes arrive.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		sample, "", "\n", "|||||", "a|b|1|2|T|H", "a|b|1|2|T|H\r", "\xff\xfe", "\xef\xbb\xbf",
		"a|b|9007199254740991|1|T|H\na|b|1|1|T|H", "\x0a\x0d\x0d\x0a\x1c\x00\x00\x00",
		strings.Repeat("x", maxLine+1) + "\na|b|1|2|T|H", "=1+1|<script>|1|2|\u202e|'",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		records, r, err := read(bytes.NewReader(b))
		if err != io.EOF {
			t.Fatalf("error %v", err)
		}
		var sum uint64
		for _, x := range records {
			sum += x.In + x.Out
			if x.Source == "" || x.Destination == "" || len(x.Source) > MaxHost || len(x.Application) > MaxProtocol {
				t.Fatalf("record %+v", x)
			}
			line := strings.Join([]string{x.Source, x.Destination, "1", "2", x.Transport, x.Application}, separator)
			if again, err := Parse(line); err != nil || again.Source != x.Source || again.Application != x.Application {
				t.Fatalf("%+v, written again, is %+v, %v", x, again, err)
			}
		}
		if sum > MaxBytes || uint64(len(records)) != r.Records || r.Records+r.Bad > uint64(bytes.Count(b, []byte("\n")))+1 || len(r.Told) > maxTold {
			t.Fatalf("%d bytes, %d records, %d bad, %d told", sum, r.Records, r.Bad, len(r.Told))
		}
		again, r2, _ := read(iotest.OneByteReader(bytes.NewReader(b)))
		if !reflect.DeepEqual(records, again) || !reflect.DeepEqual(r.Told, r2.Told) {
			t.Fatalf("at once %+v, byte by byte %+v", records, again)
		}
		if len(records) > 0 && len(b) < sniffLimit && isText(b) {
			if yes, _ := Sniff(b, true); !yes {
				t.Fatal("has records, but is not recognised")
			}
		}
	})
}
