// The rows that a Sankey is made of: every service gives one each way, with a key
// in each of the picture's columns.

import type { Data } from "./data";
import { OTHER } from "./matrix";
import { subnets } from "./subnet";

/** The columns that can be chosen, in the order in which they stand. */
export const columnKinds = [
  "source",
  "source-net",
  "app",
  "transport",
  "port",
  "destination-net",
  "destination",
] as const;

export type ColumnKind = (typeof columnKinds)[number];

/** By column: a key in each of the picture's columns, and what went that way. */
export interface Rows {
  keys: Int32Array[];
  service: Int32Array;
  /** 1 where it went from B to A. */
  way: Uint8Array;
  packets: Float64Array;
  bytes: Float64Array;
  flows: Float64Array;
}

export type Way = "forth" | "back" | "both";

export function rowsOf(
  data: Data,
  services: Int32Array,
  kinds: readonly ColumnKind[],
  way: Way,
): Rows {
  const s = data.services;
  const most = services.length * 2;
  const back = new Uint8Array(most);
  const [service, from, to] = [0, 0, 0].map(() => new Int32Array(most)) as Three<Int32Array>;
  const [packets, bytes, flows] = [0, 0, 0].map(
    () => new Float64Array(most),
  ) as Three<Float64Array>;
  let n = 0;
  const add = (i: number, w: 0 | 1, g: number, h: number, p: number, b: number, f: number) => {
    if (p + b + f === 0) return;
    service[n] = i;
    back[n] = w;
    from[n] = g;
    to[n] = h;
    packets[n] = p;
    bytes[n] = b;
    flows[n++] = f;
  };
  for (const i of services) {
    const a = s.a[i]!;
    const b = s.b[i]!;
    if (way !== "back") add(i, 0, a, b, s.packetsAB[i]!, s.bytesAB[i]!, s.flowsAB[i]!);
    if (way !== "forth") add(i, 1, b, a, s.packetsBA[i]!, s.bytesBA[i]!, s.flowsBA[i]!);
  }
  const ends = { service, from, to };
  return {
    keys: kinds.map((kind) => {
      const { of, by } = keys(data, kind);
      return ends[by].subarray(0, n).map((i) => of[i]!);
    }),
    service: service.subarray(0, n),
    way: back.subarray(0, n),
    packets: packets.subarray(0, n),
    bytes: bytes.subarray(0, n),
    flows: flows.subarray(0, n),
  };
}

type Three<T> = [T, T, T];

/** A column's keys: of a row's service, or of one of its ends. A flow's source is who opened it. */
function keys(
  data: Data,
  kind: ColumnKind,
): { of: ArrayLike<number>; by: "service" | "from" | "to" } {
  const s = data.services;
  const own = (of: Int32Array) => of.map((key, h) => (data.hosts.other[h] ? OTHER : key));
  const hosts = () => own(Int32Array.from({ length: data.hosts.count }, (_, h) => h));
  switch (kind) {
    case "source":
      return { of: hosts(), by: "from" };
    case "destination":
      return { of: hosts(), by: "to" };
    case "source-net":
      return { of: own(subnets(data).of), by: "from" };
    case "destination-net":
      return { of: own(subnets(data).of), by: "to" };
    case "app":
      return { of: s.application, by: "service" };
    case "transport":
      return { of: s.transport, by: "service" };
    case "port":
      return { of: s.port, by: "service" };
  }
}
