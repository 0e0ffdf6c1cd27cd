// The report within a time span. Spans begin and end where buckets do, so that
// what is counted within one is exact and two neighbours add up to both.

import { type Data, type ServiceColumns, type Span, sums } from "./data";

/** The buckets from first to before end. */
export interface Buckets {
  first: number;
  end: number;
}

/**
 * The span whose ends are the buckets' nearest to these, one bucket at least;
 * null for the whole report, and for what isn't a span of it.
 */
export function snap(data: Data, span: Span | null): Span | null {
  const { buckets } = data.timeline;
  if (!span || !(span.from < span.to) || buckets < 2) return null;
  if (span.to <= 0 || span.from >= data.report.duration_ns) return null;
  return spanOf(data, bucketsOf(data, span));
}

/** The span of these buckets, cut to the report's own; null for all of them. */
export function spanOf(data: Data, { first, end }: Buckets): Span | null {
  const { origin, width, buckets } = data.timeline;
  if (first <= 0 && end >= buckets) return null;
  return {
    from: Math.max(0, origin + first * width),
    to: Math.min(data.report.duration_ns, origin + end * width),
  };
}

/** The buckets that a span stands for; all without one. */
export function bucketsOf(data: Data, span: Span | null): Buckets {
  const { origin, width, buckets } = data.timeline;
  if (!span) return { first: 0, end: buckets };
  const edge = (t: number) => Math.max(0, Math.min(buckets, Math.round((t - origin) / width)));
  const hair = width / 1000; // spans in links are rounded
  let first = span.from <= hair ? 0 : edge(span.from);
  let end = span.to >= data.report.duration_ns - hair ? buckets : edge(span.to);
  if (end <= first) {
    const middle = Math.floor(((span.from + span.to) / 2 - origin) / width);
    first = Math.max(0, Math.min(buckets - 1, middle));
    end = first + 1;
  }
  return { first, end };
}

/**
 * The data of the span alone: services have the packets and bytes of its
 * buckets, and first and last are cut to them. A service without any belongs to
 * no layer, so that nothing counts it. Of a service that has some, all flows
 * count: the report doesn't know when each of them was.
 */
export function within(data: Data, span: Span | null): Data {
  const snapped = snap(data, span);
  if (!snapped) return data;
  const services = servicesWithin(data, bucketsOf(data, snapped), snapped);
  return { ...data, services, ...sums(services, data.pairA.length), span: snapped };
}

function servicesWithin(data: Data, buckets: Buckets, span: Span): ServiceColumns {
  const s = data.services;
  const cut: ServiceColumns = {
    ...s,
    ...cutWay(data, buckets, span, "AB"),
    ...cutWay(data, buckets, span, "BA"),
    layer: new Uint8Array(s.count),
    flows: new Float64Array(s.count),
    flowsAB: new Float64Array(s.count),
    flowsBA: new Float64Array(s.count),
  };
  for (let i = 0; i < s.count; i++) {
    const packets = cut.packetsAB[i]! + cut.packetsBA[i]!;
    if (packets + cut.bytesAB[i]! + cut.bytesBA[i]! === 0) continue;
    cut.layer[i] = s.layer[i]!;
    cut.flows[i] = s.flows[i]!;
    cut.flowsAB[i] = s.flowsAB[i]!;
    cut.flowsBA[i] = s.flowsBA[i]!;
  }
  return cut;
}

/** One direction's columns within the buckets. */
function cutWay<W extends "AB" | "BA">(
  { services: s, timeline: t }: Data,
  { first, end }: Buckets,
  span: Span,
  way: W,
) {
  const packets = new Float64Array(s.count);
  const bytes = new Float64Array(s.count);
  const began = new Float64Array(s.count).fill(-1);
  const ended = new Float64Array(s.count).fill(-1);
  const inPackets = t[`packets${way}`];
  const inBytes = t[`bytes${way}`];
  const firstFrame = s[`first${way}`];
  const lastFrame = s[`last${way}`];
  for (let i = 0; i < s.count; i++) {
    let from = -1;
    let to = -1;
    for (let e = t.offset[i]!; e < t.offset[i + 1]!; e++) {
      const bucket = t.bucket[e]!;
      if (bucket < first) continue;
      if (bucket >= end) break;
      packets[i]! += inPackets[e]!;
      bytes[i]! += inBytes[e]!;
      if (inPackets[e] === 0) continue;
      if (from < 0) from = bucket;
      to = bucket;
    }
    if (from < 0) continue;
    began[i] = Math.max(firstFrame[i]!, span.from, t.origin + from * t.width);
    ended[i] = Math.min(lastFrame[i]!, span.to, t.origin + (to + 1) * t.width);
  }
  type Columns = Record<`${"packets" | "bytes" | "first" | "last"}${W}`, Float64Array>;
  return {
    [`packets${way}`]: packets,
    [`bytes${way}`]: bytes,
    [`first${way}`]: began,
    [`last${way}`]: ended,
  } as Columns;
}
