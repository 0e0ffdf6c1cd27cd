// What the graph looks like at one zoom: circles, arcs and labels in CSS pixels.
// Pure, so that painting, pointing and a saved picture can't disagree.

import type { Graph, GraphEdge, GraphNode } from "../../model/graph";
import type { Place } from "./layout";

export interface Camera {
  /** Pixels for each unit of the layout. */
  zoom: number;
  /** Where the layout's origin is. */
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Circle extends Place {
  node: GraphNode;
  radius: number;
  colour: string;
}

/** One direction of an edge: a bow to its sender's left, wide at the sender, thin at the end. */
export interface Arc {
  edge: GraphEdge;
  /** Indices of nodes. */
  from: number;
  to: number;
  start: Place;
  bend: Place;
  end: Place;
  width: number;
  colour: string;
  /** How much it hides what is below: thin ones are many, and faint. */
  opacity: number;
}

export interface Scene {
  graph: Graph;
  circles: Circle[];
  /** The largest last, so that it is painted above. */
  arcs: Arc[];
}

export interface SceneInput {
  graph: Graph;
  places: ReadonlyMap<string, Place>;
  camera: Camera;
  nodeColour: (node: GraphNode) => string;
  arcColour: (edge: GraphEdge, sender: GraphNode, back: boolean) => string;
}

const LEAST_RADIUS = 4;
const MOST_RADIUS = 24;
const LEAST_WIDTH = 1.2;
const MOST_WIDTH = 15;
const CROWD = 200; // so many edges hide each other

/** Radii and widths so that area, and width squared, go with the metric. */
export function radiusFor(value: number, largest: number): number {
  return LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * Math.sqrt(value / (largest || 1));
}

export function totalOf(node: GraphNode, metric: Graph["metric"]): number {
  return node.sent[metric] + node.received[metric];
}

export function scene(input: SceneInput): Scene {
  const { graph, places, camera } = input;
  const { metric } = graph;
  const scale = sizeAt(camera.zoom);
  const most = graph.nodes.reduce((m, n) => Math.max(m, totalOf(n, metric)), 0);
  const circles = graph.nodes.map((node) => {
    const at = places.get(node.key) ?? { x: 0, y: 0 };
    return {
      node,
      ...project(at, camera),
      radius: radiusFor(totalOf(node, metric), most) * scale,
      colour: input.nodeColour(node),
    };
  });
  const widest = graph.edges.reduce((m, e) => Math.max(m, e.forth[metric], e.back[metric]), 0);
  const arcs: Arc[] = [];
  const faintest = graph.edges.length > CROWD ? 0.25 : 0.5;
  const thinnest = graph.edges.length > CROWD ? LEAST_WIDTH / 2 : LEAST_WIDTH;
  for (const edge of [...graph.edges].reverse()) {
    for (const [from, to, volume, back] of [
      [edge.a, edge.b, edge.forth, false],
      [edge.b, edge.a, edge.back, true],
    ] as const) {
      if (volume[metric] === 0) continue;
      const share = Math.sqrt(volume[metric] / (widest || 1));
      const width = (thinnest + (MOST_WIDTH - thinnest) * share) * scale;
      // What meets in Other is no one's line: it steps back.
      const vague = [edge.a, edge.b].some((n) => graph.nodes[n]!.kind === "other") ? 0.5 : 1;
      const opacity = (faintest + (0.75 - faintest) * share) * vague;
      const colour = input.arcColour(edge, graph.nodes[from]!, back);
      arcs.push({
        edge,
        from,
        to,
        width,
        colour,
        opacity,
        ...course(circles[from]!, circles[to]!),
      });
    }
  }
  return { graph, circles, arcs };
}

/** Things grow slower than the picture, so that zooming in makes room. */
function sizeAt(zoom: number): number {
  return Math.max(0.55, Math.min(1.8, Math.sqrt(zoom)));
}

export function project({ x, y }: Place, camera: Camera): Place {
  return { x: x * camera.zoom + camera.x, y: y * camera.zoom + camera.y };
}

export function unproject({ x, y }: Place, camera: Camera): Place {
  return { x: (x - camera.x) / camera.zoom, y: (y - camera.y) / camera.zoom };
}

function loopRadius(radius: number): number {
  return Math.min(8, 3 + radius / 4);
}

/** The middle of the loop that an edge from a node to itself is, and its radius. */
export function loopOf({ start, bend }: Arc): Place & { radius: number } {
  return { ...bend, radius: start.y - bend.y };
}

/** From one circle's rim to the other's; a loop above the circle for what it says to itself. */
function course(from: Circle, to: Circle): { start: Place; bend: Place; end: Place } {
  if (from === to) {
    const up = { x: from.x, y: from.y - from.radius };
    return { start: up, bend: { x: up.x, y: up.y - loopRadius(from.radius) }, end: up };
  }
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy) || 1;
  const out = Math.max(5, Math.min(48, 0.13 * length));
  const bend = {
    x: (from.x + to.x) / 2 + (dy / length) * out,
    y: (from.y + to.y) / 2 - (dx / length) * out,
  };
  return { start: towards(from, bend), bend, end: towards(to, bend) };
}

function towards(circle: Circle, { x, y }: Place): Place {
  const length = Math.hypot(x - circle.x, y - circle.y) || 1;
  const share = Math.min(1, circle.radius / length);
  return { x: circle.x + (x - circle.x) * share, y: circle.y + (y - circle.y) * share };
}

/** A point of the arc, t from 0 at its start to 1 at its end. */
export function along(arc: Arc, t: number): Place {
  const s = 1 - t;
  const at = (p: number, q: number, r: number) => s * s * p + 2 * s * t * q + t * t * r;
  return {
    x: at(arc.start.x, arc.bend.x, arc.end.x),
    y: at(arc.start.y, arc.bend.y, arc.end.y),
  };
}

/** The camera that has all of these in sight. */
export function overview(places: Iterable<Place>, { width, height }: Size): Camera {
  let [left, right, top, bottom] = [0, 0, 0, 0];
  let first = true;
  for (const { x, y } of places) {
    left = first ? x : Math.min(left, x);
    right = first ? x : Math.max(right, x);
    top = first ? y : Math.min(top, y);
    bottom = first ? y : Math.max(bottom, y);
    first = false;
  }
  // Labels stand beside nodes more than above.
  const aside = width < 560 ? 44 : 96;
  const above = 40;
  const zoom = Math.min(
    1.5,
    (width - 2 * aside) / Math.max(1, right - left),
    (height - 2 * above) / Math.max(1, bottom - top),
  );
  return {
    zoom,
    x: width / 2 - ((left + right) / 2) * zoom,
    y: height / 2 - ((top + bottom) / 2) * zoom,
  };
}

export const LEAST_ZOOM = 0.05;
export const MOST_ZOOM = 12;

/** Zooms by a factor; what is at this point stays there. */
export function zoomAt(camera: Camera, factor: number, { x, y }: Place): Camera {
  const zoom = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, camera.zoom * factor));
  const by = zoom / camera.zoom;
  return { zoom, x: x - (x - camera.x) * by, y: y - (y - camera.y) * by };
}

/** A node, or an edge by its ends; from is the end at which the keys came to it. */
export type Spot =
  | { kind: "node"; key: string }
  | { kind: "edge"; a: string; b: string; from?: string };

export function edgeOf(graph: Graph, { a, b }: { a: string; b: string }): GraphEdge | undefined {
  const key = (n: number) => graph.nodes[n]!.key;
  return graph.edges.find(
    (e) => (key(e.a) === a && key(e.b) === b) || (key(e.a) === b && key(e.b) === a),
  );
}

const REACH = 5; // how far beside a thing the pointer may be, in pixels

export function spotAt({ circles, arcs, graph }: Scene, at: Place): Spot | null {
  let best: Circle | null = null;
  let least = REACH;
  for (const circle of circles) {
    const distance = Math.hypot(circle.x - at.x, circle.y - at.y) - circle.radius;
    // Of two that overlap, the smaller lies above.
    if (distance > least || (distance < 0 && best && best.radius < circle.radius)) continue;
    best = circle;
    least = Math.max(0, distance);
  }
  if (best) return { kind: "node", key: best.node.key };
  let nearest: Arc | null = null;
  least = REACH;
  for (const arc of arcs) {
    const distance = distanceTo(arc, at);
    if (distance > least) continue;
    least = distance;
    nearest = arc;
  }
  if (!nearest) return null;
  const key = (n: number) => graph.nodes[n]!.key;
  return { kind: "edge", a: key(nearest.edge.a), b: key(nearest.edge.b) };
}

/** From a point to the arc's rim; 0 on it. */
function distanceTo(arc: Arc, at: Place): number {
  const { start, bend, end } = arc;
  if (arc.edge.a === arc.edge.b) {
    const loop = loopOf(arc);
    return Math.max(0, Math.hypot(at.x - loop.x, at.y - loop.y) - loop.radius);
  }
  const far = arc.width + REACH;
  if (
    at.x < Math.min(start.x, bend.x, end.x) - far ||
    at.x > Math.max(start.x, bend.x, end.x) + far ||
    at.y < Math.min(start.y, bend.y, end.y) - far ||
    at.y > Math.max(start.y, bend.y, end.y) + far
  ) {
    return Number.POSITIVE_INFINITY;
  }
  let least = Number.POSITIVE_INFINITY;
  let from = start;
  for (let t = 1; t <= 16; t++) {
    const to = along(arc, t / 16);
    const half = (arc.width / 2) * (1 - t / 16);
    least = Math.min(least, segment(from, to, at) - half);
    from = to;
  }
  return Math.max(0, least);
}

function segment(p: Place, q: Place, at: Place): number {
  const [dx, dy] = [q.x - p.x, q.y - p.y];
  const along = ((at.x - p.x) * dx + (at.y - p.y) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(p.x + t * dx - at.x, p.y + t * dy - at.y);
}
