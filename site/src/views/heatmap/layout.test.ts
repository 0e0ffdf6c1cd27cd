import { describe, expect, test } from "vitest";
import { layout, sharing, spotAt } from "./layout";
import { ticks } from "./ticks";

const sizes = [1, 2, 12, 50, 200, 5000];
const cases = sizes.flatMap((rows) =>
  sizes.flatMap((columns) => [358, 1000].map((width) => [rows, columns, width] as const)),
);

describe("layout", () => {
  test.each(cases)("%i rows by %i columns in %i pixels", (rows, columns, width) => {
    const l = layout({
      rows,
      columns,
      width,
      height: 640,
      pixelRatio: 2,
      widestRow: () => 300,
      widestColumn: () => 300,
    });
    expect(l.x + columns * l.cellWidth).toBeLessThanOrEqual(width);
    expect(l.y + rows * l.cellHeight).toBeLessThanOrEqual(l.height);
    expect(l.height).toBeLessThan(1600);
    expect(Math.min(l.cellWidth, l.cellHeight)).toBeGreaterThan(0);
    for (const [row, column] of [
      [0, 0],
      [rows - 1, columns - 1],
      [rows >> 1, columns >> 1],
    ] as const) {
      const x = l.x + (column + 0.5) * l.cellWidth;
      const y = l.y + (row + 0.5) * l.cellHeight;
      expect(spotAt(l, x, y)).toEqual({ row, column });
      expect(spotAt(l, l.x - 4, y)).toEqual({ row, column: -1 });
      const shared = sharing(l, x, y);
      expect(shared.rows[0]).toBeLessThanOrEqual(row);
      expect(shared.rows[1]).toBeGreaterThanOrEqual(row);
    }
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
