import { describe, expect, test } from "vitest";
import { arrange, type Body, type Bond, stretch } from "./layout";

const bodies = (n: number): Body[] =>
  Array.from({ length: n }, (_, i) => ({ key: `10.0.0.${i}`, radius: 4 + (i % 7) }));
const bonds = (n: number): Bond[] =>
  Array.from({ length: n - 1 }, (_, i) => ({ a: i >> 1, b: i + 1 }));

function finish(all: Body[], between: Bond[], milliseconds = Number.POSITIVE_INFINITY) {
  const arrangement = arrange(all, between, true);
  let slices = 1;
  while (!arrangement.step(milliseconds)) slices++;
  return { places: arrangement.places(), slices };
}

describe("the graph's layout", () => {
  test("is the same at every opening, in however many slices", () => {
    const whole = finish(bodies(60), bonds(60));
    const sliced = finish(bodies(60), bonds(60), 0);
    expect(whole.slices).toBe(1);
    expect(sliced.slices).toBeGreaterThan(100);
    expect([...sliced.places]).toEqual([...whole.places]);
  });

  test("has no node over another, and none out of the world", () => {
    const all = bodies(300);
    const { places } = finish(all, bonds(300));
    for (const { key, radius } of all) {
      const p = places.get(key)!;
      expect(Math.hypot(p.x, p.y)).toBeLessThan(5000);
      for (const other of all) {
        if (other.key === key) continue;
        const q = places.get(other.key)!;
        expect(Math.hypot(p.x - q.x, p.y - q.y)).toBeGreaterThan(radius + other.radius);
      }
    }
  });

  test("moves none of those that stand already", () => {
    const { places } = finish(bodies(20), bonds(20));
    const more = bodies(30).map((b) => ({ ...b, fixed: places.get(b.key) }));
    const found = finish(more, bonds(30)).places;
    for (const [key, place] of places) expect(found.get(key)).toEqual(place);
    expect(found.size).toBe(30);
  });

  test.each([0, 1, 2])("%i nodes", (n) => {
    const { places } = finish(bodies(n), []);
    expect(places.size).toBe(n);
    for (const { x, y } of stretch(places, true).values()) {
      expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
    }
  });

  test("uses the room's longer side", () => {
    const square = new Map([
      ["a", { x: -100, y: -100 }],
      ["b", { x: 100, y: 100 }],
    ]);
    expect(stretch(square, true).get("b")).toEqual({ x: 175, y: 100 });
    expect(stretch(square, false).get("b")).toEqual({ x: 100, y: 175 });
  });
});
