import { expect, test } from "vitest";
import { largest } from "./largest";

const rising = (t: number, u: number) => t - u;

test("the largest are those that sorting all would give, ties in their order", () => {
  const value = (item: number) => (item * 7919) % 13;
  const items = Array.from({ length: 100 }, (_, i) => i);
  const sorted = items.toSorted((t, u) => value(u) - value(t) || t - u);
  for (const n of [0, 1, 5, 8, 9, 50, 99, 100, 200, Number.POSITIVE_INFINITY]) {
    expect(largest(items.toReversed(), n, value, rising), `${n}`).toEqual(sorted.slice(0, n));
  }
});

test("of none, none are the largest", () => {
  expect(largest([], 3, (n: number) => n, rising)).toEqual([]);
});
