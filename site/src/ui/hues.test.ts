import { describe, expect, test } from "vitest";
import { hueColour } from "./hues";

const channels = (colour: string) => (colour.match(/\d+/g) ?? []).map(Number);

function distance(a: string, b: string): number {
  const [p, q] = [channels(a), channels(b)];
  return Math.hypot(...p.map((c, i) => c - q[i]!));
}

describe("hueColour", () => {
  test("is the same for the same address, in words that SVG knows", () => {
    expect(hueColour("10.0.0.1", false)).toBe(hueColour("10.0.0.1", false));
    expect(hueColour("fd00::1", true)).toMatch(/^rgb\(\d+, \d+, \d+\)$/);
  });

  test.each(["10.0.0.", "192.168.17."])("tells neighbours in %s0/24 apart", (net) => {
    for (let i = 1; i < 250; i++) {
      for (let j = i + 1; j < i + 5; j++) {
        const both = [hueColour(net + i, false), hueColour(net + j, false)] as const;
        expect(distance(...both), `${i} and ${j}`).toBeGreaterThan(40);
      }
    }
  });

  test("reads on white and on near-black", () => {
    for (let i = 0; i < 256; i++) {
      expect(distance(hueColour(`10.1.2.${i}`, false), "rgb(255, 255, 255)")).toBeGreaterThan(120);
      expect(distance(hueColour(`10.1.2.${i}`, true), "rgb(23, 24, 27)")).toBeGreaterThan(120);
    }
  });
});
