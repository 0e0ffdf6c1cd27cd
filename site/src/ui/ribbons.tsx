// A Sankey as SVG, drawn from its layout: ribbons, nodes, and their labels. All
// colours stand in the picture itself, so that it stays itself outside of the page.

import type { Data } from "../model/data";
import { Tally } from "../model/health";
import type { ColumnKind, LinkNode, Links } from "../model/links";
import { OTHER } from "../model/matrix";
import { type Box, type Layout, NODE_WIDTH, outline, type Ribbon } from "../model/ribbons";
import { subnets } from "../model/subnet";
import { clean, shorten } from "../model/text";
import { appLabel } from "./by-port";
import { volume } from "./format";
import { hueColour } from "./hues";
import { applicationColor, inkOf, otherColour } from "./palette";
import { healthScale, healthWords, type Scale, tallyColour } from "./scale";

export const headings: Record<ColumnKind, string> = {
  source: "source",
  "source-net": "subnet",
  app: "application",
  transport: "transport",
  port: "server port",
  "destination-net": "subnet",
  destination: "destination",
};

/** What a node is called. */
export function nodeLabel(d: Data, { kind, key, byPort }: LinkNode): string {
  if (key === OTHER) return "Other";
  switch (kind) {
    case "source":
    case "destination":
      return d.hosts.label[key] ?? "";
    case "source-net":
    case "destination-net":
      return clean(subnets(d).label[key] ?? "");
    case "app":
      return appLabel(d.report.applications[key]?.name ?? "", byPort === true) || "(none)";
    case "transport":
      return clean(d.report.transports[key] ?? "") || "(none)";
    case "port":
      return key ? `${key}` : "(no port)";
  }
}

export interface Drawing {
  data: Data;
  links: Links;
  layout: Layout;
  dark: boolean;
  /** What ribbons are coloured by where it isn't who sends. */
  health?: RibbonHealth | undefined;
  /** Conversations without room at their sides say who sends above each half. */
  captions?: string[];
}

export interface RibbonHealth {
  scale: Scale;
  /** By the layout's ribbons. */
  tally: Tally;
  place: Map<Ribbon, number>;
}

/** How the ribbons did, if their paths say. */
export function ribbonHealth(made: Links, l: Layout, dark: boolean): RibbonHealth | undefined {
  const { health } = made;
  if (!health) return undefined;
  const tally = new Tally(health.facts, l.ribbons.length);
  l.ribbons.forEach((r, i) => {
    for (const path of r.paths) tally.take(i, health, path);
  });
  return {
    tally,
    scale: healthScale([tally], health.facts.metric, dark),
    place: new Map(l.ribbons.map((r, i) => [r, i])),
  };
}

/** How a ribbon, or all that runs through a node, did, in words; nothing where that isn't coloured. */
export function itemHealth({ links: { health, paths, columns } }: Drawing, item: Box | Ribbon) {
  if (!health) return "";
  const tally = new Tally(health.facts, 1);
  const mine = (path: number) =>
    "node" in item ? paths[path]!.nodes[item.column] === item.index : item.paths.includes(path);
  for (let path = 0; path < paths.length; path++) if (mine(path)) tally.take(0, health, path);
  // What has no direction came there both ways, where the column isn't of one end.
  const twice =
    !health.facts.directed &&
    "node" in item &&
    ["app", "transport", "port"].includes(item.node.kind) &&
    !columns[0]?.some((n) => n.half === 1);
  if (twice) {
    tally.part[0]! /= 2;
    tally.base[0]! /= 2;
  }
  return healthWords(tally, 0);
}

export function nodeColour({ data: d, dark }: Drawing, node: LinkNode): string {
  if (node.key === OTHER) return otherColour;
  switch (node.kind) {
    case "source":
    case "destination":
      return hueColour(d.hosts.address[node.key] ?? "", dark);
    case "app":
      return applicationColor(d.report.applications[node.key]?.name ?? "");
    case "transport":
      return applicationColor(nodeLabel(d, node));
    default:
      return hueColour(nodeLabel(d, node), dark);
  }
}

/** Colour is for what the ribbons' colours mean; the other nodes are grey. */
function boxColour(p: Drawing, { node, column }: Box): string {
  if (p.health) return inkOf(p.dark).muted;
  const coloured = p.links.columns[p.links.colour]?.[0]?.kind;
  const told = column === p.links.colour || (coloured === "source" && node.kind === "destination");
  return told ? nodeColour(p, node) : inkOf(p.dark).muted;
}

export function ribbonColour(p: Drawing, r: Ribbon): string {
  const h = p.health;
  if (h) return tallyColour(h.tally, h.place.get(r) ?? -1, h.scale, p.dark);
  const node = p.links.columns[p.links.colour]?.[r.colour];
  return node ? nodeColour(p, node) : otherColour;
}

/** How strong ribbons are where nothing is pointed at. */
export function ribbonOpacity(p: Drawing): number {
  return p.health ? 0.8 : 0.42;
}

/** Marks an element as the thing that can be pointed at, with its words for readers. */
export type Mark = (item: Box | Ribbon) => Record<string, string | number>;

export function RibbonShapes({ drawing: p, mark }: { drawing: Drawing; mark?: Mark }) {
  const all = [...p.layout.ribbons].sort((r, s) => s.width - r.width);
  return (
    <>
      {all.map((r) => (
        <path
          key={`${r.column},${r.from},${r.to},${r.colour}`}
          d={outline(r)}
          fill={ribbonColour(p, r)}
          {...mark?.(r)}
        />
      ))}
    </>
  );
}

interface NodeShapesProps {
  drawing: Drawing;
  mark?: Mark;
  /** Whether a node is among what is pointed at; the others step back. */
  lit?: (box: Box) => boolean;
}

export function NodeShapes({ drawing: p, mark, lit }: NodeShapesProps) {
  const all = p.layout.boxes.flat();
  const opacity = (box: Box) => (!lit || lit(box) ? 1 : 0.3);
  return (
    <>
      {all.map((box) => (
        <rect
          key={`${box.column},${box.index}`}
          x={box.x}
          y={box.y}
          width={NODE_WIDTH}
          height={box.height}
          rx={Math.min(2, box.height / 2)}
          fill={boxColour(p, box)}
          opacity={opacity(box)}
          {...mark?.(box)}
        />
      ))}
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: labels take no focus; nodes have whole names */}
      <g aria-hidden="true">
        {all.map((box) => (
          <NodeLabel
            key={`${box.column},${box.index}`}
            drawing={p}
            box={box}
            opacity={opacity(box)}
            item={mark?.(box)["data-item"]}
          />
        ))}
      </g>
    </>
  );
}

interface NodeLabelProps {
  drawing: Drawing;
  box: Box;
  opacity: number;
  item: string | number | undefined;
}

function NodeLabel({ drawing: p, box, opacity, item }: NodeLabelProps) {
  const ink = inkOf(p.dark);
  const label = labelOf(p, box);
  if (!label) return null;
  return (
    <text
      data-item={item}
      x={label.x}
      y={box.y + box.height / 2}
      dy="0.35em"
      text-anchor={label.anchor}
      fill={ink.text}
      opacity={opacity}
      stroke={ink.ground}
      stroke-width="3"
      stroke-linejoin="round"
      paint-order="stroke"
    >
      <tspan unicode-bidi="isolate">{label.name}</tspan>
      {label.value && <tspan fill={ink.muted}>{`  ${label.value}`}</tspan>}
    </text>
  );
}

/** The columns' headings, or what each half is, at the picture's top edge and between. */
export function Headings({ drawing: p }: { drawing: Drawing }) {
  const { boxes, frame } = p.layout;
  const ink = inkOf(p.dark);
  if (p.captions) {
    return p.captions.map((caption, half) => {
      const own = boxes.flat().filter((b) => b.node.half === half);
      if (own.length === 0) return null;
      const tops = own.map((b) => Math.min(b.y, b.y + b.height / 2 - p.layout.slot / 2));
      return (
        <text key={half} x={frame.left} y={Math.min(...tops) - 6} fill={ink.muted}>
          {fitted(caption, frame.width - frame.left)}
        </text>
      );
    });
  }
  return boxes.map((column, c) => {
    const box = column[0];
    if (!box) return null;
    const first = c === 0;
    const last = c === boxes.length - 1;
    const outside = frame.left > 0;
    const anchor = first
      ? outside
        ? "end"
        : "start"
      : last
        ? outside
          ? "start"
          : "end"
        : "middle";
    const x =
      box.x + (anchor === "middle" ? NODE_WIDTH / 2 : (anchor === "end") === last ? NODE_WIDTH : 0);
    return (
      <text key={c} x={x} y={-9} text-anchor={anchor} fill={ink.muted}>
        {headings[box.node.kind]}
      </text>
    );
  });
}

interface Label {
  x: number;
  anchor: "start" | "end";
  name: string;
  value: string;
}

const APART = 6;

function labelOf(p: Drawing, box: Box): Label | null {
  const { frame, slot, step, boxes } = p.layout;
  const last = box.column === boxes.length - 1;
  const host = box.node.kind === "source" || box.node.kind === "destination";
  if (!slot || (p.captions && host)) return null;
  const outside = frame.left > 0;
  const leftward = outside ? box.column === 0 && !last : last;
  let room = step - NODE_WIDTH - 2 * APART;
  if (outside && box.column === 0) room = frame.left - APART;
  else if (outside && last) room = frame.right - APART;
  // Without room at the sides, the last two columns' labels share what is between them.
  else if (!outside && !p.captions && box.column >= boxes.length - 2) room = room / 2 - APART;
  const name = nodeLabel(p.data, box.node);
  const amount = volume(Math.max(box.node.whole, box.node[p.links.metric]), p.links.metric);
  const fits = widthOf(`${name}  ${amount}`) <= room;
  return {
    x: leftward ? box.x - APART : box.x + NODE_WIDTH + APART,
    anchor: leftward ? "end" : "start",
    name: fitted(name, room),
    value: fits ? amount : "",
  };
}

/** How much room the labels of a column want. */
export function widestLabel(d: Data, links: Links, column: number): number {
  const nodes = links.columns[column] ?? [];
  const texts = nodes.map(
    (n) => `${nodeLabel(d, n)}  ${volume(Math.max(n.whole, n[links.metric]), links.metric)}`,
  );
  return Math.max(60, ...texts.map(widthOf)) + APART + 4;
}

const ruler = document.createElement("canvas").getContext("2d");
const known = new Map<string, number>();

export const SANKEY_FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

function widthOf(text: string): number {
  let width = known.get(text);
  if (width === undefined) {
    if (known.size > 5000) known.clear();
    if (ruler) ruler.font = `12px ${SANKEY_FONT}`;
    width = ruler?.measureText(text).width ?? text.length * 7;
    known.set(text, width);
  }
  return width;
}

function fitted(text: string, room: number): string {
  return shorten(text, (part) => widthOf(part) <= room);
}
