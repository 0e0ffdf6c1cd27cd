import { describe, expect, test } from "vitest";
import { HostOther } from "../report/types";
import { type Layer, type Metric, metrics, prepare } from "./data";
import { filterRows, parseFilter } from "./filter";
import { type ColumnKind, columnKinds, conversationLinks, type Links, links } from "./links";
import { OTHER } from "./matrix";
import { random } from "./random.mjs";
import { layout, outline } from "./ribbons";
import { randomReport, sampleReport } from "./sample";
import { totalOf } from "./volume";

const options = { metric: "bytes", limit: 40, tiny: 0.001 } as const;

const shop = prepare(
  sampleReport({
    hosts: [
      { address: "10.0.0.1", names: ["web"] },
      { address: "10.0.0.2", names: ["db"] },
      { address: "10.0.1.3" },
      { address: "(other)", flags: HostOther },
    ],
    transports: ["TCP", "UDP"],
    applications: ["http", "postgresql"],
    services: [
      { a: 0, b: 1, application: 1, port: 5432, forth: [10, 1000], back: [20, 4000] },
      { a: 0, b: 2, forth: [1, 100] },
      { a: 1, b: 2, transport: 1, back: [2, 60] },
      { a: 2, b: 3, forth: [3, 300], back: [1, 70] },
      { a: 2, b: 2, forth: [4, 400], back: [1, 10] },
    ],
  }),
);
const all = filterRows(shop, shop.services, [], "inner");

/** Each path as its keys and bytes. */
const told = (l: Links) =>
  l.paths.map((p) => [...p.nodes.map((n, c) => l.columns[c]![n]!.key), p.bytes]);

describe("links", () => {
  test("a host that sends and receives stands on both sides", () => {
    const l = links(shop, all, ["source", "destination"], options);
    expect(told(l)).toEqual(
      expect.arrayContaining([
        [0, 1, 1000],
        [1, 0, 4000],
        [2, 1, 60],
        [2, 2, 410],
        [2, OTHER, 300],
        [OTHER, 2, 70],
      ]),
    );
    expect(l.columns[0]!.map((n) => n.key)).toEqual([1, 0, 2, OTHER]);
  });

  test("columns between", () => {
    const kinds: ColumnKind[] = ["source-net", "app", "port"];
    expect(told(links(shop, all.subarray(0, 2), kinds, options))).toEqual([
      [0, 1, 5432, 5000],
      [0, 0, 80, 100],
    ]);
  });

  test("hosts beyond the limit meet in Other", () => {
    const l = links(shop, all, ["source", "destination"], { ...options, limit: 1 });
    expect(l.columns.map((nodes) => nodes.map((n) => [n.key, n.bytes]))).toEqual([
      [
        [1, 4000],
        [OTHER, 1940],
      ],
      [
        [0, 4000],
        [OTHER, 1940],
      ],
    ]);
  });

  test("a flow's source is who opened it", () => {
    const l = links(shop, all.subarray(0, 1), ["source", "destination"], {
      ...options,
      metric: "flows",
    });
    expect(l.columns.map((nodes) => nodes.map((n) => [n.key, n.flows, n.bytes]))).toEqual([
      [
        [0, 1, 1000],
        [OTHER, 0, 4000],
      ],
      [
        [1, 1, 1000],
        [OTHER, 0, 4000],
      ],
    ]);
  });

  test("tiny paths with a large end in common keep that end", () => {
    const clients = Array.from({ length: 100 }, (_, i) => ({ address: `10.1.0.${i}` }));
    const busy = Array.from({ length: 80 }, (_, i) => ({ address: `10.2.0.${i}` }));
    const d = prepare(
      sampleReport({
        hosts: [...clients, ...busy, { address: "10.3.0.1" }],
        services: [
          ...clients.map((_, a) => ({ a, b: 180, forth: [1, 10 + a] as [number, number] })),
          ...busy.map((_, i) => ({ a: 100 + i, b: 180, forth: [1, 9000] as [number, number] })),
        ],
      }),
    );
    const services = filterRows(d, d.services, [], "inner");
    const l = links(d, services, ["source", "destination"], { ...options, limit: 200 });
    expect(l.columns[0]!.length).toBe(81);
    expect(l.columns[1]!.map((n) => n.key)).toEqual([180]);
  });

  test("a conversation has a half for each way", () => {
    const l = conversationLinks(shop, all.subarray(0, 1), options);
    expect(told(l)).toEqual([
      [0, 0, 1, 1, 1000],
      [1, 0, 1, 0, 4000],
    ]);
    expect(l.columns[0]!.map((n) => n.half)).toEqual([0, 1]);
  });

  test("a host that talks to itself has one half", () => {
    const l = conversationLinks(shop, all.subarray(4), options);
    expect(told(l)).toEqual([[2, 0, 0, 2, 410]]);
  });
});

describe("every column adds up to the filtered services, and fits its frame", () => {
  const filters = ["", "web", "-web", "80", "app:http -dns", '-"10.0.0.3" tcp', "nobody"];
  test.each(Array.from({ length: 150 }, (_, seed) => seed))("report %i", (seed) => {
    const d = prepare(randomReport(seed));
    const next = random(seed + 1000);
    const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T;
    const layer = pick<Layer>(["inner", "outer"]);
    const metric = pick<Metric>(metrics);
    const services = filterRows(d, d.services, parseFilter(pick(filters)), layer);
    const kinds = columnKinds.filter(() => next() < 0.5);
    const limited = { metric, limit: pick([1, 3, 10, 40]), tiny: pick([0, 0.001, 0.05]) };
    const wanted = kinds.length < 2 ? (["source", "destination"] as const) : kinds;
    addsUp(links(d, services, wanted, limited), totalOf(d, services));

    const first = services[0];
    if (first === undefined) return;
    const own = services.filter((i) => d.services.pair[i] === d.services.pair[first]);
    addsUp(conversationLinks(d, own, limited), totalOf(d, own));
  });

  function addsUp(l: Links, total: Record<Metric, number>): void {
    for (const metric of metrics) {
      for (const nodes of l.columns) {
        expect(nodes.reduce((sum, n) => sum + n[metric], 0)).toBe(total[metric]);
      }
      expect(l.paths.reduce((sum, p) => sum + p[metric], 0)).toBe(total[metric]);
    }
    for (const node of l.columns.flat()) {
      if (node.key !== OTHER) expect(node.whole).toBeGreaterThanOrEqual(node[l.metric]);
    }
    const { boxes, ribbons, slot } = layout(l, { width: 800, height: 640, left: 100, right: 100 });
    for (const column of boxes) {
      let bottom = 0;
      let label = Number.NEGATIVE_INFINITY;
      for (const box of column) {
        const middle = box.y + box.height / 2;
        expect(middle - label).toBeGreaterThanOrEqual(slot - 1e-6);
        label = middle;
        expect(box.y).toBeGreaterThanOrEqual(bottom - 1e-6);
        bottom = box.y + box.height;
      }
      expect(bottom).toBeLessThanOrEqual(640 + 1e-6);
    }
    for (let column = 0; column + 1 < boxes.length; column++) {
      const drawn = ribbons.filter((r) => r.column === column);
      expect(drawn.reduce((sum, r) => sum + r[l.metric], 0)).toBe(total[l.metric]);
    }
    for (const r of ribbons) expect(outline(r)).not.toMatch(/NaN|Infinity/);
  }
});
