// Draws a laid-out matrix on a canvas: when it changes or moves, not for pointing.

import { type Axis, OTHER } from "../../model/matrix";
import { shorten } from "../../model/text";
import type { Context } from "../../ui/svg-context";
import { paintCells } from "./cells";
import { FONT, inSight, type Layout, xOf, yOf } from "./layout";
import { FAMILY, type Painting, type Run } from "./scene";

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
  draw(blank(canvas, p.layout.width, p.layout.height), p);
}

export function draw(c: Context, p: Painting): void {
  const { layout: l } = p;
  c.fillStyle = p.ink.ground;
  c.fillRect(0, 0, l.width, l.height);
  paintCells(c, p);
  paintLabels(c, p);
  paintRuns(c, p);
  paintRowTotals(c, p);
  paintColumnTotals(c, p);
}

function paintLabels(c: Context, p: Painting): void {
  const { layout: l, ink, matrix: m } = p;
  const s = inSight(l);
  c.font = `${FONT}px ${FAMILY}`;
  c.fillStyle = ink.muted;
  c.textBaseline = "alphabetic";
  c.textAlign = "right";
  c.fillText(cornerText(p), l.x - 8, l.y - 8);
  c.fillStyle = ink.text;
  if (l.rowStep) {
    for (const row of labelled(s.firstRow, s.lastRow, l.rowStep, m.rows)) drawRowLabel(c, p, row);
  }
  if (l.columnStep) {
    for (const column of labelled(s.firstColumn, s.lastColumn, l.columnStep, m.columns)) {
      drawColumnLabel(c, p, column);
    }
  }
}

function cornerText({ layout: l, matrix: m }: Painting): string {
  if (m.directions === "sum") return "between";
  if (m.directions === "split") return l.rowLabel >= 128 ? "◤ row → column  ◢ back" : "◤ →  ◢ ←";
  return l.rowLabel >= 170 ? "from source ↓  to destination →" : "from ↓ to →";
}

/** Every so many-th place in sight, and always that of Other, which stands last. */
function labelled(first: number, last: number, step: number, axis: Axis): number[] {
  const end = axis.hosts.length - 1;
  const other = axis.hosts[end] === OTHER;
  const places: number[] = [];
  for (let i = Math.ceil(first / step) * step; i <= last; i += step) {
    if (!other || i <= end - step) places.push(i);
  }
  return other && last === end ? [...places, end] : places;
}

/** The middle of what is in sight of a row, or -1 if that is too little for a label. */
function middle(from: number, size: number, start: number, length: number): number {
  const top = Math.max(from, start);
  const bottom = Math.min(from + size, start + length);
  const enough = 0.8 * Math.min(size, FONT);
  return bottom - top < enough ? -1 : (top + bottom) / 2;
}

export function rowMiddle(l: Layout, row: number): number {
  return middle(yOf(l, row), l.cellHeight - l.gap, l.y, l.plotHeight);
}

export function columnMiddle(l: Layout, column: number): number {
  return middle(xOf(l, column), l.cellWidth - l.gap, l.x, l.plotWidth);
}

export function drawRowLabel(c: Context, p: Painting, row: number): void {
  const { layout: l } = p;
  const y = rowMiddle(l, row);
  if (y < 0) return;
  const room = p.captured.has(p.matrix.rows.hosts[row]!) ? MARK : 0;
  c.textAlign = "right";
  c.textBaseline = "middle";
  c.fillText(fitText(c, p.rowLabels[row] ?? "", l.rowLabel - room), l.x - 8 - room, y + 0.5);
  if (room) drawMark(c, l.x - 10, y);
}

export function drawColumnLabel(c: Context, p: Painting, column: number): void {
  const { layout: l } = p;
  const x = columnMiddle(l, column);
  if (x < 0) return;
  const room = p.captured.has(p.matrix.columns.hosts[column]!) ? MARK : 0;
  const text = fitText(c, p.columnLabels[column] ?? "", l.columnLabel - room);
  c.save();
  c.textBaseline = "middle";
  if (l.columnAngle === 0) {
    c.textAlign = "center";
    c.fillText(text, x + room / 2, l.y - 10);
    if (room) drawMark(c, x - c.measureText(text).width / 2, l.y - 10.5);
  } else {
    c.textAlign = "left";
    c.translate(x, l.y - 6);
    c.rotate((-l.columnAngle * Math.PI) / 180);
    c.fillText(text, room, 0);
    if (room) drawMark(c, 4, -0.5);
  }
  c.restore();
}

const MARK = 14; // the room for cross hairs between a label and its cells

/** Cross hairs for a host that took the capture, as in the graph. */
function drawMark(c: Context, x: number, y: number): void {
  c.strokeStyle = c.fillStyle;
  c.lineWidth = 1;
  c.beginPath();
  c.arc(x, y, 3, 0, 2 * Math.PI);
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    c.moveTo(x + dx * 1.5, y + dy * 1.5);
    c.lineTo(x + dx * 5, y + dy * 5);
  }
  c.stroke();
}

/** A line along the edge for neighbours of one subnet. */
function paintRuns(c: Context, p: Painting): void {
  const { layout: l, ink } = p;
  c.fillStyle = ink.muted;
  const lines = (runs: Run[], at: (place: number) => number, from: number, length: number) =>
    runs.flatMap(({ first, last }) => {
      const start = Math.max(from, at(first) + 1);
      const end = Math.min(from + length, at(last + 1) - 2);
      return last > first && end - start >= 3 ? [[start, end - start] as const] : [];
    });
  for (const [y, height] of lines(p.rowRuns, (row) => yOf(l, row), l.y, l.plotHeight)) {
    c.fillRect(l.x - 4, y, 2, height);
  }
  for (const [x, width] of lines(p.columnRuns, (column) => xOf(l, column), l.x, l.plotWidth)) {
    c.fillRect(x, l.y - 4, width, 2);
  }
}

/** How many neighbours have one bar together: as many as share a pixel of the device. */
function barsPerPixel(cell: number): number {
  return Math.max(1, Math.floor(1 / cell));
}

function largestOf(totals: Float64Array, first: number, count: number): number {
  let most = 0;
  for (let i = first; i < first + count && i < totals.length; i++) {
    most = Math.max(most, totals[i]!);
  }
  return most;
}

function paintRowTotals(c: Context, p: Painting): void {
  const { layout: l, matrix: m, ink } = p;
  const totals = m.rows[m.metric];
  const most = totals.reduce((a, b) => Math.max(a, b), 0);
  const x = l.x + l.plotWidth + 8;
  const s = inSight(l);
  const numbered = new Set(l.rowStep ? labelled(s.firstRow, s.lastRow, l.rowStep, m.rows) : []);
  c.save();
  c.beginPath();
  c.rect(x, l.y - 6, l.width - x, l.plotHeight + 12);
  c.clip();
  c.font = `${FONT}px ${FAMILY}`;
  c.textBaseline = "middle";
  c.textAlign = "left";
  const together = barsPerPixel(l.cellHeight * l.ratio);
  for (let row = s.firstRow; row <= s.lastRow; row += together) {
    const length = most > 0 ? (largestOf(totals, row, together) / most) * l.rowBar : 0;
    const height = Math.max(0.5, Math.min(together * l.cellHeight - l.gap, 20));
    const inset = (together * l.cellHeight - l.gap - height) / 2;
    c.fillStyle = ink.bar;
    if (l.rowBar > 0) c.fillRect(x, yOf(l, row) + inset, Math.max(length, 1), height);
    const y = numbered.has(row) ? rowMiddle(l, row) : -1;
    if (y < 0) continue;
    c.fillStyle = ink.muted;
    // A number is taller than thin rows: it keeps clear of the bars beside its own, too.
    const beside = Math.floor(FONT / 2 / l.cellHeight);
    const near = totals.subarray(Math.max(0, row - beside), row + beside + 1);
    const longest = most > 0 ? (near.reduce((a, b) => Math.max(a, b), 0) / most) * l.rowBar : 0;
    const after = l.rowBar > 0 ? Math.max(longest, 1) + 6 : 0;
    c.fillText(p.format(totals[row]!), x + after, y + 0.5);
  }
  c.restore();
  edgeTitle(c, p, l.columnAngle === 45, x);
}

function edgeTitle(c: Context, p: Painting, slanting: boolean, x: number): void {
  const { layout: l } = p;
  c.fillStyle = p.ink.muted;
  c.font = `${FONT}px ${FAMILY}`;
  c.textBaseline = "alphabetic";
  c.textAlign = slanting ? "right" : "left";
  const text = p.matrix.directions === "sum" ? "in all" : "sent";
  c.fillText(text, slanting ? Math.min(l.width, x + l.rowBar + 52) : x, l.y - 8);
}

/** Numbers only where they fit; narrow columns have bars, and the number on pointing. */
function paintColumnTotals(c: Context, p: Painting): void {
  const { layout: l, matrix: m, ink } = p;
  const totals = m.columns[m.metric];
  const most = totals.reduce((a, b) => Math.max(a, b), 0);
  const y = l.y + l.plotHeight + 7;
  const s = inSight(l);
  c.save();
  c.beginPath();
  c.rect(l.x, y, l.plotWidth, l.height - y);
  c.clip();
  c.font = `${FONT}px ${FAMILY}`;
  c.textAlign = "center";
  c.textBaseline = "top";
  const together = barsPerPixel(l.cellWidth * l.ratio);
  for (let column = s.firstColumn; column <= s.lastColumn; column += together) {
    const value = largestOf(totals, column, together);
    const length = Math.max(1, most > 0 ? (value / most) * l.columnBar : 0);
    const width = Math.max(0.5, Math.min(together * l.cellWidth - l.gap, 20));
    const inset = (together * l.cellWidth - l.gap - width) / 2;
    c.fillStyle = ink.bar;
    c.fillRect(xOf(l, column) + inset, y, width, length);
    const x = l.columnTotals ? columnMiddle(l, column) : -1;
    if (x < 0) continue;
    c.fillStyle = ink.muted;
    c.fillText(p.format(totals[column]!), x, y + length + 5);
  }
  c.restore();
  if (m.directions === "sum") return;
  c.fillStyle = ink.muted;
  c.textAlign = "right";
  c.textBaseline = "alphabetic";
  c.fillText("received", l.x - 8, y + 12);
}

/** The text, without its middle where that has no room. */
export function fitText(c: Context, text: string, width: number): string {
  return shorten(text, (part) => c.measureText(part).width <= width + 1);
}
