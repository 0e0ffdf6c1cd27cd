// Where everything of the heatmap stands, in CSS pixels from the canvas's
// corner. Pure, so that painting and pointing can't disagree.
//
// Zoomed in, the plot is a window on the cells; labels and totals are drawn at
// its edges for the rows and columns in it, so that they never leave the sight.

/** What of the matrix is in sight. */
export interface Zoom {
  /** The shorter side of a cell in pixels; at most what fits: everything is in sight. */
  size: number;
  /** Rows and columns that are out of sight above and to the left; fractions count. */
  row: number;
  column: number;
}

export const FIT: Zoom = { size: 0, row: 0, column: 0 };

export interface Layout {
  width: number;
  height: number;
  /** The plot's left and top edge, and its size. */
  x: number;
  y: number;
  plotWidth: number;
  plotHeight: number;
  /** How many pixels of the cells are out of sight to the left of the plot and above it. */
  left: number;
  top: number;
  rows: number;
  columns: number;
  /** A cell and the gap after it. Below one device pixel, several cells share a pixel. */
  cellWidth: number;
  cellHeight: number;
  gap: number;
  /** How much larger cells are than those of which all fit, and how much larger they can be. */
  scale: number;
  most: number;
  /** The zoom that it is laid out for, within its bounds. */
  zoom: Zoom;
  /** Every so many-th row and column has a label; 0: none has. */
  rowStep: number;
  columnStep: number;
  /** In degrees: 0, 45 or 90. */
  columnAngle: number;
  /** Widest label at the rows, longest at the columns. */
  rowLabel: number;
  columnLabel: number;
  /** Longest bar of what a row sent, and of what a column received. */
  rowBar: number;
  columnBar: number;
  /** The columns' totals stand as numbers under their bars. */
  columnTotals: boolean;
  /** Where the overview lies when not everything is in sight. */
  map: { width: number; height: number } | null;
  ratio: number;
}

/** A window on the cells: the plot, or the overview, that has them all. */
export type Window = Pick<
  Layout,
  | "plotWidth"
  | "plotHeight"
  | "left"
  | "top"
  | "rows"
  | "columns"
  | "cellWidth"
  | "cellHeight"
  | "ratio"
>;

export interface LayoutInput {
  rows: number;
  columns: number;
  width: number;
  height: number;
  pixelRatio: number;
  /** The widest row and column label, in pixels. */
  widestRow: number;
  widestColumn: number;
}

export const FONT = 11;
const TOTAL = 60; // the width of a total as a number
const MAX_CELL_WIDTH = 110;
const MAX_CELL_HEIGHT = 44;
export const LEGIBLE = 11; // the least distance of two lines of text
const ROOMY = 20; // a row this tall reads well, however narrow its cells
const MOST_SKIPPED = 6; // past every sixth label, labels say nothing
const COLUMN_BAR = 32;
const MAP = 92; // the least height of the corner in which the overview lies

export function layout(input: LayoutInput, zoom: Zoom): Layout {
  const fit = fitted(input);
  const least = Math.min(fit.cellWidth, fit.cellHeight);
  const most = Math.max(1, MAX_CELL_WIDTH / fit.cellWidth, MAX_CELL_HEIGHT / fit.cellHeight);
  const scale = clamp(zoom.size / least, 1, most);
  if (scale < 1.01) return place(input, fit, 1, most, FIT);
  const width = fit.cellWidth * scale;
  const height = fit.cellHeight * scale;
  // As cells grow they lose the odd shape that they had to fit.
  const cells = {
    cellWidth: Math.max(fit.cellWidth, Math.min(width, widestFor(height))),
    cellHeight: Math.max(fit.cellHeight, Math.min(height, tallestFor(width))),
  };
  return place(input, cells, scale, most, { ...zoom, size: least * scale });
}

interface CellSize {
  cellWidth: number;
  cellHeight: number;
}

/** Cells of which all fit. What stands around them depends on them, and they on what it leaves. */
function fitted(input: LayoutInput): CellSize {
  const { pixelRatio } = input;
  let cells = { cellWidth: 12, cellHeight: 12 };
  for (let i = 0; i < 3; i++) {
    const room = around(input, cells, false);
    const plotWidth = Math.max(48, input.width - room.x - room.right);
    const plotHeight = Math.max(96, input.height - room.y - room.below);
    const widest = plotWidth / input.columns;
    const height = Math.min(plotHeight / input.rows, tallestFor(widest));
    const width = Math.min(widest, widestFor(height));
    cells = { cellWidth: snap(width, pixelRatio), cellHeight: snap(height, pixelRatio) };
  }
  return cells;
}

function widestFor(height: number): number {
  return Math.min(MAX_CELL_WIDTH, Math.max(height * 2.5, 4));
}

function tallestFor(width: number): number {
  return Math.min(MAX_CELL_HEIGHT, Math.max(width, ROOMY));
}

/** The room that labels and totals take around cells of this size. */
function around(input: LayoutInput, { cellWidth, cellHeight }: CellSize, zoomed: boolean) {
  const narrow = input.width < 560;
  // Labels get their room little by little, so that nothing leaps while zooming.
  const shown = clamp((cellHeight - 1) / (LEGIBLE - 1), 0, 1);
  const rowLabel = Math.max(68, Math.min(input.widestRow, narrow ? 96 : 128 + 56 * shown));
  const columnLabel = Math.min(input.widestColumn, narrow ? 96 : clamp(input.height / 4, 80, 132));
  const labels = columnLabels(cellWidth, columnLabel);
  const columnTotals = cellWidth >= 52;
  return {
    rowLabel,
    columnLabel,
    labels,
    columnTotals,
    x: Math.ceil(rowLabel) + 12,
    y: Math.max(labels.height + 6, zoomed ? MAP : 0),
    right: (narrow ? 0 : 72) + TOTAL + 12,
    below: COLUMN_BAR + (columnTotals ? 28 : 12),
  };
}

function place(
  input: LayoutInput,
  cells: CellSize,
  scale: number,
  most: number,
  zoom: Zoom,
): Layout {
  const { rows, columns, width, pixelRatio } = input;
  const { cellWidth, cellHeight } = cells;
  const room = around(input, cells, scale > 1);
  const { x, y, labels } = room;
  const contentWidth = cellWidth * columns;
  const contentHeight = cellHeight * rows;
  const plotWidth = Math.min(contentWidth, Math.max(48, width - x - room.right));
  const plotHeight = Math.min(contentHeight, Math.max(96, input.height - y - room.below));
  const column = clamp(zoom.column, 0, (contentWidth - plotWidth) / cellWidth);
  const row = clamp(zoom.row, 0, (contentHeight - plotHeight) / cellHeight);
  const inPixels = (size: number) => Math.round(size * pixelRatio) / pixelRatio;
  return {
    width,
    height: Math.ceil(y + plotHeight + room.below),
    x,
    y,
    plotWidth,
    plotHeight,
    left: inPixels(column * cellWidth),
    top: inPixels(row * cellHeight),
    rows,
    columns,
    cellWidth,
    cellHeight,
    gap: Math.min(cellWidth, cellHeight) >= 5 ? 1 : 0,
    scale,
    most,
    zoom: { size: zoom.size, row, column },
    rowStep: stepFor(LEGIBLE, cellHeight),
    columnStep: labels.step,
    columnAngle: labels.angle,
    rowLabel: room.rowLabel,
    columnLabel: room.columnLabel,
    rowBar: clamp(width - x - plotWidth - TOTAL - 12, 0, 200),
    columnBar: COLUMN_BAR,
    columnTotals: room.columnTotals,
    map: scale > 1 ? mapSize(contentWidth / contentHeight, x - 16, y - 28) : null,
    ratio: pixelRatio,
  };
}

function mapSize(aspect: number, width: number, height: number) {
  const w = Math.min(width, height * aspect);
  return { width: Math.max(12, Math.round(w)), height: Math.max(12, Math.round(w / aspect)) };
}

function columnLabels(cellWidth: number, longest: number) {
  if (longest <= cellWidth - 8) return { angle: 0, step: 1, height: 16 };
  if (cellWidth >= 18) return { angle: 45, step: 1, height: Math.ceil(longest * 0.71) + 10 };
  const step = stepFor(LEGIBLE, cellWidth);
  const shown = clamp(cellWidth * (MOST_SKIPPED / LEGIBLE) * 2 - 1, 0, 1);
  return { angle: 90, step, height: Math.ceil(16 + Math.max(0, longest - 14) * shown) };
}

function stepFor(legible: number, cell: number): number {
  const step = Math.ceil(legible / cell);
  return step > MOST_SKIPPED ? 0 : step;
}

/** Whole device pixels keep cells alike; small cells keep their fraction, to use the room. */
function snap(size: number, pixelRatio: number): number {
  const device = size * pixelRatio;
  return device >= 8 ? Math.floor(device) / pixelRatio : size;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** Where a column begins; columns are whole device pixels wide, though not all alike. */
export function xOf(l: Layout, column: number): number {
  return l.x + Math.round((column * l.cellWidth - l.left) * l.ratio) / l.ratio;
}

export function yOf(l: Layout, row: number): number {
  return l.y + Math.round((row * l.cellHeight - l.top) * l.ratio) / l.ratio;
}

/** The first and last row and column of which something is in sight. */
export function inSight(l: Window) {
  const last = (end: number, cell: number, count: number) =>
    clamp(Math.ceil(end / cell - 1e-6) - 1, 0, count - 1);
  return {
    firstRow: Math.floor(l.top / l.cellHeight + 1e-6),
    lastRow: last(l.top + l.plotHeight, l.cellHeight, l.rows),
    firstColumn: Math.floor(l.left / l.cellWidth + 1e-6),
    lastColumn: last(l.left + l.plotWidth, l.cellWidth, l.columns),
  };
}

/** Where a point is: on a cell, on a row's or column's label or total, or nowhere. */
export interface Spot {
  row: number; // -1: none
  column: number; // -1: none
}

/** Several cells share one pixel. */
export function isDense(l: Layout): boolean {
  return Math.min(l.cellWidth, l.cellHeight) < 1;
}

/** The rows and columns, both ends included, that share the pixel at a point of the plot. */
export function sharing(l: Layout, px: number, py: number) {
  const range = (at: number, cell: number, count: number) => {
    const first = Math.floor(at / cell);
    const last = Math.ceil((at + 1) / cell) - 1;
    return [clamp(first, 0, count - 1), clamp(last, 0, count - 1)] as const;
  };
  return {
    rows: range(Math.floor(py - l.y) + l.top, l.cellHeight, l.rows),
    columns: range(Math.floor(px - l.x) + l.left, l.cellWidth, l.columns),
  };
}

export function spotAt(l: Layout, px: number, py: number): Spot | null {
  const inX = px >= l.x && px < l.x + l.plotWidth;
  const inY = py >= l.y && py < l.y + l.plotHeight;
  const rowAt = Math.floor((py - l.y + l.top) / l.cellHeight);
  const columnAt = Math.floor((px - l.x + l.left) / l.cellWidth);
  const row = inY ? Math.min(l.rows - 1, rowAt) : -1;
  if (inX && py >= labelTop(l)) return { row, column: Math.min(l.columns - 1, columnAt) };
  if (inY) return { row, column: -1 };
  if (l.columnAngle !== 45 || py >= l.y) return null;
  // The last labels lean out over the edge of the plot.
  const column = Math.floor((px - (l.y - py) - l.x + l.left) / l.cellWidth);
  return column >= 0 && column <= inSight(l).lastColumn ? { row: -1, column } : null;
}

/** Slanting labels aren't above their columns: only below them is the column the one above. */
function labelTop(l: Layout): number {
  return l.columnAngle === 45 ? l.y : 0;
}
