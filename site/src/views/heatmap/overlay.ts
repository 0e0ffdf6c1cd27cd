// What moves over the heatmap: the pointed-at row and column, the selection,
// the keyboard's cell. On a canvas of its own, so that moving repaints no cell.

import type { Layout, Spot } from "./layout";
import { blank, drawColumnLabel, drawRowLabel, FAMILY, fitText, type Painting } from "./paint";

export interface Marks {
  spot: Spot | null;
  /** The keyboard's cell, while the heatmap has the focus. */
  cursor: Spot | null;
  /** The cells of the selected conversation, or the rows and columns of the selected host. */
  selected: Spot[];
}

export function paintMarks(canvas: HTMLCanvasElement, p: Painting, marks: Marks): void {
  const { layout: l, ink } = p;
  const c = blank(canvas, l.width, l.height);
  const at = marks.spot ?? marks.cursor;
  if (at) {
    c.fillStyle = ink.band;
    if (at.row >= 0) c.fillRect(l.x, top(l, at.row), l.columns * l.cellWidth, height(l));
    if (at.column >= 0) c.fillRect(left(l, at.column), l.y, width(l), l.rows * l.cellHeight);
  }
  for (const spot of marks.selected) {
    outline(c, l, spot, ink.ground, 4);
    outline(c, l, spot, ink.accent, 2);
  }
  if (marks.spot) outline(c, l, marks.spot, ink.accent, 1);
  if (marks.cursor) {
    outline(c, l, marks.cursor, ink.ground, 4);
    outline(c, l, marks.cursor, ink.accent, 2);
  }
  for (const spot of marks.selected) emphasise(c, p, spot);
  if (at) emphasise(c, p, at);
}

function left(l: Layout, column: number): number {
  return l.x + column * l.cellWidth;
}

function top(l: Layout, row: number): number {
  return l.y + row * l.cellHeight;
}

function width(l: Layout): number {
  return Math.max(1, l.cellWidth - l.gap);
}

function height(l: Layout): number {
  return Math.max(1, l.cellHeight - l.gap);
}

/** A frame around a cell, a row (no column) or a column (no row). */
function outline(
  c: CanvasRenderingContext2D,
  l: Layout,
  spot: Spot,
  colour: string,
  line: number,
): void {
  const x = spot.column >= 0 ? left(l, spot.column) : l.x;
  const y = spot.row >= 0 ? top(l, spot.row) : l.y;
  const w = spot.column >= 0 ? width(l) : l.columns * l.cellWidth - l.gap;
  const h = spot.row >= 0 ? height(l) : l.rows * l.cellHeight - l.gap;
  c.strokeStyle = colour;
  c.lineWidth = line;
  c.strokeRect(x - 0.5, y - 0.5, w + 1, h + 1);
}

/** The labels of a spot in bold on the ground, so that they are there even where others thin out. */
function emphasise(c: CanvasRenderingContext2D, p: Painting, spot: Spot): void {
  const { layout: l, ink } = p;
  c.font = `600 ${l.font}px ${FAMILY}`;
  if (spot.row >= 0) {
    const y = top(l, spot.row) + height(l) / 2;
    c.fillStyle = ink.ground;
    c.fillRect(0, y - 6, l.x - 4, 13);
    c.fillStyle = ink.text;
    drawRowLabel(c, p, spot.row);
  }
  if (spot.column >= 0) {
    c.fillStyle = ink.text;
    if (l.columnStep === 0) flatColumnLabel(c, p, spot.column);
    else coveredColumnLabel(c, p, spot.column);
  }
}

/** Where no column has a label, the one pointed at has it flat above the plot. */
function flatColumnLabel(c: CanvasRenderingContext2D, p: Painting, column: number): void {
  const { layout: l, ink } = p;
  const text = fitText(c, p.columnLabels[column] ?? "", 2 * l.columnLabel);
  const half = c.measureText(text).width / 2;
  const x = Math.max(l.x + half, Math.min(l.width - half, left(l, column)));
  c.fillStyle = ink.ground;
  c.fillRect(x - half - 4, l.y - 18, 2 * half + 8, 16);
  c.fillStyle = ink.text;
  c.textAlign = "center";
  c.textBaseline = "alphabetic";
  c.fillText(text, x, l.y - 6);
}

function coveredColumnLabel(c: CanvasRenderingContext2D, p: Painting, column: number): void {
  const { layout: l, ink } = p;
  c.save();
  c.translate(left(l, column) + width(l) / 2, l.y - 6);
  c.rotate((-l.columnAngle * Math.PI) / 180);
  c.fillStyle = ink.ground;
  if (l.columnAngle === 0) c.fillRect(-l.cellWidth / 2, -12, l.cellWidth, 16);
  else c.fillRect(-1, -6, l.columnLabel + 8, 13);
  c.restore();
  c.fillStyle = ink.text;
  drawColumnLabel(c, p, column);
}
