// What moves over the heatmap: the pointed-at row and column, the selection,
// what was searched for, the keyboard's cell. On a canvas of its own, so that
// moving repaints no cell.

import type { Context } from "../../ui/svg-context";
import { FONT, type Layout, type Spot, xOf, yOf } from "./layout";
import { blank, columnMiddle, drawColumnLabel, drawRowLabel, fitText, rowMiddle } from "./paint";
import { FAMILY, type Painting } from "./scene";

export interface Marks {
  spot: Spot | null;
  /** The keyboard's cell, while the heatmap has the focus. */
  cursor: Spot | null;
  /** The cells of the selected conversation, or the rows and columns of the selected host. */
  selected: Spot[];
  /** The row and the column of what was searched for. */
  found: Spot[];
}

export function paintMarks(canvas: HTMLCanvasElement, p: Painting, marks: Marks): void {
  drawMarks(blank(canvas, p.layout.width, p.layout.height), p, marks);
}

export function drawMarks(c: Context, p: Painting, marks: Marks): void {
  const { layout: l, ink } = p;
  const at = marks.spot ?? marks.cursor;
  c.save();
  c.beginPath();
  c.rect(l.x - 2, l.y - 2, l.plotWidth + 4, l.plotHeight + 4);
  c.clip();
  if (at) {
    c.fillStyle = ink.band;
    if (at.row >= 0) c.fillRect(l.x, yOf(l, at.row), l.plotWidth, height(l));
    if (at.column >= 0) c.fillRect(xOf(l, at.column), l.y, width(l), l.plotHeight);
  }
  for (const spot of [...marks.selected, ...marks.found]) {
    outline(c, l, spot, ink.ground, 4);
    c.setLineDash(marks.found.includes(spot) ? [5, 3] : []);
    outline(c, l, spot, ink.accent, 2);
    c.setLineDash([]);
  }
  if (marks.spot) outline(c, l, marks.spot, ink.accent, 1);
  if (marks.cursor) {
    outline(c, l, marks.cursor, ink.ground, 4);
    outline(c, l, marks.cursor, ink.accent, 2);
  }
  c.restore();
  for (const spot of [...marks.selected, ...marks.found]) emphasise(c, p, spot);
  if (at) emphasise(c, p, at);
}

function width(l: Layout): number {
  return Math.max(1, l.cellWidth - l.gap);
}

function height(l: Layout): number {
  return Math.max(1, l.cellHeight - l.gap);
}

/** A frame around a cell, a row (no column) or a column (no row). */
function outline(c: Context, l: Layout, spot: Spot, colour: string, line: number): void {
  const x = spot.column >= 0 ? xOf(l, spot.column) : l.x;
  const y = spot.row >= 0 ? yOf(l, spot.row) : l.y;
  const w = spot.column >= 0 ? width(l) : l.plotWidth - l.gap;
  const h = spot.row >= 0 ? height(l) : l.plotHeight - l.gap;
  c.strokeStyle = colour;
  c.lineWidth = line;
  c.strokeRect(x - 0.5, y - 0.5, w + 1, h + 1);
}

/** The labels of a spot in bold on the ground, so that they are there even where others thin out. */
function emphasise(c: Context, p: Painting, spot: Spot): void {
  const { layout: l, ink } = p;
  c.font = `600 ${FONT}px ${FAMILY}`;
  const y = spot.row >= 0 ? rowMiddle(l, spot.row) : -1;
  if (y >= 0) {
    c.fillStyle = ink.ground;
    c.fillRect(0, y - 7, l.x - 6, 14);
    c.fillStyle = ink.text;
    drawRowLabel(c, p, spot.row);
  }
  const x = spot.column >= 0 ? columnMiddle(l, spot.column) : -1;
  if (x >= 0) {
    c.fillStyle = ink.text;
    if (l.columnStep === 0) flatColumnLabel(c, p, spot.column, x);
    else coveredColumnLabel(c, p, spot.column, x);
  }
}

/** Where no column has a label, the one pointed at has it flat above the plot. */
function flatColumnLabel(c: Context, p: Painting, column: number, at: number): void {
  const { layout: l, ink } = p;
  const text = fitText(c, p.columnLabels[column] ?? "", 2 * l.columnLabel);
  const half = c.measureText(text).width / 2;
  const x = Math.max(l.x + half, Math.min(l.width - half, at));
  c.fillStyle = ink.ground;
  c.fillRect(x - half - 4, l.y - 18, 2 * half + 8, 16);
  c.fillStyle = ink.text;
  c.textAlign = "center";
  c.textBaseline = "alphabetic";
  c.fillText(text, x, l.y - 6);
}

function coveredColumnLabel(c: Context, p: Painting, column: number, at: number): void {
  const { layout: l, ink } = p;
  c.save();
  c.translate(at, l.y - 6);
  c.rotate((-l.columnAngle * Math.PI) / 180);
  c.fillStyle = ink.ground;
  if (l.columnAngle === 0) c.fillRect(-l.cellWidth / 2, -12, l.cellWidth, 16);
  else c.fillRect(-1, -6, l.columnLabel + 8, 13);
  c.restore();
  c.fillStyle = ink.text;
  drawColumnLabel(c, p, column);
}
