// What the panel says of one host or one conversation.

import { conversations, earlier } from "./conversations";
import { type Data, type Metric, noVolume, type Volume } from "./data";

export type Selection =
  | { kind: "host"; host: number }
  | { kind: "conversation"; a: number; b: number };

/** The services, of those given, that the selection is made of. */
export function selected(data: Data, services: Int32Array, selection: Selection): Int32Array {
  const { a, b } = data.services;
  return services.filter((i) =>
    selection.kind === "host"
      ? a[i] === selection.host || b[i] === selection.host
      : a[i] === selection.a && b[i] === selection.b,
  );
}

export interface Direction extends Volume {
  /** Nanoseconds since the start; -1 for never. */
  first: number;
  last: number;
}

export interface ConversationDetail {
  forth: Direction;
  back: Direction;
  flows: number;
  flowsFromA: number;
}

export function conversationDetail(data: Data, services: Int32Array): ConversationDetail {
  const s = data.services;
  const forth = { ...noVolume(), first: -1, last: -1 };
  const back = { ...noVolume(), first: -1, last: -1 };
  let flows = 0;
  let flowsFromA = 0;
  for (const i of services) {
    add(forth, s.packetsAB[i]!, s.bytesAB[i]!, s.flowsAB[i]!, s.firstAB[i]!, s.lastAB[i]!);
    add(back, s.packetsBA[i]!, s.bytesBA[i]!, s.flowsBA[i]!, s.firstBA[i]!, s.lastBA[i]!);
    flows += s.flows[i]!;
    flowsFromA += s.flowsAB[i]!;
  }
  return { forth, back, flows, flowsFromA };
}

export interface HostDetail {
  sent: Direction;
  received: Direction;
  flows: number;
  /** The conversations' other hosts, the largest first; the host itself where it spoke to itself. */
  peers: ({ host: number } & Volume)[];
}

/** What a host sent and received; the services must all be its own. */
export function hostDetail(
  data: Data,
  services: Int32Array,
  host: number,
  metric: Metric,
): HostDetail {
  const s = data.services;
  const sent = { ...noVolume(), first: -1, last: -1 };
  const received = { ...noVolume(), first: -1, last: -1 };
  let flows = 0;
  for (const i of services) {
    const isB = s.b[i] === host;
    const isA = s.a[i] === host;
    flows += s.flows[i]!;
    const forth = [
      s.packetsAB[i]!,
      s.bytesAB[i]!,
      s.flowsAB[i]!,
      s.firstAB[i]!,
      s.lastAB[i]!,
    ] as const;
    const back = [
      s.packetsBA[i]!,
      s.bytesBA[i]!,
      s.flowsBA[i]!,
      s.firstBA[i]!,
      s.lastBA[i]!,
    ] as const;
    if (isA) add(sent, ...forth);
    if (isA) add(received, ...back);
    if (isB) add(sent, ...back);
    if (isB) add(received, ...forth);
  }
  const rows = conversations(data, services);
  const peers = Array.from({ length: rows.count }, (_, r) => ({
    host: rows.a[r] === host ? rows.b[r]! : rows.a[r]!,
    packets: rows.packetsAB[r]! + rows.packetsBA[r]!,
    bytes: rows.bytesAB[r]! + rows.bytesBA[r]!,
    flows: rows.flows[r]!,
  })).sort((p, q) => q[metric] - p[metric]);
  return { sent, received, flows, peers };
}

function add(
  d: Direction,
  packets: number,
  bytes: number,
  flows: number,
  first: number,
  last: number,
): void {
  d.packets += packets;
  d.bytes += bytes;
  d.flows += flows;
  d.first = earlier(d.first, first);
  d.last = Math.max(d.last, last);
}
