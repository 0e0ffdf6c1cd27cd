// Cells of a matrix as sparse columns: made from what each host sent to each
// other one, sorted by row and column, and found again.

import type { Data, Metric } from "./data";

export type Columns = Record<Metric, Float64Array>;

/** What was sent from one to the other; hosts by index, or places on the two axes. */
export interface Entries extends Columns {
  count: number;
  from: Int32Array;
  to: Int32Array;
}

export function columns(n: number): Columns {
  return {
    packets: new Float64Array(n),
    bytes: new Float64Array(n),
    flows: new Float64Array(n),
  };
}

export function entries(n: number): Entries {
  return { count: 0, from: new Int32Array(n), to: new Int32Array(n), ...columns(n) };
}

/**
 * One entry for each direction of each conversation that has packets; where
 * flows are counted, also for those that were opened that way, and only answered.
 */
export function directed(data: Data, services: Int32Array, metric: Metric): Entries {
  const pairs = data.pairA.length;
  const forth = columns(pairs);
  const back = columns(pairs);
  const s = data.services;
  for (const i of services) {
    const p = s.pair[i]!;
    forth.packets[p]! += s.packetsAB[i]!;
    forth.bytes[p]! += s.bytesAB[i]!;
    forth.flows[p]! += s.flowsAB[i]!;
    back.packets[p]! += s.packetsBA[i]!;
    back.bytes[p]! += s.bytesBA[i]!;
    back.flows[p]! += s.flowsBA[i]!;
  }
  const any = (c: Columns, p: number) =>
    c.packets[p]! + c.bytes[p]! > 0 || (metric === "flows" && c.flows[p]! > 0);
  const talk = entries(2 * pairs);
  for (let p = 0; p < pairs; p++) {
    if (any(forth, p)) add(talk, data.pairA[p]!, data.pairB[p]!, forth, p);
    if (any(back, p)) add(talk, data.pairB[p]!, data.pairA[p]!, back, p);
  }
  return talk;
}

/** Adds an entry with the volumes at i. */
export function add(e: Entries, from: number, to: number, volumes: Columns, i: number): void {
  const n = e.count++;
  e.from[n] = from;
  e.to[n] = to;
  e.packets[n] = volumes.packets[i]!;
  e.bytes[n] = volumes.bytes[i]!;
  e.flows[n] = volumes.flows[i]!;
}

/** The entries by row and column, those of the same cell added up. */
export function joined(e: Entries, rows: number, places: number): Entries {
  const byColumn = stableOrder(e.to.subarray(0, e.count), places, null);
  const order = stableOrder(e.from.subarray(0, e.count), rows, byColumn);
  const begins = (k: number) =>
    k === 0 ||
    e.from[order[k]!] !== e.from[order[k - 1]!] ||
    e.to[order[k]!] !== e.to[order[k - 1]!];
  // Most entries are often in Other: room for the cells alone is memory saved, which takes time.
  let count = 0;
  for (let k = 0; k < order.length; k++) if (begins(k)) count++;
  const cells = entries(count);
  let n = -1;
  for (let k = 0; k < order.length; k++) {
    const i = order[k]!;
    if (begins(k)) {
      n++;
      cells.from[n] = e.from[i]!;
      cells.to[n] = e.to[i]!;
    }
    cells.packets[n]! += e.packets[i]!;
    cells.bytes[n]! += e.bytes[i]!;
    cells.flows[n]! += e.flows[i]!;
  }
  cells.count = count;
  return cells;
}

/** Counting sort: indices in the order of their keys, equal ones as they came. */
function stableOrder(keys: Int32Array, size: number, before: Int32Array | null): Int32Array {
  const next = new Int32Array(size + 1);
  for (const key of keys) next[key + 1]!++;
  for (let k = 0; k < size; k++) next[k + 1]! += next[k]!;
  const order = new Int32Array(keys.length);
  for (let k = 0; k < keys.length; k++) {
    const e = before ? before[k]! : k;
    order[next[keys[e]!]!++] = e;
  }
  return order;
}

/** A matrix's cells: row r has the cells offset[r] to offset[r + 1] - 1, by rising column. */
export interface Cells extends Columns {
  metric: Metric;
  offset: Int32Array;
  column: Int32Array;
}

/** The index of the first cell of a row at this column or after it; the next row's if there is none. */
export function firstFrom(m: Cells, row: number, column: number): number {
  let low = m.offset[row]!;
  let high = m.offset[row + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (m.column[middle]! < column) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the cell at this row and column, or -1 where nothing was sent. */
export function cellAt(m: Cells, row: number, column: number): number {
  const i = firstFrom(m, row, column);
  return i < m.offset[row + 1]! && m.column[i] === column ? i : -1;
}

type Range = readonly [first: number, last: number];

/** The row and column of the largest cell in a part of the matrix, both ends included. */
export function largestIn(
  m: Cells,
  [firstRow, lastRow]: Range,
  [firstColumn, lastColumn]: Range,
): { row: number; column: number } | null {
  const value = m[m.metric];
  let best = -1;
  let found: { row: number; column: number } | null = null;
  for (let row = firstRow; row <= lastRow; row++) {
    const end = m.offset[row + 1]!;
    for (let i = firstFrom(m, row, firstColumn); i < end && m.column[i]! <= lastColumn; i++) {
      if (value[i]! <= best) continue;
      best = value[i]!;
      found = { row, column: m.column[i]! };
    }
  }
  return found;
}
