import { describe, expect, test } from "vitest";
import { rangeInSight } from "./rows-in-sight";

describe("rows in sight", () => {
  test.each([
    ["the beginning", 1000, 0, 280, 0, 14],
    ["the middle", 1000, 2800, 280, 96, 114],
    ["the end", 1000, 27_720, 280, 986, 1000],
    ["fewer rows than fit", 3, 0, 280, 0, 3],
    ["none", 0, 0, 280, 0, 0],
    ["scrolled past a table that shrank", 10, 28_000, 280, 6, 10],
  ])("%s", (_, count, top, height, from, to) => {
    expect(rangeInSight(count, 28, top, height)).toEqual({ from, to });
  });
});
