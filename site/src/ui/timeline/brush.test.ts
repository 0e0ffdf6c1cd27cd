import { describe, expect, test } from "vitest";
import { dragged, keyed } from "./brush";

const at = (first: number, end: number) => ({ first, end });

describe("a drag", () => {
  test.each([
    ["new", at(0, 0), 5, 9, at(5, 10)],
    ["new", at(0, 0), 9, 5, at(5, 10)],
    ["move", at(5, 10), 6, 8, at(7, 12)],
    ["move", at(5, 10), 6, 99, at(15, 20)],
    ["move", at(5, 10), 6, -99, at(0, 5)],
    ["first", at(5, 10), 5, 2, at(2, 10)],
    ["first", at(5, 10), 5, 12, at(9, 13)],
    ["end", at(5, 10), 9, 7, at(5, 8)],
    ["end", at(5, 10), 9, 1, at(1, 6)],
  ] as const)("%s %j from %i to %i gives %j", (grip, from, start, now, to) => {
    expect(dragged(grip, from, start, now, 20)).toEqual(to);
  });
});

describe("keys", () => {
  test.each([
    ["ArrowRight", false, null, at(0, 20)],
    ["ArrowLeft", false, null, at(180, 200)],
    ["ArrowUp", false, null, null],
    ["ArrowRight", false, at(0, 20), at(2, 22)],
    ["ArrowLeft", false, at(1, 20), at(0, 19)],
    ["ArrowRight", true, at(0, 20), at(0, 22)],
    ["ArrowLeft", true, at(10, 20), at(8, 20)],
    ["ArrowUp", false, at(10, 20), at(8, 22)],
    ["ArrowDown", false, at(10, 20), at(12, 18)],
    ["ArrowDown", false, at(10, 11), at(10, 11)],
    ["PageDown", false, at(10, 20), at(20, 30)],
    ["PageUp", false, at(10, 20), at(0, 10)],
    ["End", false, at(10, 20), at(190, 200)],
    ["Home", false, at(10, 20), at(0, 10)],
    ["x", false, at(10, 20), null],
  ] as const)("%s (shift %s) from %j gives %j", (key, shift, from, to) => {
    expect(keyed(key, shift, from, 200)).toEqual(to);
  });
});
