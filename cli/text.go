package cli

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/rivo/uniseg"
)

// plain shows what a terminal would obey: control characters, the format
// characters that reorder or hide text, and letters that are written from
// right to left, which would carry the columns after them along.
func plain(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == unicode.ReplacementChar, !unicode.IsPrint(r), rightToLeft(r):
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// rightToLeft covers the blocks that Unicode sets aside for such scripts
// (UAX #9, table of default Bidi_Class values).
func rightToLeft(r rune) bool {
	return r >= 0x0590 && r <= 0x08FF || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFF ||
		r >= 0x10800 && r <= 0x10FFF || r >= 0x1E800 && r <= 0x1EFFF
}

// fit makes s plain and at most width columns wide.
func fit(s string, width int) string {
	s = plain(s)
	if uniseg.StringWidth(s) <= width {
		return s
	}
	var b strings.Builder
	used := 0
	for g := uniseg.NewGraphemes(s); g.Next(); {
		if used += g.Width(); used > width-1 {
			break
		}
		b.WriteString(g.Str())
	}
	return b.String() + "…"
}

// humanCount prints a count as people say it: 980, 3.4 k, 1.2 M.
func humanCount(n uint64) string {
	return strings.TrimSuffix(scaled(float64(n), "", "k", "M", "G", "T", "P", "E"), " ")
}

// humanBytes prints bytes in powers of a thousand: 980 B, 1.2 GB.
func humanBytes(n uint64) string {
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

// plural is a count and its noun.
func plural(n uint64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return humanCount(n) + " " + noun + "s"
}

// humanTime prints nanoseconds in the two units that matter: 12 ms, 31.2 s,
// 3 min 12 s, 2 d 4 h.
func humanTime(ns int64) string {
	d := time.Duration(ns)
	if d < 0 {
		return "-" + humanTime(max(-ns, 0))
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

// percent prints a share; what is little is told from nothing.
func percent(part, whole uint64) string {
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

// align pads cells to columns, two blanks between them. right says which
// columns end flush; the last one gets no padding on its right.
func align(rows [][]string, right []bool) string {
	widths := make([]int, len(right))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			if i > 0 {
				line.WriteString("  ")
			}
			pad := strings.Repeat(" ", widths[i]-uniseg.StringWidth(cell))
			if right[i] {
				line.WriteString(pad + cell)
			} else {
				line.WriteString(cell + pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}
