import { describe, expect, test } from "vitest";
import {
  bits,
  bytes,
  count,
  duration,
  exact,
  exactInstant,
  instant,
  seconds,
  share,
} from "./format";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("numbers as people say them", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [99_940, "99.9 kB"],
    [999_499, "999 kB"],
    [999_500, "1.0 MB"],
    [61_300_122, "61.3 MB"],
    [1.2e9, "1.2 GB"],
    [9e18, "9000 PB"],
  ])("%d bytes", (n, text) => expect(plain(bytes(n))).toBe(text));

  test.each([
    [9_999, "9 999"],
    [10_000, "10.0 k"],
    [3_400_000, "3.4 M"],
  ])("%d packets", (n, text) => expect(plain(count(n))).toBe(text));

  test.each([
    [0, "0 ns"],
    [12_000, "12.0 µs"],
    [12_000_000, "12.0 ms"],
    [1_000_000, "1 ms"],
    [31.4e9, "31.4 s"],
    [125e9, "2 min 5 s"],
    [3600e9, "1 h"],
    [4 * 86_400e9 + 7200e9, "4 d 2 h"],
  ])("%d ns", (n, text) => expect(plain(duration(n))).toBe(text));

  test.each([
    [0, 0, "–"],
    [0, 5, "0 %"],
    [5, 5, "100 %"],
    [4_999_999, 5_000_000, "> 99.9 %"],
    [1, 5_000_000, "< 0.1 %"],
    [1, 3, "33.3 %"],
  ])("%d of %d", (part, whole, text) => expect(plain(share(part, whole))).toBe(text));

  test("exact ones", () => {
    expect(plain(exact(1_234_567))).toBe("1 234 567");
    expect(seconds(1_234_567_890)).toBe("1.234568");
    expect(bits(Number.NaN)).toBe("");
    expect(plain(bits(3_400_000))).toBe("3.4 Mb/s");
  });

  test("times, before 1970 too", () => {
    expect(instant("1714745531123456789")).toBe("2024-05-03 14:12:11 UTC");
    expect(exactInstant("1714745531123456789")).toBe("2024-05-03 14:12:11.123456789 UTC");
    expect(exactInstant("-1")).toBe("1969-12-31 23:59:59.999999999 UTC");
  });
});
