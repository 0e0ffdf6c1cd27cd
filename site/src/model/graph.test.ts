import { describe, expect, test } from "vitest";
import { HostOther } from "../report/types";
import { metrics, prepare, type Volume } from "./data";
import { filterRows, parseFilter } from "./filter";
import { type Graph, type GraphOptions, graph, MAIN_EDGES, MOST_EDGES } from "./graph";
import { random } from "./random.mjs";
import { randomReport, sampleReport } from "./sample";
import { totalOf } from "./volume";

const options: GraphOptions = {
  metric: "bytes",
  limit: 50,
  grouping: "hosts",
  open: new Set(),
  lines: "all",
  picked: [],
  reach: null,
};

const shop = prepare(
  sampleReport({
    hosts: [
      { address: "10.0.0.1", names: ["web"] },
      { address: "10.0.0.2", names: ["db"] },
      { address: "10.0.1.3" },
      { address: "10.0.2.4" },
      { address: "(other)", flags: HostOther },
    ],
    applications: ["http", "sql"],
    services: [
      { a: 0, b: 1, forth: [10, 1000], back: [20, 4000] },
      { a: 0, b: 1, port: 443, application: 1, forth: [1, 100], back: [90, 90] },
      { a: 1, b: 2, back: [2, 60] },
      { a: 2, b: 3, forth: [3, 300], back: [1, 70] },
      { a: 3, b: 3, forth: [4, 400] },
      { a: 3, b: 4, forth: [1, 50] },
    ],
  }),
);
const all = filterRows(shop, shop.services, [], "inner");
const keys = (g: Graph) => g.nodes.map((n) => n.key);
const between = (g: Graph, a: string, b: string) =>
  g.edges.find((e) => g.nodes[e.a]!.key === a && g.nodes[e.b]!.key === b);

describe("graph", () => {
  test("hosts by volume, what the report folded as Other", () => {
    const g = graph(shop, all, options);
    expect(keys(g)).toEqual(["10.0.0.2", "10.0.0.1", "10.0.2.4", "10.0.1.3", "other"]);
    expect(g.nodes.map((n) => n.hosts)).toEqual([1, 1, 1, 1, 0]);
    expect([...g.nodeOf]).toEqual([1, 0, 3, 2, 4]);
  });

  test("an edge has both directions and its main application by the metric", () => {
    const g = graph(shop, all, options);
    const edge = between(g, "10.0.0.2", "10.0.0.1");
    expect(edge?.forth.bytes).toBe(4090);
    expect(edge?.back.bytes).toBe(1100);
    expect(edge?.application).toBe(0);
    const packets = graph(shop, all, { ...options, metric: "packets" });
    expect(packets.edges[0]?.application).toBe(1);
  });

  test("talk of a host with itself is an edge from it to itself", () => {
    expect(between(graph(shop, all, options), "10.0.2.4", "10.0.2.4")?.forth.bytes).toBe(400);
  });

  test("beyond the limit hosts meet in Other", () => {
    const g = graph(shop, all, { ...options, limit: 1 });
    expect(keys(g)).toEqual(["10.0.0.2", "other"]);
    expect(g.nodes[1]?.hosts).toBe(3);
    expect(between(g, "other", "other")?.forth.bytes).toBe(300 + 70 + 400 + 50);
  });

  test("by subnet, those with several hosts; an open one shows them", () => {
    const closed = graph(shop, all, { ...options, grouping: "subnets" });
    expect(keys(closed)).toEqual(["10.0.0.0/24", "10.0.2.4", "10.0.1.3", "other"]);
    expect(closed.nodes[0]).toMatchObject({ kind: "subnet", hosts: 2, host: -1 });
    expect(between(closed, "10.0.0.0/24", "10.0.0.0/24")?.forth.bytes).toBe(5190);
    const open = graph(shop, all, {
      ...options,
      grouping: "subnets",
      open: new Set(["10.0.0.0/24"]),
    });
    expect(keys(open)).toEqual(keys(graph(shop, all, options)));
  });

  test("of many hosts the largest have nodes, the rest gather by subnet", () => {
    const many = prepare(
      sampleReport({
        hosts: Array.from({ length: 400 }, (_, h) => ({ address: `10.0.${h >> 8}.${h & 255}` })),
        services: Array.from({ length: 399 }, (_, h) => ({
          a: h,
          b: 399,
          forth: [1, 60 + h] as [number, number],
        })),
      }),
    );
    const rows = filterRows(many, many.services, [], "inner");
    const g = graph(many, rows, { ...options, grouping: "auto", limit: 300 });
    expect(g.grouped).toBe(true);
    expect(g.nodes.filter((n) => n.kind === "host").length).toBe(40);
    const subnets = g.nodes.filter((n) => n.kind === "subnet");
    expect(subnets.map((n) => [n.key, n.hosts])).toEqual([
      ["10.0.0.0/24", 256],
      ["10.0.1.0/24", 104],
    ]);
    expect(graph(many, rows.subarray(0, 150), { ...options, grouping: "auto" }).grouped).toBe(
      false,
    );
  });

  test("the reach of a host: its peers and their talk, then theirs; the rest is outside", () => {
    const near = (hops: number, host = 0) =>
      graph(shop, all, { ...options, reach: { hosts: [host], hops } });
    expect(keys(near(1))).toEqual(["10.0.0.1", "10.0.0.2"]);
    expect(near(1).outside.bytes).toBe(60 + 300 + 70 + 400 + 50);
    expect(keys(near(2)).sort()).toEqual(["10.0.0.1", "10.0.0.2", "10.0.1.3"]);
    const other = near(2, 4);
    expect(other.outside.bytes, "not through the folded hosts").toBe(totalOf(shop, all).bytes);
  });

  test("the middle of the reach is drawn, however small", () => {
    const g = graph(shop, all, { ...options, limit: 1, reach: { hosts: [2], hops: 1 } });
    expect(keys(g)).toEqual(["10.0.1.3", "other"]);
  });

  test("the smallest of very many edges are only counted", () => {
    const n = 60;
    const many = prepare(
      sampleReport({
        hosts: Array.from({ length: n }, (_, h) => ({ address: `10.0.0.${h}` })),
        services: Array.from({ length: n * n }, (_, i) => ({ a: Math.floor(i / n), b: i % n }))
          .filter(({ a, b }) => a < b)
          .map((pair, i) => ({ ...pair, forth: [1, 1 + i] as [number, number] })),
      }),
    );
    const g = graph(many, filterRows(many, many.services, [], "inner"), { ...options, limit: 60 });
    const thin = (n * (n - 1)) / 2 - MOST_EDGES;
    expect(g.edges.length).toBe(MOST_EDGES);
    expect(g.thin).toMatchObject({ edges: thin, packets: thin, bytes: (thin * (thin + 1)) / 2 });
    const main = graph(many, filterRows(many, many.services, [], "inner"), {
      ...options,
      limit: 60,
      lines: "main",
    });
    // The first host's lines are the smallest, but it keeps the largest of them.
    expect(main.edges.length).toBeLessThan(MAIN_EDGES + n);
    const own = graph(many, filterRows(many, many.services, [], "inner"), {
      ...options,
      limit: 60,
      lines: "main",
      picked: [0],
    });
    const first = own.nodeOf[0]!;
    expect(own.edges.filter((e) => e.a === first || e.b === first).length).toBe(n - 1);
    const linked = new Set(main.edges.flatMap((e) => [e.a, e.b]));
    expect(linked.size).toBe(main.nodes.length);
    expect(main.edges.length + main.thin.edges).toBe((n * (n - 1)) / 2);
  });
});

describe("nodes and edges add up to the filtered services", () => {
  const filters = ["", "web", "-web", "80", "app:http -dns", "udp 53", '-"10.0.0.3" tcp', "nobody"];
  const sum = (volumes: Volume[], key: keyof Volume) => volumes.reduce((n, v) => n + v[key], 0);
  test.each(Array.from({ length: 200 }, (_, seed) => seed))("report %i", (seed) => {
    const d = prepare(randomReport(seed, 400, 600));
    const next = random(seed + 1000);
    const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T;
    const services = filterRows(
      d,
      d.services,
      parseFilter(pick(filters)),
      pick(["inner", "outer"] as const),
    );
    const g = graph(d, services, {
      metric: pick(metrics),
      limit: pick([1, 3, 10, Number.POSITIVE_INFINITY]),
      grouping: pick(["auto", "hosts", "subnets"] as const),
      open: new Set(pick([[], ["10.0.0.0/24"], ["10.0.1.0/24"]])),
      lines: pick(["main", "all"] as const),
      picked: pick([[], [0], [0, 1]]),
      reach: pick([null, { hosts: [0], hops: 1 }, { hosts: [0, 1], hops: 2 }]),
    });
    const total = totalOf(d, services);
    for (const key of metrics) {
      const drawn = total[key] - g.outside[key];
      for (const way of ["sent", "received"] as const) {
        expect(
          sum(
            g.nodes.map((n) => n[way]),
            key,
          ),
        ).toBe(drawn);
      }
      const edges = g.edges.flatMap((e) => [e.forth, e.back]);
      expect(sum(edges, key) + g.thin[key]).toBe(drawn);
    }
    for (const e of g.edges) expect(e.a).toBeLessThanOrEqual(e.b);
  });
});
