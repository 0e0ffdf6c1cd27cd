// What a value's colour is, and what the legend beside it says. Volumes have the
// palette of the heatmap; health has one of its own, in which much is warm, and
// values with too little behind them are pale.

import type { Metric } from "../model/data";
import { enough, type HealthMetric, type Tally } from "../model/health";
import { palette } from "../state/state";
import { bits, count, duration, exact, exactVolume, plural, share, volume } from "./format";
import { blend, healthRamp, inkOf, ramp } from "./palette";
import type { Painted } from "./picture";
import { stripes } from "./stripes";
import { type Context, FAMILY } from "./svg-context";
import { inside, ticks, WIDTH } from "./ticks";

export interface Scale {
  title: string;
  logarithmic: boolean;
  /** From 0, the scale's lower end, to 1. */
  place(value: number): number;
  colour(value: number): string;
  ramp(t: number): string;
  ticks: number[];
  format(value: number): string;
  exact(value: number): string;
  /** What stands before the bar, each with its swatch. */
  keys: { label: string; colour: string; hatched?: boolean }[];
}

export function volumeScale(min: number, max: number, metric: Metric, dark: boolean): Scale {
  const colours = ramp(palette.value, dark);
  const place = (value: number) => (min < max ? Math.log(value / min) / Math.log(max / min) : 0.75);
  return {
    title: metric,
    logarithmic: true,
    place,
    colour: (value) => colours(place(value)),
    ramp: (t) => colours(min < max ? t : 0.75),
    ticks: ticks(min, max, (value) => (min < max ? place(value) : 0.5) * WIDTH),
    format: (value) => volume(value, metric),
    exact: (value) => exactVolume(value, metric),
    keys: [{ label: "none", colour: inkOf(dark).none }],
  };
}

/** What a metric of health is called: in choices, and on its scale. */
export const healthNames: Record<HealthMetric, string> = {
  retransmissions: "retransmissions",
  rtt: "initial RTT",
  "server-rtt": "server RTT",
  resets: "resets",
  unanswered: "unanswered",
  rate: "bit rate",
};

const titles: Record<HealthMetric, string> = {
  retransmissions: "retransmitted, % of TCP packets",
  rtt: "initial RTT, mean",
  "server-rtt": "initial RTT from here to the server, mean",
  resets: "TCP resets",
  unanswered: "flows unanswered or refused",
  rate: "bit rate, first packet to last",
};

const bases: Record<HealthMetric, [one: string, many: string]> = {
  retransmissions: ["TCP packet", "TCP packets"],
  rtt: ["timed handshake", "timed handshakes"],
  "server-rtt": ["timed handshake", "timed handshakes"],
  resets: ["flow", "flows"],
  unanswered: ["flow", "flows"],
  rate: ["packet", "packets"],
};

/** Ends that are fixed, so that a colour means the same in every capture: shares, and nanoseconds. */
const FIXED: Partial<Record<HealthMetric, [low: number, high: number]>> = {
  retransmissions: [0.001, 0.1],
  rtt: [1e5, 1e9],
  "server-rtt": [1e5, 1e9],
  unanswered: [0, 1],
};

export function formatHealth(value: number, metric: HealthMetric): string {
  if (Number.isNaN(value)) return "–";
  if (metric === "retransmissions" || metric === "unanswered") return share(value, 1);
  if (metric === "resets") return count(value);
  return metric === "rate" ? bits(value) : duration(Math.round(value));
}

/** A value and what is behind it: "2.1 % of 4 210 TCP packets". */
export function healthWords(tally: Tally, at: number): string {
  const { metric } = tally.facts;
  const base = tally.base[at]!;
  const value = tally.value(at);
  const [one, many] = bases[metric];
  if (Number.isNaN(value)) return `${healthNames[metric]}: not known`;
  if (metric === "resets") return plural(value, "reset");
  const what = formatHealth(value, metric);
  const of = plural(base, one, many);
  const few = tally.sure(at) ? "" : ", too few to be sure";
  if (metric === "retransmissions") return `${what} retransmitted, of ${of}${few}`;
  if (metric === "unanswered") return `${what} unanswered or refused, of ${of}${few}`;
  return `${healthNames[metric]} ${what}, of ${of}${few}`;
}

/** "under 100 TCP packets"; nothing where all is sure. */
export function unsureWords(metric: HealthMetric): string {
  return enough[metric] ? `under ${enough[metric]} ${bases[metric][1]}` : "";
}

/** The scale for these values; where its ends aren't fixed, they are the smallest and largest sure one, or else any. */
export function healthScale(tallies: readonly Tally[], metric: HealthMetric, dark: boolean): Scale {
  const fixed = FIXED[metric];
  const [min, max] = fixed ?? reach(tallies, true) ?? reach(tallies, false) ?? [1, 1];
  const logarithmic = min > 0 && max / min > 20;
  const colours = healthRamp(palette.value, dark);
  const ends = (t: number) => Math.max(0, Math.min(1, t));
  const place = (value: number) => {
    if (min >= max) return value >= max ? 0.6 : 0;
    if (!logarithmic) return ends((value - min) / (max - min));
    return value <= min ? 0 : ends(Math.log(value / min) / Math.log(max / min));
  };
  const ink = inkOf(dark);
  const few = unsureWords(metric);
  return {
    title: titles[metric],
    logarithmic,
    place,
    colour: (value) => colours(place(value)),
    ramp: colours,
    ticks:
      metric === "unanswered"
        ? [0, 0.5, 1]
        : logarithmic
          ? ticks(min, max, (value) => place(value) * WIDTH)
          : min < max
            ? [min, max]
            : [max],
    format: (value) =>
      (fixed && value === max && metric !== "unanswered" ? "≥ " : "") + formatHealth(value, metric),
    exact: (value) => (metric === "resets" ? exact(value) : formatHealth(value, metric)),
    keys: [
      { label: "not known", colour: ink.unknown },
      ...(few ? [{ label: few, colour: pale(colours(0.5), dark), hatched: true }] : []),
    ],
  };
}

/** A colour for what is too little to be sure of. */
export function pale(colour: string, dark: boolean): string {
  return blend(colour, inkOf(dark).ground, 0.65);
}

/** The colour of a tally's place: its own, pale, or that of the unknown. */
export function tallyColour(tally: Tally, at: number, scale: Scale, dark: boolean): string {
  const value = tally.value(at);
  if (Number.isNaN(value)) return inkOf(dark).unknown;
  const colour = scale.colour(value);
  return tally.sure(at) ? colour : pale(colour, dark);
}

function reach(tallies: readonly Tally[], sure: boolean): [number, number] | null {
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (const t of tallies) {
    for (let at = 0; at < t.size; at++) {
      const value = t.value(at);
      if (!(value > 0) || (sure && !t.sure(at))) continue;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }
  return max > 0 ? [min, max] : null;
}

const STEPS = WIDTH / 2;
const KEY_GAP = 16;

/** The legend for files and paper. */
export function paintedScale(s: Scale): Painted {
  const ink = inkOf(false);
  const widths = s.keys.map((k) => Math.max(28, k.label.length * 6.4));
  const before = widths.reduce((sum, w) => sum + w + KEY_GAP, 0);
  return {
    width: before + WIDTH,
    height: 48,
    paint(c) {
      c.font = `12px ${FAMILY}`;
      c.fillStyle = ink.muted;
      c.textAlign = "left";
      c.fillText(titleOf(s), before, 10);
      let x = 0;
      s.keys.forEach((key, k) => {
        paintSwatch(c, x + widths[k]! / 2 - 8, 16, key.colour, key.hatched);
        c.textAlign = "center";
        c.fillStyle = ink.muted;
        c.fillText(key.label, x + widths[k]! / 2, 44);
        x += widths[k]! + KEY_GAP;
      });
      for (let i = 0; i < STEPS; i++) {
        c.fillStyle = s.ramp(i / (STEPS - 1));
        // Each reaches below the next, so that no gap shows between them.
        c.fillRect(before + 2 * i, 16, Math.min(3, WIDTH - 2 * i), 12);
      }
      c.textAlign = "center";
      c.fillStyle = ink.muted;
      for (const tick of s.ticks) {
        const at = tickPlace(s, tick);
        c.fillRect(before + Math.min(WIDTH - 1, at), 28, 1, 4);
        c.fillText(tickText(s, tick), before + inside(at), 44);
      }
    },
  };
}

function paintSwatch(c: Context, x: number, y: number, colour: string, hatched = false): void {
  const ink = inkOf(false);
  c.fillStyle = colour;
  c.fillRect(x, y, 16, 12);
  if (hatched) stripes(c, x, y, 16, 12, ink.ground);
  c.strokeStyle = ink.line;
  c.lineWidth = 1;
  c.strokeRect(x + 0.5, y + 0.5, 15, 11);
}

export function titleOf(s: Scale): string {
  return s.logarithmic ? `${s.title}, log scale` : s.title;
}

export function tickPlace(s: Scale, tick: number): number {
  return s.ticks.length === 1 ? WIDTH / 2 : s.place(tick) * WIDTH;
}

export function tickText(s: Scale, tick: number): string {
  return s.format(tick).replace(/\.0(?=\D|$)/, "");
}
