import { describe, expect, test } from "vitest";
import { ticks } from "../../ui/ticks";
import { clamp, FIT, inSight, type Layout, layout, sharing, spotAt } from "./layout";
import { centred, withCell, zoomAt } from "./zoom";

const sizes = [1, 2, 12, 50, 200, 5000];
const cases = sizes.flatMap((rows) =>
  sizes.flatMap((columns) => [358, 1000].map((width) => [rows, columns, width] as const)),
);

const input = (rows: number, columns: number, width: number) => ({
  rows,
  columns,
  width,
  height: 640,
  pixelRatio: 2,
  widestRow: 300,
  widestColumn: 300,
});

/** The middles of some cells in sight, and where they are. */
function some(l: Layout) {
  const s = inSight(l);
  return [
    [s.firstRow + 1, s.firstColumn + 1],
    [s.lastRow - 1, s.lastColumn - 1],
    [(s.firstRow + s.lastRow) >> 1, (s.firstColumn + s.lastColumn) >> 1],
  ]
    .map(([row, column]) => ({
      row: clamp(row!, 0, l.rows - 1),
      column: clamp(column!, 0, l.columns - 1),
    }))
    .map((spot) => ({
      spot,
      x: l.x - l.left + (spot.column + 0.5) * l.cellWidth,
      y: l.y - l.top + (spot.row + 0.5) * l.cellHeight,
    }))
    .filter(({ x, y }) => x > l.x && y > l.y && x < l.x + l.plotWidth && y < l.y + l.plotHeight);
}

describe("layout", () => {
  test.each(cases)("%i rows by %i columns in %i pixels", (rows, columns, width) => {
    for (const zoom of [FIT, { size: 8, row: rows / 3, column: columns / 2 }]) {
      const l = layout(input(rows, columns, width), zoom);
      expect(l.x + l.plotWidth).toBeLessThanOrEqual(width);
      expect(l.y + l.plotHeight).toBeLessThanOrEqual(l.height);
      expect(l.height).toBeLessThanOrEqual(640);
      expect(Math.min(l.cellWidth, l.cellHeight)).toBeGreaterThan(0);
      expect(l.top + l.plotHeight).toBeLessThanOrEqual(l.cellHeight * rows + 1);
      expect(l.left + l.plotWidth).toBeLessThanOrEqual(l.cellWidth * columns + 1);
      for (const { spot, x, y } of some(l)) {
        expect(spotAt(l, x, y)).toEqual(spot);
        expect(spotAt(l, l.x - 4, y)).toEqual({ row: spot.row, column: -1 });
        const shared = sharing(l, x, y);
        expect(shared.rows[0]).toBeLessThanOrEqual(spot.row);
        expect(shared.rows[1]).toBeGreaterThanOrEqual(spot.row);
      }
    }
  });

  test("at rest everything is in sight", () => {
    const l = layout(input(5000, 5000, 1000), FIT);
    expect(inSight(l)).toEqual({ firstRow: 0, lastRow: 4999, firstColumn: 0, lastColumn: 4999 });
    expect(l.map).toBeNull();
  });
});

describe("zooming", () => {
  test.each([
    [50, 50],
    [5000, 5000],
    [20, 1000],
  ])("%i by %i: the cell at a point stays there, in and out again", (rows, columns) => {
    const size = input(rows, columns, 1000);
    let l = layout(size, FIT);
    const x = l.x + l.plotWidth * 0.6;
    const y = l.y + 0.55 * l.plotHeight;
    const at = (l: Layout) => (x - l.x + l.left) / l.cellWidth;
    const before = at(l);
    for (let i = 0; i < 40; i++) l = layout(size, zoomAt(size, l, 1.2, x, y));
    expect(l.scale).toBeCloseTo(l.most, 5);
    expect(Math.abs(at(l) - before)).toBeLessThan(0.2);
    for (let i = 0; i < 40; i++) l = layout(size, zoomAt(size, l, 1 / 1.2, x, y));
    expect(l.scale).toBe(1);
    expect([l.left, l.top]).toEqual([0, 0]);
  });

  test("a cell comes into sight, and no more is moved than needed", () => {
    const size = input(500, 500, 1000);
    const l = layout(size, { size: 20, row: 100, column: 100 });
    const far = layout(size, withCell(l, { row: 400, column: 105 }));
    expect(inSight(far).lastRow).toBe(400);
    expect(far.left).toBe(l.left);
    expect(withCell(far, { row: 400, column: 105 })).toBe(far.zoom);
    const middle = layout(size, centred(size, layout(size, FIT), { row: 250, column: 30 }));
    const s = inSight(middle);
    expect((s.firstRow + s.lastRow) / 2).toBeCloseTo(250, -1);
    expect(s.firstColumn).toBe(0);
  });
});

describe("the legend's ticks", () => {
  const place = (min: number, max: number) => (v: number) =>
    (Math.log(v / min) / Math.log(max / min)) * 260;
  test.each([
    [60, 2e9],
    [100, 900],
    [42, 43],
    [1, 1e18],
  ])("from %d to %d are round or the ends, inside and apart", (min, max) => {
    const at = place(min, max);
    const found = ticks(min, max, at);
    expect(found.length).toBeGreaterThanOrEqual(2);
    for (const tick of found) expect(tick >= min && tick <= max).toBe(true);
  });

  test("one value has one tick", () => {
    expect(ticks(7, 7, () => 0)).toEqual([7]);
  });
});
