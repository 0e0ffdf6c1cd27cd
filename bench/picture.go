package main

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strings"
)

// pictured are the captures in the picture.
var pictured = []string{"small.pcap", "mixed.pcap", "full.pcap"}

// Measures of the picture, in pixels.
const (
	pictureWidth = 760
	labelWidth   = 190
	timeWidth    = 130 // for the text at the right
	rowHeight    = 20
	headHeight   = 30
)

const pictureStyle = `text{font:13px system-ui,sans-serif;fill:#333}.head{font-weight:600}.small{font-size:11px;fill:#777}
line{stroke:#8884}.spread{stroke:#888;stroke-width:2}circle{fill:#888}.ours text{font-weight:600}.ours circle{fill:#d9480f}.ours .spread{stroke:#d9480f}
@media(prefers-color-scheme:dark){text{fill:#ddd}.small{fill:#999}}`

// picture draws the wall times as points on a logarithmic axis: a bar's length
// would mean nothing there. It is SVG that reads on light and on dark ground.
func (r *measurement) picture() string {
	var b strings.Builder
	y := 10
	from, to := r.span()
	x := func(seconds float64) float64 {
		share := (math.Log10(seconds) - from) / (to - from)
		return labelWidth + share*(pictureWidth-labelWidth-timeWidth)
	}
	for _, c := range r.Captures {
		if slices.Contains(pictured, c.File) {
			y = r.pictureCapture(&b, c, y, x)
		}
	}
	var axis strings.Builder
	for e := from; e <= to; e++ {
		at := x(math.Pow(10, e))
		fmt.Fprintf(&axis, `<line x1="%.1f" x2="%.1f" y1="10" y2="%d"/><text class="small" x="%.1f" y="%d" text-anchor="middle">%g s</text>`+"\n", at, at, y, at, y+15, math.Pow(10, e))
	}
	height := y + 25
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="Wall times of heatsink and its peers">`, pictureWidth, height, pictureWidth, height) +
		"\n<style>" + pictureStyle + "</style>\n" + axis.String() + b.String() + "</svg>\n"
}

// span is the axis' whole powers of ten.
func (r *measurement) span() (from, to float64) {
	least, most := math.Inf(1), math.Inf(-1)
	for _, c := range r.Captures {
		for _, p := range peers(heatsinkName) {
			if s := r.of(c, p.name); slices.Contains(pictured, c.File) && len(s.wall) > 0 {
				least, most = min(least, slices.Min(s.wall)), max(most, slices.Max(s.wall))
			}
		}
	}
	if least > most {
		return -1, 1
	}
	from, to = math.Floor(math.Log10(max(least, 1e-3))), math.Ceil(math.Log10(most))
	return from, max(to, from+1)
}

// pictureCapture draws one capture's rows, and gives where the next begins.
func (r *measurement) pictureCapture(b *strings.Builder, c made, y int, x func(float64) float64) int {
	fmt.Fprintf(b, `<text class="head" x="0" y="%d">%s, %d flows, %d MB</text>`+"\n", y+18, html.EscapeString(c.What), c.Flows, c.Bytes/1e6)
	y += headHeight
	ours := r.of(c, heatsinkName)
	for _, p := range peers(heatsinkName) {
		s := r.of(c, p.name)
		if len(s.wall) == 0 {
			continue
		}
		class, text := "", number(median(s.wall))+" s"
		if p.name == heatsinkName {
			class = ` class="ours"`
		} else if times := ratio(s, ours); times > 0 {
			text += fmt.Sprintf(", %s ×", number(times))
		}
		middle := float64(y) + rowHeight/2
		fmt.Fprintf(b, `<g%s><text x="0" y="%.0f">%s</text><line class="spread" x1="%.1f" x2="%.1f" y1="%.0f" y2="%.0f"/><circle cx="%.1f" cy="%.0f" r="5"/><text x="%d" y="%.0f" text-anchor="end">%s</text></g>`+"\n",
			class, middle+4, html.EscapeString(p.name), x(max(1e-3, slices.Min(s.wall))), x(slices.Max(s.wall)), middle, middle,
			x(max(1e-3, median(s.wall))), middle, pictureWidth, middle+4, text)
		y += rowHeight
	}
	return y + 8
}
