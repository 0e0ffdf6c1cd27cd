// What the report knows of how services' and flows' connections went, in numbers:
// for the panel and for the tables' columns.

import { wayFigures, wholeFigures } from "../report/health";
import type { Health } from "../report/types";
import type { Data } from "./data";
import { healthRows } from "./health";

export type WayFigure = (typeof wayFigures)[number];
export type WholeFigure = (typeof wholeFigures)[number];

export interface TcpDetail {
  /** There and back, or sent and received. */
  ways: Record<WayFigure, [number, number]>;
  whole: Record<WholeFigure, number>;
  /** Packets of TCP, each way. */
  packets: [number, number];
}

function nothing(): TcpDetail {
  const fill = <K extends string, V>(keys: readonly K[], value: () => V) =>
    Object.fromEntries(keys.map((key) => [key, value()])) as Record<K, V>;
  return {
    ways: fill(wayFigures, (): [number, number] => [0, 0]),
    whole: fill(wholeFigures, () => 0),
    packets: [0, 0],
  };
}

const rowsOf = new WeakMap<Health, Int32Array>();

function rowsIn(health: Health, count: number): Int32Array {
  const known = rowsOf.get(health) ?? healthRows(health, count);
  rowsOf.set(health, known);
  return known;
}

export function serviceRows({ report }: Data): Int32Array {
  return rowsIn(report.service_health, report.services.a.length);
}

export function flowHealthRows({ report }: Data): Int32Array {
  return rowsIn(report.flow_health, report.flows.client.length);
}

/** Adds a row; with turned, what went back counts as there. */
function add(sum: TcpDetail, h: Health, row: number, turned: boolean): void {
  for (const figure of wayFigures) {
    for (const way of [0, 1] as const) {
      const value = h[figure][turned ? 1 - way : way]![row]!;
      const to = sum.ways[figure];
      if (figure === "mss")
        to[way] = to[way] && value ? Math.min(to[way], value) : to[way] || value;
      else if (figure === "max_in_flight" || figure === "window_scale")
        to[way] = Math.max(to[way], value);
      else to[way] += value;
    }
  }
  for (const figure of wholeFigures) {
    const value = h[figure][row]!;
    if (figure === "rtt_max_ns" || figure === "response_max_ns")
      sum.whole[figure] = Math.max(sum.whole[figure], value);
    else sum.whole[figure] += value;
  }
}

/** Of several services together; there is from A to B, or, of a host, what it sent. */
export function tcpDetail(data: Data, services: Int32Array, host?: number): TcpDetail {
  const sum = nothing();
  const rows = serviceRows(data);
  const { a, transport, packetsAB, packetsBA } = data.services;
  const tcp = data.report.transports.map((name) => name === "TCP");
  for (const i of services) {
    const turned = host !== undefined && a[i] !== host;
    if (tcp[transport[i]!]) {
      sum.packets[turned ? 1 : 0] += packetsAB[i]!;
      sum.packets[turned ? 0 : 1] += packetsBA[i]!;
    }
    if (rows[i]! >= 0) add(sum, data.report.service_health, rows[i]!, turned);
  }
  return sum;
}

/** Of one flow; there is from the client to the server. Null where nothing is known. */
export function flowDetail(data: Data, flow: number): TcpDetail | null {
  const row = flowHealthRows(data)[flow]!;
  if (row < 0) return null;
  const sum = nothing();
  const { flows, transports } = data.report;
  if (transports[flows.transport[flow]!] === "TCP")
    sum.packets = [flows.packets_up[flow]!, flows.packets_down[flow]!];
  add(sum, data.report.flow_health, row, false);
  return sum;
}

/** How a flow's handshake ended; empty where none was seen. */
export function handshake({ whole: w }: TcpDetail): string {
  if (w.complete) return "complete";
  if (w.refused) return "refused";
  return w.unanswered ? "unanswered" : "";
}
