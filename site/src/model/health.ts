// Metrics of health: what is sized by a volume can be coloured by one of these.
// Each is a part of a base, so that services add up: retransmissions of TCP
// packets, round trip times of timed handshakes.

import type { Health } from "../report/types";
import { HostBroadcast, HostMulticast } from "../report/types";
import { earlier } from "./conversations";
import type { Data } from "./data";
import { bucketsOf } from "./span";

export const healthMetrics = [
  "retransmissions",
  "rtt",
  "server-rtt",
  "resets",
  "unanswered",
  "rate",
] as const;
export type HealthMetric = (typeof healthMetrics)[number];

/** 0 is A to B, 1 is B to A. */
export type Way = 0 | 1;
const ways = [0, 1] as const;

/**
 * How many of the base a value needs to be sure: TCP packets, timed handshakes,
 * flows, packets. Below that, one more or less would change it too much.
 */
export const enough: Record<HealthMetric, number> = {
  retransmissions: 100,
  rtt: 3,
  "server-rtt": 3,
  resets: 0,
  unanswered: 10,
  rate: 100,
};

/** By service and way: a metric's part and its base. Where no way is known, both have the same. */
export interface HealthFacts {
  metric: HealthMetric;
  data: Data;
  part: readonly [Float64Array, Float64Array];
  base: readonly [Float64Array, Float64Array];
  /** A service's two ways add up; else both say the same, of the two together. */
  directed: boolean;
}

/** The row of a service or flow in a table of health, or -1. */
export function healthRows(health: Health, count: number): Int32Array {
  const rows = new Int32Array(count).fill(-1);
  health.row.forEach((service, row) => {
    rows[service] = row;
  });
  return rows;
}

/**
 * A metric's facts by service. Retransmissions, and packets, are those of the
 * data's span; of all else the report doesn't know when it was, and a service
 * that has traffic in the span has all of it.
 */
export function healthFacts(data: Data, metric: HealthMetric): HealthFacts {
  const n = data.services.count;
  const two = () => [new Float64Array(n), new Float64Array(n)] as const;
  const made = { metric, data, part: two(), base: two(), directed: true };
  if (metric === "retransmissions") return retransmissions(made);
  if (metric === "resets") return resets(made);
  if (metric === "unanswered") return unanswered(made);
  return metric === "rate" ? rates(made) : roundTrips(made);
}

/** Which of the report's transports are TCP. */
function isTcp(data: Data): boolean[] {
  return data.report.transports.map((name) => name === "TCP");
}

function retransmissions(facts: HealthFacts): HealthFacts {
  const { data, part, base } = facts;
  const { services: s, timeline: t, report } = data;
  const tcp = isTcp(data);
  for (let i = 0; i < s.count; i++) {
    if (!s.layer[i] || !tcp[s.transport[i]!]) continue;
    base[0][i] = s.packetsAB[i]!;
    base[1][i] = s.packetsBA[i]!;
  }
  const { first, end } = bucketsOf(data, data.span);
  const { entry, packets_a_to_b, packets_b_to_a } = report.timeline.retransmitted;
  let i = 0;
  for (let k = 0; k < entry.length; k++) {
    const e = entry[k]!;
    while (t.offset[i + 1]! <= e) i++;
    const bucket = t.bucket[e]!;
    if (bucket < first || bucket >= end) continue;
    part[0][i]! += packets_a_to_b[k]!;
    part[1][i]! += packets_b_to_a[k]!;
  }
  return facts;
}

function resets(facts: HealthFacts): HealthFacts {
  const { data, part, base } = facts;
  const h = data.report.service_health;
  const tcp = isTcp(data);
  const { layer, transport, flowsAB, flowsBA, flows, count } = data.services;
  for (let i = 0; i < count; i++) {
    // Either side of a flow can reset it.
    if (!layer[i] || !tcp[transport[i]!]) continue;
    base[0][i] = base[1][i] = Math.max(flows[i]!, flowsAB[i]! + flowsBA[i]!);
  }
  h.row.forEach((i, row) => {
    if (layer[i]) for (const way of ways) part[way][i] = h.resets[way]![row]!;
  });
  return facts;
}

/**
 * Flows that got no answer, or a refusal, of those that could have had one, by
 * who opened them. Of TCP only what began with a SYN: in the middle of a
 * connection the answers may have gone another way.
 */
function unanswered(facts: HealthFacts): HealthFacts {
  const { data, part, base } = facts;
  const { services: s, report } = data;
  const h = report.service_health;
  const tcp = isTcp(data);
  const rows = healthRows(h, s.count);
  const group = report.hosts.flags.map((f) => (f & (HostMulticast | HostBroadcast) ? 1 : 0));
  for (let i = 0; i < s.count; i++) {
    const row = rows[i]!;
    if (!s.layer[i]) continue;
    const way: Way = s.flowsAB[i]! >= s.flowsBA[i]! ? 0 : 1;
    if (tcp[s.transport[i]!]) {
      if (row < 0) continue;
      part[way][i] = h.refused[row]! + h.unanswered[row]!;
      base[way][i] = part[way][i]! + h.complete[row]!;
    } else if (s.port[i] && !group[s.a[i]!] && !group[s.b[i]!]) {
      part[way][i] = row < 0 ? 0 : h.silent[row]!;
      base[way][i] = s.flows[i]!;
    }
  }
  return facts;
}

function roundTrips(facts: HealthFacts): HealthFacts {
  const { data, part, base, metric } = facts;
  const h = data.report.service_health;
  const time = metric === "rtt" ? h.rtt_ns : h.server_rtt_ns;
  const { layer } = data.services;
  h.row.forEach((i, row) => {
    if (!layer[i]) return;
    part[0][i] = part[1][i] = time[row]!;
    base[0][i] = base[1][i] = h.timed[row]!;
  });
  return { ...facts, directed: false };
}

function rates(facts: HealthFacts): HealthFacts {
  const { data, part, base } = facts;
  const s = data.services;
  for (let i = 0; i < s.count; i++) {
    if (!s.layer[i]) continue;
    part[0][i] = s.bytesAB[i]! * 8;
    part[1][i] = s.bytesBA[i]! * 8;
    base[0][i] = s.packetsAB[i]!;
    base[1][i] = s.packetsBA[i]!;
  }
  return facts;
}

/** Sums of facts in so many places: cells, links, rows. */
export class Tally {
  readonly part: Float64Array;
  readonly base: Float64Array;
  /** In nanoseconds since the start; -1 for never. Only rates have them. */
  readonly first: Float64Array | null;
  readonly last: Float64Array | null;

  constructor(
    readonly facts: HealthFacts,
    readonly size: number,
  ) {
    this.part = new Float64Array(size);
    this.base = new Float64Array(size);
    const timed = facts.metric === "rate";
    this.first = timed ? new Float64Array(size).fill(-1) : null;
    this.last = timed ? new Float64Array(size).fill(-1) : null;
  }

  /** Adds what a service has one way. */
  add(at: number, service: number, way: Way): void {
    const { part, base, data } = this.facts;
    this.part[at]! += part[way][service]!;
    this.base[at]! += base[way][service]!;
    if (!this.first || !this.last) return;
    const s = data.services;
    this.first[at] = earlier(this.first[at]!, (way ? s.firstBA : s.firstAB)[service]!);
    this.last[at] = Math.max(this.last[at]!, (way ? s.lastBA : s.lastAB)[service]!);
  }

  /** Adds what a service has both ways. */
  addBoth(at: number, service: number): void {
    this.add(at, service, 0);
    if (this.facts.directed) this.add(at, service, 1);
  }

  /** Adds another's place, of the same facts. */
  take(at: number, from: Tally, place: number): void {
    this.part[at]! += from.part[place]!;
    this.base[at]! += from.base[place]!;
    if (!this.first || !this.last) return;
    this.first[at] = earlier(this.first[at]!, from.first![place]!);
    this.last[at] = Math.max(this.last[at]!, from.last![place]!);
  }

  /** This one's places, and after them another's. */
  and(other: Tally): Tally {
    const both = new Tally(this.facts, this.size + other.size);
    for (let at = 0; at < this.size; at++) both.take(at, this, at);
    for (let at = 0; at < other.size; at++) both.take(this.size + at, other, at);
    return both;
  }

  /** A share, nanoseconds, a number of resets, or bits a second; NaN where there is nothing to say it of. */
  value(at: number): number {
    if (at < 0 || at >= this.size) return Number.NaN;
    const [part, base] = [this.part[at]!, this.base[at]!];
    if (this.facts.metric === "resets") return base > 0 ? part : Number.NaN;
    if (this.first && this.last) {
      const time = this.last[at]! - this.first[at]!;
      return time > 0 && part > 0 ? part / (time / 1e9) : Number.NaN;
    }
    return base > 0 ? part / base : Number.NaN;
  }

  /** Whether there is enough behind the value to be believed. */
  sure(at: number): boolean {
    return this.base[at]! >= enough[this.facts.metric];
  }
}
