// Hosts that talk to the same peers, side by side.
//
// What a host sent to each peer and received from it is its vector; peers that
// everyone talks to count little. Hosts are joined by a maximum spanning tree of
// the vectors' cosines (what single linkage clusters by), and read off it depth
// first, so that each stands near the one most like it. The same input gives
// the same order.

import type { Entries } from "./cells";
import { Rising } from "./rising";

/** Twice the products of two weights that are added up at most: about a tenth of a second. */
const MOST_WORK = 20_000_000;

/** The order of `count` rows, given by volume; rowOf is each host's, or -1. */
export function bySimilarity(
  count: number,
  rowOf: Int32Array,
  talk: Entries,
  value: Float64Array,
): Int32Array {
  const vectors = weigh(gather(count, rowOf, talk, value), count, 2 * rowOf.length);
  return depthFirst(spanningTree(vectors, count));
}

/** Rows of a sparse matrix: row r has the entries offset[r] to offset[r + 1] - 1. */
interface Sparse {
  offset: Int32Array;
  index: Int32Array;
  weight: Float64Array;
}

function sparse(rows: number, row: Int32Array, index: Int32Array, weight: Float64Array): Sparse {
  const offset = new Int32Array(rows + 1);
  for (const r of row) offset[r + 1]!++;
  for (let r = 0; r < rows; r++) offset[r + 1]! += offset[r]!;
  const next = offset.slice();
  const s = {
    offset,
    index: new Int32Array(row.length),
    weight: new Float64Array(row.length),
  };
  row.forEach((r, i) => {
    const at = next[r]!++;
    s.index[at] = index[i]!;
    s.weight[at] = weight[i]!;
  });
  return s;
}

/** Each row's peers: host h as h where it was sent to, as hosts + h where it was heard from. */
function gather(count: number, rowOf: Int32Array, talk: Entries, value: Float64Array): Sparse {
  const hosts = rowOf.length;
  const row = new Int32Array(2 * talk.count);
  const peer = new Int32Array(2 * talk.count);
  const weight = new Float64Array(2 * talk.count);
  let n = 0;
  const add = (r: number, p: number, v: number) => {
    if (r < 0 || v <= 0) return;
    row[n] = r;
    peer[n] = p;
    weight[n++] = v;
  };
  for (let e = 0; e < talk.count; e++) {
    add(rowOf[talk.from[e]!]!, talk.to[e]!, value[e]!);
    add(rowOf[talk.to[e]!]!, hosts + talk.from[e]!, value[e]!);
  }
  // A subnet has a peer once for each of its hosts: join them.
  const loose = sparse(count, row.subarray(0, n), peer.subarray(0, n), weight.subarray(0, n));
  return join(loose, 2 * hosts);
}

function join(s: Sparse, width: number): Sparse {
  const at = new Int32Array(width).fill(-1);
  const offset = new Int32Array(s.offset.length);
  let n = 0;
  for (let r = 0; r + 1 < s.offset.length; r++) {
    const first = n;
    for (let i = s.offset[r]!; i < s.offset[r + 1]!; i++) {
      const p = s.index[i]!;
      if (at[p]! < first) {
        at[p] = n;
        s.index[n] = p;
        s.weight[n++] = s.weight[i]!;
      } else s.weight[at[p]!]! += s.weight[i]!;
    }
    offset[r + 1] = n;
  }
  return { offset, index: s.index.subarray(0, n), weight: s.weight.subarray(0, n) };
}

interface Vectors {
  /** Peers of each row, with weights of length 1. */
  rows: Sparse;
  /** Rows of each peer. */
  peers: Sparse;
  /** The row's weightiest peer, those left out included; -1 without any. */
  main: Int32Array;
}

function weigh(s: Sparse, count: number, width: number): Vectors {
  const degree = new Int32Array(width);
  for (const p of s.index) degree[p]!++;
  const most = mostDegree(degree);
  const main = new Int32Array(count).fill(-1);
  const row = new Int32Array(s.index.length);
  for (let r = 0; r < count; r++) {
    let squares = 0;
    let heaviest = 0;
    for (let i = s.offset[r]!; i < s.offset[r + 1]!; i++) {
      const p = s.index[i]!;
      row[i] = r;
      const amount = Math.log1p(s.weight[i]!);
      if (amount > heaviest) main[r] = p;
      heaviest = Math.max(heaviest, amount);
      s.weight[i] = degree[p]! > most ? 0 : amount * Math.log1p(count / degree[p]!);
      squares += s.weight[i]! ** 2;
    }
    const length = Math.sqrt(squares) || 1;
    for (let i = s.offset[r]!; i < s.offset[r + 1]!; i++) s.weight[i]! /= length;
  }
  return { rows: s, peers: sparse(width, s.index, row, s.weight), main };
}

/** Peers with more rows than this are left out, so that the work stays within its limit. */
function mostDegree(degree: Int32Array): number {
  let work = 0;
  for (const d of degree.slice().sort()) {
    work += d * d;
    if (work > MOST_WORK) return d - 1;
  }
  return Number.POSITIVE_INFINITY;
}

/** Each row's parent, in the order in which rows joined; -1 for the first of a tree. */
interface Tree {
  order: Int32Array;
  parent: Int32Array;
}

/** Prim's algorithm. Rows are tried by their main peer, so that even those left unweighed meet. */
function spanningTree({ rows, peers, main }: Vectors, count: number): Tree {
  const left = byMainPeer(main);
  const place = new Int32Array(count);
  left.forEach((row, at) => {
    place[row] = at;
  });
  const order = new Int32Array(count);
  const parent = new Int32Array(count).fill(-1);
  const best = new Rising(count);
  const cosine = new Float64Array(count);
  const near = new Int32Array(count);
  const ends = peers.offset.slice(1);
  for (let n = 0; n < count; n++) {
    const row = left[best.take()]!;
    order[n] = row;
    let found = 0;
    for (let i = rows.offset[row]!; i < rows.offset[row + 1]!; i++) {
      const p = rows.index[i]!;
      const weight = rows.weight[i]!;
      if (weight === 0) continue;
      // Who has been taken is near no one any more: left out, half of the work is saved.
      const end = --ends[p]!;
      const own = peers.index.indexOf(row, peers.offset[p]!);
      peers.index[own] = peers.index[end]!;
      peers.weight[own] = peers.weight[end]!;
      for (let j = peers.offset[p]!; j < end; j++) {
        const other = peers.index[j]!;
        if (cosine[other] === 0) near[found++] = other;
        cosine[other]! += weight * peers.weight[j]!;
      }
    }
    for (let i = 0; i < found; i++) {
      const other = near[i]!;
      if (best.raise(place[other]!, cosine[other]!)) parent[other] = row;
      cosine[other] = 0;
    }
  }
  return { order, parent };
}

/** Rows with the same main peer together, in the order of each one's first row. */
function byMainPeer(main: Int32Array): Int32Array {
  const first = new Map<number, number>();
  main.forEach((p, r) => {
    if (!first.has(p)) first.set(p, r);
  });
  const group = (r: number) => first.get(main[r]!)!;
  return Int32Array.from(main.keys()).sort((q, r) => group(q) - group(r) || q - r);
}

function depthFirst({ order, parent }: Tree): Int32Array {
  const children = new Map<number, number[]>();
  for (const row of order) {
    const siblings = children.get(parent[row]!);
    if (siblings) siblings.push(row);
    else children.set(parent[row]!, [row]);
  }
  const result = new Int32Array(order.length);
  const stack = (children.get(-1) ?? []).reverse();
  let n = 0;
  for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
    result[n++] = row;
    stack.push(...(children.get(row) ?? []).reverse());
  }
  return result;
}
