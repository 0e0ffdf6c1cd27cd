// The conversations of a filter's services, one row for each pair of hosts.

import { byPortOnly } from "./by-port";
import type { Data } from "./data";
import { healthColumns } from "./health-columns";
import {
  bitsPerSecond,
  type Column,
  columnMaker,
  nameRanks,
  type Table,
  timeOrNone,
} from "./table";

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
  flowsAB: Float64Array;
  flowsBA: Float64Array;
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
    rows.flowsAB[r]! += s.flowsAB[i]!;
    rows.flowsBA[r]! += s.flowsBA[i]!;
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
    flowsAB: column(),
    flowsBA: column(),
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

/** A row's applications, each once, the largest services' first. */
function appsOf(data: Data, rows: Conversations, r: number): number[] {
  const found = new Set([rows.application[r]!]);
  for (const i of servicesOf(rows, r)) found.add(data.services.application[i]!);
  return [...found];
}

/** Their names. */
export function applicationsOf(data: Data, rows: Conversations, r: number): string[] {
  return appsOf(data, rows, r).map((app) => data.report.applications[app]?.name ?? "");
}

function transportsOf(data: Data, rows: Conversations, r: number): string[] {
  const found = new Set<number>();
  for (const i of servicesOf(rows, r)) found.add(data.services.transport[i]!);
  return [...found].map((transport) => data.report.transports[transport] ?? "");
}

function servicesOf(rows: Conversations, r: number): Int32Array {
  return rows.services.subarray(rows.offset[r]!, rows.offset[r + 1]!);
}

/** The conversations as a table: Wireshark's columns, then what they spoke. */
export function conversationTable(data: Data, rows: Conversations): Table {
  return {
    count: rows.count,
    one: "conversation",
    columns: columns(data, rows),
    ends: (r) => [rows.a[r]!, rows.b[r]!],
    tie: (r) => rows.a[r]! * data.hosts.count + rows.b[r]!,
  };
}

function columns(data: Data, rows: Conversations): Column[] {
  const { packetsAB, bytesAB, packetsBA, bytesBA, first, last, flows } = rows;
  const duration = (r: number) => (first[r]! < 0 ? Number.NaN : last[r]! - first[r]!);
  const application = nameRanks(() => data.report.applications.map((a) => a.name));
  const transport = nameRanks(() => data.report.transports);
  const make = columnMaker((r) => r);
  return [
    make("a", "address_a", "Address A", "host", 192, (r) => rows.a[r]!, { fixed: true }),
    make("b", "address_b", "Address B", "host", 184, (r) => rows.b[r]!, { fixed: true }),
    make("packets", "packets", "Packets", "packets", 80, (r) => packetsAB[r]! + packetsBA[r]!),
    make("bytes", "bytes", "Bytes", "bytes", 88, (r) => bytesAB[r]! + bytesBA[r]!),
    make("packetsAB", "packets_a_to_b", "Packets A→B", "packets", 108, (r) => packetsAB[r]!),
    make("bytesAB", "bytes_a_to_b", "Bytes A→B", "bytes", 100, (r) => bytesAB[r]!),
    make("packetsBA", "packets_b_to_a", "Packets B→A", "packets", 108, (r) => packetsBA[r]!),
    make("bytesBA", "bytes_b_to_a", "Bytes B→A", "bytes", 100, (r) => bytesBA[r]!),
    make("start", "rel_start", "Rel Start", "time", 112, (r) => timeOrNone(first[r]!)),
    make("duration", "duration", "Duration", "time", 112, duration),
    make("bitsAB", "bits_per_second_a_to_b", "Bits/s A→B", "rate", 104, (r) =>
      bitsPerSecond(bytesAB[r]!, duration(r)),
    ),
    make("bitsBA", "bits_per_second_b_to_a", "Bits/s B→A", "rate", 104, (r) =>
      bitsPerSecond(bytesBA[r]!, duration(r)),
    ),
    make("flows", "flows", "Flows", "count", 80, (r) => flows[r]!),
    ...healthColumns(data, rows),
    make(
      "applications",
      "applications",
      "Applications",
      "text",
      208,
      (r) => application(rows.application[r]!),
      {
        texts: (r) => applicationsOf(data, rows, r),
        byPort: (r) => {
          const only = byPortOnly(data, servicesOf(rows, r));
          return appsOf(data, rows, r).map((app) => only[app] === 1);
        },
      },
    ),
    make(
      "transports",
      "transports",
      "Transports",
      "text",
      128,
      (r) => transport(data.services.transport[rows.services[rows.offset[r]!]!]!),
      { texts: (r) => transportsOf(data, rows, r), extra: true },
    ),
  ];
}
