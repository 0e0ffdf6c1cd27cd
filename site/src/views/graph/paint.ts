// Draws a scene on a canvas, or on what takes a canvas's place.

import type { Ink } from "../../ui/palette";
import { type Context, FAMILY } from "../../ui/svg-context";
import type { Label } from "./labels";
import type { Place } from "./layout";
import { type Arc, type Circle, edgeOf, loopOf, type Scene, type Size, type Spot } from "./scene";

export const LABEL_FONT = `11px ${FAMILY}`;

/** A circle this large has room for how many hosts it stands for. */
export const COUNTED = 11;

export interface Picture {
  size: Size;
  scene: Scene;
  /** Labels for some of the scene's circles, the first ones first, clear of each other and of these. */
  labelsFor: (order: readonly Circle[], circles: readonly Circle[]) => Label[];
  /** The order in which circles have a right to a label. */
  order: Circle[];
  ink: Ink;
  /** Where nodes are that the filter hides. */
  ghosts: Place[];
  /** Keys of nodes that stand where the user put them. */
  pinned: ReadonlySet<string>;
  /** Hosts where all lines cross. */
  crossing: ReadonlySet<number>;
}

/** What stands out of the rest: an edge or a node with all that touches it. */
export interface Focus {
  nodes: Set<number>;
  arcs: Arc[];
  /** The nodes that are meant, of those that stand out. */
  rings: number[];
}

export function focusOf(s: Scene, spot: Spot): Focus | null {
  if (spot.kind === "node") {
    const at = s.circles.findIndex((c) => c.node.key === spot.key);
    if (at < 0) return null;
    const arcs = s.arcs.filter((arc) => arc.from === at || arc.to === at);
    return { nodes: new Set([at, ...arcs.flatMap((a) => [a.from, a.to])]), arcs, rings: [at] };
  }
  const edge = edgeOf(s.graph, spot);
  if (!edge) return null;
  const arcs = s.arcs.filter((arc) => arc.edge === edge);
  return { nodes: new Set([edge.a, edge.b]), arcs, rings: [edge.a, edge.b] };
}

export function paint(c: Context, p: Picture, selected: Focus | null): void {
  c.fillStyle = p.ink.ground;
  c.fillRect(0, 0, p.size.width, p.size.height);
  c.fillStyle = p.ink.line;
  for (const { x, y } of p.ghosts) disc(c, x, y, 2);
  for (const arc of p.scene.arcs) {
    if (!inSight(arc, p.size)) continue;
    c.globalAlpha = selected ? arc.opacity * 0.35 : arc.opacity;
    drawArc(c, arc);
  }
  c.globalAlpha = 0.85;
  for (const arc of selected?.arcs ?? []) drawArc(c, arc);
  p.scene.circles.forEach((circle, i) => {
    c.globalAlpha = !selected || selected.nodes.has(i) ? 1 : 0.35;
    drawCircle(c, p, circle);
  });
  c.globalAlpha = 1;
  for (const i of selected?.rings ?? []) drawRing(c, p, p.scene.circles[i]!, 2.5);
  for (const label of p.labelsFor(p.order, p.scene.circles)) drawLabel(c, p, label, false);
}

/** What is pointed at, over the picture, which steps back behind it. */
export function paintFocus(c: Context, p: Picture, focus: Focus): void {
  c.globalAlpha = 0.7;
  c.fillStyle = p.ink.ground;
  c.fillRect(0, 0, p.size.width, p.size.height);
  c.globalAlpha = 0.9;
  for (const arc of focus.arcs) drawArc(c, arc);
  c.globalAlpha = 1;
  for (const i of focus.nodes) drawCircle(c, p, p.scene.circles[i]!);
  for (const i of focus.rings) drawRing(c, p, p.scene.circles[i]!, 2);
  const circle = (i: number) => p.scene.circles[i]!;
  const meant = focus.rings.map(circle);
  const rest = [...focus.nodes].sort((i, j) => i - j).map(circle);
  const order = [...new Set([...meant, ...rest])];
  for (const label of p.labelsFor(order, order)) {
    drawLabel(c, p, label, meant.includes(label.circle));
  }
}

function inSight({ start, bend, end, width }: Arc, size: Size): boolean {
  return (
    Math.max(start.x, bend.x, end.x) > -width &&
    Math.min(start.x, bend.x, end.x) < size.width + width &&
    Math.max(start.y, bend.y, end.y) > -width &&
    Math.min(start.y, bend.y, end.y) < size.height + width
  );
}

function disc(c: Context, x: number, y: number, radius: number): void {
  c.beginPath();
  c.arc(x, y, radius, 0, 2 * Math.PI);
  c.fill();
}

/** A bow that gets thinner from the sender to the receiver. */
function drawArc(c: Context, arc: Arc): void {
  const { start, bend, end } = arc;
  c.fillStyle = arc.colour;
  if (arc.edge.a === arc.edge.b) {
    const loop = loopOf(arc);
    c.strokeStyle = arc.colour;
    c.lineWidth = Math.min(loop.radius / 2, arc.width);
    c.beginPath();
    c.arc(loop.x, loop.y, loop.radius, 0, 2 * Math.PI);
    c.stroke();
    return;
  }
  const wide = arc.width / 2;
  const thin = Math.max(0.25, arc.width * 0.06);
  const middle = (wide + thin) / 2;
  const s = across(start, bend);
  const m = across(start, end);
  const e = across(bend, end);
  c.beginPath();
  c.moveTo(start.x + s.x * wide, start.y + s.y * wide);
  c.quadraticCurveTo(
    bend.x + m.x * middle,
    bend.y + m.y * middle,
    end.x + e.x * thin,
    end.y + e.y * thin,
  );
  c.lineTo(end.x - e.x * thin, end.y - e.y * thin);
  c.quadraticCurveTo(
    bend.x - m.x * middle,
    bend.y - m.y * middle,
    start.x - s.x * wide,
    start.y - s.y * wide,
  );
  c.fill();
}

/** A step of one pixel, square to the way from p to q. */
function across(p: Place, q: Place): Place {
  const length = Math.hypot(q.x - p.x, q.y - p.y) || 1;
  return { x: -(q.y - p.y) / length, y: (q.x - p.x) / length };
}

function drawCircle(c: Context, p: Picture, circle: Circle): void {
  const { x, y, radius, node } = circle;
  c.fillStyle = p.ink.ground;
  disc(c, x, y, radius + 1.5);
  c.fillStyle = circle.colour;
  if (node.kind === "host") disc(c, x, y, radius);
  else {
    const alpha = c.globalAlpha;
    c.globalAlpha = alpha * 0.3;
    disc(c, x, y, radius);
    c.globalAlpha = alpha;
    c.strokeStyle = circle.colour;
    c.lineWidth = 1.5;
    c.setLineDash(node.kind === "other" ? [3, 3] : []);
    c.beginPath();
    c.arc(x, y, radius - 0.75, 0, 2 * Math.PI);
    c.stroke();
    c.setLineDash([]);
    if (radius >= COUNTED) drawCount(c, p, circle);
  }
  if (p.crossing.has(node.host)) drawTarget(c, p, circle);
  if (p.pinned.has(node.key)) {
    c.fillStyle = p.ink.text;
    disc(c, x, y, 2);
  }
}

function drawCount(c: Context, p: Picture, { x, y, node }: Circle): void {
  if (node.hosts < 2) return;
  c.font = LABEL_FONT;
  c.fillStyle = p.ink.text;
  c.textAlign = "center";
  c.textBaseline = "middle";
  c.fillText(String(node.hosts), x, y + 0.5);
}

/** Cross hairs: where all lines cross. */
function drawTarget(c: Context, p: Picture, { x, y, radius }: Circle): void {
  c.strokeStyle = p.ink.text;
  c.lineWidth = 1.25;
  c.beginPath();
  c.arc(x, y, radius + 4, 0, 2 * Math.PI);
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    c.moveTo(x + dx * (radius + 1), y + dy * (radius + 1));
    c.lineTo(x + dx * (radius + 8), y + dy * (radius + 8));
  }
  c.stroke();
}

function drawRing(c: Context, p: Picture, { x, y, radius }: Circle, line: number): void {
  for (const [colour, width] of [
    [p.ink.ground, line + 3],
    [p.ink.accent, line],
  ] as const) {
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.beginPath();
    c.arc(x, y, radius + 2.5, 0, 2 * Math.PI);
    c.stroke();
  }
}

function drawLabel(c: Context, p: Picture, label: Label, bold: boolean): void {
  c.font = bold ? `600 ${LABEL_FONT}` : LABEL_FONT;
  c.textAlign = "left";
  c.textBaseline = "middle";
  c.lineJoin = "round";
  c.lineWidth = 3;
  c.strokeStyle = p.ink.ground;
  c.strokeText(label.text, label.x, label.y);
  c.fillStyle = p.ink.text;
  c.fillText(label.text, label.x, label.y);
}
