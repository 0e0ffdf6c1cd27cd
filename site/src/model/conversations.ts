// The conversations of a filter's services, one row for each pair of hosts.

import type { Data } from "./data";

/** Rows by column, parallel; times in nanoseconds since the start, first -1 without packets. */
export interface Conversations {
  count: number;
  /** Index into data.pairA and data.pairB. */
  pair: Int32Array;
  a: Int32Array;
  b: Int32Array;
  packetsAB: Float64Array;
  bytesAB: Float64Array;
  packetsBA: Float64Array;
  bytesBA: Float64Array;
  first: Float64Array;
  last: Float64Array;
  flows: Float64Array;
  /** The application that most bytes are of. */
  application: Int32Array;
  /** Row r is made of services[offset[r]] to services[offset[r + 1] - 1], by bytes, falling. */
  offset: Int32Array;
  services: Int32Array;
}

export function conversations(data: Data, services: Int32Array): Conversations {
  const { pair, rowOfService } = numberRows(data, services);
  const rows = emptyRows(data, pair);
  const s = data.services;
  for (let k = 0; k < services.length; k++) {
    const i = services[k]!;
    const r = rowOfService[k]!;
    rows.packetsAB[r]! += s.packetsAB[i]!;
    rows.bytesAB[r]! += s.bytesAB[i]!;
    rows.packetsBA[r]! += s.packetsBA[i]!;
    rows.bytesBA[r]! += s.bytesBA[i]!;
    rows.flows[r]! += s.flows[i]!;
    rows.first[r] = earlier(rows.first[r]!, earlier(s.firstAB[i]!, s.firstBA[i]!));
    rows.last[r] = Math.max(rows.last[r]!, s.lastAB[i]!, s.lastBA[i]!);
    rows.offset[r + 1]!++;
  }
  groupServices(rows, services, rowOfService);
  nameApplications(data, rows);
  return rows;
}

/** The earlier of two times of which either may be -1, "never". */
export function earlier(a: number, b: number): number {
  if (a < 0) return b;
  return b < 0 ? a : Math.min(a, b);
}

function numberRows(data: Data, services: Int32Array) {
  const row = new Int32Array(data.pairA.length).fill(-1);
  const pair: number[] = [];
  const rowOfService = new Int32Array(services.length);
  for (let k = 0; k < services.length; k++) {
    const p = data.services.pair[services[k]!]!;
    if (row[p]! < 0) {
      row[p] = pair.length;
      pair.push(p);
    }
    rowOfService[k] = row[p]!;
  }
  return { pair: Int32Array.from(pair), rowOfService };
}

function emptyRows(data: Data, pair: Int32Array): Conversations {
  const count = pair.length;
  const column = () => new Float64Array(count);
  return {
    count,
    pair,
    a: pair.map((p) => data.pairA[p]!),
    b: pair.map((p) => data.pairB[p]!),
    packetsAB: column(),
    bytesAB: column(),
    packetsBA: column(),
    bytesBA: column(),
    first: column().fill(-1),
    last: column().fill(-1),
    flows: column(),
    application: new Int32Array(count),
    offset: new Int32Array(count + 1),
    services: new Int32Array(0),
  };
}

/** Turns the counts in offset into offsets and sorts the services by row, keeping their order. */
function groupServices(rows: Conversations, services: Int32Array, rowOfService: Int32Array): void {
  for (let r = 0; r < rows.count; r++) rows.offset[r + 1]! += rows.offset[r]!;
  const next = rows.offset.slice(0, rows.count);
  rows.services = new Int32Array(services.length);
  for (let k = 0; k < services.length; k++) {
    rows.services[next[rowOfService[k]!]!++] = services[k]!;
  }
}

function nameApplications(data: Data, rows: Conversations): void {
  const bytes = new Float64Array(data.report.applications.length);
  const s = data.services;
  for (let r = 0; r < rows.count; r++) {
    const mine = rows.services.subarray(rows.offset[r]!, rows.offset[r + 1]!);
    let best = -1;
    for (const i of mine) {
      const app = s.application[i]!;
      bytes[app]! += s.bytesAB[i]! + s.bytesBA[i]!;
      if (best < 0 || bytes[app]! > bytes[best]!) best = app;
    }
    for (const i of mine) bytes[s.application[i]!] = 0;
    rows.application[r] = best;
  }
}

/** The names of a row's applications, each once, the largest services' first. */
export function applicationsOf(data: Data, rows: Conversations, r: number): string[] {
  const names = new Set<string>();
  const main = data.report.applications[rows.application[r]!];
  if (main) names.add(main.name);
  for (let k = rows.offset[r]!; k < rows.offset[r + 1]!; k++) {
    const app = data.report.applications[data.services.application[rows.services[k]!]!];
    if (app) names.add(app.name);
  }
  return [...names];
}

/** Bits a second over a time in nanoseconds; NaN where there is no time to speak of. */
export function bitsPerSecond(bytes: number, duration: number): number {
  return duration > 0 ? (bytes * 8) / (duration / 1e9) : Number.NaN;
}

export const columnKeys = [
  "a",
  "b",
  "packets",
  "bytes",
  "packetsAB",
  "bytesAB",
  "packetsBA",
  "bytesBA",
  "start",
  "duration",
  "bitsAB",
  "bitsBA",
  "applications",
] as const;

export type ColumnKey = (typeof columnKeys)[number];

/** A column's value in a row, as a number that sorts as the column does. */
export function cellOf(rows: Conversations, key: ColumnKey, r: number): number {
  const duration = rows.last[r]! - rows.first[r]!;
  switch (key) {
    case "a":
      return rows.a[r]!;
    case "b":
      return rows.b[r]!;
    case "packets":
      return rows.packetsAB[r]! + rows.packetsBA[r]!;
    case "bytes":
      return rows.bytesAB[r]! + rows.bytesBA[r]!;
    case "packetsAB":
    case "bytesAB":
    case "packetsBA":
    case "bytesBA":
      return rows[key][r]!;
    case "start":
      return rows.first[r]!;
    case "duration":
      return duration;
    case "bitsAB":
      return bitsPerSecond(rows.bytesAB[r]!, duration);
    case "bitsBA":
      return bitsPerSecond(rows.bytesBA[r]!, duration);
    case "applications":
      return rows.application[r]!;
  }
}

/**
 * The rows' indices in the column's order; rows without a value last, equal
 * ones by addresses, which stand in host order.
 */
export function sortRows(
  data: Data,
  rows: Conversations,
  key: ColumnKey,
  descending: boolean,
): Int32Array {
  const value = new Float64Array(rows.count);
  const rank = key === "applications" ? applicationRanks(data) : null;
  for (let r = 0; r < rows.count; r++) {
    const v = cellOf(rows, key, r);
    value[r] = rank ? (rank[v] ?? 0) : v;
  }
  const sign = descending ? -1 : 1;
  return Int32Array.from({ length: rows.count }, (_, r) => r).sort((p, q) => {
    const x = value[p]!;
    const y = value[q]!;
    if (x !== y) {
      if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
      if (!Number.isNaN(x)) return sign * (x - y);
    }
    return rows.a[p]! - rows.a[q]! || rows.b[p]! - rows.b[q]!;
  });
}

/** Each application's place among the names in alphabetical order. */
function applicationRanks(data: Data): Int32Array {
  const names = data.report.applications.map((a) => a.name);
  const ranks = new Int32Array(names.length);
  const order = names.map((_, i) => i).sort((i, j) => compare(names[i]!, names[j]!));
  order.forEach((app, rank) => {
    ranks[app] = rank;
  });
  return ranks;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
