import { expect, test } from "vitest";
import { random } from "./random.mjs";
import { Rising } from "./rising";

test("the largest is taken, as one that looks at all of them would", () => {
  for (let seed = 0; seed < 40; seed++) {
    const next = random(seed);
    const below = (n: number) => Math.floor(next() * n);
    const count = below(200);
    const fast = new Rising(count);
    const naive: (number | null)[] = Array(count).fill(0);
    for (let step = 0; step < 3 * count; step++) {
      const at = below(count);
      const to = below(20);
      const now = naive[at]!;
      const raises = naive[at] !== null && to > now;
      expect(fast.raise(at, to)).toBe(raises);
      if (raises) naive[at] = to;
      if (next() < 0.5) continue;
      const largest = Math.max(...naive.map((v) => v ?? -1));
      const place = naive.indexOf(largest);
      expect(fast.take()).toBe(place);
      if (place >= 0) naive[place] = null;
    }
  }
});
