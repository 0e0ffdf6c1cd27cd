// Zooming and moving over the heatmap: from a layout and a wish to the next zoom.

import { clamp, type Layout, type LayoutInput, layout, type Spot, type Zoom } from "./layout";

/** Cells this large can be touched with a finger. */
export const TOUCHABLE = 22;
/** Cells this large can be told apart. */
const APART = 5;

/** So many times larger cells, with the same spot of them at a point of the canvas. */
export function zoomAt(input: LayoutInput, from: Layout, factor: number, px: number, py: number) {
  const x = clamp(px, from.x, from.x + from.plotWidth);
  const y = clamp(py, from.y, from.y + from.plotHeight);
  const column = (x - from.x) / from.cellWidth + from.zoom.column;
  const row = (y - from.y) / from.cellHeight + from.zoom.row;
  const scale = clamp(from.scale * factor, 1, from.most);
  const size = (sizeOf(from) / from.scale) * scale;
  // Labels get more room as cells grow: the plot moves, the spot stays at the point.
  const next = layout(input, { size, row: 0, column: 0 });
  return {
    size,
    row: row - (y - next.y) / next.cellHeight,
    column: column - (x - next.x) / next.cellWidth,
  };
}

/** What the size would be if cells had no largest width and height. */
function sizeOf(l: Layout): number {
  return l.scale > 1 ? l.zoom.size : Math.min(l.cellWidth, l.cellHeight);
}

/** The cells moved by so many pixels. */
export function moved({ zoom, cellWidth, cellHeight }: Layout, dx: number, dy: number): Zoom {
  return {
    size: zoom.size,
    row: zoom.row - dy / cellHeight,
    column: zoom.column - dx / cellWidth,
  };
}

/** As far as is needed to have a cell in sight; the same zoom if it is. */
export function withCell(l: Layout, { row, column }: Spot): Zoom {
  const near = (first: number, cells: number, at: number) =>
    at < first ? at : at + 1 > first + cells ? at + 1 - cells : first;
  const next = {
    size: l.zoom.size,
    row: row < 0 ? l.zoom.row : near(l.zoom.row, l.plotHeight / l.cellHeight, row),
    column: column < 0 ? l.zoom.column : near(l.zoom.column, l.plotWidth / l.cellWidth, column),
  };
  return next.row === l.zoom.row && next.column === l.zoom.column ? l.zoom : next;
}

/** A row and a column in the middle, large enough to be told from their neighbours. */
export function centred(input: LayoutInput, from: Layout, { row, column }: Spot): Zoom {
  const size = Math.max(sizeOf(from), APART);
  const l = layout(input, { ...from.zoom, size });
  return {
    size,
    row: row < 0 ? l.zoom.row : row + 0.5 - l.plotHeight / l.cellHeight / 2,
    column: column < 0 ? l.zoom.column : column + 0.5 - l.plotWidth / l.cellWidth / 2,
  };
}
