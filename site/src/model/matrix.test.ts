import { describe, expect, test } from "vitest";
import { HostIPv4, HostOther } from "../report/types";
import { conversations } from "./conversations";
import { type Layer, type Metric, metrics, prepare } from "./data";
import { filterRows, parseFilter } from "./filter";
import {
  cellAt,
  directions,
  largestIn,
  matrix,
  type Order,
  OTHER,
  orders,
  placeOf,
  subnetOfKey,
} from "./matrix";
import { random } from "./random.mjs";
import { randomReport, sampleReport } from "./sample";
import { subnets } from "./subnet";
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
const options = {
  metric: "bytes",
  order: "address",
  limit: 50,
  group: "hosts",
  open: [],
  directions: "one way",
} as const;

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

  test("a sum holds both directions, the same on both sides of the diagonal", () => {
    const both = matrix(shop, all, { ...options, directions: "sum" });
    expect(both.bytes[cellAt(both, 0, 1)]).toBe(5100);
    expect(both.bytes[cellAt(both, 1, 0)]).toBe(5100);
    expect(both.bytes[cellAt(both, 2, 2)]).toBe(410);
    expect(both.total).toBe(m.total);
    expect(both.other).toBe(m.other);
  });

  test("two triangles need everyone on both edges", () => {
    const one = matrix(shop, Int32Array.of(1), { ...options, directions: "split" });
    expect([...one.rows.hosts]).toEqual([0, 1]);
    expect([...one.columns.hosts]).toEqual([0, 1]);
    expect(one.bytes[cellAt(one, 0, 1)]).toBe(100);
    expect(cellAt(one, 1, 0)).toBe(-1);
    expect([one.rows.count, one.columns.count]).toEqual([1, 1]);
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

describe("subnets", () => {
  const address = (net: number, host: number) => ({ address: `10.0.${net}.${host}` });
  const d = prepare(
    sampleReport({
      hosts: [
        address(1, 1),
        address(1, 2),
        address(1, 3),
        address(2, 1),
        address(2, 2),
        address(3, 1),
      ],
      services: [
        { a: 0, b: 3, forth: [1, 100], back: [1, 10] },
        { a: 1, b: 3, forth: [1, 200] },
        { a: 2, b: 4, forth: [1, 400] },
        { a: 0, b: 1, forth: [1, 5] },
        { a: 3, b: 5, forth: [1, 1000] },
      ],
    }),
  );
  const rows = filterRows(d, d.services, [], "inner");
  const rolled = { ...options, group: "subnets", order: "volume" } as const;
  const names = (m: ReturnType<typeof matrix>) =>
    [...m.rows.hosts].map((key) => subnets(d).label[subnetOfKey(key)] ?? key);

  test("stand for their hosts, and a host alone in one for itself", () => {
    const m = matrix(d, rows, rolled);
    expect(names(m)).toEqual(["10.0.2.0/24", "10.0.1.0/24"]);
    expect(m.columns.hosts.indexOf(5)).toBe(1);
    expect(m.columns.hosts.length).toBe(3);
    expect(m.bytes[cellAt(m, 1, 0)]).toBe(700);
    expect(m.bytes[cellAt(m, 1, 2)]).toBe(5);
    expect(placeOf(m.rows, 2)).toBe(1);
    expect(m.rows.count).toBe(4);
  });

  test("an open one is its hosts, where it stood", () => {
    const m = matrix(d, rows, { ...rolled, open: ["10.0.1.0/24"] });
    expect(names(m)).toEqual(["10.0.2.0/24", 2, 1, 0]);
    const n = matrix(d, rows, { ...rolled, open: ["10.0.2.0/24"] });
    expect(names(n)).toEqual([3, 4, "10.0.1.0/24"].filter((key) => key !== 4));
  });

  test("of an open one beyond the limit, the others stay together", () => {
    const m = matrix(d, rows, { ...rolled, limit: 1, open: ["10.0.2.0/24"] });
    expect(names(m)).toEqual([3, OTHER]);
    const many = prepare(
      sampleReport({
        hosts: [1, 2, 3, 4].map((h) => address(1, h)),
        services: [1, 2, 3].map((b) => ({ a: 0, b, forth: [1, 10 * b] })),
      }),
    );
    const o = matrix(many, Int32Array.of(0, 1, 2), {
      ...rolled,
      limit: 1,
      open: ["10.0.1.0/24"],
      directions: "sum",
    });
    expect([...o.rows.hosts].map((key) => (key < 0 ? subnetOfKey(key) : `host ${key}`))).toEqual([
      "host 0",
      0,
    ]);
    expect(o.total).toBe(60);
  });

  test("in the order by subnet, hosts of the largest subnet come first", () => {
    const m = matrix(d, rows, { ...options, order: "subnet", directions: "sum" });
    expect([...m.rows.hosts]).toEqual([3, 4, 5, 2, 1, 0]);
  });
});

describe("similarity", () => {
  test("hosts that talk to the same peers stand side by side", () => {
    const count = 60;
    const d = prepare(
      sampleReport({
        hosts: Array.from({ length: count + 3 }, (_, h) => ({ address: `10.0.${h}.1` })),
        services: Array.from({ length: count }, (_, h) => ({
          a: h,
          b: count + (h % 3),
          forth: [1 + (h % 7), 100 + h] as [number, number],
          back: [1, 50 + ((h * 7) % 11)] as [number, number],
        })),
      }),
    );
    const services = filterRows(d, d.services, [], "inner");
    const order = [
      ...matrix(d, services, { ...options, limit: 100, order: "similarity" }).rows.hosts,
    ];
    expect(order.slice().sort((g, h) => g - h)).toEqual(
      Array.from({ length: count + 3 }, (_, h) => h),
    );
    const servers = order.filter((h) => h < count).map((h) => h % 3);
    const changes = servers.filter((s, i) => i > 0 && s !== servers[i - 1]).length;
    expect(changes).toBe(2);
  });
});

describe("every view adds up to the filtered services", () => {
  const filters = ["", "web", "-web", "80", "app:http -dns", "udp 53", '-"10.0.0.3" tcp', "nobody"];
  test.each(Array.from({ length: 200 }, (_, seed) => seed))("report %i", (seed) => {
    const d = prepare(randomReport(seed));
    const next = random(seed + 1000);
    const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T;
    const layer = pick<Layer>(["inner", "outer"]);
    const metric = pick<Metric>(metrics);
    const services = filterRows(d, d.services, parseFilter(pick(filters)), layer);
    const total = totalOf(d, services);
    const open = subnets(d).label.filter(() => next() < 0.3);
    const m = matrix(d, services, {
      metric,
      order: pick<Order>(orders),
      limit: pick([1, 3, 10, Number.POSITIVE_INFINITY]),
      group: pick(["hosts", "subnets"] as const),
      open,
      directions: pick(directions),
    });
    expect(m.total).toBe(total[metric]);
    for (const key of metric === "flows" ? metrics : (["packets", "bytes"] as const)) {
      const diagonal = sum(Float64Array.from(m.rows.hosts, (_, r) => m[key][cellAt(m, r, r)] ?? 0));
      const counted = m.directions === "sum" ? (sum(m[key]) + diagonal) / 2 : sum(m[key]);
      expect(counted).toBe(total[key]);
      expect(sum(m.rows[key])).toBe(sum(m[key]));
      expect(sum(m.columns[key])).toBe(sum(m[key]));
    }
    for (let r = 0; r < m.rows.hosts.length; r++) {
      const cells = m.bytes.subarray(m.offset[r], m.offset[r + 1]);
      expect(sum(cells)).toBe(m.rows.bytes[r]);
      if (m.directions !== "sum") continue;
      for (let c = 0; c < r; c++) {
        expect(m.bytes[cellAt(m, r, c)]).toBe(m.bytes[cellAt(m, c, r)]);
      }
    }
    const rows = conversations(d, services);
    expect(sum(rows.bytesAB) + sum(rows.bytesBA)).toBe(total.bytes);
    expect(sum(rows.packetsAB) + sum(rows.packetsBA)).toBe(total.packets);
    const volumes = hostVolumes(d, services);
    expect(sum(volumes.sentBytes)).toBe(total.bytes);
    expect(sum(volumes.receivedBytes)).toBe(total.bytes);
  });
});
