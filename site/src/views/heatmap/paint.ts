// Draws a laid-out matrix on a canvas: once for each change, not for hovering.

import { type Axis, type Matrix, OTHER } from "../../model/matrix";
import { channels, type Ink, inkOn } from "../../ui/palette";
import type { Layout } from "./layout";

export interface Painting {
  layout: Layout;
  matrix: Matrix;
  rowLabels: string[];
  columnLabels: string[];
  ink: Ink;
  colour: (value: number) => string;
  format: (value: number) => string;
}

export const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

/** A canvas of this size in CSS pixels, sharp on the device, blank. */
export function blank(canvas: HTMLCanvasElement, width: number, height: number) {
  const ratio = devicePixelRatio;
  const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  // Setting a size, even the same one, takes new memory: too slow for every move of the pointer.
  if (canvas.width !== deviceWidth || canvas.height !== deviceHeight) {
    canvas.width = deviceWidth;
    canvas.height = deviceHeight;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

export function paint(canvas: HTMLCanvasElement, p: Painting): void {
  const { layout: l } = p;
  const c = blank(canvas, l.width, l.height);
  c.fillStyle = p.ink.ground;
  c.fillRect(0, 0, l.width, l.height);
  if (Math.min(l.cellWidth, l.cellHeight) * devicePixelRatio >= 6) paintCells(c, p);
  else paintPixels(c, p);
  paintLabels(c, p);
  paintRowTotals(c, p);
  paintColumnTotals(c, p);
}

function values(m: Matrix): Float64Array {
  return m[m.metric];
}

function paintCells(c: CanvasRenderingContext2D, p: Painting): void {
  const { layout: l, matrix: m, ink } = p;
  c.fillStyle = ink.none;
  const width = l.cellWidth - l.gap;
  const height = l.cellHeight - l.gap;
  for (let row = 0; row < l.rows; row++) {
    for (let column = 0; column < l.columns; column++) {
      c.fillRect(l.x + column * l.cellWidth, l.y + row * l.cellHeight, width, height);
    }
  }
  const value = values(m);
  const numbers = l.cellWidth >= 52 && l.cellHeight >= 18;
  c.font = `${l.font}px ${FAMILY}`;
  c.textAlign = "center";
  c.textBaseline = "middle";
  for (let row = 0; row < l.rows; row++) {
    for (let i = m.offset[row]!; i < m.offset[row + 1]!; i++) {
      if (!(value[i]! > 0)) continue; // a frame of no bytes has no place on a logarithmic scale
      const x = l.x + m.column[i]! * l.cellWidth;
      const y = l.y + row * l.cellHeight;
      const colour = p.colour(value[i]!);
      c.fillStyle = colour;
      c.fillRect(x, y, width, height);
      if (!numbers) continue;
      c.fillStyle = inkOn(colour);
      c.fillText(p.format(value[i]!), x + width / 2, y + height / 2 + 0.5);
    }
  }
}

/** Small cells, pixel by pixel. Where several cells share a pixel, it shows the largest. */
function paintPixels(c: CanvasRenderingContext2D, p: Painting): void {
  const { layout: l, matrix: m } = p;
  const ratio = devicePixelRatio;
  const cellWidth = l.cellWidth * ratio;
  const cellHeight = l.cellHeight * ratio;
  const width = Math.max(1, Math.ceil(l.columns * cellWidth));
  const height = Math.max(1, Math.ceil(l.rows * cellHeight));
  const largest = new Float64Array(width * height);
  const value = values(m);
  for (let row = 0; row < l.rows; row++) {
    const top = Math.floor(row * cellHeight);
    const bottom = Math.max(top + 1, Math.floor((row + 1) * cellHeight));
    for (let i = m.offset[row]!; i < m.offset[row + 1]!; i++) {
      const left = Math.floor(m.column[i]! * cellWidth);
      const right = Math.max(left + 1, Math.floor((m.column[i]! + 1) * cellWidth));
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          const at = y * width + x;
          if (value[i]! > largest[at]!) largest[at] = value[i]!;
        }
      }
    }
  }
  c.putImageData(colourPixels(largest, width, height, p), l.x * ratio, Math.round(l.y * ratio));
}

function colourPixels(largest: Float64Array, width: number, height: number, p: Painting) {
  const image = new ImageData(width, height);
  const known = new Map<number, number[]>();
  const none = hexChannels(p.ink.none);
  for (let i = 0; i < largest.length; i++) {
    const value = largest[i]!;
    let colour = none;
    if (value > 0) {
      // Steps of 1/64 of a factor e can't be told apart.
      const step = Math.round(Math.log(value) * 64);
      colour = known.get(step) ?? channels(p.colour(value));
      known.set(step, colour);
    }
    image.data.set(colour, i * 4);
    image.data[i * 4 + 3] = 255;
  }
  return image;
}

function hexChannels(hex: string): number[] {
  return [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
}

function paintLabels(c: CanvasRenderingContext2D, p: Painting): void {
  const { layout: l, ink } = p;
  c.font = `${l.font}px ${FAMILY}`;
  c.fillStyle = ink.muted;
  c.textBaseline = "alphabetic";
  c.textAlign = "right";
  c.fillText(
    l.rowLabel >= 170 ? "from source ↓  to destination →" : "from ↓ to →",
    l.x - 8,
    l.y - 8,
  );
  c.fillStyle = ink.text;
  if (l.rowStep) {
    for (const row of labelled(l.rows, l.rowStep, p.matrix.rows)) drawRowLabel(c, p, row);
  }
  if (l.columnStep) {
    for (const column of labelled(l.columns, l.columnStep, p.matrix.columns)) {
      drawColumnLabel(c, p, column);
    }
  }
}

/** Every so many-th place, and always that of Other, which stands last. */
function labelled(count: number, step: number, axis: Axis): number[] {
  const last = count - 1;
  const other = axis.hosts[last] === OTHER;
  const places: number[] = [];
  for (let i = 0; i < count; i += step) if (!other || i <= last - step) places.push(i);
  return other ? [...places, last] : places;
}

export function drawRowLabel(c: CanvasRenderingContext2D, p: Painting, row: number): void {
  const { layout: l } = p;
  c.textAlign = "right";
  c.textBaseline = "middle";
  const text = fitText(c, p.rowLabels[row] ?? "", l.rowLabel);
  c.fillText(text, l.x - 8, l.y + (row + 0.5) * l.cellHeight - l.gap / 2 + 0.5);
}

export function drawColumnLabel(c: CanvasRenderingContext2D, p: Painting, column: number): void {
  const { layout: l } = p;
  const x = l.x + (column + 0.5) * l.cellWidth - l.gap / 2;
  const text = fitText(c, p.columnLabels[column] ?? "", l.columnLabel);
  c.save();
  c.textBaseline = "middle";
  if (l.columnAngle === 0) {
    c.textAlign = "center";
    c.fillText(text, x, l.y - 10);
  } else {
    c.textAlign = "left";
    c.translate(x, l.y - 6);
    c.rotate((-l.columnAngle * Math.PI) / 180);
    c.fillText(text, 0, 0);
  }
  c.restore();
}

function paintRowTotals(c: CanvasRenderingContext2D, p: Painting): void {
  const { layout: l, matrix: m, ink } = p;
  const totals = m.rows[m.metric];
  const most = totals.reduce((a, b) => Math.max(a, b), 0);
  const x = l.x + l.columns * l.cellWidth + 8;
  const numbered = new Set(l.rowStep ? labelled(l.rows, l.rowStep, m.rows) : []);
  c.font = `${l.font}px ${FAMILY}`;
  c.textBaseline = "middle";
  c.textAlign = "left";
  for (let row = 0; row < l.rows; row++) {
    const length = most > 0 ? (totals[row]! / most) * l.rowBar : 0;
    const y = l.y + row * l.cellHeight;
    const height = Math.max(0.5, Math.min(l.cellHeight - l.gap, 20));
    const inset = (l.cellHeight - l.gap - height) / 2;
    c.fillStyle = ink.bar;
    if (l.rowBar > 0) c.fillRect(x, y + inset, Math.max(length, 1), height);
    if (!numbered.has(row)) continue;
    c.fillStyle = ink.muted;
    const after = l.rowBar > 0 ? Math.max(length, 1) + 6 : 0;
    c.fillText(p.format(totals[row]!), x + after, y + (l.cellHeight - l.gap) / 2 + 0.5);
  }
  c.fillStyle = ink.muted;
  c.font = `${l.font}px ${FAMILY}`;
  c.textBaseline = "alphabetic";
  if (l.columnAngle === 45) {
    c.textAlign = "right";
    c.fillText("sent", Math.min(l.width, x + l.rowBar + 52), l.y - 8);
  } else c.fillText("sent", x, l.y - 8);
}

function paintColumnTotals(c: CanvasRenderingContext2D, p: Painting): void {
  const { layout: l, matrix: m, ink } = p;
  const totals = m.columns[m.metric];
  const most = totals.reduce((a, b) => Math.max(a, b), 0);
  const y = l.y + l.rows * l.cellHeight + 7;
  c.font = `${l.font}px ${FAMILY}`;
  for (let column = 0; column < l.columns; column++) {
    const length = Math.max(1, most > 0 ? (totals[column]! / most) * l.columnBar : 0);
    const x = l.x + column * l.cellWidth;
    const width = Math.max(0.5, Math.min(l.cellWidth - l.gap, 20));
    const inset = (l.cellWidth - l.gap - width) / 2;
    c.fillStyle = ink.bar;
    c.fillRect(x + inset, y, width, length);
    c.fillStyle = ink.muted;
    drawColumnTotal(c, l, p.format(totals[column]!), x + (l.cellWidth - l.gap) / 2, y + length);
  }
  c.fillStyle = ink.muted;
  c.font = `${l.font}px ${FAMILY}`;
  c.textAlign = "right";
  c.textBaseline = "alphabetic";
  c.fillText("received", l.x - 8, y + 12);
}

function drawColumnTotal(
  c: CanvasRenderingContext2D,
  l: Layout,
  text: string,
  x: number,
  y: number,
): void {
  if (l.columnTotalAngle < 0) return;
  c.save();
  c.translate(x, y + 5);
  if (l.columnTotalAngle === 90) {
    c.rotate(-Math.PI / 2);
    c.textAlign = "right";
    c.textBaseline = "middle";
  } else {
    c.textAlign = "center";
    c.textBaseline = "top";
  }
  c.fillText(text, 0, 0);
  c.restore();
}

/** The text, cut with "…" to what fits. */
export function fitText(c: CanvasRenderingContext2D, text: string, width: number): string {
  if (c.measureText(text).width <= width + 1) return text;
  let low = 0;
  let high = Math.min(text.length, 200);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (c.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low)}…`;
}
