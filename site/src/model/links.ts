// What a Sankey is made of. Every service gives a row each way; a row has a node
// in each column, and rows with the same nodes are one path. What has no node of
// its own is in the column's Other, so every column adds up to the services that
// it was made of. Paths run from column to column in one direction only: a host
// that sends and receives has a node on both sides, and no cycle can arise.

import { type Data, type Metric, noVolume, type Volume } from "./data";
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

export interface LinkNode extends Volume {
  kind: ColumnKind;
  /** A host, subnet, application or transport by its index, a port by its number; or OTHER. */
  key: number;
  /** 1 for what goes back in a conversation, 0 for everything else. */
  half: 0 | 1;
  /** All that it stands for, in the metric; more than is drawn where tiny paths are in Other. */
  whole: number;
}

export interface Path extends Volume {
  /** The path's node in each column. */
  nodes: number[];
}

export interface Links {
  metric: Metric;
  /** Each column's nodes, the largest first, Other last. */
  columns: LinkNode[][];
  paths: Path[];
  /** The column whose node gives a path its colour. */
  colour: number;
}

export interface LinkOptions {
  metric: Metric;
  /** The most nodes in a column, Other not counted. */
  limit: number;
  /** Paths below this share of all are tiny. */
  tiny: number;
}

/** So many paths are never a tangle: they are drawn however small. */
const KEPT_PATHS = 60;
/** With tiny paths beyond these, the columns in between have their Other too. */
const MOST_PATHS = 240;

/**
 * Of nodes below this share of all, a column shows this many: each takes a
 * label's height, which the large ones would lack.
 */
const SMALL = 0.004;
const MOST_SMALL = 12;

export function links(
  data: Data,
  services: Int32Array,
  kinds: readonly ColumnKind[],
  options: LinkOptions,
): Links {
  return build(rowsOf(data, services, kinds, "both"), kinds, 0, options);
}

const CONVERSATION = ["source", "transport", "app", "destination"] as const;

/**
 * One conversation, coloured by application: what A sent to B, and below it what
 * B sent to A. The services must all be the conversation's.
 */
export function conversationLinks(data: Data, services: Int32Array, options: LinkOptions): Links {
  const first = services[0] ?? -1;
  const self = first >= 0 && data.services.a[first] === data.services.b[first];
  const half = (way: Way, number: 0 | 1) =>
    build(rowsOf(data, services, CONVERSATION, way), CONVERSATION, number, options);
  const forth = half(self ? "both" : "forth", 0);
  if (self) return { ...forth, colour: 2 };
  const back = half("back", 1);
  const moved = back.paths.map((p) => ({
    ...p,
    nodes: p.nodes.map((n, c) => n + forth.columns[c]!.length),
  }));
  return {
    metric: options.metric,
    columns: forth.columns.map((nodes, c) => [...nodes, ...back.columns[c]!]),
    paths: [...forth.paths, ...moved],
    colour: 2,
  };
}

/** By column: a key in each of the picture's columns, and what went that way. */
interface Rows {
  count: number;
  keys: Int32Array[];
  packets: Float64Array;
  bytes: Float64Array;
  flows: Float64Array;
}

type Way = "forth" | "back" | "both";

function rowsOf(data: Data, services: Int32Array, kinds: readonly ColumnKind[], way: Way): Rows {
  const s = data.services;
  const most = services.length * 2;
  const rows: Rows = {
    count: 0,
    keys: kinds.map(() => new Int32Array(most)),
    packets: new Float64Array(most),
    bytes: new Float64Array(most),
    flows: new Float64Array(most),
  };
  const keyOf = kinds.map((kind) => keys(data, kind));
  const add = (i: number, from: number, to: number, p: number, b: number, f: number) => {
    if (p === 0 && f === 0) return;
    const r = rows.count++;
    keyOf.forEach((key, c) => {
      rows.keys[c]![r] = key(i, from, to);
    });
    rows.packets[r] = p;
    rows.bytes[r] = b;
    rows.flows[r] = f;
  };
  for (const i of services) {
    const a = s.a[i]!;
    const b = s.b[i]!;
    if (way !== "back") add(i, a, b, s.packetsAB[i]!, s.bytesAB[i]!, s.flowsAB[i]!);
    if (way !== "forth") add(i, b, a, s.packetsBA[i]!, s.bytesBA[i]!, s.flowsBA[i]!);
  }
  return rows;
}

/** Gives what a row is in this column. A flow's source is who opened it. */
function keys(data: Data, kind: ColumnKind): (i: number, from: number, to: number) => number {
  const s = data.services;
  const { other } = data.hosts;
  switch (kind) {
    case "source":
      return (_, from) => (other[from] ? OTHER : from);
    case "destination":
      return (_i, _from, to) => (other[to] ? OTHER : to);
    case "source-net": {
      const net = subnets(data).of;
      return (_, from) => (other[from] ? OTHER : net[from]!);
    }
    case "destination-net": {
      const net = subnets(data).of;
      return (_i, _from, to) => (other[to] ? OTHER : net[to]!);
    }
    case "app":
      return (i) => s.application[i]!;
    case "transport":
      return (i) => s.transport[i]!;
    case "port":
      return (i) => s.port[i]!;
  }
}

function build(rows: Rows, kinds: readonly ColumnKind[], half: 0 | 1, options: LinkOptions): Links {
  const { metric } = options;
  const sums = rows.keys.map((column) => sumByKey(column, rows[metric], rows.count));
  const kept = sums.map((sum) => largest(sum, options.limit));
  const paths = fold(join(rows, kept), kept, options);
  const columns = kept.map((own, c) => {
    const nodes: LinkNode[] = [...own, OTHER].map((key) => ({
      kind: kinds[c]!,
      key,
      half,
      whole: sums[c]!.get(key) ?? 0,
      ...noVolume(),
    }));
    for (const path of paths) addTo(nodes[path.nodes[c]!]!, path);
    return nodes;
  });
  return { metric, ...tidy(columns, paths, metric), colour: 0 };
}

function sumByKey(column: Int32Array, values: Float64Array, count: number): Map<number, number> {
  const sums = new Map<number, number>();
  for (let r = 0; r < count; r++) {
    const key = column[r]!;
    sums.set(key, (sums.get(key) ?? 0) + values[r]!);
  }
  return sums;
}

/** The keys of the largest sums above zero. */
function largest(sums: Map<number, number>, limit: number): number[] {
  const small = SMALL * [...sums.values()].reduce((sum, value) => sum + value, 0);
  const sorted = [...sums]
    .filter(([key, value]) => key !== OTHER && value > 0)
    .sort(([k, x], [l, y]) => y - x || k - l);
  const large = sorted.filter(([, value]) => value >= small).length;
  return sorted.slice(0, Math.min(limit, large + MOST_SMALL)).map(([key]) => key);
}

/** Joins rows to paths. A node is its key's place among those kept, or the one after them: Other. */
function join(rows: Rows, kept: number[][]): Path[] {
  const places = kept.map((own) => new Map(own.map((key, place) => [key, place])));
  const found = new Map<number, Path>();
  for (let r = 0; r < rows.count; r++) {
    let code = 0;
    for (let c = 0; c < kept.length; c++) {
      const other = kept[c]!.length;
      code = code * (other + 1) + (places[c]!.get(rows.keys[c]![r]!) ?? other);
    }
    let path = found.get(code);
    if (!path) {
      path = { nodes: nodesOf(code, kept), ...noVolume() };
      found.set(code, path);
    }
    path.packets += rows.packets[r]!;
    path.bytes += rows.bytes[r]!;
    path.flows += rows.flows[r]!;
  }
  return [...found.values()];
}

function nodesOf(code: number, kept: number[][]): number[] {
  const nodes: number[] = [];
  let rest = code;
  for (let c = kept.length - 1; c >= 0; c--) {
    const radix = kept[c]!.length + 1;
    nodes[c] = rest % radix;
    rest = Math.floor(rest / radix);
  }
  return nodes;
}

/**
 * Moves tiny paths into Other: at first only by the smaller of their ends, since
 * many tiny paths often have the larger end in common and together are none;
 * then by the other end, and only then in between. What counts nothing in the
 * metric goes at once.
 */
function fold(paths: Path[], kept: number[][], { metric, tiny }: LinkOptions): Path[] {
  const others = kept.map((own) => own.length);
  const least = tiny * paths.reduce((sum, p) => sum + p[metric], 0);
  let folded = merged(paths.map((p) => (p[metric] > 0 ? p : { ...p, nodes: [...others] })));
  for (let round = 0; round < kept.length; round++) {
    const sizes = sizesOf(folded, others, metric);
    let moved = false;
    folded.sort((p, q) => q[metric] - p[metric]);
    folded.slice(KEPT_PATHS).forEach((p, i) => {
      if (p[metric] >= least) return;
      const own = p.nodes.flatMap((n, c) => (n === others[c] ? [] : [c]));
      const ends = own.filter((c) => c === 0 || c === kept.length - 1);
      const between = KEPT_PATHS + i >= MOST_PATHS ? own : [];
      const size = (c: number) => sizes[c]![p.nodes[c]!]!;
      const [smallest] = (ends.length ? ends : between).sort((c, d) => size(c) - size(d));
      if (smallest === undefined) return;
      p.nodes[smallest] = others[smallest]!;
      moved = true;
    });
    if (!moved) break;
    folded = merged(folded);
  }
  return folded;
}

/** What runs through each column's nodes. */
function sizesOf(paths: Path[], others: number[], metric: Metric): Float64Array[] {
  const sizes = others.map((other) => new Float64Array(other + 1));
  for (const p of paths) {
    p.nodes.forEach((n, c) => {
      sizes[c]![n]! += p[metric];
    });
  }
  return sizes;
}

function merged(paths: Path[]): Path[] {
  const found = new Map<string, Path>();
  for (const p of paths) {
    const code = p.nodes.join();
    const same = found.get(code);
    if (same) addTo(same, p);
    else found.set(code, p);
  }
  return [...found.values()];
}

function addTo(sum: Volume, more: Volume): void {
  sum.packets += more.packets;
  sum.bytes += more.bytes;
  sum.flows += more.flows;
}

/** Leaves out nodes without a path, and puts each column into its order. */
function tidy(columns: LinkNode[][], paths: Path[], metric: Metric) {
  const used = columns.map((nodes) => new Uint8Array(nodes.length));
  for (const p of paths)
    p.nodes.forEach((n, c) => {
      used[c]![n] = 1;
    });
  const places = columns.map((nodes, c) => {
    const isOther = (n: number) => (nodes[n]!.key === OTHER ? 1 : 0);
    const order = nodes
      .map((_, n) => n)
      .filter((n) => used[c]![n])
      .sort((n, m) => isOther(n) - isOther(m) || nodes[m]![metric] - nodes[n]![metric] || n - m);
    const place = new Map(order.map((n, at) => [n, at]));
    return { order, place };
  });
  return {
    columns: columns.map((nodes, c) => places[c]!.order.map((n) => nodes[n]!)),
    paths: paths.map((p) => ({
      ...p,
      nodes: p.nodes.map((n, c) => places[c]!.place.get(n) ?? 0),
    })),
  };
}
