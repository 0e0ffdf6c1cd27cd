import { describe, expect, test } from "vitest";
import { type Data, type Metric, metrics, prepare } from "./data";
import { filterRows } from "./filter";
import { random } from "./random.mjs";
import { randomReport } from "./sample";
import { type Series, series, timeTicks } from "./series";
import { bucketsOf, snap, spanOf, within } from "./span";
import { totalOf } from "./volume";

/** A random report whose services have their packets spread over buckets. */
function spread(seed: number): Data {
  const report = randomReport(seed);
  const next = random(seed + 1);
  const below = (n: number) => Math.floor(next() * n);
  const s = report.services;
  const t = report.timeline;
  t.buckets = 1 + below(60);
  t.width_ns = 2 ** 28;
  t.origin_ns = -below(2 ** 28);
  report.duration_ns = t.origin_ns + t.buckets * t.width_ns - below(2 ** 27);
  for (let i = 0; i < s.a.length; i++) {
    const all = [s.packets_a_to_b, s.bytes_a_to_b, s.packets_b_to_a, s.bytes_b_to_a];
    let left = all.map((column) => column[i]!);
    const firstBucket = below(t.buckets);
    for (let bucket = firstBucket; bucket < t.buckets; bucket++) {
      if (next() < 0.5 && bucket < t.buckets - 1) continue;
      const share = bucket === t.buckets - 1 ? left : left.map((n) => Math.ceil(n * next()));
      left = left.map((n, k) => n - share[k]!);
      t.bucket.push(bucket);
      [t.packets_a_to_b, t.bytes_a_to_b, t.packets_b_to_a, t.bytes_b_to_a].forEach((c, k) => {
        c.push(share[k]!);
      });
    }
    t.offset[i + 1] = t.bucket.length;
    const at = (b: number) => Math.max(0, t.origin_ns + b * t.width_ns);
    s.first_a_to_b_ns[i] = s.packets_a_to_b[i] ? at(firstBucket) : -1;
    s.last_a_to_b_ns[i] = s.packets_a_to_b[i] ? report.duration_ns : -1;
    s.flows[i] = below(9);
    s.flows_from_a[i] = below(s.flows[i]! + 1);
  }
  return prepare(report);
}

const seeds = Array.from({ length: 60 }, (_, i) => i + 1);
const all = (d: Data) => filterRows(d, d.services, [], "inner");

describe("a span", () => {
  test.each(seeds)("and what is before and after it add up to the report (seed %i)", (seed) => {
    const d = spread(seed);
    const { buckets } = d.timeline;
    const next = random(seed);
    const cuts = [0, next(), next(), 1].map((x) => Math.round(x * buckets)).sort((x, y) => x - y);
    const parts = [0, 1, 2]
      .map((k) => ({ first: cuts[k]!, end: cuts[k + 1]! }))
      .filter((b) => b.first < b.end)
      .map((b) => ({ b, part: within(d, spanOf(d, b)) }));
    for (const metric of ["bytes", "packets"] as const) {
      for (const layer of ["inner", "outer"] as const) {
        const sum = parts.reduce((n, { part }) => n + part.totals[layer][metric], 0);
        expect(sum).toBe(d.totals[layer][metric]);
      }
    }
    for (const { b, part } of parts) {
      expect(bucketsOf(d, part.span)).toEqual(b);
      expect(snap(d, part.span)).toEqual(part.span);
      const rows = all(part);
      expect(totalOf(part, rows)).toEqual(part.totals.inner);
      for (const i of rows) {
        const s = part.services;
        expect(s.flows[i]).toBe(d.services.flows[i]);
        if (!part.span || s.firstAB[i]! < 0) continue;
        expect(s.firstAB[i]).toBeGreaterThanOrEqual(part.span.from);
        expect(s.lastAB[i]).toBeLessThanOrEqual(part.span.to);
        expect(s.firstAB[i]).toBeLessThanOrEqual(s.lastAB[i]!);
      }
    }
  });

  test("is cut to buckets, has one at least, and is none if it is everything or nowhere", () => {
    const d = spread(3);
    const { origin, width, buckets } = d.timeline;
    expect(buckets).toBeGreaterThan(8);
    const at = (b: number) => origin + b * width;
    expect(snap(d, { from: at(2) + 9, to: at(5) - 9 })).toEqual({ from: at(2), to: at(5) });
    expect(snap(d, { from: at(2.1), to: at(2.3) })).toEqual({ from: at(2), to: at(3) });
    expect(snap(d, { from: 0, to: d.report.duration_ns })).toBeNull();
    expect(snap(d, { from: 9e18, to: 9.1e18 })).toBeNull();
    expect(snap(d, { from: at(5), to: at(5) })).toBeNull();
    expect(snap(d, { from: Number.NaN, to: 1 })).toBeNull();
    expect(within(d, null)).toBe(d);
  });
});

describe("the series", () => {
  const sum = (s: Series) => s.parts.reduce((n, p) => n + p.total, 0);

  test.each(seeds)("adds up to the services, and a bar to its span (seed %i)", (seed) => {
    const d = spread(seed);
    const rows = all(d);
    const most = 1 + (seed % 40);
    for (const metric of metrics) {
      for (const stack of ["application", "transport"] as const) {
        const s = series(d, rows, { metric, stack, most });
        expect(s.bars).toBeLessThanOrEqual(most);
        if (metric !== "flows") expect(sum(s)).toBe(totalOf(d, rows)[metric]);
        const bar = seed % s.bars;
        const end = Math.min(d.timeline.buckets, (bar + 1) * s.perBar);
        const part = within(d, spanOf(d, { first: bar * s.perBar, end }));
        if (part.span) expect(s.sums[bar]).toBe(totalOf(part, all(part))[metric]);
      }
    }
  });

  test("folds all but the largest parts into Other", () => {
    const report = randomReport(5, 10, 2);
    report.applications = Array.from({ length: 30 }, (_, i) => ({
      name: `app${i}`,
      by_port: true,
    }));
    const n = 30;
    const fill = (of: (i: number) => number) => Array.from({ length: n }, (_, i) => of(i));
    const s = report.services as unknown as Record<string, number[]>;
    for (const name of Object.keys(s)) s[name] = fill(() => (name === "layer" ? 3 : 0));
    s.application = fill((i) => i);
    s.bytes_a_to_b = fill((i) => i + 1);
    s.packets_a_to_b = fill(() => 1);
    report.timeline = {
      ...report.timeline,
      origin_ns: 0,
      width_ns: 1024,
      buckets: 3,
      offset: [...fill((i) => i), n],
      bucket: fill((i) => i % 3),
      packets_a_to_b: fill(() => 1),
      bytes_a_to_b: fill((i) => i + 1),
      packets_b_to_a: fill(() => 0),
      bytes_b_to_a: fill(() => 0),
    };
    const d = prepare(report);
    const found = series(d, all(d), { metric: "bytes" as Metric, stack: "application", most: 99 });
    expect(found.parts.map((p) => p.name).slice(0, 2)).toEqual(["app29", "app28"]);
    expect(found.parts).toHaveLength(11);
    expect(found.parts.at(-1)).toMatchObject({ name: "Other", other: true, total: 210 });
    expect([...found.sums]).toEqual([145, 155, 165]);
  });
});

describe("time ticks", () => {
  test.each([
    [31.4e9, 8, 5e9],
    [1e9, 5, 200e6],
    [12e6, 6, 2e6],
    [850, 9, 100],
    [3600e9, 7, 600e9],
    [90_000e9, 9, 10_800e9],
    [0, 8, 0],
  ])("of %d ns, at most %i: every %d ns", (duration, most, step) => {
    const ticks = timeTicks(duration, most);
    expect(ticks[0]).toBe(0);
    expect(ticks[1] ?? 0).toBe(step);
    expect(ticks.length).toBeLessThanOrEqual(most + 1);
    expect(ticks.at(-1)).toBeLessThanOrEqual(duration);
  });
});
