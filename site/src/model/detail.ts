// What the panel says of one host or one conversation.

import { conversations, earlier } from "./conversations";
import { type Data, type Metric, noVolume, type ServiceColumns, type Volume } from "./data";

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
    add(forth, wayOf(s, i, "AB"));
    add(back, wayOf(s, i, "BA"));
    flows += s.flows[i]!;
    flowsFromA += s.flowsAB[i]!;
  }
  return { forth, back, flows, flowsFromA };
}

export interface Peer extends Volume {
  host: number;
  /** What the host sent it, and got from it. */
  sent: Volume;
  received: Volume;
}

export interface HostDetail {
  sent: Direction;
  received: Direction;
  flows: number;
  /** The conversations' other hosts, the largest first; the host itself where it spoke to itself. */
  peers: Peer[];
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
    flows += s.flows[i]!;
    const forth = wayOf(s, i, "AB");
    const back = wayOf(s, i, "BA");
    if (s.a[i] === host) add(sent, forth);
    if (s.a[i] === host) add(received, back);
    if (s.b[i] === host) add(sent, back);
    if (s.b[i] === host) add(received, forth);
  }
  return { sent, received, flows, peers: peersOf(data, services, host, metric) };
}

function peersOf(data: Data, services: Int32Array, host: number, metric: Metric): Peer[] {
  const rows = conversations(data, services);
  const peers = Array.from({ length: rows.count }, (_, r): Peer => {
    const forth = {
      packets: rows.packetsAB[r]!,
      bytes: rows.bytesAB[r]!,
      flows: rows.flowsAB[r]!,
    };
    const back = {
      packets: rows.packetsBA[r]!,
      bytes: rows.bytesBA[r]!,
      flows: rows.flowsBA[r]!,
    };
    const isA = rows.a[r] === host;
    return {
      host: isA ? rows.b[r]! : rows.a[r]!,
      packets: forth.packets + back.packets,
      bytes: forth.bytes + back.bytes,
      flows: rows.flows[r]!,
      sent: isA ? forth : back,
      received: isA ? back : forth,
    };
  });
  return peers.sort((p, q) => q[metric] - p[metric]);
}

function wayOf(s: ServiceColumns, i: number, way: "AB" | "BA"): Direction {
  return {
    packets: s[`packets${way}`][i]!,
    bytes: s[`bytes${way}`][i]!,
    flows: s[`flows${way}`][i]!,
    first: s[`first${way}`][i]!,
    last: s[`last${way}`][i]!,
  };
}

function add(sum: Direction, d: Direction): void {
  sum.packets += d.packets;
  sum.bytes += d.bytes;
  sum.flows += d.flows;
  sum.first = earlier(sum.first, d.first);
  sum.last = Math.max(sum.last, d.last);
}

/** A port, with whom it was spoken. */
export interface Port extends Volume {
  port: number;
  transport: number;
  application: number;
  /** Only the port speaks for the application. */
  byPort: boolean;
  peers: number;
}

/**
 * The server ports that a host's peers opened flows to, and those that it opened
 * flows to itself, the largest first. The volumes are the services': where both
 * opened flows to the same port of each other, they stand in both lists.
 */
export function hostPorts(
  data: Data,
  services: Int32Array,
  host: number,
  metric: Metric,
): { serves: Port[]; uses: Port[] } {
  const s = data.services;
  const serves: Ports = new Map();
  const uses: Ports = new Map();
  for (const i of services) {
    if (!s.port[i]) continue;
    const isA = s.a[i] === host;
    const isB = s.b[i] === host;
    if ((isA && s.flowsBA[i]) || (isB && s.flowsAB[i])) count(serves, s, i);
    if ((isA && s.flowsAB[i]) || (isB && s.flowsBA[i])) count(uses, s, i);
  }
  return { serves: largest(serves, metric), uses: largest(uses, metric) };
}

/** The services' ports, or what they are without one, the largest first. */
export function portsOf(data: Data, services: Int32Array, metric: Metric): Port[] {
  const ports: Ports = new Map();
  for (const i of services) count(ports, data.services, i);
  return largest(ports, metric);
}

type Ports = Map<string, { port: Port; pairs: Set<number> }>;

function count(ports: Ports, s: ServiceColumns, i: number): void {
  const [port, transport, application] = [s.port[i]!, s.transport[i]!, s.application[i]!];
  const key = `${port} ${transport} ${application}`;
  let found = ports.get(key);
  if (!found) {
    const empty = { port, transport, application, byPort: true, peers: 0, ...noVolume() };
    found = { port: empty, pairs: new Set() };
    ports.set(key, found);
  }
  found.port.packets += s.packetsAB[i]! + s.packetsBA[i]!;
  found.port.bytes += s.bytesAB[i]! + s.bytesBA[i]!;
  found.port.flows += s.flows[i]!;
  found.port.byPort &&= s.byPort[i] === 1;
  found.port.peers = found.pairs.add(s.pair[i]!).size;
}

function largest(ports: Ports, metric: Metric): Port[] {
  return [...ports.values()]
    .map((p) => p.port)
    .sort((p, q) => q[metric] - p[metric] || p.port - q.port);
}
