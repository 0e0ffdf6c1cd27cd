package report

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// HumanCount prints a count as people say it: 980, 3.4 k, 1.2 M.
func HumanCount(n uint64) string {
	return strings.TrimSuffix(scaled(float64(n), "", "k", "M", "G", "T", "P", "E"), " ")
}

// HumanBytes prints bytes in powers of a thousand: 980 B, 1.2 GB.
func HumanBytes(n uint64) string {
	return scaled(float64(n), "B", "kB", "MB", "GB", "TB", "PB", "EB")
}

// scaled prints v with two digits or three in the first unit that keeps it
// below a thousand.
func scaled(v float64, units ...string) string {
	unit := 0
	for unit < len(units)-1 && math.Round(v) >= 1000 {
		v /= 1000
		unit++
	}
	if unit > 0 && math.Round(v*10) < 100 {
		return fmt.Sprintf("%.1f %s", v, units[unit])
	}
	return fmt.Sprintf("%.0f %s", v, units[unit])
}

// HumanTime prints nanoseconds in the two units that matter: 12 ms, 31.2 s,
// 3 min 12 s, 2 d 4 h.
func HumanTime(ns int64) string {
	d := time.Duration(ns)
	if d < 0 {
		return "-" + HumanTime(max(-ns, 0))
	}
	switch {
	case d == 0:
		return "0 s"
	case d < 999500:
		return scaled(float64(d), "ns", "µs")
	case d < 999500*time.Microsecond:
		return scaled(float64(d)/1e3, "µs", "ms")
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%d min %d s", d/time.Minute, d%time.Minute/time.Second)
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h %d min", d/time.Hour, d%time.Hour/time.Minute)
	}
	return fmt.Sprintf("%d d %d h", d/(24*time.Hour), d%(24*time.Hour)/time.Hour)
}

// Percent prints a share; what is little is told from nothing.
func Percent(part, whole uint64) string {
	if whole == 0 || part == 0 {
		return "0 %"
	}
	p := float64(part) / float64(whole) * 100
	switch {
	case p < 0.1:
		return "<0.1 %"
	case p < 9.95:
		return fmt.Sprintf("%.1f %%", p)
	}
	return fmt.Sprintf("%.0f %%", p)
}
