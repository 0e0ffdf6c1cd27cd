// The graph as it is drawn now, for the screen, a file and paper.

import type { Data } from "../../model/data";
import type { Graph } from "../../model/graph";
import { capturedOn, data, near, selection } from "../../state/state";
import { dark } from "../../state/theme";
import { captureMark } from "../../ui/capture-point";
import { plural, share } from "../../ui/format";
import { inkOf } from "../../ui/palette";
import { colourKey, type Picture as ExportedPicture } from "../../ui/picture";
import { paintedScale } from "../../ui/scale";
import { fitText } from "../heatmap/paint";
import { arcColour, health, key, nodeColour } from "./colours";
import { labels } from "./labels";
import { COUNTED, type Focus, focusOf, LABEL_FONT, type Picture, paint } from "./paint";
import { drawn, home, pins, placeNow, places } from "./places";
import { type Camera, type Circle, overview, project, type Scene, type Size, scene } from "./scene";
import { nodeLabel } from "./tooltip";

const ruler = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;

export function makePicture(size: Size, camera: Camera): Picture | null {
  const d = data.value;
  const g = drawn.value;
  if (!d || !g || size.width < 50 || places.value.size === 0) return null;
  const s = scene({ graph: g, places: places.value, camera, nodeColour, arcColour });
  const focus = selectedFocus(s);
  const rank = (i: number) => (focus?.rings.includes(i) ? 0 : focus?.nodes.has(i) ? 1 : 2);
  const order = s.circles
    .map((_, i) => i)
    .sort((i, j) => rank(i) - rank(j) || i - j)
    .map((i) => s.circles[i]!);
  const inSight = new Set(g.nodes.map((n) => n.key));
  const ghosts =
    near.value === "all" || !selection.value
      ? (home.value?.nodes ?? []).filter((n) => !inSight.has(n.key))
      : [];
  return {
    size,
    scene: s,
    order,
    labelsFor: (of, circles) => labels(of, circles, size, (c) => labelOf(d, c), textWidth, aside),
    ink: inkOf(dark.value),
    ghosts: ghosts.flatMap((n) => {
      const place = places.value.get(n.key);
      return place ? [project(place, camera)] : [];
    }),
    pinned: new Set(pins.value.keys()),
    crossing: new Set(capturedOn.value.keys()),
  };
}

/** A node's label beside it; how many hosts it stands for where that has no room in it. */
function labelOf(d: Data, { node, radius }: Circle): string {
  ruler.font = LABEL_FONT;
  const name = fitText(ruler, nodeLabel(d, node), 150);
  const point = capturedOn.value.get(node.host);
  if (point) return `${name} · ${captureMark(point)}`;
  const inside = node.hosts < 2 || radius >= COUNTED;
  return inside ? name : `${name} · ${plural(node.hosts, "host")}`;
}

/** Cross hairs reach beyond the circle. */
function aside({ node }: Circle): number {
  return capturedOn.value.has(node.host) ? 7 : 0;
}

function textWidth(text: string): number {
  ruler.font = LABEL_FONT;
  return ruler.measureText(text).width;
}

/** The selection's nodes and lines, if they are drawn. */
export function selectedFocus(s: Scene): Focus | null {
  const g = s.graph;
  const chosen = selection.value;
  if (!chosen) return null;
  if (chosen.kind === "host") {
    const node = g.nodes[g.nodeOf[chosen.host]!];
    return node ? focusOf(s, { kind: "node", key: node.key }) : null;
  }
  const [a, b] = [g.nodes[g.nodeOf[chosen.a]!], g.nodes[g.nodeOf[chosen.b]!]];
  return a && b ? focusOf(s, { kind: "edge", a: a.key, b: b.key }) : null;
}

/** What isn't drawn as it is, in words. */
export function notesOf(g: Graph): string[] {
  const whole = g.nodes.reduce((n, node) => n + node.sent[g.metric], 0);
  const other = g.nodes.find((n) => n.kind === "other");
  const notes: string[] = [];
  if (g.grouped) notes.push("small hosts stand together by subnet");
  if (other) {
    const inOther = other.hosts > 0 ? plural(other.hosts, "host") : "folded hosts";
    notes.push(`Other stands for ${inOther}`);
  }
  if (g.thin.edges > 0) {
    notes.push(
      `the ${plural(g.thin.edges, "thinnest line")} not drawn, ${share(g.thin[g.metric], whole)} of ${g.metric}`,
    );
  }
  if (near.value !== "all") {
    notes.push(
      selection.value
        ? `out of reach: ${share(g.outside[g.metric], whole + g.outside[g.metric])} of ${g.metric}`
        : "select a host to see only what is near it",
    );
  }
  return notes;
}

/** The graph for a file or for paper. */
export function graphPicture(width: number): ExportedPicture | null {
  const g = drawn.value;
  if (!g || g.nodes.length === 0) return null;
  placeNow();
  const size = { width, height: Math.round(Math.max(400, width * 0.62)) };
  const inSight = g.nodes.flatMap((n) => places.value.get(n.key) ?? []);
  const picture = makePicture(size, overview(inSight, size));
  if (!picture) return null;
  return {
    ...size,
    says: ["each line is wide at its sender", ...notesOf(g)],
    legend: health.value
      ? paintedScale(health.value.scale)
      : colourKey(key.value, Math.min(320, width / 2)),
    paint: (c) => paint(c, picture, selectedFocus(picture.scene)),
  };
}
