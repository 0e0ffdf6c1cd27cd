// What is pointed at in a Sankey, by the pointer or by the keys: a node or a
// ribbon, the paths that run through it, and where the arrow keys go from it.

import type { LinkNode } from "../../model/links";
import { type Box, boxAt, type Layout, type Ribbon } from "../../model/ribbons";
import { type Drawing, nodeLabel } from "../../ui/ribbons";

export type Item = Box | Ribbon;

export function isBox(item: Item): item is Box {
  return "node" in item;
}

/** Names an item within its picture, and finds it again in the next. */
export function idOf(item: Item): string {
  return isBox(item)
    ? `n${item.column},${item.index}`
    : `r${item.column},${item.from},${item.to},${item.colour}`;
}

export function findItem(l: Layout, id: string): Item | undefined {
  return [...l.boxes.flat(), ...l.ribbons].find((item) => idOf(item) === id);
}

/** The paths that run through an item. */
export function pathsOf({ links }: Drawing, item: Item): Set<number> {
  if (!isBox(item)) return new Set(item.paths);
  return pathsWhere(links.paths, (nodes) => nodes[item.column] === item.index);
}

/** The paths that a host sends or receives. */
export function pathsOfHost({ links }: Drawing, host: number): Set<number> {
  const is = (node: LinkNode | undefined) =>
    node?.key === host && (node.kind === "source" || node.kind === "destination");
  return pathsWhere(links.paths, (nodes) => nodes.some((n, c) => is(links.columns[c]?.[n])));
}

function pathsWhere(paths: { nodes: number[] }[], has: (nodes: number[]) => boolean): Set<number> {
  const found = new Set<number>();
  paths.forEach((p, i) => {
    if (has(p.nodes)) found.add(i);
  });
  return found;
}

/** The nodes that a ribbon runs between, with its sender first where it begins further left. */
export function endsOf({ links }: Drawing, r: Ribbon): LinkNode[] {
  const between = [links.columns[r.column]![r.from]!, links.columns[r.column + 1]![r.to]!];
  const sender = links.columns[0]![r.colour];
  return links.colour === 0 && r.column > 0 && sender ? [sender, ...between] : between;
}

export function titleOf(p: Drawing, item: Item): string {
  const nodes = isBox(item) ? [item.node] : endsOf(p, item);
  return nodes.map((n) => nodeLabel(p.data, n)).join(" → ");
}

/** Where a key leads: up and down along a column, left and right along the ribbons. */
export function moved(p: Drawing, from: Item, key: string): Item | undefined {
  const { boxes, ribbons } = p.layout;
  const stack: Item[] = isBox(from)
    ? boxes[from.column]!
    : ribbons.filter((r) => r.column === from.column);
  const at = stack.indexOf(from);
  const largest = (list: Ribbon[]) => list.sort((r, s) => s.width - r.width)[0];
  switch (key) {
    case "ArrowUp":
      return stack[at - 1];
    case "ArrowDown":
      return stack[at + 1];
    case "Home":
      return stack[0];
    case "End":
      return stack.at(-1);
    case "ArrowRight":
      if (!isBox(from)) return boxAt(boxes, from.column + 1, from.to);
      return largest(ribbons.filter((r) => r.column === from.column && r.from === from.index));
    case "ArrowLeft":
      if (!isBox(from)) return boxAt(boxes, from.column, from.from);
      return largest(ribbons.filter((r) => r.column + 1 === from.column && r.to === from.index));
  }
  return undefined;
}
