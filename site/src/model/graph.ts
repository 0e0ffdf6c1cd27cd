// The graph: who talks to whom, hosts as nodes and conversations as edges. Many
// hosts are gathered by subnet, and what is beyond the limit meets in one node
// "Other", so that nodes and edges always add up to the services they are made of.

import { type Data, type Metric, noVolume, type Volume } from "./data";
import { largest } from "./largest";
import { type Reach, reachOf } from "./reach";
import { subnets } from "./subnet";
import { type HostVolumes, hostVolumes, inMetric, totalOf } from "./volume";

/** By host, by subnet, or, where hosts are many, the largest by host and the rest by subnet. */
export type Grouping = "auto" | "hosts" | "subnets";

export const lineChoices = ["main", "all"] as const;
export type Lines = (typeof lineChoices)[number];

/** More nodes than this are never drawn, nor laid out. */
export const MOST_NODES = 300;
/** Beyond so many hosts, "auto" gathers them by subnet, but for the largest. */
export const GROUP_ABOVE = 200;
const LARGEST = 40;
/** The smallest edges beyond so many are counted, but not drawn. */
export const MOST_EDGES = 800;
/** Of the main edges so many are drawn: more hide each other. Beside them each node has its largest. */
export const MAIN_EDGES = 140;

export interface GraphNode {
  /** An address, a subnet or "other": the same thing under any filter. */
  key: string;
  kind: "host" | "subnet" | "other";
  /** The host's index; -1 for several. */
  host: number;
  /** The subnet's number; -1 for Other. */
  subnet: number;
  /** How many hosts it stands for: of a subnet those that have no node themselves; those that the report folded not counted. */
  hosts: number;
  sent: Volume;
  received: Volume;
}

/** Everything between two nodes; what stays inside a node is an edge from it to itself. */
export interface GraphEdge {
  /** Indices of nodes, a not above b. */
  a: number;
  b: number;
  /** From a to b, and back; all of it in forth where a is b. */
  forth: Volume;
  back: Volume;
  /** The application that most of it is of. */
  application: number;
  /** Only port numbers speak for that. */
  byPort: boolean;
}

export interface Graph {
  metric: Metric;
  /** By the metric, falling; Other last. */
  nodes: GraphNode[];
  /** By the metric, falling. */
  edges: GraphEdge[];
  /** How many edges are too small to be drawn, and what they hold. */
  thin: Volume & { edges: number };
  /** What is out of the selection's reach. */
  outside: Volume;
  /** Each host's node; -1 for those without one. */
  nodeOf: Int32Array;
  grouped: boolean;
}

export interface GraphOptions {
  metric: Metric;
  /** The most nodes beside Other; never more than MOST_NODES. */
  limit: number;
  grouping: Grouping;
  /** The subnets, by label, whose hosts stand each for itself. */
  open: ReadonlySet<string>;
  /** Whether all edges are drawn, or, where they are very many, the main ones. */
  lines: Lines;
  /** The edges of one host, or the one between two, are drawn however thin. */
  picked: readonly number[];
  /** Draws only what is in reach of these hosts; null draws all. */
  reach: Reach | null;
}

export function graph(data: Data, services: Int32Array, options: GraphOptions): Graph {
  const near = options.reach ? reachOf(data, services, options.reach) : services;
  const volumes = hostVolumes(data, near);
  const units = gather(data, volumes, options);
  const { nodes, nodeOf } = place(data, volumes, units, options);
  const { edges, thin } = connect(data, near, nodeOf, nodes.length, options);
  const all = totalOf(data, services);
  const drawn = totalOf(data, near);
  const outside = {
    packets: all.packets - drawn.packets,
    bytes: all.bytes - drawn.bytes,
    flows: all.flows - drawn.flows,
  };
  return { metric: options.metric, nodes, edges, thin, outside, nodeOf, grouped: units.grouped };
}

function isActive(v: HostVolumes, h: number): boolean {
  return v.sentPackets[h]! + v.receivedPackets[h]! + v.sentFlows[h]! + v.receivedFlows[h]! > 0;
}

/** What may become a node: a host, or a subnet that holds several. */
interface Units {
  list: { subnet: number; host: number }[];
  /** Each host's unit; -1 for hosts that are silent and for what belongs to Other. */
  of: Int32Array;
  grouped: boolean;
}

function gather(data: Data, v: HostVolumes, options: GraphOptions): Units {
  const { count, other } = data.hosts;
  const active = (h: number) => !other[h] && isActive(v, h);
  const hosts: number[] = [];
  for (let h = 0; h < count; h++) if (active(h)) hosts.push(h);
  const { grouping } = options;
  const grouped = grouping === "subnets" || (grouping === "auto" && hosts.length > GROUP_ABOVE);
  const alone = new Set(options.reach?.hosts);
  if (grouping === "auto") for (const h of largestHosts(hosts, v, options)) alone.add(h);
  const net = subnets(data);
  // By the whole report, so that a filter doesn't turn a subnet into its last host.
  const size = new Int32Array(net.label.length);
  for (const subnet of net.of) size[subnet]!++;
  const opened = net.label.map((label) => options.open.has(label));
  const of = new Int32Array(count).fill(-1);
  const bySubnet = new Int32Array(net.label.length).fill(-1);
  const list: Units["list"] = [];
  for (const h of hosts) {
    const subnet = net.of[h]!;
    const joins = grouped && size[subnet]! > 1 && !opened[subnet] && !alone.has(h);
    if (joins && bySubnet[subnet]! >= 0) {
      of[h] = bySubnet[subnet]!;
      continue;
    }
    of[h] = list.length;
    if (joins) bySubnet[subnet] = list.length;
    list.push({ subnet, host: joins ? -1 : h });
  }
  return { list, of, grouped };
}

function largestHosts(hosts: number[], v: HostVolumes, options: GraphOptions): number[] {
  const { sent, received } = inMetric(v, options.metric);
  const value = (h: number) => sent[h]! + received[h]!;
  // Not all of the room: the subnets need some too.
  const most = Math.min(LARGEST, Math.ceil(options.limit * 0.6));
  return largest(hosts, most, value, (g, h) => g - h);
}

/** The largest units as nodes, and all others that speak as one. */
function place(data: Data, v: HostVolumes, units: Units, options: GraphOptions) {
  const { sent, received } = inMetric(v, options.metric);
  const value = new Float64Array(units.list.length);
  units.of.forEach((u, h) => {
    if (u >= 0) value[u]! += sent[h]! + received[h]!;
  });
  const order = Array.from(value, (_, u) => u).sort((t, u) => value[u]! - value[t]! || t - u);
  const centre = (u: number) => options.reach?.hosts.includes(units.list[u]!.host) ?? false;
  const most = Math.min(options.limit, MOST_NODES);
  const kept =
    order.length <= most
      ? order
      : [...order.filter(centre), ...order.filter((u) => !centre(u))]
          .slice(0, most)
          .sort((t, u) => value[u]! - value[t]! || t - u);
  const nodeOfUnit = new Int32Array(value.length).fill(kept.length);
  const nodes = kept.map((u, n) => {
    nodeOfUnit[u] = n;
    return nodeOfKind(data, units.list[u]!);
  });
  const rest: GraphNode = { ...empty(), key: "other", kind: "other", host: -1, subnet: -1 };
  const nodeOf = new Int32Array(data.hosts.count).fill(-1);
  for (let h = 0; h < nodeOf.length; h++) {
    if (!isActive(v, h)) continue;
    const u = units.of[h]!;
    nodeOf[h] = u < 0 ? kept.length : nodeOfUnit[u]!;
    const node = nodes[nodeOf[h]!] ?? rest;
    if (!data.hosts.other[h]) node.hosts++;
    count(node.sent, v.sentPackets[h]!, v.sentBytes[h]!, v.sentFlows[h]!);
    count(node.received, v.receivedPackets[h]!, v.receivedBytes[h]!, v.receivedFlows[h]!);
  }
  if (nodeOf.includes(kept.length)) nodes.push(rest);
  return { nodes, nodeOf };
}

function empty() {
  return { hosts: 0, sent: noVolume(), received: noVolume() };
}

function nodeOfKind(data: Data, unit: { subnet: number; host: number }): GraphNode {
  const { subnet, host } = unit;
  if (host >= 0) {
    return { ...empty(), key: data.hosts.address[host]!, kind: "host", host, subnet };
  }
  return { ...empty(), key: subnets(data).label[subnet]!, kind: "subnet", host, subnet };
}

function count(v: Volume, packets: number, bytes: number, flows: number): void {
  v.packets += packets;
  v.bytes += bytes;
  v.flows += flows;
}

function connect(
  data: Data,
  services: Int32Array,
  nodeOf: Int32Array,
  nodes: number,
  { metric, lines, picked }: GraphOptions,
) {
  const s = data.services;
  const edges: GraphEdge[] = [];
  const known = new Int32Array(nodes * nodes).fill(-1);
  const edgeOf = new Int32Array(services.length).fill(-1);
  for (let k = 0; k < services.length; k++) {
    const i = services[k]!;
    const from = nodeOf[s.a[i]!]!;
    const to = nodeOf[s.b[i]!]!;
    if (from < 0 || to < 0) continue; // nothing in it
    const [a, b] = from <= to ? [from, to] : [to, from];
    let e = known[a * nodes + b]!;
    if (e < 0) {
      e = edges.length;
      known[a * nodes + b] = e;
      edges.push({ a, b, forth: noVolume(), back: noVolume(), application: -1, byPort: false });
    }
    edgeOf[k] = e;
    const { forth, back } = edges[e]!;
    count(from <= to ? forth : back, s.packetsAB[i]!, s.bytesAB[i]!, s.flowsAB[i]!);
    count(from < to ? back : forth, s.packetsBA[i]!, s.bytesBA[i]!, s.flowsBA[i]!);
  }
  nameApplications(data, services, edgeOf, edges, metric);
  const value = (e: GraphEdge) => e.forth[metric] + e.back[metric];
  edges.sort((e, f) => value(f) - value(e) || e.a - f.a || e.b - f.b);
  const thin = { edges: 0, ...noVolume() };
  const linked = new Uint8Array(nodes);
  const most = lines === "main" ? MAIN_EDGES : MOST_EDGES;
  const chosen = picked.map((h) => nodeOf[h]!);
  const isPicked = ({ a, b }: GraphEdge) =>
    chosen.length > 0 && chosen.every((n) => n === a || n === b);
  const kept = edges.filter((edge, i) => {
    const first = linked[edge.a]! + linked[edge.b]! < 2;
    linked[edge.a] = linked[edge.b] = 1;
    if (i < most || (lines === "main" && first) || isPicked(edge)) return true;
    thin.edges++;
    for (const v of [edge.forth, edge.back]) count(thin, v.packets, v.bytes, v.flows);
    return false;
  });
  return { edges: kept, thin };
}

/** Gives each edge the application of which it has most. */
function nameApplications(
  data: Data,
  services: Int32Array,
  edgeOf: Int32Array,
  edges: GraphEdge[],
  metric: Metric,
): void {
  const { application, byPort } = data.services;
  const forth = data.services[`${metric}AB`];
  const back = data.services[`${metric}BA`];
  // The services in the order of their edges, by counting.
  const next = new Int32Array(edges.length + 1);
  for (const e of edgeOf) if (e >= 0) next[e + 1]!++;
  for (let e = 0; e < edges.length; e++) next[e + 1]! += next[e]!;
  const offset = next.slice();
  const order = new Int32Array(services.length);
  edgeOf.forEach((e, k) => {
    if (e >= 0) order[next[e]!++] = services[k]!;
  });
  const sum = new Float64Array(data.report.applications.length);
  edges.forEach((edge, e) => {
    const mine = order.subarray(offset[e]!, offset[e + 1]!);
    for (const i of mine) {
      const app = application[i]!;
      sum[app]! += forth[i]! + back[i]!;
      if (edge.application < 0 || sum[app]! > sum[edge.application]!) edge.application = app;
    }
    edge.byPort = mine.every((i) => application[i] !== edge.application || byPort[i] === 1);
    for (const i of mine) sum[application[i]!] = 0;
  });
}
