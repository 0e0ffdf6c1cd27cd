// The hosts of a filter's services, one row each: Wireshark's endpoints, with
// whom and what they spoke.

import { byPortOnly } from "./by-port";
import { earlier } from "./conversations";
import type { Data } from "./data";
import { healthColumns } from "./health-columns";
import {
  bitsPerSecond,
  type Column,
  columnMaker,
  nameRanks,
  ranks,
  type Table,
  timeOrNone,
} from "./table";
import { type HostVolumes, hostVolumes } from "./volume";

/** Rows by column, parallel; times in nanoseconds since the start, first -1 without packets. */
export interface HostRows {
  count: number;
  host: Int32Array;
  /** By host, not by row. */
  volumes: HostVolumes;
  first: Float64Array;
  last: Float64Array;
  flows: Float64Array;
  /** How many other hosts it spoke with. */
  peers: Int32Array;
  /** Row r has the services[offset[r]] to services[offset[r + 1] - 1], in their order. */
  offset: Int32Array;
  services: Int32Array;
}

export function hostRows(data: Data, services: Int32Array): HostRows {
  const { host, rowOf, offset } = numberRows(data, services);
  const count = host.length;
  const rows: HostRows = {
    count,
    host,
    volumes: hostVolumes(data, services),
    first: new Float64Array(count).fill(-1),
    last: new Float64Array(count).fill(-1),
    flows: new Float64Array(count),
    peers: new Int32Array(count),
    offset,
    services: new Int32Array(offset[count]!),
  };
  const s = data.services;
  const next = offset.slice(0, count);
  const seen = new Uint8Array(data.pairA.length);
  for (const i of services) {
    const a = s.a[i]!;
    const b = s.b[i]!;
    const isNew = !seen[s.pair[i]!];
    seen[s.pair[i]!] = 1;
    for (const r of a === b ? [rowOf[a]!] : [rowOf[a]!, rowOf[b]!]) {
      rows.flows[r]! += s.flows[i]!;
      rows.first[r] = earlier(rows.first[r]!, earlier(s.firstAB[i]!, s.firstBA[i]!));
      rows.last[r] = Math.max(rows.last[r]!, s.lastAB[i]!, s.lastBA[i]!);
      if (isNew && a !== b) rows.peers[r]!++;
      rows.services[next[r]!++] = i;
    }
  }
  return rows;
}

/** Gives each host with a service a row, in host order, and counts the rows' services. */
function numberRows(data: Data, services: Int32Array) {
  const { a, b } = data.services;
  const counts = new Int32Array(data.hosts.count);
  for (const i of services) {
    counts[a[i]!]!++;
    if (a[i] !== b[i]) counts[b[i]!]!++;
  }
  const rowOf = new Int32Array(data.hosts.count).fill(-1);
  const host: number[] = [];
  const offset = [0];
  for (let h = 0; h < counts.length; h++) {
    if (!counts[h]) continue;
    rowOf[h] = host.length;
    host.push(h);
    offset.push(offset.at(-1)! + counts[h]!);
  }
  return { host: Int32Array.from(host), rowOf, offset: Int32Array.from(offset) };
}

/** A row's applications, each once, by bytes, falling. */
function applicationsOf(data: Data, rows: HostRows, r: number): number[] {
  const s = data.services;
  const bytes = new Map<number, number>();
  for (let k = rows.offset[r]!; k < rows.offset[r + 1]!; k++) {
    const i = rows.services[k]!;
    const app = s.application[i]!;
    bytes.set(app, (bytes.get(app) ?? 0) + s.bytesAB[i]! + s.bytesBA[i]!);
  }
  return [...bytes].sort((x, y) => y[1] - x[1] || x[0] - y[0]).map(([app]) => app);
}

export function hostTable(data: Data, rows: HostRows): Table {
  return {
    count: rows.count,
    one: "host",
    columns: columns(data, rows),
    ends: (r) => [rows.host[r]!],
  };
}

function columns(data: Data, rows: HostRows): Column[] {
  const { host, first, last, flows, peers, volumes: v } = rows;
  const tx = (r: number) => v.sentBytes[host[r]!]!;
  const rx = (r: number) => v.receivedBytes[host[r]!]!;
  const txPackets = (r: number) => v.sentPackets[host[r]!]!;
  const rxPackets = (r: number) => v.receivedPackets[host[r]!]!;
  const duration = (r: number) => (first[r]! < 0 ? Number.NaN : last[r]! - first[r]!);
  const application = nameRanks(() => data.report.applications.map((a) => a.name));
  const names = (h: number) => (data.report.hosts.names[h] ?? []).map((n) => n.name);
  let byName: Int32Array | undefined;
  const nameRank = (r: number) => {
    // Hosts without a name stand last.
    if (!data.hosts.name[host[r]!]) return Number.NaN;
    byName ??= ranks(data.hosts.name);
    return byName[host[r]!]!;
  };
  const make = columnMaker((r) => r);
  return [
    make("host", "address", "Host", "host", 232, (r) => host[r]!, { fixed: true }),
    make("packets", "packets", "Packets", "packets", 88, (r) => txPackets(r) + rxPackets(r)),
    make("bytes", "bytes", "Bytes", "bytes", 88, (r) => tx(r) + rx(r)),
    make("txPackets", "tx_packets", "Tx Packets", "packets", 104, txPackets),
    make("txBytes", "tx_bytes", "Tx Bytes", "bytes", 96, tx),
    make("rxPackets", "rx_packets", "Rx Packets", "packets", 104, rxPackets),
    make("rxBytes", "rx_bytes", "Rx Bytes", "bytes", 96, rx),
    make("peers", "peers", "Peers", "count", 80, (r) => peers[r]!),
    make("flows", "flows", "Flows", "count", 80, (r) => flows[r]!),
    ...healthColumns(data, rows),
    make("start", "rel_start", "First", "time", 112, (r) => timeOrNone(first[r]!)),
    make("duration", "duration", "Duration", "time", 112, duration),
    make(
      "bitsTx",
      "bits_per_second_tx",
      "Bits/s Tx",
      "rate",
      104,
      (r) => bitsPerSecond(tx(r), duration(r)),
      { extra: true },
    ),
    make(
      "bitsRx",
      "bits_per_second_rx",
      "Bits/s Rx",
      "rate",
      104,
      (r) => bitsPerSecond(rx(r), duration(r)),
      { extra: true },
    ),
    make(
      "applications",
      "applications",
      "Applications",
      "text",
      208,
      (r) => application(applicationsOf(data, rows, r)[0]!),
      {
        texts: (r) =>
          applicationsOf(data, rows, r).map((app) => data.report.applications[app]?.name ?? ""),
        byPort: (r) => {
          const mine = rows.services.subarray(rows.offset[r]!, rows.offset[r + 1]!);
          const only = byPortOnly(data, mine);
          return applicationsOf(data, rows, r).map((app) => only[app] === 1);
        },
      },
    ),
    make("names", "names", "Names", "text", 208, nameRank, { texts: (r) => names(host[r]!) }),
  ];
}
