package report

import "testing"

func TestHumanNumbers(t *testing.T) {
	for n, want := range map[uint64]string{
		0: "0", 7: "7", 999: "999", 1000: "1.0 k", 1050: "1.1 k", 9949: "9.9 k", 9960: "10 k", 12345: "12 k",
		999_499: "999 k", 999_500: "1.0 M", 3_400_000: "3.4 M", 1 << 63: "9.2 E", 1<<64 - 1: "18 E",
	} {
		if got := HumanCount(n); got != want {
			t.Errorf("HumanCount(%d) = %q, want %q", n, got, want)
		}
	}
	for n, want := range map[uint64]string{0: "0 B", 60: "60 B", 1500: "1.5 kB", 1_200_000_000: "1.2 GB"} {
		if got := HumanBytes(n); got != want {
			t.Errorf("HumanBytes(%d) = %q, want %q", n, got, want)
		}
	}
	for ns, want := range map[int64]string{
		0: "0 s", 80: "80 ns", 1500: "1.5 µs", 412_000: "412 µs", 999_499: "999 µs", 999_500: "1.0 ms", 12e6: "12 ms",
		999_499_999: "999 ms", 1e9: "1.0 s", 31_200_000_000: "31.2 s", 192e9: "3 min 12 s", 59_990_000_000: "60.0 s",
		2*3600e9 + 300e9: "2 h 5 min", 100 * 3600e9: "4 d 4 h", -12e6: "-12 ms",
	} {
		if got := HumanTime(ns); got != want {
			t.Errorf("HumanTime(%d) = %q, want %q", ns, got, want)
		}
	}
	for _, c := range []struct {
		part, whole uint64
		want        string
	}{{0, 10, "0 %"}, {1, 0, "0 %"}, {1, 100_000, "<0.1 %"}, {12, 1000, "1.2 %"}, {994, 10_000, "9.9 %"}, {995, 10_000, "10 %"}, {10, 10, "100 %"}, {999, 1000, "100 %"}} {
		if got := Percent(c.part, c.whole); got != c.want {
			t.Errorf("Percent(%d, %d) = %q, want %q", c.part, c.whole, got, c.want)
		}
	}
}
