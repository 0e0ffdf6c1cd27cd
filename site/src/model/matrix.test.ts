import { describe, expect, test } from "vitest";
import { HostIPv4, HostOther } from "../report/types";
import { conversations } from "./conversations";
import { type Layer, type Metric, prepare } from "./data";
import { filterRows, parseFilter } from "./filter";
import { cellAt, largestIn, matrix, type Order, OTHER } from "./matrix";
import { random, randomReport, sampleReport } from "./sample";
import { hostVolumes, totalOf } from "./volume";

const shop = prepare(
  sampleReport({
    hosts: [
      { address: "10.0.0.1", names: ["web"] },
      { address: "10.0.0.2", names: ["db"] },
      { address: "10.0.0.3" },
      { address: "(other)", flags: HostOther },
    ],
    services: [
      { a: 0, b: 1, forth: [10, 1000], back: [20, 4000] },
      { a: 0, b: 1, port: 443, forth: [1, 100] },
      { a: 1, b: 2, back: [2, 60] },
      { a: 2, b: 3, forth: [3, 300], back: [1, 70] },
      { a: 2, b: 2, forth: [4, 400], back: [1, 10] },
    ],
  }),
);
const all = filterRows(shop, shop.services, [], "inner");
const options = { metric: "bytes", order: "address", limit: 50 } as const;

const sum = (numbers: Float64Array) => numbers.reduce((a, b) => a + b, 0);

describe("matrix", () => {
  const m = matrix(shop, all, options);

  test("a cell is what the row's host sent to the column's", () => {
    expect([...m.rows.hosts]).toEqual([0, 1, 2, OTHER]);
    expect([...m.columns.hosts]).toEqual([0, 1, 2, OTHER]);
    expect(m.bytes[cellAt(m, 0, 1)]).toBe(1100);
    expect(m.packets[cellAt(m, 0, 1)]).toBe(11);
    expect(m.bytes[cellAt(m, 1, 0)]).toBe(4000);
    expect(m.bytes[cellAt(m, 2, 1)]).toBe(60);
    expect(cellAt(m, 1, 2)).toBe(-1);
  });

  test("talk of a host with itself counts once, both ways together", () => {
    expect(m.bytes[cellAt(m, 2, 2)]).toBe(410);
    expect(m.rows.bytes[2]).toBe(60 + 300 + 410);
  });

  test("the report's folded hosts are Other, and no source or destination", () => {
    expect(m.bytes[cellAt(m, 2, 3)]).toBe(300);
    expect(m.bytes[cellAt(m, 3, 2)]).toBe(70);
    expect(m.rows.count).toBe(3);
    expect(m.other).toBe(370);
  });

  test("only who sent is a row, only who received a column", () => {
    const one = matrix(shop, Int32Array.of(1), options);
    expect([...one.rows.hosts]).toEqual([0]);
    expect([...one.columns.hosts]).toEqual([1]);
    expect(one.total).toBe(100);
  });

  test("hosts beyond the limit meet in Other", () => {
    const one = matrix(shop, all, { ...options, limit: 1 });
    expect([...one.rows.hosts]).toEqual([1, OTHER]);
    expect(one.bytes[cellAt(one, 1, 1)]).toBe(300 + 70 + 410);
    expect(one.rows.count).toBe(3);
  });

  test("orders", () => {
    const hosts = (order: Order) => [...matrix(shop, all, { ...options, order }).rows.hosts];
    expect(hosts("volume")).toEqual([1, 0, 2, OTHER]);
    expect(hosts("name")).toEqual([1, 0, 2, OTHER]);
    expect(hosts("address")).toEqual([0, 1, 2, OTHER]);
  });

  test("the largest cell of a part", () => {
    expect(largestIn(m, [0, 3], [0, 3])).toEqual({ row: 1, column: 0 });
    expect(largestIn(m, [2, 3], [0, 3])).toEqual({ row: 2, column: 2 });
    expect(largestIn(m, [0, 0], [0, 0])).toBeNull();
  });

  test("nothing to show", () => {
    const none = matrix(shop, new Int32Array(0), options);
    expect(none.rows.hosts.length).toBe(0);
    expect([none.min, none.max, none.total]).toEqual([0, 0, 0]);
  });

  test("a frame of no bytes is a cell, but none on the scale", () => {
    const d = prepare(
      sampleReport({
        hosts: [{ address: "10.0.0.1", flags: HostIPv4 }, { address: "10.0.0.2" }],
        services: [{ a: 0, b: 1, forth: [3, 0] }],
      }),
    );
    const m0 = matrix(d, Int32Array.of(0), options);
    expect(m0.packets[cellAt(m0, 0, 0)]).toBe(3);
    expect([m0.min, m0.max]).toEqual([0, 0]);
  });
});

describe("every view adds up to the filtered services", () => {
  const filters = ["", "web", "-web", "80", "app:http -dns", "udp 53", '-"10.0.0.3" tcp', "nobody"];
  test.each(Array.from({ length: 200 }, (_, seed) => seed))("report %i", (seed) => {
    const d = prepare(randomReport(seed));
    const next = random(seed + 1000);
    const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T;
    const layer = pick<Layer>(["inner", "outer"]);
    const metric = pick<Metric>(["bytes", "packets"]);
    const services = filterRows(d, d.services, parseFilter(pick(filters)), layer);
    const total = totalOf(d, services);
    const m = matrix(d, services, {
      metric,
      order: pick<Order>(["volume", "address", "name"]),
      limit: pick([1, 3, 10, Number.POSITIVE_INFINITY]),
    });
    expect(m.total).toBe(total[metric]);
    for (const key of ["packets", "bytes"] as const) {
      expect(sum(m[key])).toBe(total[key]);
      expect(sum(m.rows[key])).toBe(total[key]);
      expect(sum(m.columns[key])).toBe(total[key]);
    }
    for (let r = 0; r < m.rows.hosts.length; r++) {
      const cells = m.bytes.subarray(m.offset[r], m.offset[r + 1]);
      expect(sum(cells)).toBe(m.rows.bytes[r]);
    }
    const rows = conversations(d, services);
    expect(sum(rows.bytesAB) + sum(rows.bytesBA)).toBe(total.bytes);
    expect(sum(rows.packetsAB) + sum(rows.packetsBA)).toBe(total.packets);
    const volumes = hostVolumes(d, services);
    expect(sum(volumes.sentBytes)).toBe(total.bytes);
    expect(sum(volumes.receivedBytes)).toBe(total.bytes);
  });
});
