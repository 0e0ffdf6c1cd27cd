// The heatmap's matrix: sources by destinations, what was sent from one to the
// other. Hosts beyond the limit, and the host that stands for those that the
// report's own limits folded, meet in one row and one column "Other", so that
// the matrix always adds up to the services that it was made of.

import type { Data, Metric } from "./data";
import { hostVolumes, inMetric } from "./volume";

/** Stands for a host in the row and the column of all that have none of their own. */
export const OTHER = -1;

export type Order = "volume" | "address" | "name";

/** One edge of the matrix: its hosts in order, and what each sent or received. */
export interface Axis {
  hosts: Int32Array;
  packets: Float64Array;
  bytes: Float64Array;
  /** Opened as a client, or accepted as a server. */
  flows: Float64Array;
  /** How many hosts there are, those in Other included, but not those that the report folded. */
  count: number;
}

/**
 * Cells by row: row r has the cells offset[r] to offset[r + 1] - 1, by rising
 * column. Every cell has packets.
 */
export interface Matrix {
  metric: Metric;
  rows: Axis;
  columns: Axis;
  offset: Int32Array;
  column: Int32Array;
  packets: Float64Array;
  bytes: Float64Array;
  /** Those that the source opened to the destination. */
  flows: Float64Array;
  /** Smallest and largest value of the metric above zero; 0 without any. */
  min: number;
  max: number;
  total: number;
  /** What the cells of Other hold. */
  other: number;
}

export interface MatrixOptions {
  metric: Metric;
  order: Order;
  /** The most hosts with a row or column of their own; Infinity for all. */
  limit: number;
}

export function matrix(data: Data, services: Int32Array, options: MatrixOptions): Matrix {
  const volumes = hostVolumes(data, services);
  const { sent, received } = inMetric(volumes, options.metric);
  const total = (h: number) => sent[h]! + received[h]!;
  const active = (h: number) => volumes.sentPackets[h]! + volumes.receivedPackets[h]! > 0;
  const hosts = topHosts(data, active, total, options.limit);
  sortHosts(data, hosts, options.order, total);
  const ofFlows = options.metric === "flows";
  const rows = axis(data, hosts, ofFlows, {
    packets: volumes.sentPackets,
    bytes: volumes.sentBytes,
    flows: volumes.sentFlows,
  });
  const columns = axis(data, hosts, ofFlows, {
    packets: volumes.receivedPackets,
    bytes: volumes.receivedBytes,
    flows: volumes.receivedFlows,
  });
  const entries = directed(data, services, places(data, rows), places(data, columns), ofFlows);
  return finish(entries, rows, columns, options.metric);
}

function topHosts(
  data: Data,
  active: (h: number) => boolean,
  total: (h: number) => number,
  limit: number,
): number[] {
  const hosts: number[] = [];
  for (let h = 0; h < data.hosts.count; h++) if (active(h) && !data.hosts.other[h]) hosts.push(h);
  if (hosts.length <= limit) return hosts;
  return hosts.sort((g, h) => total(h) - total(g) || g - h).slice(0, limit);
}

/** Hosts stand in address order in the report, so that their index is the order by address. */
function sortHosts(data: Data, hosts: number[], order: Order, total: (h: number) => number): void {
  if (order === "address") hosts.sort((g, h) => g - h);
  else if (order === "volume") hosts.sort((g, h) => total(h) - total(g) || g - h);
  else {
    const { named, label } = data.hosts;
    const names = new Intl.Collator("en", { numeric: true });
    hosts.sort((g, h) => {
      if (named[g] !== named[h]) return named[h]! - named[g]!;
      return (named[g] ? names.compare(label[g]!, label[h]!) : 0) || g - h;
    });
  }
}

/** A host that opened a flow may have sent nothing of it: its flows count only where flows are asked for. */
function axis(
  data: Data,
  hosts: number[],
  ofFlows: boolean,
  { packets: packetsOf, bytes: bytesOf, flows: flowsOf }: Record<Metric, Float64Array>,
): Axis {
  const has = (h: number) => packetsOf[h]! > 0 || (ofFlows && flowsOf[h]! > 0);
  const own = hosts.filter(has);
  const kept = new Uint8Array(data.hosts.count);
  for (const h of own) kept[h] = 1;
  let count = own.length;
  let packets = 0;
  let bytes = 0;
  let flows = 0;
  for (let h = 0; h < data.hosts.count; h++) {
    if (kept[h] || !has(h)) continue;
    if (!data.hosts.other[h]) count++;
    packets += packetsOf[h]!;
    bytes += bytesOf[h]!;
    flows += flowsOf[h]!;
  }
  const withOther = packets > 0 || (ofFlows && flows > 0);
  return {
    hosts: Int32Array.from(withOther ? [...own, OTHER] : own),
    packets: Float64Array.from([...own.map((h) => packetsOf[h]!), ...(withOther ? [packets] : [])]),
    bytes: Float64Array.from([...own.map((h) => bytesOf[h]!), ...(withOther ? [bytes] : [])]),
    flows: Float64Array.from([...own.map((h) => flowsOf[h]!), ...(withOther ? [flows] : [])]),
    count,
  };
}

/** Each host's place on the axis; hosts without one are in the last, Other. */
function places(data: Data, { hosts }: Axis): Int32Array {
  const place = new Int32Array(data.hosts.count).fill(hosts.length - 1);
  hosts.forEach((h, i) => {
    if (h !== OTHER) place[h] = i;
  });
  return place;
}

interface Entries {
  row: Int32Array;
  column: Int32Array;
  packets: Float64Array;
  bytes: Float64Array;
  flows: Float64Array;
}

/** One entry for each direction of each conversation that has packets. */
function directed(
  data: Data,
  services: Int32Array,
  row: Int32Array,
  column: Int32Array,
  ofFlows: boolean,
): Entries {
  const pairs = data.pairA.length;
  const sums = Array.from({ length: 6 }, () => new Float64Array(pairs));
  const [packetsAB, bytesAB, flowsAB, packetsBA, bytesBA, flowsBA] = sums as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const s = data.services;
  for (const i of services) {
    const p = s.pair[i]!;
    packetsAB[p]! += s.packetsAB[i]!;
    bytesAB[p]! += s.bytesAB[i]!;
    packetsBA[p]! += s.packetsBA[i]!;
    bytesBA[p]! += s.bytesBA[i]!;
    flowsAB[p]! += s.flowsAB[i]!;
    flowsBA[p]! += s.flowsBA[i]!;
  }
  const entries = emptyEntries(2 * pairs);
  let n = 0;
  const add = (from: number, to: number, packets: number, bytes: number, flows: number) => {
    if (packets === 0 && !(ofFlows && flows > 0)) return;
    entries.row[n] = row[from]!;
    entries.column[n] = column[to]!;
    entries.packets[n] = packets;
    entries.bytes[n] = bytes;
    entries.flows[n++] = flows;
  };
  for (let p = 0; p < pairs; p++) {
    add(data.pairA[p]!, data.pairB[p]!, packetsAB[p]!, bytesAB[p]!, flowsAB[p]!);
    add(data.pairB[p]!, data.pairA[p]!, packetsBA[p]!, bytesBA[p]!, flowsBA[p]!);
  }
  return head(entries, n);
}

function emptyEntries(n: number): Entries {
  return {
    row: new Int32Array(n),
    column: new Int32Array(n),
    packets: new Float64Array(n),
    bytes: new Float64Array(n),
    flows: new Float64Array(n),
  };
}

function head(e: Entries, n: number): Entries {
  return {
    row: e.row.subarray(0, n),
    column: e.column.subarray(0, n),
    packets: e.packets.subarray(0, n),
    bytes: e.bytes.subarray(0, n),
    flows: e.flows.subarray(0, n),
  };
}

/** Sorts the entries by row and column, joins those of the same cell, and adds up. */
function finish(entries: Entries, rows: Axis, columns: Axis, metric: Metric): Matrix {
  const byColumn = stableOrder(entries.column, columns.hosts.length, null);
  const order = stableOrder(entries.row, rows.hosts.length, byColumn);
  const cells = emptyEntries(order.length);
  let n = 0;
  for (const e of order) {
    const row = entries.row[e]!;
    const column = entries.column[e]!;
    if (n === 0 || cells.row[n - 1] !== row || cells.column[n - 1] !== column) {
      cells.row[n] = row;
      cells.column[n++] = column;
    }
    cells.packets[n - 1]! += entries.packets[e]!;
    cells.bytes[n - 1]! += entries.bytes[e]!;
    cells.flows[n - 1]! += entries.flows[e]!;
  }
  const { row, column, packets, bytes, flows } = head(cells, n);
  const offset = new Int32Array(rows.hosts.length + 1);
  for (const r of row) offset[r + 1]!++;
  for (let r = 0; r < rows.hosts.length; r++) offset[r + 1]! += offset[r]!;
  const sums = summarise(row, column, { packets, bytes, flows }[metric], rows, columns);
  return { metric, rows, columns, offset, column, packets, bytes, flows, ...sums };
}

/** Counting sort: indices in the order of their keys, equal ones as they came. */
function stableOrder(keys: Int32Array, size: number, from: Int32Array | null): Int32Array {
  const next = new Int32Array(size + 1);
  for (const key of keys) next[key + 1]!++;
  for (let k = 0; k < size; k++) next[k + 1]! += next[k]!;
  const order = new Int32Array(keys.length);
  for (let k = 0; k < keys.length; k++) {
    const e = from ? from[k]! : k;
    order[next[keys[e]!]!++] = e;
  }
  return order;
}

function summarise(
  row: Int32Array,
  column: Int32Array,
  values: Float64Array,
  rows: Axis,
  columns: Axis,
) {
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  let total = 0;
  let other = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    total += v;
    if (v > 0 && v < min) min = v;
    if (v > max) max = v;
    if (rows.hosts[row[i]!] === OTHER || columns.hosts[column[i]!] === OTHER) other += v;
  }
  return { min: max > 0 ? min : 0, max, total, other };
}

/** The index of the cell at this row and column, or -1 where nothing was sent. */
export function cellAt(m: Matrix, row: number, column: number): number {
  let low = m.offset[row]!;
  let high = m.offset[row + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const c = m.column[middle]!;
    if (c === column) return middle;
    if (c < column) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The row and column of the largest cell in a part of the matrix, both ends included. */
export function largestIn(
  m: Matrix,
  [firstRow, lastRow]: readonly [number, number],
  [firstColumn, lastColumn]: readonly [number, number],
): { row: number; column: number } | null {
  const value = m[m.metric];
  let best = -1;
  let found: { row: number; column: number } | null = null;
  for (let row = firstRow; row <= lastRow; row++) {
    for (let i = m.offset[row]!; i < m.offset[row + 1]!; i++) {
      const column = m.column[i]!;
      if (column < firstColumn || column > lastColumn || value[i]! <= best) continue;
      best = value[i]!;
      found = { row, column };
    }
  }
  return found;
}

/** The place of a host on an axis, or -1. */
export function placeOf(axis: Axis, host: number): number {
  return axis.hosts.indexOf(host);
}
