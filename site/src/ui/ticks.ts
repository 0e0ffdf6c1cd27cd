// Where the colour scale has its ticks.

/** The scale's width in pixels. */
export const WIDTH = 260;
const APART = 48; // the least distance of two ticks' labels

/** Where a tick's label is centred, so that it doesn't reach beyond the bar's ends. */
export function inside(x: number): number {
  return Math.max(16, Math.min(WIDTH - 16, x));
}

/** Powers of ten, or 1-2-5 steps on a short scale, far enough apart; the ends if there are none. */
export function ticks(min: number, max: number, place: (value: number) => number): number[] {
  if (min >= max) return [min];
  const powers = (steps: number[]) => {
    const found: number[] = [];
    for (let e = Math.floor(Math.log10(min)); e <= Math.log10(max); e++) {
      for (const step of steps) {
        const tick = step * 10 ** e;
        if (tick >= min && tick <= max) found.push(tick);
      }
    }
    return found;
  };
  const round = powers([1]).length >= 3 ? powers([1]) : powers([1, 2, 5]);
  const chosen = round.length >= 2 ? round : [min, max];
  const kept: number[] = [];
  for (const tick of chosen) {
    const last = kept.at(-1);
    if (last === undefined || inside(place(tick)) - inside(place(last)) >= APART) kept.push(tick);
  }
  return kept;
}
