import { expect, test } from "vitest";
import { noHealth } from "../model/sample";
import { checkHealth, checkMarked } from "./health";
import type { Health } from "./types";

const twoRows = (): Health => ({ ...noHealth(), row: [0, 3], lost: [[1, 2], []] });

test("columns of zeros come back whole", () => {
  const health = twoRows();
  checkHealth(health, "health", 4);
  expect(health.lost).toEqual([
    [1, 2],
    [0, 0],
  ]);
  expect(health.complete).toEqual([0, 0]);
});

test.each([
  ["a row beyond the table", { row: [0, 4] }, "row is out of range"],
  ["a row twice", { row: [3, 3] }, "row doesn't rise"],
  ["a column that is too short", { refused: [1] }, "refused has 1 rows where others have 2"],
  ["a negative count", { lost: [[1, -2], []] }, "is negative"],
  ["one direction", { lost: [[1, 2]] }, "lost isn't of two columns"],
  ["no column", { timed: undefined }, "timed isn't a list"],
])("refuses %s", (_, wrong, message) => {
  expect(() => checkHealth({ ...twoRows(), ...wrong }, "health", 4)).toThrow(message);
});

test("marks are of entries, each once", () => {
  const marks = (entry: number[]) => {
    const ones = entry.map(() => 1);
    return {
      entry,
      packets_a_to_b: ones,
      bytes_a_to_b: ones,
      packets_b_to_a: ones,
      bytes_b_to_a: ones,
    };
  };
  expect(() => checkMarked(marks([0, 2]), "t", 3)).not.toThrow();
  expect(() => checkMarked(marks([0, 3]), "t", 3)).toThrow("out of range");
  expect(() => checkMarked(marks([2, 1]), "t", 3)).toThrow("doesn't rise");
});
