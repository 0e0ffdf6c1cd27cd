// The heatmap as it stands: what it draws, where, and what moves it. It stays
// while other views are looked at.

import { computed, effect, signal } from "@preact/signals";
import type { Data } from "../../model/data";
import { type Matrix, placeOf } from "../../model/matrix";
import type { Sight } from "../../state/hash";
import {
  capturedOn,
  data,
  grouping,
  heat,
  heatHealth,
  heatOf,
  openSubnets,
  order,
  sight,
} from "../../state/state";
import { dark } from "../../state/theme";
import { pixels } from "./cells";
import { FIT, type Layout, type LayoutInput, layout, type Spot, type Zoom } from "./layout";
import { makeScene, type Painting, type Scene } from "./scene";
import type { Size } from "./size";
import { centred, TOUCHABLE, zoomAt } from "./zoom";

export interface Stage extends Painting {
  input: LayoutInput;
}

export const size = signal<Size>({ width: 0, height: 0, ratio: 1 });
/** What is in sight; null as usual, until it is changed. */
export const zoom = signal<Zoom | null>(null);
/** The host or subnet that was searched for. */
export const found = signal<number | null>(null);

export const scene = computed(() => sceneFor(dark.value));

export const stage = computed(() => {
  const { width, height, ratio } = size.value;
  if (!scene.value || width < 100) return null;
  const as = (z: Zoom) => staged(scene.value as Scene, width, height, ratio, z);
  if (zoom.value) return as(zoom.value);
  return sight.value ? as(zoomOf(as(FIT).layout, sight.value)) : as(usualZoom());
});

export function sceneFor(dark: boolean): Scene | null {
  const [d, m] = [data.value, heat.value];
  return d && m && sceneOf(d, m, dark);
}

function sceneOf(d: Data, m: Matrix, dark: boolean): Scene | null {
  if (m.rows.hosts.length === 0) return null;
  const ordered = order.value === "subnet" || order.value === "address";
  return makeScene(d, m, {
    tint: heatHealth.value,
    dark,
    brackets: grouping.value === "subnets" ? "open" : ordered ? "all" : "none",
    open: openSubnets.value,
    captured: new Set(capturedOn.value.keys()),
  });
}

/** What comes of these services, but for its labels. */
export function rehearseHeatmap(d: Data, services: Int32Array): void {
  const s = sceneOf(d, heatOf(d, services), dark.value);
  const l = stage.value?.layout;
  if (s && l) pixels(s, l);
}

export function staged(s: Scene, width: number, height: number, ratio: number, zoom: Zoom): Stage {
  const input = {
    rows: s.rowLabels.length,
    columns: s.columnLabels.length,
    width,
    height,
    pixelRatio: ratio,
    widestRow: s.widestRow,
    widestColumn: s.widestColumn,
  };
  return { ...s, input, layout: layout(input, zoom) };
}

/** What fits; for fingers at least what they can touch. */
function usualZoom(): Zoom {
  return matchMedia("(pointer: coarse), (max-width: 560px)").matches
    ? { ...FIT, size: TOUCHABLE }
    : FIT;
}

/** A link's sight in pixels, from the layout of which all fits. */
export function zoomOf(fit: Layout, [scale, row, column]: Sight): Zoom {
  return { size: Math.min(fit.cellWidth, fit.cellHeight) * scale, row, column };
}

const SETTLED = 300; // milliseconds without a move: browsers refuse a new hash for each

let settling: ReturnType<typeof setTimeout> | undefined;
let told: Sight | null = null;

// The link has where the heatmap is zoomed to, and leads there.
effect(() => {
  const moved = zoom.value !== null;
  clearTimeout(settling);
  if (!moved) return;
  settling = setTimeout(() => {
    const l = stage.peek()?.layout;
    if (!l) return;
    const near = (n: number) => Math.round(n * 100) / 100;
    const usual = l.scale === 1 && usualZoom() === FIT;
    told = usual ? null : [near(l.scale), near(l.zoom.row), near(l.zoom.column)];
    sight.value = told;
  }, SETTLED);
});
effect(() => {
  if (`${sight.value}` !== `${told}`) zoom.value = null;
  told = sight.value;
});

// Another report has other hosts: neither sight nor search mean anything there.
effect(() => {
  if (data.value) zoom.value = found.value = null;
});

/** So many times larger around a cell, or the plot's middle; with 0 as it fits. */
export function zoomBy(factor: number, around: Spot | null = null): void {
  const s = stage.value;
  if (!s) return;
  const l = s.layout;
  const x = around ? l.x + (around.column + 0.5) * l.cellWidth - l.left : l.x + l.plotWidth / 2;
  const y = around ? l.y + (around.row + 0.5) * l.cellHeight - l.top : l.y + l.plotHeight / 2;
  zoom.value = factor ? zoomAt(s.input, l, factor, x, y) : FIT;
}

/** Brings the row and the column of a host or subnet into sight. */
export function show(key: number): void {
  const s = stage.value;
  if (!s) return;
  const { rows, columns } = s.matrix;
  zoom.value = centred(s.input, s.layout, {
    row: placeOf(rows, key),
    column: placeOf(columns, key),
  });
}
