// What the timeline draws: the metric over time, stacked by application or by
// transport. Bars are one or more of the report's buckets wide.

import { byPortOnly } from "./by-port";
import type { Data, Metric } from "./data";

export type Stack = "application" | "transport";

/** How many parts have a colour of their own; the rest is Other. */
const MOST_PARTS = 10;

export interface SeriesPart {
  name: string;
  /** All that is in none of the other parts. */
  other: boolean;
  /** Only port numbers speak for it. */
  byPort: boolean;
  /** By bar. */
  values: Float64Array;
  total: number;
}

export interface Series {
  metric: Metric;
  bars: number;
  /** How many buckets a bar holds; the last may have fewer. */
  perBar: number;
  /** The largest first, Other last. */
  parts: SeriesPart[];
  /** By bar. */
  sums: Float64Array;
  max: number;
}

/**
 * The services' buckets in at most so many bars. In packets and bytes the bars
 * add up to the services. A bar's flows are those of the services that sent in
 * it, for the report doesn't know when each flow was: what the page counts when
 * the bar is selected.
 */
export function series(
  data: Data,
  services: Int32Array,
  { metric, stack, most }: { metric: Metric; stack: Stack; most: number },
): Series {
  const { buckets } = data.timeline;
  const perBar = Math.max(1, Math.ceil(buckets / Math.max(1, most)));
  const bars = Math.ceil(buckets / perBar);
  const names =
    stack === "application" ? data.report.applications.map((a) => a.name) : data.report.transports;
  const keys = data.services[stack];
  const guessed = stack === "application" ? byPortOnly(data, services) : [];
  const { part, shown, withOther } = ranked(data, services, keys, names.length, metric);
  const count = shown.length + (withOther ? 1 : 0);
  const values = Array.from({ length: count }, () => new Float64Array(bars));
  const add = metric === "flows" ? addFlows : addVolumes;
  for (const i of services) add(data, i, values[part[keys[i]!]!]!, perBar, metric);
  const sums = new Float64Array(bars);
  for (const v of values) for (let b = 0; b < bars; b++) sums[b]! += v[b]!;
  return {
    metric,
    bars,
    perBar,
    parts: values.map((v, k) => ({
      name: k < shown.length ? names[shown[k]!]! : "Other",
      other: k >= shown.length,
      byPort: guessed[shown[k] ?? -1] === 1,
      values: v,
      total: v.reduce((sum, x) => sum + x, 0),
    })),
    sums,
    max: sums.reduce((a, b) => Math.max(a, b), 0),
  };
}

/** The largest keys, and for each key the part that it belongs to. */
function ranked(data: Data, services: Int32Array, keys: Int32Array, count: number, metric: Metric) {
  const s = data.services;
  const totals = new Float64Array(count);
  const present = new Uint8Array(count);
  for (const i of services) {
    const key = keys[i]!;
    present[key] = 1;
    totals[key]! +=
      metric === "bytes"
        ? s.bytesAB[i]! + s.bytesBA[i]!
        : metric === "packets"
          ? s.packetsAB[i]! + s.packetsBA[i]!
          : s.flows[i]!;
  }
  const all = Array.from(totals.keys()).filter((key) => present[key]);
  all.sort((p, q) => totals[q]! - totals[p]! || p - q);
  const withOther = all.length > MOST_PARTS + 1;
  const shown = withOther ? all.slice(0, MOST_PARTS) : all;
  const part = new Int32Array(count).fill(shown.length);
  shown.forEach((key, k) => {
    part[key] = k;
  });
  return { part, shown, withOther };
}

function addVolumes(
  { timeline: t }: Data,
  service: number,
  into: Float64Array,
  perBar: number,
  metric: Metric,
): void {
  const ab = metric === "bytes" ? t.bytesAB : t.packetsAB;
  const ba = metric === "bytes" ? t.bytesBA : t.packetsBA;
  for (let e = t.offset[service]!; e < t.offset[service + 1]!; e++) {
    into[Math.floor(t.bucket[e]! / perBar)]! += ab[e]! + ba[e]!;
  }
}

function addFlows(
  { timeline: t, services: s }: Data,
  service: number,
  into: Float64Array,
  perBar: number,
): void {
  let last = -1;
  for (let e = t.offset[service]!; e < t.offset[service + 1]!; e++) {
    const bar = Math.floor(t.bucket[e]! / perBar);
    if (bar === last) continue;
    const sent = t.packetsAB[e]! + t.packetsBA[e]! + t.bytesAB[e]! + t.bytesBA[e]!;
    if (sent === 0) continue;
    into[bar]! += s.flows[service]!;
    last = bar;
  }
}

const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 91, 365].map((n) => n * DAY),
];

/** Round times from 0 to at most the duration, in nanoseconds, at most so many of them. */
export function timeTicks(duration: number, most: number): number[] {
  const least = duration / Math.max(1, most);
  let step = STEPS.find((s) => s >= least) ?? least;
  if (least < SECOND) {
    const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
    step = power * (least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10);
  }
  const ticks: number[] = [];
  for (let k = 0; k * step <= duration && k <= most + 1; k++) ticks.push(k * step);
  return ticks;
}
