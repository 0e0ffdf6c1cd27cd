// Draws the cells in sight: one by one when they are large, pixel by pixel when
// they are small.

import { firstFrom } from "../../model/cells";
import { inkOn } from "../../ui/palette";
import { stripes } from "../../ui/stripes";
import type { Context } from "../../ui/svg-context";
import { FONT, inSight, type Layout, type Window, xOf, yOf } from "./layout";
import { FAMILY, type Painting, type Scene } from "./scene";

/** Calls back for the cells of a part of the matrix that have a colour; all ends included. */
function each(
  { matrix: m, level }: Scene,
  [firstRow, lastRow]: readonly [number, number],
  [firstColumn, lastColumn]: readonly [number, number],
  draw: (row: number, column: number, i: number) => void,
): void {
  for (let row = firstRow; row <= lastRow; row++) {
    const end = m.offset[row + 1]!;
    for (let i = firstFrom(m, row, firstColumn); i < end && m.column[i]! <= lastColumn; i++) {
      if (level[i]) draw(row, m.column[i]!, i);
    }
  }
}

export function paintCells(c: Context, p: Painting): void {
  const { layout: l, ink } = p;
  if (Math.min(l.cellWidth, l.cellHeight) * l.ratio < 6) {
    const image = pixels(p, l);
    c.putImageData(image, Math.round(l.x * l.ratio), Math.round(l.y * l.ratio));
    return;
  }
  c.save();
  c.beginPath();
  c.rect(l.x, l.y, l.plotWidth, l.plotHeight);
  c.clip();
  const s = inSight(l);
  c.fillStyle = ink.none;
  c.fillRect(l.x, l.y, l.plotWidth, l.plotHeight);
  if (l.gap) {
    c.fillStyle = ink.ground;
    for (let column = s.firstColumn; column <= s.lastColumn; column++) {
      c.fillRect(xOf(l, column + 1) - l.gap, l.y, l.gap, l.plotHeight);
    }
    for (let row = s.firstRow; row <= s.lastRow; row++) {
      c.fillRect(l.x, yOf(l, row + 1) - l.gap, l.plotWidth, l.gap);
    }
  }
  c.font = `${FONT}px ${FAMILY}`;
  c.textAlign = "center";
  c.textBaseline = "middle";
  const rows = [s.firstRow, s.lastRow] as const;
  const columns = [s.firstColumn, s.lastColumn] as const;
  if (p.matrix.directions === "split") {
    each(p, rows, columns, (row, column, i) => paintTriangle(c, p, row, column, i, true));
    each(p, columns, rows, (row, column, i) => {
      if (row !== column) paintTriangle(c, p, column, row, i, false);
    });
  } else each(p, rows, columns, (row, column, i) => paintCell(c, p, row, column, i));
  c.restore();
}

function box(l: Layout, row: number, column: number) {
  const x = xOf(l, column);
  const y = yOf(l, row);
  return { x, y, w: xOf(l, column + 1) - x - l.gap, h: yOf(l, row + 1) - y - l.gap };
}

function paintCell(c: Context, p: Painting, row: number, column: number, i: number): void {
  const { layout: l } = p;
  const { x, y, w, h } = box(l, row, column);
  const colour = p.colours[p.level[i]!]!;
  c.fillStyle = colour;
  c.fillRect(x, y, w, h);
  if (isUnsure(p, i)) stripes(c, x, y, w, h, p.ink.ground);
  if (l.cellWidth < 52 || l.cellHeight < 18) return;
  c.fillStyle = inkOn(colour);
  c.fillText(p.text(i), x + w / 2, y + h / 2 + 0.5);
}

function isUnsure({ level, unsure }: Scene, i: number): boolean {
  return level[i]! >= unsure.first && level[i]! < unsure.last;
}

/** Row to column above the line from the lower left, column to row below it. */
function paintTriangle(
  c: Context,
  p: Painting,
  row: number,
  column: number,
  i: number,
  above: boolean,
): void {
  const { layout: l } = p;
  if (row === column) {
    paintCell(c, p, row, column, i);
    return;
  }
  const { x, y, w, h } = box(l, row, column);
  const colour = p.colours[p.level[i]!]!;
  const [atX, atY] = above ? [x, y] : [x + w, y + h];
  const line = Math.min(w, h) > 12 ? 0.5 : 0;
  const [dx, dy] = above ? [w - line, h - line] : [line - w, line - h];
  c.fillStyle = colour;
  c.beginPath();
  c.moveTo(atX, atY);
  c.lineTo(atX + dx, atY);
  c.lineTo(atX, atY + dy);
  c.fill();
  if (isUnsure(p, i)) {
    c.save();
    c.clip();
    stripes(c, x, y, w, h, p.ink.ground);
    c.restore();
  }
  if (l.cellWidth < 100 || l.cellHeight < 36) return;
  c.fillStyle = inkOn(colour);
  const [tx, ty] = above ? [0.3, 0.27] : [0.7, 0.75];
  c.fillText(p.text(i), x + w * tx, y + h * ty);
}

// Kept from frame to frame: to take and clear megabytes anew costs as much as to draw.
let colours = new Uint32Array(0);
let levels = new Uint8Array(0);

/**
 * A part of the matrix as pixels, until the next call. Where cells share a pixel,
 * it shows the largest.
 */
export function pixels(scene: Scene, l: Window): ImageData {
  const width = Math.max(1, Math.ceil(l.plotWidth * l.ratio));
  const height = Math.max(1, Math.ceil(l.plotHeight * l.ratio));
  const size = width * height;
  if (levels.length < size) {
    colours = new Uint32Array(size);
    levels = new Uint8Array(size);
  }
  const [out, largest, colour] = [colours, levels, scene.pixel];
  out.fill(colour[0]!, 0, size);
  largest.fill(0, 0, size);
  const s = inSight(l);
  const xs = edges(s.firstColumn, s.lastColumn, l.cellWidth * l.ratio, l.left * l.ratio, width);
  const ys = edges(s.firstRow, s.lastRow, l.cellHeight * l.ratio, l.top * l.ratio, height);
  const draw = (row: number, column: number, i: number) => {
    const [y, x] = [2 * (row - s.firstRow), 2 * (column - s.firstColumn)];
    const level = scene.level[i]!;
    for (let line = ys[y]! * width; line < ys[y + 1]! * width; line += width) {
      for (let at = line + xs[x]!; at < line + xs[x + 1]!; at++) {
        if (level <= largest[at]!) continue;
        largest[at] = level;
        out[at] = colour[level]!;
      }
    }
  };
  const rows = [s.firstRow, s.lastRow] as const;
  const columns = [s.firstColumn, s.lastColumn] as const;
  each(scene, rows, columns, draw);
  if (scene.matrix.directions === "split") {
    each(scene, columns, rows, (row, column, i) => draw(column, row, i));
  }
  return new ImageData(new Uint8ClampedArray(out.buffer, 0, 4 * size), width, height);
}

/** The first pixel of each cell in sight, and the one after its last; every cell has one at least. */
function edges(first: number, last: number, cell: number, before: number, end: number) {
  const found = new Int32Array(2 * (last - first + 1));
  for (let i = first; i <= last; i++) {
    const start = Math.floor(i * cell - before);
    const next = Math.max(start + 1, Math.floor((i + 1) * cell - before));
    found[2 * (i - first)] = Math.max(0, start);
    found[2 * (i - first) + 1] = Math.min(end, next);
  }
  return found;
}
