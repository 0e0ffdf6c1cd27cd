// The keyboard's way through the graph: to the next node in a direction, or by
// size, and through a node's lines.

import { type Circle, edgeOf, type Scene, type Spot } from "./scene";

const ways: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where a key leads from here; null if it leads nowhere. */
export function move(s: Scene, from: Spot | null, key: string): Spot | null {
  const first = s.circles[0];
  if (!first) return null;
  const here = circleAt(s, from) ?? first;
  const at = s.circles.indexOf(here);
  const to = (circle: Circle | undefined): Spot | null =>
    circle ? { kind: "node", key: circle.node.key } : null;
  const way = ways[key];
  if (way) return to(towards(s, here, way) ?? here);
  switch (key) {
    case "Home":
      return to(first);
    case "End":
      return to(s.circles.at(-1));
    case "PageDown":
      return to(s.circles[Math.min(s.circles.length - 1, at + 1)]);
    case "PageUp":
      return to(s.circles[Math.max(0, at - 1)]);
    case "l":
      return nextLine(s, from, at, 1);
    case "L":
      return nextLine(s, from, at, -1);
    default:
      return null;
  }
}

/** The node that the keys are at; of a line, the node from which they came to it. */
function circleAt(s: Scene, spot: Spot | null): Circle | undefined {
  const key = spot?.kind === "node" ? spot.key : (spot?.from ?? spot?.a);
  return s.circles.find((c) => c.node.key === key);
}

/** The nearest node that way; what lies aside is farther than it seems. */
function towards(s: Scene, from: Circle, [wx, wy]: [number, number]): Circle | undefined {
  let best: Circle | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const circle of s.circles) {
    const dx = circle.x - from.x;
    const dy = circle.y - from.y;
    const ahead = dx * wx + dy * wy;
    const aside = Math.abs(dx * wy) + Math.abs(dy * wx);
    if (ahead <= 0 || aside > 2 * ahead) continue;
    const far = ahead + 2 * aside;
    if (far >= least) continue;
    least = far;
    best = circle;
  }
  return best;
}

/** The node's lines, the largest first, around and around. */
function nextLine(s: Scene, from: Spot | null, at: number, step: number): Spot | null {
  const mine = s.graph.edges.filter((e) => e.a === at || e.b === at);
  if (mine.length === 0) return null;
  const edge = from?.kind === "edge" ? edgeOf(s.graph, from) : undefined;
  const now = edge ? mine.indexOf(edge) : step > 0 ? -1 : 0;
  const next = mine[(now + step + mine.length) % mine.length]!;
  const key = (n: number) => s.graph.nodes[n]!.key;
  return { kind: "edge", a: key(next.a), b: key(next.b), from: key(at) };
}
