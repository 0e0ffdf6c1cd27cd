// The timeline for files and paper: the span marked, and the colours named.

import { series } from "../../model/series";
import { bucketsOf } from "../../model/span";
import { allTime, counted, metric, scale, span, stack } from "../../state/state";
import { appLabel, markMeaning } from "../by-port";
import { duration, volume } from "../format";
import { inkOf } from "../palette";
import { colourKey, type Picture } from "../picture";
import { paintedScale } from "../scale";
import { FINE } from "../svg-context";
import { barsHealth, barsIn } from "./health";
import { layout, reach } from "./layout";
import { colourOf, draw, type Painting, scaleNotes } from "./paint";

const HEIGHT = 144;

export function timelinePicture(width: number): Picture | null {
  const d = counted.value;
  if (!d || d.timeline.buckets < 2 || allTime.value.length === 0) return null;
  const most = barsIn(width);
  const s = series(d, allTime.value, { metric: metric.value, stack: stack.value, most });
  const p: Painting = {
    layout: layout(d, s, width, scale.value, HEIGHT),
    series: s,
    ink: inkOf(false),
    ratio: FINE,
    format: (n) => volume(n, s.metric),
    ...barsHealth(d, s, false),
  };
  const names = s.parts.map((part, k) => ({
    name: part.other ? "Other" : appLabel(part.name, part.byPort) || "(no name)",
    colour: colourOf(s, k),
  }));
  return {
    width,
    height: HEIGHT,
    says: [
      `${s.metric} in ${duration(d.timeline.width * s.perBar)}${p.health ? "" : `, by ${stack.value}`}`,
      ...scaleNotes(p),
      ...(s.parts.some((part) => part.byPort) ? [markMeaning] : []),
    ],
    legend: p.health ? paintedScale(p.health.scale) : colourKey(names, 380),
    paint(c) {
      draw(c, p);
      if (!span.value) return;
      const { x, y, plotWidth, plotHeight } = p.layout;
      const { left, right } = reach(p.layout, d.timeline.buckets, bucketsOf(d, span.value));
      c.globalAlpha = 0.72;
      c.fillStyle = p.ink.ground;
      c.fillRect(x, y, left - x, plotHeight);
      c.fillRect(right, y, x + plotWidth - right, plotHeight);
      c.globalAlpha = 1;
      c.fillStyle = p.ink.text;
      for (const edge of [left, right]) c.fillRect(edge - 1, y, 2, plotHeight);
    },
  };
}
