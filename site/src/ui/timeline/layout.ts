// Where the timeline's bars and ticks stand, in CSS pixels. No drawing here.

import type { Data } from "../../model/data";
import { type Series, timeTicks } from "../../model/series";
import type { Buckets } from "../../model/span";
import type { Scale } from "../../state/hash";
import { duration, seconds } from "../format";

export const HEIGHT = 88;
const AXIS = 18;
const TOP = 6;
const GUTTER = 60;

export interface Layout {
  width: number;
  /** The plot's left, top, width and height. */
  x: number;
  y: number;
  plotWidth: number;
  plotHeight: number;
  barWidth: number;
  /** The value at the plot's top: a round one. */
  top: number;
  /** Bars grow with the root of their value. */
  root: boolean;
  /** Bars larger than the top: they are cut there, and say so. */
  cut: number[];
  ticks: { x: number; label: string }[];
}

/** How many bars there's room for: two pixels each. */
export function roomFor(width: number): number {
  return Math.max(1, Math.min(512, Math.floor((width - GUTTER) / 2)));
}

export function layout(
  data: Data,
  series: Series,
  width: number,
  scale: Scale = "auto",
  height = HEIGHT,
): Layout {
  const { origin, width: bucket, buckets } = data.timeline;
  const plotWidth = Math.max(1, width - GUTTER);
  const total = data.report.duration_ns;
  const x = (ns: number) => GUTTER + ((ns - origin) / (bucket * buckets)) * plotWidth;
  const times = timeTicks(total, Math.max(1, Math.floor(plotWidth / 88)));
  const step = times[1] ?? total;
  const top = (scale === "auto" && topBelowPeaks(series)) || roundUp(series.max);
  return {
    width,
    x: GUTTER,
    y: TOP,
    plotWidth,
    plotHeight: height - TOP - AXIS,
    // The last bar may stand for fewer buckets; it is drawn as wide as it is long.
    barWidth: (plotWidth * series.perBar) / buckets,
    top,
    root: scale === "root",
    cut: Array.from(series.sums.keys()).filter((bar) => series.sums[bar]! > top),
    ticks: times.map((t) => ({ x: x(t), label: clock(t, step, total) })),
  };
}

const PEAKS = 0.05; // of the bars at most
const FEW = 20; // bars, among which none is a peak
const FLAT = 4; // so many times smaller, the others are hardly seen beside peaks

/** A top that cuts a few peaks, beside which all the rest would lie flat; 0 where there are none. */
function topBelowPeaks({ sums, max }: Series): number {
  const some = sums.filter((n) => n > 0).sort();
  if (some.length < FEW) return 0;
  const usual = roundUp(some[Math.floor((some.length - 1) * (1 - PEAKS))]!);
  return max > FLAT * usual ? usual : 0;
}

/** The next 1, 2 or 5 times a power of ten. */
function roundUp(n: number): number {
  if (n <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(n));
  return ([1, 2, 5, 10].find((k) => k * power >= n) ?? 10) * power;
}

export interface Bar {
  bar: number;
  part: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How tall a bar is, in pixels, its least height aside. */
function heightOf(l: Layout, value: number): number {
  const part = Math.min(1, value / l.top);
  return l.plotHeight * (l.root ? Math.sqrt(part) : part);
}

/** The value at a part of the plot's height. */
export function valueAt({ top, root }: Layout, part: number): number {
  return top * (root ? part * part : part);
}

/**
 * Every piece of every bar, from the ground up; the largest part stands lowest.
 * Pieces share their bar's height by their values, on any scale.
 */
export function bars(l: Layout, s: Series, ratio: number, draw: (bar: Bar) => void): void {
  const snap = (v: number) => Math.round(v * ratio) / ratio;
  const gap = l.barWidth >= 5 ? 1 : 0;
  const ground = l.y + l.plotHeight;
  for (let bar = 0; bar < s.bars; bar++) {
    const left = snap(l.x + bar * l.barWidth);
    const right = snap(Math.min(l.x + l.plotWidth, l.x + (bar + 1) * l.barWidth));
    const width = Math.max(1 / ratio, right - left - gap);
    const all = s.sums[bar]!;
    // Little is not nothing: what is there has a pixel at least.
    const height = Math.max(1, heightOf(l, all));
    let sum = 0;
    let y = ground;
    for (let part = 0; part < s.parts.length; part++) {
      const value = s.parts[part]!.values[bar]!;
      if (value === 0) continue;
      sum += value;
      const next = snap(ground - (sum / all) * height);
      if (next < y) draw({ bar, part, x: left, y: next, width, height: y - next });
      y = Math.min(y, next);
    }
  }
}

/** The bar at this place, or the one next to it. */
export function barAt(l: Layout, s: Series, x: number): number {
  return Math.max(0, Math.min(s.bars - 1, Math.floor((x - l.x) / l.barWidth)));
}

/** From where to where the buckets reach. */
export function reach(l: Layout, buckets: number, { first, end }: Buckets) {
  const at = (b: number) => l.x + (b / buckets) * l.plotWidth;
  return { left: at(first), right: at(Math.min(end, buckets)) };
}

/** A time since the start, exact to the step, in the units that suit the whole: 3.2 s, 1:05, 26:03:20. */
export function clock(ns: number, step: number, total: number): string {
  if (total < 1e9) return ns === 0 ? "0" : duration(Math.round(ns));
  const digits = Math.max(0, Math.min(9, Math.ceil(-Math.log10(Math.max(1, step) / 1e9))));
  if (total < 60e9) return ns === 0 ? "0" : `${seconds(ns, digits)}\u00a0s`;
  const scale = 10 ** digits;
  const all = Math.round((ns / 1e9) * scale);
  const s = ((all / scale) % 60).toFixed(digits).padStart(digits ? digits + 3 : 2, "0");
  const minutes = Math.floor(all / scale / 60);
  if (total < 3600e9) return `${minutes}:${s}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${s}`;
}
