// The span as it is dragged and moved by keys, in whole bars.

import type { Series } from "../../model/series";
import type { Buckets } from "../../model/span";

/** Bars from first to before end. */
export interface Bars {
  first: number;
  end: number;
}

export function toBuckets(s: Series, buckets: number, { first, end }: Bars): Buckets {
  return { first: first * s.perBar, end: Math.min(buckets, end * s.perBar) };
}

export function toBars(s: Series, { first, end }: Buckets): Bars {
  return { first: Math.floor(first / s.perBar), end: Math.ceil(end / s.perBar) };
}

/** What a drag does: makes a span, moves one, or moves one of its ends. */
export type Grip = "new" | "move" | "first" | "end";

export function dragged(grip: Grip, from: Bars, start: number, now: number, bars: number): Bars {
  if (grip === "new") return { first: Math.min(start, now), end: Math.max(start, now) + 1 };
  if (grip === "move") return moved(from, now - start, bars);
  const fixed = grip === "first" ? from.end - 1 : from.first;
  return { first: Math.min(fixed, now), end: Math.max(fixed, now) + 1 };
}

function moved({ first, end }: Bars, by: number, bars: number): Bars {
  const step = Math.max(-first, Math.min(bars - end, by));
  return { first: first + step, end: end + step };
}

/**
 * Arrows move the span, with Shift they widen it to that side; up and down
 * widen and narrow it on both; Page keys move it by its own length, Home and
 * End to the ends. Without a span, they begin one. Null for other keys.
 */
export function keyed(key: string, shift: boolean, span: Bars | null, bars: number): Bars | null {
  const step = Math.max(1, Math.round(bars / 100));
  const tenth = Math.max(1, Math.round(bars / 10));
  const arrow = { ArrowLeft: -step, ArrowRight: step }[key] ?? 0;
  if (!span) {
    if (arrow > 0 || key === "Home" || key === "PageUp") return { first: 0, end: tenth };
    if (arrow < 0 || key === "End" || key === "PageDown") return { first: bars - tenth, end: bars };
    return null;
  }
  const { first, end } = span;
  if (arrow && shift) {
    return arrow < 0
      ? { first: Math.max(0, first - step), end }
      : { first, end: Math.min(bars, end + step) };
  }
  if (arrow) return moved(span, arrow, bars);
  const length = end - first;
  switch (key) {
    case "ArrowUp":
      return { first: Math.max(0, first - step), end: Math.min(bars, end + step) };
    case "ArrowDown":
      return length > 2 * step
        ? { first: first + step, end: end - step }
        : { first, end: first + 1 };
    case "PageUp":
      return moved(span, -length, bars);
    case "PageDown":
      return moved(span, length, bars);
    case "Home":
      return moved(span, -bars, bars);
    case "End":
      return moved(span, bars, bars);
    default:
      return null;
  }
}
