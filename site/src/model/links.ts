// What a Sankey is made of. Every service gives a row each way; a row has a node
// in each column, and rows with the same nodes are one path. What has no node of
// its own is in the column's Other, so every column adds up to the services that
// it was made of. Paths run from column to column in one direction only: a host
// that sends and receives has a node on both sides, and no cycle can arise.

import { byPortOnly } from "./by-port";
import { type Data, type Metric, noVolume, type Volume } from "./data";
import { type HealthFacts, Tally } from "./health";
import { largest } from "./largest";
import { type ColumnKind, columnKinds, type Rows, rowsOf, type Way } from "./link-rows";
import { OTHER } from "./matrix";

export { type ColumnKind, columnKinds };

export interface LinkNode extends Volume {
  kind: ColumnKind;
  /** A host, subnet, application or transport by its index, a port by its number; or OTHER. */
  key: number;
  /** 1 for what goes back in a conversation, 0 for everything else. */
  half: 0 | 1;
  /** An application that only port numbers speak for. */
  byPort?: true;
  /** All that it stands for, in the metric; more than is drawn where tiny paths are in Other. */
  whole: number;
}

export interface Path extends Volume {
  /** The path's node in each column. */
  nodes: number[];
  /** While it is made: the tally's places that it stands for. */
  at?: number[];
}

export interface Links {
  metric: Metric;
  /** Each column's nodes, the largest first, Other last. */
  columns: LinkNode[][];
  paths: Path[];
  /** How the paths did, by path, where that was asked for. */
  health?: Tally | undefined;
  /** The column whose node gives a path its colour. */
  colour: number;
}

export interface LinkOptions {
  metric: Metric;
  /** The most nodes in a column, Other not counted. */
  limit: number;
  /** Paths below this share of all are tiny. */
  tiny: number;
  /** The health to tell of each path. */
  facts?: HealthFacts | null;
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
  return marked(data, services, build(rowsOf(data, services, kinds, "both"), kinds, 0, options));
}

/** Marks the applications that only port numbers speak for. */
function marked(data: Data, services: Int32Array, made: Links): Links {
  const only = byPortOnly(data, services);
  for (const node of made.columns.flat()) {
    if (node.kind === "app" && node.key !== OTHER && only[node.key]) node.byPort = true;
  }
  return made;
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
    marked(
      data,
      services,
      build(rowsOf(data, services, CONVERSATION, way), CONVERSATION, number, options),
    );
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
    health: forth.health && back.health && forth.health.and(back.health),
    colour: 2,
  };
}

function build(rows: Rows, kinds: readonly ColumnKind[], half: 0 | 1, options: LinkOptions): Links {
  const { metric } = options;
  const sums = rows.keys.map((column) => sumByKey(column, rows[metric]));
  const kept = sums.map((sum) => largestKeys(sum, options.limit));
  const { found, tally } = join(rows, kept, options.facts ?? null);
  const paths = fold(found, kept, options);
  const columns = kept.map((own, c) => {
    const nodes: LinkNode[] = [...own, OTHER].map((key) => ({
      kind: kinds[c]!,
      key,
      half,
      whole: sums[c]![key + 1] ?? 0,
      ...noVolume(),
    }));
    for (const path of paths) addTo(nodes[path.nodes[c]!]!, path);
    return nodes;
  });
  const health = tally && new Tally(tally.facts, paths.length);
  paths.forEach((p, i) => {
    for (const at of p.at ?? []) health?.take(i, tally as Tally, at);
  });
  return { metric, ...tidy(columns, paths, metric), ...(health ? { health } : {}), colour: 0 };
}

/** What each key has; key k stands at k + 1, OTHER at 0. */
function sumByKey(column: Int32Array, values: Float64Array): Float64Array {
  const sums = new Float64Array(column.reduce((most, key) => Math.max(most, key), OTHER) + 2);
  for (let r = 0; r < column.length; r++) sums[column[r]! + 1]! += values[r]!;
  return sums;
}

/** The keys of the largest sums above zero. */
function largestKeys(sums: Float64Array, limit: number): number[] {
  const small = SMALL * sums.reduce((sum, value) => sum + value, 0);
  const value = (key: number) => sums[key + 1]!;
  const own = Array.from(sums, (_, at) => at - 1).filter((key) => key !== OTHER && value(key) > 0);
  const large = own.filter((key) => value(key) >= small).length;
  return largest(own, Math.min(limit, large + MOST_SMALL), value, (k, l) => k - l);
}

/** Joins rows to paths. A node is its key's place among those kept, or the one after them: Other. */
function join(rows: Rows, kept: number[][], facts: HealthFacts | null) {
  const codes = new Float64Array(rows.packets.length);
  rows.keys.forEach((column, c) => {
    const own = kept[c]!;
    const place = new Int32Array(column.reduce((most, key) => Math.max(most, key), OTHER) + 2);
    place.fill(own.length);
    own.forEach((key, at) => {
      place[key + 1] = at;
    });
    const radix = own.length + 1;
    for (let r = 0; r < codes.length; r++) codes[r] = codes[r]! * radix + place[column[r]! + 1]!;
  });
  const tally = facts && new Tally(facts, rows.packets.length);
  const found = new Map<number, Path>();
  for (let r = 0; r < codes.length; r++) {
    const code = codes[r]!;
    let path = found.get(code);
    if (!path) {
      path = { nodes: nodesOf(code, kept), ...(tally ? { at: [found.size] } : {}), ...noVolume() };
      found.set(code, path);
    }
    if (tally) tally.add(path.at![0]!, rows.service[r]!, rows.way[r] ? 1 : 0);
    path.packets += rows.packets[r]!;
    path.bytes += rows.bytes[r]!;
    path.flows += rows.flows[r]!;
  }
  return { found: [...found.values()], tally };
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
  const last = kept.length - 1;
  let folded = merged(
    paths.map((p) => (p[metric] > 0 ? p : { ...p, nodes: [...others] })),
    others,
  );
  for (let round = 0; round <= last; round++) {
    const sizes = sizesOf(folded, others, metric);
    const smaller = (p: Path, c: number, d: number) => {
      if (p.nodes[c] === others[c]) return d;
      if (p.nodes[d] === others[d]) return c;
      return sizes[c]![p.nodes[c]!]! < sizes[d]![p.nodes[d]!]! ? c : d;
    };
    let moved = false;
    folded.sort((p, q) => q[metric] - p[metric]);
    for (let i = KEPT_PATHS; i < folded.length; i++) {
      const p = folded[i]!;
      if (p[metric] >= least) continue;
      let column = smaller(p, 0, last);
      if (i >= MOST_PATHS && p.nodes[column] === others[column]) {
        for (let c = 1; c < last; c++) column = smaller(p, c, column);
      }
      if (p.nodes[column] === others[column]) continue;
      p.nodes[column] = others[column]!;
      moved = true;
    }
    if (!moved) break;
    folded = merged(folded, others);
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

function merged(paths: Path[], others: number[]): Path[] {
  const found = new Map<number, Path>();
  for (const p of paths) {
    let code = 0;
    for (let c = 0; c < others.length; c++) code = code * (others[c]! + 1) + p.nodes[c]!;
    const same = found.get(code);
    if (same) {
      addTo(same, p);
      if (p.at) same.at?.push(...p.at);
    } else found.set(code, p);
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
