// What the heatmap draws, wherever in it one looks: made when the matrix or the
// colours change, and not for zooming, moving or pointing.

import type { Data } from "../../model/data";
import { largest } from "../../model/largest";
import { type Axis, type Matrix, OTHER, subnetOfKey } from "../../model/matrix";
import { subnets } from "../../model/subnet";
import type { Tint } from "../../model/tint";
import { plural, volume } from "../../ui/format";
import { channels, type Ink, inkOf } from "../../ui/palette";
import { formatHealth, healthScale, pale, type Scale, volumeScale } from "../../ui/scale";
import { FAMILY } from "../../ui/svg-context";
import { FONT, type Layout } from "./layout";

/** Neighbours of one subnet, both ends included. */
export interface Run {
  first: number;
  last: number;
}

export interface Scene {
  matrix: Matrix;
  rowLabels: string[];
  columnLabels: string[];
  /** How many hosts or subnets have a row or column of their own. */
  own: number;
  rowRuns: Run[];
  columnRuns: Run[];
  /** The hosts that took the capture. */
  captured: ReadonlySet<number>;
  /** The widest labels, in pixels. */
  widestRow: number;
  widestColumn: number;
  ink: Ink;
  /** A volume in words. */
  format: (value: number) => string;
  /** What cells are coloured by where it isn't their volume. */
  tint: Tint | null;
  scale: Scale;
  /** What is written into a cell. */
  text: (cell: number) => string;
  /** Each cell's step, 1 to 255; 0: it has no colour. The higher one is seen where cells share pixels. */
  level: Uint8Array;
  /** The steps' colours; 0 is that of nothing. */
  colours: string[];
  /** The same as pixels. */
  pixel: Uint32Array;
  /** Steps from this one to before that one are too little to be sure of. */
  unsure: Run;
}

/** A scene, and where it stands. */
export interface Painting extends Scene {
  layout: Layout;
}

export { FAMILY };

interface Look {
  tint: Tint | null;
  dark: boolean;
  /** Whether neighbours of one subnet are bracketed. */
  brackets: "open" | "all" | "none";
  open: readonly string[];
  captured: ReadonlySet<number>;
}

export function makeScene(d: Data, m: Matrix, look: Look): Scene {
  const rowLabels = labels(d, m.rows);
  const columnLabels = m.columns === m.rows ? rowLabels : labels(d, m.columns);
  // Some of them have a mark.
  const room = look.captured.size > 0 ? 14 : 0;
  const ink = inkOf(look.dark);
  return {
    matrix: m,
    rowLabels,
    columnLabels,
    own: new Set([...m.rows.hosts, ...m.columns.hosts].filter((key) => key !== OTHER)).size,
    rowRuns: runs(d, m.rows, look),
    columnRuns: runs(d, m.columns, look),
    captured: look.captured,
    widestRow: widest(rowLabels) + room,
    widestColumn: widest(columnLabels) + room,
    ink,
    format: (n) => volume(n, m.metric),
    tint: look.tint,
    ...(look.tint ? healthSteps(look.tint, m, look.dark) : volumeSteps(m, look.dark)),
  };
}

/** What stands at each place: a host's label, a subnet and how many hosts it holds, Other. */
function labels(d: Data, axis: Axis): string[] {
  const size = new Int32Array(axis.hosts.length);
  for (const place of axis.place) if (place >= 0) size[place]!++;
  const own = new Set(axis.hosts);
  const net = subnets(d);
  const opened = new Set<number>();
  for (const key of own) if (key >= 0) opened.add(net.of[key]!);
  return Array.from(axis.hosts, (key, i) => {
    const subnet = subnetOfKey(key);
    if (subnet < 0) return edgeLabel(d, key);
    const name = net.label[subnet]!;
    return opened.has(subnet) ? `${plural(size[i]!, "other")} of ${name}` : `${name} (${size[i]})`;
  });
}

/** The label of a host, or of all the others together. */
export function edgeLabel(d: Data, key: number): string {
  return key === OTHER ? "Other" : (d.hosts.label[key] ?? subnets(d).label[subnetOfKey(key)] ?? "");
}

function runs(d: Data, axis: Axis, { brackets, open }: Look): Run[] {
  if (brackets === "none") return [];
  const net = subnets(d);
  const shown = new Set(open);
  const found: Run[] = [];
  let before = -1;
  axis.hosts.forEach((key, i) => {
    let subnet = key === OTHER ? -1 : key >= 0 ? net.of[key]! : subnetOfKey(key);
    if (brackets === "open" && !shown.has(net.label[subnet] ?? "")) subnet = -1;
    if (subnet >= 0 && subnet === before) found.at(-1)!.last = i;
    else if (subnet >= 0) found.push({ first: i, last: i });
    before = subnet;
  });
  return found;
}

const ruler = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;

function widest(texts: string[]): number {
  // Bold, as an emphasised label is.
  ruler.font = `600 ${FONT}px ${FAMILY}`;
  let most = 40;
  const longest = largest(
    texts,
    60,
    (text) => text.length,
    () => 0,
  );
  for (const text of longest) {
    most = Math.max(most, ruler.measureText(text.slice(0, 60)).width);
  }
  return Math.ceil(most);
}

type Steps = Pick<Scene, "scale" | "text" | "level" | "colours" | "pixel" | "unsure">;

function volumeSteps(m: Matrix, dark: boolean): Steps {
  const scale = volumeScale(m.min, m.max, m.metric, dark);
  const value = m[m.metric];
  const reach = m.max > m.min ? Math.log(m.max / m.min) : 0;
  const level = new Uint8Array(value.length);
  for (let i = 0; i < value.length; i++) {
    // A frame of no bytes has no place on a logarithmic scale.
    if (value[i]! <= 0) continue;
    level[i] = reach ? 1 + Math.round((254 * Math.log(value[i]! / m.min)) / reach) : 255;
  }
  const colours = [inkOf(dark).none];
  for (let step = 1; step < 256; step++) {
    colours.push(scale.colour(m.min * Math.exp((reach * (step - 1)) / 254)));
  }
  return {
    scale,
    level,
    text: (i) => volume(value[i]!, m.metric),
    ...painted(colours, { first: 0, last: 0 }),
  };
}

/** So many steps for what is sure, and as many, before them, for what isn't. */
const STEPS = 127;

function healthSteps({ facts, cells }: Tint, m: Matrix, dark: boolean): Steps {
  const { metric } = facts;
  const scale = healthScale([cells], metric, dark);
  const level = new Uint8Array(m.column.length).fill(1);
  for (let i = 0; i < level.length; i++) {
    const value = cells.value(i);
    if (Number.isNaN(value)) continue;
    const step = Math.round(scale.place(value) * (STEPS - 1));
    level[i] = 2 + step + (cells.sure(i) ? STEPS : 0);
  }
  const ink = inkOf(dark);
  const sure = Array.from({ length: STEPS }, (_, step) => scale.ramp(step / (STEPS - 1)));
  const colours = [ink.none, ink.unknown, ...sure.map((colour) => pale(colour, dark)), ...sure];
  return {
    scale,
    level,
    text: (i) => {
      const value = cells.value(i);
      if (Number.isNaN(value)) return "";
      return formatHealth(value, metric) + (cells.sure(i) ? "" : "?");
    },
    ...painted(colours, { first: 2, last: 2 + STEPS }),
  };
}

function painted(colours: string[], unsure: Run) {
  const pixel = new Uint32Array(256);
  const bytes = new Uint8Array(pixel.buffer);
  colours.forEach((colour, step) => {
    bytes.set([...channels(colour), 255], step * 4);
  });
  return { colours, pixel, unsure };
}
