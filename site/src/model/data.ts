// The report as the model wants it: columns as typed arrays, conversations
// numbered, every host with the label and the text that it is found by. Made
// once for each report; everything else in model/ is a function of it.

import { HostNone, HostOther, LayerInner, LayerOuter, type Report } from "../report/types";
import { clean } from "./text";

export type Layer = "inner" | "outer";
export const metrics = ["bytes", "packets", "flows"] as const;
export type Metric = (typeof metrics)[number];

export interface Volume {
  packets: number;
  bytes: number;
  flows: number;
}

export function noVolume(): Volume {
  return { packets: 0, bytes: 0, flows: 0 };
}

/** Services by column, parallel; times in nanoseconds since the start, -1 for never. */
export interface ServiceColumns {
  count: number;
  a: Int32Array;
  b: Int32Array;
  /** The layers at which it counts; none outside of the time span, see span.ts. */
  layer: Uint8Array;
  transport: Int32Array;
  /** One index for a name: what is known by payload and what by port are one application. */
  application: Int32Array;
  /** Set where only the server's port speaks for the application. */
  byPort: Uint8Array;
  port: Uint16Array;
  packetsAB: Float64Array;
  bytesAB: Float64Array;
  packetsBA: Float64Array;
  bytesBA: Float64Array;
  firstAB: Float64Array;
  lastAB: Float64Array;
  firstBA: Float64Array;
  lastBA: Float64Array;
  flows: Float64Array;
  /** The flows that A opened to B, and those that B opened to A; together they are all. */
  flowsAB: Float64Array;
  flowsBA: Float64Array;
  /** Zero where one of the two hosts never sent, in the whole report. */
  answered: Uint8Array;
  /** The conversation that the service belongs to. */
  pair: Int32Array;
}

export interface HostColumns {
  count: number;
  address: string[];
  /** The likeliest name; empty without one. */
  name: string[];
  /**
   * What a host is shown as: its name, with the address where others have the same
   * name; its address without a name, or where addresses are asked for.
   */
  readonly label: string[];
  /** Address and all names in lower case, for the filter. */
  text: string[];
  /** Set for the host that stands for all that the limits folded away. */
  other: Uint8Array;
  /** How many are hosts indeed, and stand for nothing else. */
  real: number;
}

/**
 * The services' time buckets: service i has the entries offset[i] to offset[i + 1] - 1.
 * These are the report's own lists: they are the largest, read once for a picture,
 * and to copy them would take a tenth of the time that the page takes to open.
 */
export interface TimelineColumns {
  origin: number;
  width: number;
  buckets: number;
  offset: readonly number[];
  bucket: readonly number[];
  packetsAB: readonly number[];
  bytesAB: readonly number[];
  packetsBA: readonly number[];
  bytesBA: readonly number[];
}

/** Nanoseconds since the report's start. */
export interface Span {
  from: number;
  to: number;
}

export interface Data {
  report: Report;
  hosts: HostColumns;
  services: ServiceColumns;
  /** Conversations: unordered pairs of hosts, A the lower index. */
  pairA: Int32Array;
  pairB: Int32Array;
  /** How many conversations a layer has. */
  conversations: Record<Layer, number>;
  /** Some frame counts differently at the two layers. */
  layersDiffer: boolean;
  /** What all services of a layer add up to. */
  totals: Record<Layer, Volume>;
  timeline: TimelineColumns;
  /** What the volumes are limited to; null in the whole report. */
  span: Span | null;
}

export const layerBit: Record<Layer, number> = { inner: LayerInner, outer: LayerOuter };

export function prepare(report: Report): Data {
  const services = serviceColumns(report);
  const { pairA, pairB } = numberPairs(services, report.hosts.address.length);
  return {
    report,
    hosts: hostColumns(report),
    services,
    pairA,
    pairB,
    layersDiffer: services.layer.some((bits) => bits !== (LayerInner | LayerOuter)),
    ...sums(services, pairA.length),
    timeline: timelineColumns(report),
    span: null,
  };
}

/** What each layer's services add up to. */
export function sums(services: ServiceColumns, pairs: number) {
  const both = <T>(of: (bit: number) => T) => ({ inner: of(LayerInner), outer: of(LayerOuter) });
  return {
    conversations: both((bit) => countPairs(services, pairs, bit)),
    totals: both((bit) => layerTotal(services, bit)),
  };
}

function hostColumns(report: Report): HostColumns {
  const { address, flags, names } = report.hosts;
  const name = names.map((list) => clean(list[0]?.name ?? ""));
  const uses = new Map<string, number>();
  for (const n of name) uses.set(n, (uses.get(n) ?? 0) + 1);
  return {
    count: address.length,
    address: address.map(clean),
    name,
    label: address.map((a, i) => labelOf(name[i]!, clean(a), uses.get(name[i]!) ?? 0)),
    text: address.map((a, i) =>
      [a, ...(names[i] ?? []).map((n) => n.name)].join("\n").toLowerCase(),
    ),
    other: Uint8Array.from(flags, (f) => (f & HostOther ? 1 : 0)),
    real: flags.filter((f) => !(f & (HostOther | HostNone))).length,
  };
}

function labelOf(name: string, address: string, uses: number): string {
  if (!name) return address;
  return uses > 1 && name !== address ? `${name} ${address}` : name;
}

function serviceColumns(report: Report): ServiceColumns {
  const s = report.services;
  const names = report.applications.map((a) => a.name);
  const first = Int32Array.from(names.keys());
  const seen = new Map<string, number>();
  names.forEach((name, app) => {
    if (!seen.has(name)) seen.set(name, app);
    first[app] = seen.get(name)!;
  });
  return {
    count: s.a.length,
    a: new Int32Array(s.a),
    b: new Int32Array(s.b),
    layer: new Uint8Array(s.layer),
    transport: new Int32Array(s.transport),
    application: Int32Array.from(s.application, (app) => first[app]!),
    byPort: Uint8Array.from(s.application, (app) => (report.applications[app]!.by_port ? 1 : 0)),
    port: new Uint16Array(s.server_port),
    packetsAB: new Float64Array(s.packets_a_to_b),
    bytesAB: new Float64Array(s.bytes_a_to_b),
    packetsBA: new Float64Array(s.packets_b_to_a),
    bytesBA: new Float64Array(s.bytes_b_to_a),
    firstAB: new Float64Array(s.first_a_to_b_ns),
    lastAB: new Float64Array(s.last_a_to_b_ns),
    firstBA: new Float64Array(s.first_b_to_a_ns),
    lastBA: new Float64Array(s.last_b_to_a_ns),
    flows: new Float64Array(s.flows),
    flowsAB: Float64Array.from(s.flows, (n, i) => Math.min(n, s.flows_from_a[i]!)),
    flowsBA: Float64Array.from(s.flows, (n, i) => Math.max(0, n - s.flows_from_a[i]!)),
    answered: Uint8Array.from(s.a, (a, i) =>
      a === s.b[i] || (s.bytes_a_to_b[i]! > 0 && s.bytes_b_to_a[i]! > 0) ? 1 : 0,
    ),
    pair: new Int32Array(s.a.length),
  };
}

function timelineColumns({ timeline: t }: Report): TimelineColumns {
  return {
    origin: t.origin_ns,
    width: Math.max(1, t.width_ns),
    buckets: t.buckets,
    offset: t.offset,
    bucket: t.bucket,
    packetsAB: t.packets_a_to_b,
    bytesAB: t.bytes_a_to_b,
    packetsBA: t.packets_b_to_a,
    bytesBA: t.bytes_b_to_a,
  };
}

/** Numbers the conversations in the order of their first service and fills services.pair. */
function numberPairs(services: ServiceColumns, hosts: number) {
  const seen = new Map<number, number>();
  const pairA: number[] = [];
  const pairB: number[] = [];
  for (let i = 0; i < services.count; i++) {
    const a = services.a[i]!;
    const b = services.b[i]!;
    let pair = seen.get(a * hosts + b);
    if (pair === undefined) {
      pair = pairA.length;
      seen.set(a * hosts + b, pair);
      pairA.push(a);
      pairB.push(b);
    }
    services.pair[i] = pair;
  }
  return { pairA: new Int32Array(pairA), pairB: new Int32Array(pairB) };
}

function countPairs(services: ServiceColumns, pairs: number, bit: number): number {
  const seen = new Uint8Array(pairs);
  for (let i = 0; i < services.count; i++)
    if (services.layer[i]! & bit) seen[services.pair[i]!] = 1;
  return seen.reduce((sum, one) => sum + one, 0);
}

function layerTotal(services: ServiceColumns, bit: number): Volume {
  const total = noVolume();
  for (let i = 0; i < services.count; i++) {
    if (!(services.layer[i]! & bit)) continue;
    total.packets += services.packetsAB[i]! + services.packetsBA[i]!;
    total.bytes += services.bytesAB[i]! + services.bytesBA[i]!;
    total.flows += services.flows[i]!;
  }
  return total;
}
