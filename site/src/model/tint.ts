// The health of what is drawn: the heatmap's cells and its two edges, the graph's
// lines and nodes.

import { cellAt } from "./cells";
import type { Graph } from "./graph";
import { type HealthFacts, Tally } from "./health";
import type { Axis, Matrix } from "./matrix";

export interface Tint {
  facts: HealthFacts;
  /** By cell, in the matrix's order. */
  cells: Tally;
  /** By place on the edge. */
  rows: Tally;
  columns: Tally;
}

/** The services must be those that the matrix was made of. */
export function tintMatrix(facts: HealthFacts, services: Int32Array, m: Matrix): Tint {
  const { a, b } = facts.data.services;
  const cells = new Tally(facts, m.column.length);
  const rows = new Tally(facts, m.rows.hosts.length);
  const sum = m.directions === "sum";
  const columns = sum ? rows : new Tally(facts, m.columns.hosts.length);
  const put = (tally: Tally, at: number, service: number, way: 0 | 1 | 2) => {
    if (at < 0) return;
    if (way === 2) tally.addBoth(at, service);
    else tally.add(at, service, way);
  };
  for (const i of services) {
    const [ra, rb] = [placeIn(m.rows, a[i]!), placeIn(m.rows, b[i]!)];
    const [ca, cb] = [placeIn(m.columns, a[i]!), placeIn(m.columns, b[i]!)];
    const there = ra < 0 || cb < 0 ? -1 : cellAt(m, ra, cb);
    const back = rb < 0 || ca < 0 ? -1 : cellAt(m, rb, ca);
    if (sum) {
      put(cells, there, i, 2);
      put(rows, ra, i, 2);
      if (back !== there) put(cells, back, i, 2);
      if (rb !== ra) put(rows, rb, i, 2);
      continue;
    }
    if (there === back) put(cells, there, i, 2);
    else {
      put(cells, there, i, 0);
      put(cells, back, i, 1);
    }
    for (const [tally, atA, atB] of [
      [rows, ra, rb],
      [columns, cb, ca],
    ] as const) {
      if (atA === atB) put(tally, atA, i, 2);
      else {
        put(tally, atA, i, 0);
        put(tally, atB, i, 1);
      }
    }
  }
  return { facts, cells, rows, columns };
}

/** A host's place, Other's where it has none of its own; -1 where it isn't on the edge. */
function placeIn(axis: Axis, host: number): number {
  const place = axis.place[host]!;
  if (place >= 0) return place;
  const last = axis.hosts.length - 1;
  return axis.hosts[last] === -1 ? last : -1;
}

/** How a graph's edges did, each way, and its nodes. */
export interface GraphHealth {
  facts: HealthFacts;
  /** From a to b at twice the edge's index, back at the next. */
  arcs: Tally;
  nodes: Tally;
}

/** The services must be those that the graph was made of. */
export function tintGraph(facts: HealthFacts, services: Int32Array, g: Graph): GraphHealth {
  const { a, b } = facts.data.services;
  const edge = new Map(g.edges.map((e, i) => [e.a * g.nodes.length + e.b, i]));
  const arcs = new Tally(facts, 2 * g.edges.length);
  const nodes = new Tally(facts, g.nodes.length);
  for (const i of services) {
    const [from, to] = [g.nodeOf[a[i]!]!, g.nodeOf[b[i]!]!];
    if (from < 0 || to < 0) continue;
    nodes.addBoth(from, i);
    if (to !== from) nodes.addBoth(to, i);
    const e = edge.get(Math.min(from, to) * g.nodes.length + Math.max(from, to));
    if (e === undefined) continue; // too thin to be drawn
    if (from === to) arcs.addBoth(2 * e, i);
    else {
      arcs.add(2 * e + (from < to ? 0 : 1), i, 0);
      arcs.add(2 * e + (from < to ? 1 : 0), i, 1);
    }
  }
  return { facts, arcs, nodes };
}
