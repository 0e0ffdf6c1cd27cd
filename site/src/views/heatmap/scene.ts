// What the heatmap draws, wherever in it one looks: made when the matrix or the
// colours change, and not for zooming, moving or pointing.

import type { Data } from "../../model/data";
import { largest } from "../../model/largest";
import { type Axis, type Matrix, OTHER, subnetOfKey } from "../../model/matrix";
import { subnets } from "../../model/subnet";
import type { PaletteName } from "../../state/hash";
import { plural, volume } from "../../ui/format";
import { channels, colourScale, type Ink, inkOf, ramp } from "../../ui/palette";
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
  colour: (value: number) => string;
  format: (value: number) => string;
  /** Each cell's step on the colour scale, 1 to 255; 0: it has no place on it. */
  level: Uint8Array;
  /** The steps' colours as pixels; 0 is that of nothing. */
  pixel: Uint32Array;
}

/** A scene, and where it stands. */
export interface Painting extends Scene {
  layout: Layout;
}

export { FAMILY };

interface Look {
  palette: PaletteName;
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
  const colour = colourScale(m.min, m.max, ramp(look.palette, look.dark));
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
    colour,
    format: (n) => volume(n, m.metric),
    ...steps(m, colour, ink.none),
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

function steps(m: Matrix, colour: (value: number) => string, none: string) {
  const value = m[m.metric];
  const reach = m.max > m.min ? Math.log(m.max / m.min) : 0;
  const level = new Uint8Array(value.length);
  for (let i = 0; i < value.length; i++) {
    if (value[i]! <= 0) continue;
    level[i] = reach ? 1 + Math.round((254 * Math.log(value[i]! / m.min)) / reach) : 255;
  }
  const pixel = new Uint32Array(256);
  const bytes = new Uint8Array(pixel.buffer);
  for (let step = 0; step < 256; step++) {
    const at = m.min * Math.exp((reach * (step - 1)) / 254);
    bytes.set(step ? channels(colour(at)) : hexChannels(none), step * 4);
    bytes[step * 4 + 3] = 255;
  }
  return { level, pixel };
}

function hexChannels(hex: string): number[] {
  return [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
}
