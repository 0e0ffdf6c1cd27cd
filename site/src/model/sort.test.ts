import { describe, expect, test } from "vitest";
import { random } from "./random.mjs";
import { byKeys } from "./sort";

const kinds: Record<string, (next: () => number) => number> = {
  "few values": (next) => Math.floor(next() * 5) - 2,
  "whole numbers": (next) => Math.floor(next() * 1e12),
  "fractions of either sign": (next) => (next() - 0.5) * 10 ** (40 * next() - 20),
  extremes: (next) =>
    [0, -0, Number.MAX_VALUE, -Number.MAX_VALUE, Infinity, -Infinity, Number.MIN_VALUE][
      Math.floor(next() * 7)
    ]!,
};

describe("rows by keys", () => {
  test.each(Object.keys(kinds))("are as a stable sort has them: %s", (kind) => {
    for (let seed = 0; seed < 50; seed++) {
      const next = random(seed);
      const n = seed < 5 ? seed : Math.floor(next() * 500);
      const rows = Int32Array.from({ length: n }, () => Math.floor(next() * 1e6));
      const keys = Float64Array.from({ length: n }, () => kinds[kind]!(next));
      const expected = Array.from(rows.keys()).sort((i, j) =>
        keys[i]! < keys[j]! ? -1 : keys[i]! > keys[j]! ? 1 : i - j,
      );
      expect(Array.from(byKeys(rows, keys))).toEqual(expected.map((i) => rows[i]));
    }
  });

  test("are left as they were", () => {
    const [rows, keys] = [Int32Array.of(7, 8), Float64Array.of(2, -0)];
    expect(Array.from(byKeys(rows, keys))).toEqual([8, 7]);
    expect([...rows, ...keys]).toEqual([7, 8, 2, -0]);
  });
});
