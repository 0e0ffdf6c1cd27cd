import { describe, expect, test } from "vitest";
import { prepare } from "../../model/data";
import { filterRows } from "../../model/filter";
import { graph } from "../../model/graph";
import { randomReport, sampleReport } from "../../model/sample";
import { move } from "./keys";
import { labels } from "./labels";
import { along, overview, project, type Scene, scene, spotAt, unproject, zoomAt } from "./scene";

const camera = { zoom: 1, x: 300, y: 200 };
const size = { width: 600, height: 400 };

/** Hosts in a cross, the largest in the middle. */
function cross(): Scene {
  const d = prepare(
    sampleReport({
      hosts: [1, 2, 3, 4, 5].map((n) => ({ address: `10.0.0.${n}` })),
      services: [1, 2, 3, 4].map((b) => ({
        a: 0,
        b,
        forth: [1, 1000 * (5 - b)] as [number, number],
        back: [1, 100] as [number, number],
      })),
    }),
  );
  const g = graph(d, filterRows(d, d.services, [], "inner"), {
    metric: "bytes",
    limit: 50,
    grouping: "hosts",
    open: new Set(),
    lines: "all",
    picked: [],
    reach: null,
  });
  const at = [
    [0, 0],
    [150, 0],
    [-150, 0],
    [0, 120],
    [0, -120],
  ];
  const places = new Map(at.map(([x = 0, y = 0], i) => [`10.0.0.${i + 1}`, { x, y }]));
  return scene({ graph: g, places, camera, nodeColour: () => "red", arcColour: () => "blue" });
}

describe("the graph's scene", () => {
  const s = cross();

  test("pointing finds nodes, both directions of an edge, and nothing", () => {
    for (const c of s.circles) {
      expect(spotAt(s, c)).toEqual({ kind: "node", key: c.node.key });
    }
    expect(s.arcs.length).toBe(8);
    for (const arc of s.arcs) {
      const key = (n: number) => s.graph.nodes[n]!.key;
      expect(spotAt(s, along(arc, 0.5))).toEqual({
        kind: "edge",
        a: key(arc.edge.a),
        b: key(arc.edge.b),
      });
    }
    expect(spotAt(s, { x: 5, y: 5 })).toBeNull();
  });

  test("the two directions bow apart", () => {
    const [one, two] = s.arcs.filter((a) => a.edge === s.arcs[0]!.edge);
    const gap = Math.hypot(one!.bend.x - two!.bend.x, one!.bend.y - two!.bend.y);
    expect(gap).toBeGreaterThan(20);
  });

  test("keys go to the next node that way, by size, and through lines", () => {
    const from = (n: number) => ({ kind: "node" as const, key: `10.0.0.${n}` });
    expect(move(s, from(1), "ArrowRight")).toEqual(from(2));
    expect(move(s, from(2), "ArrowLeft")).toEqual(from(1));
    expect(move(s, from(1), "ArrowDown")).toEqual(from(4));
    expect(move(s, from(5), "ArrowUp")).toEqual(from(5));
    expect(move(s, from(1), "PageDown")).toEqual(from(2));
    expect(move(s, from(3), "Home")).toEqual(from(1));
    const line = move(s, from(1), "l");
    expect(line).toMatchObject({ kind: "edge", from: "10.0.0.1" });
    expect(move(s, line, "l")).not.toEqual(line);
    expect(move(s, move(s, line, "l"), "L")).toEqual(line);
    expect(move(s, line, "ArrowRight")).toEqual(from(2));
    expect(move(s, null, "x")).toBeNull();
  });

  test("zooming keeps the point under the pointer, and there is a way back", () => {
    const at = { x: 123, y: 45 };
    const closer = zoomAt(camera, 3, at);
    expect(closer.zoom).toBe(3);
    expect(project(unproject(at, camera), closer).x).toBeCloseTo(at.x);
    expect(zoomAt(camera, 1e9, at).zoom).toBeLessThan(100);
  });

  test("the overview has all in sight", () => {
    const places = [
      { x: -5000, y: 10 },
      { x: 300, y: 2000 },
    ];
    const view = overview(places, size);
    for (const place of places) {
      const { x, y } = project(place, view);
      expect(x > 0 && x < size.width && y > 0 && y < size.height).toBe(true);
    }
    expect(overview([], size)).toEqual({ zoom: 1.5, x: 300, y: 200 });
  });
});

test.each([1, 2, 3, 4])("labels overlap neither each other nor nodes (report %i)", (seed) => {
  const d = prepare(randomReport(seed, 120, 300));
  const g = graph(d, filterRows(d, d.services, [], "inner"), {
    metric: "bytes",
    limit: 300,
    grouping: "hosts",
    open: new Set(),
    lines: "all",
    picked: [],
    reach: null,
  });
  const places = new Map(
    g.nodes.map((n, i) => [n.key, { x: ((i * 97) % 560) - 280, y: ((i * 61) % 380) - 190 }]),
  );
  const s = scene({ graph: g, places, camera, nodeColour: () => "", arcColour: () => "" });
  const found = labels(
    s.circles,
    s.circles,
    size,
    (c) => c.node.key,
    (text) => 6 * text.length,
  );
  expect(found.length).toBeGreaterThan(0);
  found.forEach((p, i) => {
    expect(p.x >= 0 && p.x + p.width <= size.width).toBe(true);
    for (const q of found.slice(i + 1)) {
      const apart = p.x + p.width <= q.x || q.x + q.width <= p.x || Math.abs(p.y - q.y) >= 14;
      expect(apart).toBe(true);
    }
  });
});
