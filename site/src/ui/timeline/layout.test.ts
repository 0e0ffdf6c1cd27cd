import { describe, expect, test } from "vitest";
import { prepare } from "../../model/data";
import { sampleReport } from "../../model/sample";
import { series } from "../../model/series";
import { type Bar, barAt, bars, clock, layout, reach, roomFor, valueAt } from "./layout";

const report = sampleReport({
  hosts: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }],
  applications: ["http", "domain"],
  services: [
    { a: 0, b: 1, forth: [3, 1_000_100] },
    { a: 0, b: 1, application: 1, forth: [1, 1] },
  ],
});
report.timeline = {
  ...report.timeline,
  origin_ns: -1000,
  width_ns: 2 ** 30,
  buckets: 10,
  offset: [0, 2, 3],
  bucket: [0, 9, 4],
  packets_a_to_b: [2, 1, 1],
  bytes_a_to_b: [1_000_000, 100, 1],
  packets_b_to_a: [0, 0, 0],
  bytes_b_to_a: [0, 0, 0],
};
const d = prepare(report);
const s = series(d, Int32Array.of(0, 1), { metric: "bytes", stack: "application", most: 5 });
const l = layout(d, s, 460);

describe("the timeline's layout", () => {
  test("bars stand in their buckets' place, and the smallest can be seen", () => {
    const drawn: Bar[] = [];
    bars(l, s, 1, (bar) => drawn.push(bar));
    expect(s).toMatchObject({ bars: 5, perBar: 2 });
    expect(drawn.map((b) => b.bar)).toEqual([0, 2, 4]);
    expect(drawn.map((b) => b.part)).toEqual([0, 1, 0]);
    expect(drawn[0]).toMatchObject({ x: 60, width: 79, y: l.y, height: l.plotHeight });
    for (const b of drawn.slice(1)) expect(b.height).toBe(1);
    expect(barAt(l, s, 60 + 81)).toBe(1);
    expect(barAt(l, s, -5)).toBe(0);
    expect(barAt(l, s, 9999)).toBe(4);
    expect(reach(l, 10, { first: 2, end: 4 })).toEqual({ left: 140, right: 220 });
  });

  test("a few peaks are cut, unless all is wanted, or they aren't few", () => {
    const peaks = (count: number) => {
      const sums = Float64Array.from({ length: 100 }, (_, bar) => (bar < count ? 5000 : 90));
      const parts = [{ name: "http", other: false, byPort: false, values: sums, total: 0 }];
      return { metric: "bytes", bars: 100, perBar: 1, parts, sums, max: 5000 } as const;
    };
    const two = { ...peaks(2), parts: [...peaks(2).parts] };
    expect(layout(d, two, 460)).toMatchObject({ top: 100, cut: [0, 1] });
    expect(layout(d, two, 460, "linear")).toMatchObject({ top: 5000, cut: [] });
    expect(layout(d, { ...peaks(20), parts: two.parts }, 460)).toMatchObject({
      top: 5000,
      cut: [],
    });
    const root = layout(d, two, 460, "root");
    expect(root).toMatchObject({ top: 5000, cut: [], root: true });
    expect(valueAt(root, 0.5)).toBe(1250);
    const tall: number[] = [];
    for (const l of [layout(d, two, 460), root]) {
      bars(l, two, 1, (bar) => tall.push(Math.round((bar.height / l.plotHeight) * 100)));
    }
    expect([tall[0], tall[2], tall[100], tall[102]]).toEqual([100, 91, 100, 14]);
  });

  test("ticks are round and inside", () => {
    expect(l.ticks[0]).toMatchObject({ label: "0" });
    for (const tick of l.ticks) expect(tick.x).toBeLessThanOrEqual(460);
    expect(roomFor(60)).toBe(1);
    expect(roomFor(5000)).toBe(512);
  });

  test.each([
    [0, 1e9, 31e9, "0"],
    [3.2e9, 0.1e9, 31e9, "3.2\u00a0s"],
    [65e9, 5e9, 300e9, "1:05"],
    [119.96e9, 0.1e9, 300e9, "2:00.0"],
    [93_800e9, 10e9, 1e15, "26:03:20"],
    [200e6, 1e6, 900e6, "200\u00a0ms"],
  ])("%d ns in steps of %d is %s", (ns, step, total, text) => {
    expect(clock(ns, step, total)).toBe(text);
  });
});
