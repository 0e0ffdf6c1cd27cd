// Where everything of the heatmap stands, in CSS pixels from the canvas's
// corner. Pure, so that painting and pointing can't disagree.

export interface Layout {
  width: number;
  height: number;
  /** The plot's left and top edge. */
  x: number;
  y: number;
  rows: number;
  columns: number;
  /** A cell and the gap after it. Below one device pixel, several cells share a pixel. */
  cellWidth: number;
  cellHeight: number;
  gap: number;
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
  /** Where the columns' totals stand as numbers: 0 flat, 90 upright, -1 nowhere. */
  columnTotalAngle: number;
  font: number;
}

export interface LayoutInput {
  rows: number;
  columns: number;
  width: number;
  height: number;
  pixelRatio: number;
  /** The widest row and column label at this font size, in pixels. */
  widestRow: (font: number) => number;
  widestColumn: (font: number) => number;
}

const TOTAL = 60; // the width of a total as a number
const MAX_CELL_WIDTH = 112;
const MAX_CELL_HEIGHT = 44;
const LEGIBLE = 11; // the least distance of two lines of text
const ROOMY = 20; // a row this tall reads well, however narrow its cells
const MOST_SCROLLED = 120; // more rows than this are never drawn taller than fits
const MOST_SKIPPED = 6; // past every sixth label, labels say nothing

export function layout(input: LayoutInput): Layout {
  // What stands around the plot depends on its cells, and they on what it leaves.
  const first = attempt(input, input.height - 200, false);
  const around = first.height - first.cellHeight * first.rows;
  return attempt(input, input.height - around, first.rowStep === 0);
}

/** Lays out for a plot of about this height, with room for one label if none is drawn at rest. */
function attempt(input: LayoutInput, plotHeight: number, unlabelled: boolean): Layout {
  const { rows, columns, width, pixelRatio } = input;
  const narrow = width < 560;
  const font = 11;
  const most = narrow ? 96 : unlabelled ? 128 : 184;
  const rowLabel = Math.max(60, Math.min(input.widestRow(font), most));
  const longest = Math.min(input.widestColumn(font), narrow ? 96 : 132);
  const x = Math.ceil(rowLabel) + 12;
  const rowBarMin = narrow ? 0 : 72;
  const room = Math.max(48, width - x - rowBarMin - TOTAL - 12);
  const fit = fitCells(input, room, plotHeight);
  const cellWidth = snap(fit.width, pixelRatio);
  const cellHeight = snap(fit.height, pixelRatio);
  const labels = columnLabels(cellWidth, longest);
  const y = labels.height + 6;
  const plotWidth = cellWidth * columns;
  const columnTotalAngle = cellWidth >= 52 ? 0 : cellWidth >= LEGIBLE ? 90 : -1;
  const columnBar = 32;
  const totals = columnBar + (columnTotalAngle === 90 ? 60 : columnTotalAngle === 0 ? 28 : 12);
  return {
    width,
    height: Math.ceil(y + cellHeight * rows + totals),
    x,
    y,
    rows,
    columns,
    cellWidth,
    cellHeight,
    gap: Math.min(cellWidth, cellHeight) >= 5 ? 1 : 0,
    rowStep: stepFor(LEGIBLE, cellHeight),
    columnStep: labels.step,
    columnAngle: labels.angle,
    rowLabel,
    columnLabel: longest,
    rowBar: Math.max(0, Math.min(200, width - x - plotWidth - TOTAL - 12)),
    columnBar,
    columnTotalAngle,
    font,
  };
}

/** Wide cells where there is room, squares where there is little; all rows in sight if legible. */
function fitCells(input: LayoutInput, room: number, plotHeight: number) {
  const widest = room / input.columns;
  const tallest = Math.min(MAX_CELL_HEIGHT, Math.max(widest, ROOMY));
  const inSight = Math.max(240, plotHeight) / input.rows;
  // Below that, labels thin out anyway, and the whole in one sight is worth more.
  const least = widest < LEGIBLE || input.rows > MOST_SCROLLED ? 0 : LEGIBLE;
  const height = clamp(inSight, least, tallest);
  return { width: Math.min(widest, MAX_CELL_WIDTH, Math.max(height * 2.5, 4)), height };
}

function columnLabels(cellWidth: number, longest: number) {
  if (longest <= cellWidth - 8) return { angle: 0, step: 1, height: 16 };
  if (cellWidth >= 18) return { angle: 45, step: 1, height: Math.ceil(longest * 0.71) + 10 };
  const step = stepFor(LEGIBLE, cellWidth);
  return { angle: 90, step, height: step ? Math.ceil(longest) + 2 : 16 };
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

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
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
    rows: range(Math.floor(py - l.y), l.cellHeight, l.rows),
    columns: range(Math.floor(px - l.x), l.cellWidth, l.columns),
  };
}

export function spotAt(l: Layout, px: number, py: number): Spot | null {
  const inX = px >= l.x && px < l.x + l.columns * l.cellWidth;
  const inY = py >= l.y && py < l.y + l.rows * l.cellHeight;
  const row = inY ? Math.min(l.rows - 1, Math.floor((py - l.y) / l.cellHeight)) : -1;
  if (inX) {
    return { row, column: Math.min(l.columns - 1, Math.floor((px - l.x) / l.cellWidth)) };
  }
  if (inY) return { row, column: -1 };
  if (l.columnAngle !== 45 || py >= l.y) return null;
  // The last labels lean out over the edge of the plot.
  const column = Math.floor((px - (l.y - py) - l.x) / l.cellWidth);
  return column >= 0 && column < l.columns ? { row: -1, column } : null;
}
