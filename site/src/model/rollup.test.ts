import { describe, expect, test } from "vitest";
import { HostIPv4, HostOther } from "../report/types";
import { prepare } from "./data";
import { filterRows } from "./filter";
import { matrix } from "./matrix";
import { random } from "./random.mjs";
import { shareBetweenLargest, shareOfLargest } from "./rollup";
import { randomReport, sampleReport } from "./sample";

describe("how much the largest hosts hold", () => {
  const d = prepare(
    sampleReport({
      hosts: [
        ...[1, 2, 3, 4].map((h) => ({ address: `10.0.0.${h}`, flags: HostIPv4 })),
        { address: "(other)", flags: HostOther },
      ],
      services: [
        { a: 0, b: 1, forth: [1, 60], back: [1, 20] },
        { a: 2, b: 3, forth: [1, 10] },
        { a: 3, b: 4, forth: [1, 10] },
      ],
    }),
  );
  const all = filterRows(d, d.services, [], "inner");

  test("between each other", () => {
    expect(shareBetweenLargest(d, all, "bytes", 2)).toBeCloseTo(0.8);
    expect(shareBetweenLargest(d, all, "bytes", 1)).toBe(0);
    expect(shareBetweenLargest(d, all, "bytes", 10)).toBe(1);
    expect(shareBetweenLargest(d, new Int32Array(0), "bytes", 2)).toBe(1);
  });

  test("as senders and as receivers", () => {
    expect(shareOfLargest(d, all, "bytes", 1)).toBeCloseTo(0.6);
    expect(shareOfLargest(d, all, "bytes", 2)).toBeCloseTo(0.8);
  });

  test("is what the heatmap leaves out of Other", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const r = prepare(randomReport(seed, 40, 200));
      const services = filterRows(r, r.services, [], "inner");
      const limit = 1 + Math.floor(random(seed)() * 12);
      const m = matrix(r, services, {
        metric: "bytes",
        order: "volume",
        limit,
        group: "hosts",
        open: [],
        directions: "one way",
      });
      if (limit >= r.hosts.real || m.total === 0) continue;
      // Of equally large hosts, either may be in Other.
      expect(shareBetweenLargest(r, services, "bytes", limit)).toBeCloseTo(1 - m.other / m.total);
    }
  });
});
