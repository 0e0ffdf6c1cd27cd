import { describe, expect, test } from "vitest";
import { conversations } from "./conversations";
import { prepare } from "./data";
import { enough, type HealthMetric, healthFacts, healthMetrics, Tally } from "./health";
import { healthOverTime } from "./health-series";
import { matrix } from "./matrix";
import { countedOnce, duplicates } from "./once";
import { random } from "./random.mjs";
import { noHealth, sampleReport } from "./sample";
import { series } from "./series";
import { within } from "./span";
import { tintMatrix } from "./tint";

type Bucket = [number, number, number, number, number];

/** A random report with buckets, retransmissions and copies in them, and health. */
function sick(seed: number) {
  const next = random(seed);
  const below = (n: number) => Math.floor(next() * n);
  const hosts = Array.from({ length: 2 + below(12) }, (_, h) => ({ address: `10.0.0.${h}` }));
  const BUCKETS = 8;
  const services = Array.from({ length: 1 + below(60) }, () => {
    const [g, h] = [below(hosts.length), below(hosts.length)];
    const buckets = Array.from({ length: BUCKETS }, (_, b) => b)
      .filter(() => next() < 0.5)
      .map(
        (b): Bucket => [b, 2 + below(90), 200 + below(90_000), 2 + below(90), 200 + below(90_000)],
      );
    if (buckets.length === 0) buckets.push([0, 5, 500, 5, 500]);
    const sum = (c: number) => buckets.reduce((n, b) => n + b[c]!, 0);
    const flows = 1 + below(20);
    return {
      a: Math.min(g, h),
      b: Math.max(g, h),
      transport: below(3),
      layer: 1 + below(3),
      forth: [sum(1), sum(2)] as [number, number],
      back: [sum(3), sum(4)] as [number, number],
      times: [0, 1e9, 0, 1e9] as [number, number, number, number],
      flows: [flows, below(flows + 1)] as [number, number],
      buckets,
    };
  });
  const report = sampleReport({ hosts, transports: ["TCP", "UDP", "ICMP"], services });
  const t = report.timeline;
  t.buckets = BUCKETS;
  t.width_ns = 2 ** 30;
  report.duration_ns = BUCKETS * 2 ** 30;
  t.offset = [0];
  const marks = [t.retransmitted, t.duplicate];
  const health = noHealth();
  services.forEach((s, i) => {
    const again = [0, 0];
    for (const [b, p, q, r, u] of s.buckets) {
      const entry = t.bucket.push(b!) - 1;
      t.packets_a_to_b.push(p!);
      t.bytes_a_to_b.push(q!);
      t.packets_b_to_a.push(r!);
      t.bytes_b_to_a.push(u!);
      marks.forEach((m, k) => {
        if (next() < 0.6 || (k === 0 && s.transport)) return;
        const half = [below(p! / 2), below(q! / 2), below(r! / 2), below(u! / 2)];
        m.entry.push(entry);
        m.packets_a_to_b.push(half[0]!);
        m.bytes_a_to_b.push(half[1]!);
        m.packets_b_to_a.push(half[2]!);
        m.bytes_b_to_a.push(half[3]!);
        if (k === 0) {
          again[0]! += half[0]!;
          again[1]! += half[2]!;
        }
      });
    }
    t.offset.push(t.bucket.length);
    if (next() < 0.3) return;
    health.row.push(i);
    for (const column of Object.values(health) as (number[] | number[][])[]) {
      if (column === health.row) continue;
      if (Array.isArray(column[0])) for (const way of column as number[][]) way.push(below(9));
      else (column as number[]).push(below(9));
    }
  });
  report.service_health = health;
  return report;
}

const seeds = Array.from({ length: 40 }, (_, k) => k + 1);
const all = (d: ReturnType<typeof prepare>, bit: number) =>
  Int32Array.from({ length: d.services.count }, (_, i) => i).filter(
    (i) => d.services.layer[i]! & bit,
  );

describe("duplicates counted once", () => {
  test.each(seeds)("report %i: all is less by them, in every span", (seed) => {
    const whole = prepare(sick(seed));
    const once = countedOnce(whole);
    for (const [layer, bit] of [
      ["outer", 1],
      ["inner", 2],
    ] as const) {
      const copies = duplicates(whole, bit);
      expect(once.totals[layer].packets).toBe(whole.totals[layer].packets - copies.packets);
      expect(once.totals[layer].bytes).toBe(whole.totals[layer].bytes - copies.bytes);
      expect(once.totals[layer].flows).toBe(whole.totals[layer].flows);
      const bars = series(once, all(once, bit), {
        metric: "bytes",
        stack: "transport",
        most: 8,
      });
      expect(bars.sums.reduce((a, b) => a + b, 0)).toBe(once.totals[layer].bytes);
      // The spans of two halves have what the whole has.
      const { width } = whole.timeline;
      const [early, late] = [
        within(once, { from: 0, to: 3 * width }),
        within(once, { from: 3 * width, to: 8 * width }),
      ];
      expect(early.totals[layer].bytes + late.totals[layer].bytes).toBe(once.totals[layer].bytes);
    }
    expect(countedOnce(prepare(sampleReport({ hosts: [], services: [] }))).span).toBeNull();
  });
});

describe.each(healthMetrics)("%s", (metric) => {
  test.each(seeds)("report %i: cells, edges and rows add up to the services", (seed) => {
    const d = prepare(sick(seed));
    const facts = healthFacts(d, metric);
    const mine = all(d, 2);
    const whole = new Tally(facts, 1);
    for (const i of mine) whole.addBoth(0, i);
    for (const directions of ["one way", "sum", "split"] as const) {
      const m = matrix(d, mine, {
        metric: "bytes",
        order: "volume",
        limit: 5,
        group: "hosts",
        open: [],
        directions,
      });
      const tint = tintMatrix(facts, mine, m);
      if (directions !== "sum" && facts.directed) {
        for (const tally of [tint.cells, tint.rows, tint.columns]) {
          expect(total(tally.part)).toBe(total(whole.part));
          expect(total(tally.base)).toBe(total(whole.base));
        }
      } else {
        const cells = tint.cells;
        for (let r = 0; r < m.rows.hosts.length; r++) {
          for (let k = m.offset[r]!; k < m.offset[r + 1]!; k++) {
            if (metric !== "resets") expect(cells.base[k]).toBeLessThanOrEqual(whole.base[0]!);
          }
        }
      }
    }
    const rows = conversations(d, mine);
    const byRow = new Tally(facts, rows.count);
    for (let r = 0; r < rows.count; r++) {
      for (let k = rows.offset[r]!; k < rows.offset[r + 1]!; k++) {
        byRow.addBoth(r, rows.services[k]!);
      }
    }
    expect(total(byRow.part)).toBe(total(whole.part));
  });
});

test.each(seeds)("report %i: retransmissions of spans add up, and to the bars", (seed) => {
  const d = prepare(sick(seed));
  const { width } = d.timeline;
  const count = (data: typeof d) => {
    const facts = healthFacts(data, "retransmissions");
    const tally = new Tally(facts, 1);
    for (const i of all(data, 2)) tally.addBoth(0, i);
    return [tally.part[0]!, tally.base[0]!];
  };
  const [part, base] = count(d);
  const early = count(within(d, { from: 0, to: 4 * width }));
  const late = count(within(d, { from: 4 * width, to: 8 * width }));
  expect([early[0]! + late[0]!, early[1]! + late[1]!]).toEqual([part, base]);
  const bars = healthOverTime(d, all(d, 2), "retransmissions", { bars: 4, perBar: 2 });
  expect([total(bars!.part), total(bars!.base)]).toEqual([part, base]);
  expect(healthOverTime(d, all(d, 2), "rtt", { bars: 4, perBar: 2 })).toBeNull();
});

describe("what is sure", () => {
  const report = sampleReport({
    hosts: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }, { address: "224.0.0.1", flags: 9 }],
    transports: ["TCP", "UDP"],
    services: [
      { a: 0, b: 1, forth: [99, 9900], back: [40, 4000], flows: [2, 2], times: [0, 1e9, 0, 2e9] },
      { a: 0, b: 1, transport: 1, port: 53, forth: [4, 400], flows: [4, 4] },
      { a: 0, b: 2, transport: 1, port: 5353, forth: [4, 400], flows: [4, 4] },
    ],
  });
  report.service_health = {
    ...noHealth(),
    ...Object.fromEntries(Object.keys(noHealth()).map((key) => [key, zeros(key)])),
    row: [0, 1],
    timed: [2, 0],
    rtt_ns: [3_000_000, 0],
    server_rtt_ns: [1_000_000, 0],
    complete: [1, 0],
    refused: [1, 0],
    silent: [0, 4],
    resets: [
      [0, 0],
      [3, 0],
    ],
  } as typeof report.service_health;
  const d = prepare(report);
  const of = (metric: HealthMetric, way: 0 | 1, service: number) => {
    const tally = new Tally(healthFacts(d, metric), 1);
    tally.add(0, service, way);
    return [tally.value(0), tally.sure(0)];
  };
  test.each([
    ["retransmissions", 0, 0, [0, false]],
    ["rtt", 0, 0, [1_500_000, false]],
    ["server-rtt", 1, 0, [500_000, false]],
    ["resets", 1, 0, [3, true]],
    ["resets", 0, 0, [0, true]],
    ["unanswered", 0, 0, [0.5, false]],
    ["unanswered", 0, 1, [1, false]],
    ["unanswered", 0, 2, [Number.NaN, false]],
    ["retransmissions", 0, 1, [Number.NaN, false]],
    ["rate", 0, 0, [79_200, false]],
    ["rate", 1, 0, [16_000, false]],
  ] as const)("%s, way %i of service %i", (metric, way, service, expected) => {
    expect(of(metric, way, service)).toEqual(expected);
    expect(enough.retransmissions).toBe(100);
  });
});

function zeros(key: string): unknown {
  const ways = Array.isArray((noHealth() as unknown as Record<string, unknown[]>)[key]?.[0]);
  return ways
    ? [
        [0, 0],
        [0, 0],
      ]
    : [0, 0];
}

function total(values: ArrayLike<number>): number {
  return Array.from(values).reduce((a, b) => a + b, 0);
}
