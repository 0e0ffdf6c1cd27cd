// The heatmap's matrix: sources by destinations, what was sent from one to the
// other. Hosts beyond the limit, and the host that stands for those that the
// report's own limits folded, meet in one row and one column "Other", so that
// the matrix always adds up to the services that it was made of.

import {
  add,
  type Cells,
  type Columns,
  columns,
  directed,
  type Entries,
  entries,
  joined,
} from "./cells";
import { type Data, metrics } from "./data";
import { chooseUnits, OTHER, type UnitOptions } from "./units";

export { cellAt, largestIn } from "./cells";
export { type Order, OTHER, orders, subnetOfKey } from "./units";

/**
 * One way: a cell is what its row sent to its column, and only who sent is a
 * row. Both ways, either edge has everyone: sum has in a cell what the two sent
 * to each other, split keeps the directions, for two triangles in a cell.
 */
export const directions = ["one way", "sum", "split"] as const;
export type Directions = (typeof directions)[number];

/** One edge of the matrix, and what each place on it sent, received, or both in a sum. */
export interface Axis extends Columns {
  /** In order: a host by index, a subnet by subnetKey, or OTHER, which is last. */
  hosts: Int32Array;
  /** The place of each host, its own or its subnet's; -1 in Other, or if it isn't there. */
  place: Int32Array;
  /** How many hosts there are, those in Other included, but not those that the report folded. */
  count: number;
}

/** Every cell has packets; where flows are counted, some have only flows. */
export interface Matrix extends Cells {
  directions: Directions;
  rows: Axis;
  columns: Axis;
  /** Smallest and largest value of the metric above zero; 0 without any. */
  min: number;
  max: number;
  /** What all services together hold; in a sum, cells beside the diagonal count it twice. */
  total: number;
  /** How much of it has Other at either end. */
  other: number;
}

export interface MatrixOptions extends UnitOptions {
  directions: Directions;
}

export function matrix(data: Data, services: Int32Array, options: MatrixOptions): Matrix {
  const talk = directed(data, services, options.metric);
  const units = chooseUnits(data, talk, options);
  const both = options.directions !== "one way";
  const end = units.keys.length;
  const unitOf = units.place.map((p) => (p < 0 ? end : p));
  const spoke = new Uint8Array(end + 1);
  const heard = both ? spoke : new Uint8Array(end + 1);
  for (let e = 0; e < talk.count; e++) {
    spoke[unitOf[talk.from[e]!]!] = 1;
    heard[unitOf[talk.to[e]!]!] = 1;
  }
  const rows = edge([...units.keys, OTHER], unitOf, spoke);
  const cols = both ? rows : edge([...units.keys, OTHER], unitOf, heard);
  const cells = joined(
    placed(talk, rows.at, cols.at, options.directions === "sum"),
    rows.hosts.length,
    cols.hosts.length,
  );
  return finish(data, talk, cells, rows, cols, options);
}

interface Edge {
  hosts: Int32Array;
  /** Each host's place, Other's for those without their own. */
  at: Int32Array;
}

/** An axis of those units that are used. */
function edge(keys: number[], unitOf: Int32Array, used: Uint8Array): Edge {
  const placeOfUnit = new Int32Array(keys.length);
  let n = 0;
  for (let u = 0; u < keys.length; u++) placeOfUnit[u] = used[u] ? n++ : -1;
  return {
    hosts: Int32Array.from(keys.filter((_, u) => used[u])),
    at: unitOf.map((u) => placeOfUnit[u]!),
  };
}

function placed(talk: Entries, row: Int32Array, column: Int32Array, sum: boolean): Entries {
  const result = entries(sum ? 2 * talk.count : talk.count);
  for (let e = 0; e < talk.count; e++) {
    const from = row[talk.from[e]!]!;
    const to = column[talk.to[e]!]!;
    add(result, from, to, talk, e);
    if (sum && from !== to) add(result, to, from, talk, e);
  }
  return result;
}

function finish(
  data: Data,
  talk: Entries,
  cells: Entries,
  rows: Edge,
  cols: Edge,
  { metric, directions }: MatrixOptions,
): Matrix {
  const offset = new Int32Array(rows.hosts.length + 1);
  for (let i = 0; i < cells.count; i++) offset[cells.from[i]! + 1]!++;
  for (let r = 0; r < rows.hosts.length; r++) offset[r + 1]! += offset[r]!;
  const trim = (values: Float64Array) => values.subarray(0, cells.count);
  return {
    metric,
    directions,
    rows: axis(data, rows, cells, cells.from, talk, talk.from),
    columns: axis(data, cols, cells, cells.to, talk, talk.to),
    offset,
    column: cells.to.subarray(0, cells.count),
    packets: trim(cells.packets),
    bytes: trim(cells.bytes),
    flows: trim(cells.flows),
    ...summarise(cells, cells[metric], rows, cols, directions === "sum"),
  };
}

function axis(
  data: Data,
  { hosts, at }: Edge,
  cells: Entries,
  place: Int32Array,
  talk: Entries,
  end: Int32Array,
): Axis {
  const sums = columns(hosts.length);
  for (const metric of metrics) {
    const [sum, value] = [sums[metric], cells[metric]];
    for (let i = 0; i < cells.count; i++) sum[place[i]!]! += value[i]!;
  }
  const seen = new Uint8Array(data.hosts.count);
  let count = 0;
  for (let e = 0; e < talk.count; e++) {
    const h = end[e]!;
    if (!seen[h] && !data.hosts.other[h]) count++;
    seen[h] = 1;
  }
  const other = hosts.at(-1) === OTHER ? hosts.length - 1 : -1;
  return { hosts, place: at.map((p) => (p === other ? -1 : p)), count, ...sums };
}

function summarise(cells: Entries, values: Float64Array, rows: Edge, cols: Edge, sum: boolean) {
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  let total = 0;
  let other = 0;
  for (let i = 0; i < cells.count; i++) {
    const v = values[i]!;
    if (v > 0 && v < min) min = v;
    if (v > max) max = v;
    const row = cells.from[i]!;
    const column = cells.to[i]!;
    if (sum && row > column) continue;
    total += v;
    if (rows.hosts[row] === OTHER || cols.hosts[column] === OTHER) other += v;
  }
  return { min: max > 0 ? min : 0, max, total, other };
}

/** The place on an axis of a host, a subnet or Other; -1 without one. */
export function placeOf(axis: Axis, key: number): number {
  return key < 0 ? axis.hosts.indexOf(key) : (axis.place[key] ?? -1);
}
