// Where a Sankey's nodes and ribbons stand. Columns are given, so this is
// stacking: nodes in their column, ribbons along their nodes. Every node has a
// slot that is tall enough for its label, so labels never overlap; all heights
// share one scale, the largest at which every column fits.

import type { Volume } from "./data";
import type { LinkNode, Links } from "./links";

export interface Frame {
  width: number;
  height: number;
  /** Room for labels beside the first column and the last. */
  left: number;
  right: number;
}

export interface Box {
  node: LinkNode;
  column: number;
  /** The node's place among its column's. */
  index: number;
  x: number;
  y: number;
  height: number;
}

export interface Ribbon extends Volume {
  /** Between this column and the next: indices of nodes. */
  column: number;
  from: number;
  to: number;
  /** The node, in the column that gives colours, whose colour it has. */
  colour: number;
  /** The paths that it holds. */
  paths: number[];
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  width: number;
}

export interface Layout {
  frame: Frame;
  /** The height of a node's label; 0 where there is no room for labels. */
  slot: number;
  /** From one column to the next, in pixels. */
  step: number;
  /** By column; nodes that hold nothing in the metric have none. */
  boxes: Box[][];
  ribbons: Ribbon[];
}

/** The box of a column's node. */
export function boxAt(boxes: Box[][], column: number, index: number): Box | undefined {
  return boxes[column]?.find((box) => box.index === index);
}

export const NODE_WIDTH = 8;
/** The height that a label takes. */
export const SLOT = 15;
const GAP = 3;
const HALF_GAP = 32;
/** Columns with room to spare spread their nodes, but not further than this. */
const MAX_SPREAD = 28;

/** How many nodes a column of this height has room for. */
export function roomFor(height: number): number {
  return Math.max(3, Math.floor(height / SLOT));
}

export function layout(links: Links, frame: Frame): Layout {
  const columns = links.columns.map((nodes) => nodes.filter((n) => n[links.metric] > 0));
  const halves = [0, 1].filter((h) => columns[0]?.some((n) => n.half === h));
  const crowd = Math.max(1, ...columns.map((nodes) => nodes.length));
  const height = frame.height - HALF_GAP * Math.max(0, halves.length - 1);
  const slot = Math.min(SLOT, height / crowd);
  const heights = (nodes: LinkNode[], scale: number) =>
    nodes.reduce((sum, n) => sum + Math.max(slot, n[links.metric] * scale + GAP), 0);
  const parts = halves.map((h) => columns.map((nodes) => nodes.filter((n) => n.half === h)));
  const tallest = (part: LinkNode[][], scale: number) =>
    Math.max(...part.map((nodes) => heights(nodes, scale)));
  const scale = fitting(height, links, (k) => parts.reduce((sum, p) => sum + tallest(p, k), 0));
  const step =
    (frame.width - frame.left - frame.right - NODE_WIDTH) / Math.max(1, links.columns.length - 1);
  const boxes: Box[][] = links.columns.map(() => []);
  let top = 0;
  for (const part of parts) {
    const room = halves.length > 1 ? tallest(part, scale) : frame.height;
    part.forEach((nodes, column) => {
      const spare = room - heights(nodes, scale);
      const spread = Math.min(MAX_SPREAD, spare / Math.max(1, nodes.length - 1));
      let y = top + (spare - spread * (nodes.length - 1)) / 2;
      for (const node of nodes) {
        const drawn = Math.max(1, node[links.metric] * scale);
        const taken = Math.max(slot, node[links.metric] * scale + GAP);
        const own = boxes[column]!;
        const x = frame.left + column * step;
        own.push({
          node,
          column,
          index: links.columns[column]!.indexOf(node),
          x,
          y: y + (taken - drawn) / 2,
          height: drawn,
        });
        y += taken + spread;
      }
    });
    top += room + HALF_GAP;
  }
  return {
    frame,
    slot: slot < 11 ? 0 : slot,
    step,
    boxes,
    ribbons: ribbons(links, boxes, scale),
  };
}

/** The largest scale, in pixels by unit, at which the need fits into the height. */
function fitting(height: number, links: Links, need: (scale: number) => number): number {
  const total = links.paths.reduce((sum, p) => sum + p[links.metric], 0);
  if (total <= 0) return 0;
  let low = 0;
  let high = height / total;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (need(middle) <= height) low = middle;
    else high = middle;
  }
  return low;
}

function ribbons(links: Links, boxes: Box[][], scale: number): Ribbon[] {
  const all: Ribbon[] = [];
  for (let column = 0; column + 1 < boxes.length; column++) {
    const own = joined(links, column);
    for (const r of own) r.width = r[links.metric] * scale;
    const left = new Map(boxes[column]!.map((box) => [box.index, box]));
    const right = new Map(boxes[column + 1]!.map((box) => [box.index, box]));
    const from = (r: Ribbon) => left.get(r.from)!;
    const to = (r: Ribbon) => right.get(r.to)!;
    const next = new Map<Box, number>();
    const take = (box: Box, width: number) => {
      const at = next.get(box) ?? box.y;
      next.set(box, at + width);
      return at;
    };
    own.sort((r, s) => from(r).y - from(s).y || r.colour - s.colour || to(r).y - to(s).y);
    for (const r of own) {
      r.x1 = to(r).x;
      r.y1 = take(to(r), r.width);
    }
    own.sort((r, s) => from(r).y - from(s).y || to(r).y - to(s).y || r.colour - s.colour);
    for (const r of own) {
      r.x0 = from(r).x + NODE_WIDTH;
      r.y0 = take(from(r), r.width);
    }
    all.push(...own);
  }
  return all;
}

/** One ribbon for each pair of nodes and colour that has anything in the metric. */
function joined(links: Links, column: number): Ribbon[] {
  const found = new Map<string, Ribbon>();
  links.paths.forEach((p, i) => {
    if (p[links.metric] <= 0) return;
    const from = p.nodes[column]!;
    const to = p.nodes[column + 1]!;
    const colour = p.nodes[links.colour]!;
    const code = `${from},${to},${colour}`;
    let r = found.get(code);
    if (!r) {
      const places = { x0: 0, y0: 0, x1: 0, y1: 0, width: 0 };
      r = { column, from, to, colour, paths: [], packets: 0, bytes: 0, flows: 0, ...places };
      found.set(code, r);
    }
    r.paths.push(i);
    r.packets += p.packets;
    r.bytes += p.bytes;
    r.flows += p.flows;
  });
  return [...found.values()];
}

/** A ribbon's outline; a part of it, of this share of its width, lies in its middle. */
export function outline(r: Ribbon, part = 1): string {
  const width = Math.max(0.7, r.width * part);
  const y0 = r.y0 + (r.width - width) / 2;
  const y1 = r.y1 + (r.width - width) / 2;
  const middle = (r.x0 + r.x1) / 2;
  const n = (x: number) => x.toFixed(1);
  const there = `M${n(r.x0)},${n(y0)}C${n(middle)},${n(y0)} ${n(middle)},${n(y1)} ${n(r.x1)},${n(y1)}`;
  const back = `V${n(y1 + width)}C${n(middle)},${n(y1 + width)} ${n(middle)},${n(y0 + width)} ${n(r.x0)},${n(y0 + width)}Z`;
  return there + back;
}
