import { describe, expect, test } from "vitest";
import {
  applicationColor,
  applicationColours,
  channels,
  colourScale,
  otherColour,
  ramp,
} from "./palette";

// The linear light that someone sees who has all cones, and who lacks one kind
// of them (Machado, Oliveira and Fernandes 2009, the whole deficiency).
const sights: Record<string, number[]> = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
};

function linear(hex: string): number[] {
  return [1, 3, 5].map((i) => {
    const s = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function lab(hex: string, sight: number[]): number[] {
  const v = linear(hex);
  const [r = 0, g = 0, b = 0] = [0, 3, 6].map((row) => {
    const light = sight[row]! * v[0]! + sight[row + 1]! * v[1]! + sight[row + 2]! * v[2]!;
    return Math.max(0, Math.min(1, light));
  });
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe("application colours", () => {
  test.each(Object.entries(sights))("can be told apart with %s", (_, sight) => {
    const labs = [...applicationColours, otherColour].map((c) => lab(c, sight));
    labs.forEach((p, i) => {
      for (const q of labs.slice(0, i)) {
        expect(Math.hypot(...p.map((v, k) => v - q[k]!))).toBeGreaterThan(16);
      }
    });
  });

  test.each(applicationColours)("%s stands out from both grounds", (colour) => {
    const l = luminance(colour) + 0.05;
    expect(1.05 / l).toBeGreaterThan(1.8);
    expect(l / (luminance("#17181b") + 0.05)).toBeGreaterThan(2.5);
  });

  test("are stable by name", () => {
    expect(applicationColor("HTTPS")).toBe(applicationColor("https"));
    expect(applicationColor("https")).not.toBe(applicationColor("http"));
    expect(applicationColours).toContain(applicationColor("something else"));
    expect(applicationColours).toContain(applicationColor("constructor"));
    expect(applicationColor("")).toBe(otherColour);
  });
});

describe("gradients", () => {
  const red = (colour: string) => channels(colour)[0];

  test("stops have their own colours, and what lies between them is between", () => {
    const classic = ramp("classic", false);
    expect(classic(0)).toBe("rgb(26, 143, 76)");
    expect(classic(0.3)).toBe("rgb(140, 193, 82)");
    expect(red(classic(0.15))).toBe(83);
    expect(classic(1)).toBe("rgb(200, 30, 30)");
  });

  test("what is out of range has the ends' colours", () => {
    for (const colours of [ramp("classic", false), ramp("default", false), ramp("default", true)]) {
      expect(colours(-1)).toBe(colours(0));
      expect(colours(2)).toBe(colours(1));
    }
  });

  test("the scale is logarithmic", () => {
    const scale = colourScale(1, 10_000, (t) => t.toFixed(2));
    expect([1, 10, 100, 10_000].map(scale)).toEqual(["0.00", "0.25", "0.50", "1.00"]);
  });
});
