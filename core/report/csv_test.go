package report

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
)

func TestWriteCSV(t *testing.T) {
	for _, by := range []By{ByHost, ByConversation, ByService, ByFlow} {
		for layer, name := range map[int]string{LayerInner: "inner", LayerOuter: "outer"} {
			t.Run(string(by)+"."+name, func(t *testing.T) {
				var got bytes.Buffer
				if err := WriteCSV(&got, tables(), by, layer); err != nil {
					t.Fatal(err)
				}
				if _, err := csv.NewReader(bytes.NewReader(got.Bytes())).ReadAll(); err != nil {
					t.Error("not CSV:", err)
				}
				golden(t, "csv/"+string(by)+"."+name+".csv", got.Bytes())
			})
		}
	}
	if WriteCSV(&bytes.Buffer{}, tables(), "port", LayerInner) == nil {
		t.Error("rows by something unknown are no error")
	}
}

// The first columns are a promise to scripts (DESIGN §5).
func TestCSVColumns(t *testing.T) {
	for by, want := range map[By]string{
		ByConversation: "address_a,address_b,packets,bytes,packets_a_to_b,bytes_a_to_b,packets_b_to_a,bytes_b_to_a,rel_start,duration",
		ByFlow:         "protocol,address_a,port_a,address_b,port_b,packets,bytes,packets_a_to_b,bytes_a_to_b,packets_b_to_a,bytes_b_to_a,rel_start,duration,application",
	} {
		var out strings.Builder
		if err := WriteCSV(&out, &Report{}, by, LayerInner); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(out.String(), want+",") && out.String() != want+"\n" {
			t.Errorf("by %s: %s", by, out.String())
		}
	}
}

func TestCSVText(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"web":                    "web",
		"=1+1":                   "'=1+1",
		"+1":                     "'+1",
		"-1":                     "'-1",
		"@SUM(A1)":               "'@SUM(A1)",
		"\ta":                    "'\ta",
		"\r":                     "'\r",
		"\n=1":                   "'\n'=1",
		"＝1":                     "'＝1",
		" =1;a; +2;\t@b\n-c;;=d": " '=1;a; '+2;\t'@b\n'-c;;'=d",
		"a=1":                    "a=1",
		"\x1b[2J":                "\ufffd[2J",
		"a\x00\u009b":            "a\ufffd\ufffd",
		"bad\xff":                "bad\ufffd",
	} {
		if got := text(in); got != want {
			t.Errorf("text(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSeconds(t *testing.T) {
	for in, want := range map[int64]string{
		0: "0.000000000", 1: "0.000000001", 1500000000: "1.500000000", -1500000000: "-1.500000000",
		-1 << 63: "-9223372036.854775808",
	} {
		if got := seconds(in); got != want {
			t.Errorf("seconds(%d) = %s, want %s", in, got, want)
		}
	}
}
