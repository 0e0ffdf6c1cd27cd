// How much went each way over time: the small time line of what is selected.

import type { Data, Metric } from "./data";
import { bucketsOf } from "./span";

export interface Activity {
  /** What the bars cover, in nanoseconds since the start, and how wide one is. */
  from: number;
  to: number;
  width: number;
  /** Volumes by bar. */
  forth: Float64Array;
  back: Float64Array;
}

/** At most so many bars: more don't fit the panel. */
const MOST_BARS = 128;

/**
 * The services' volumes over the data's span. Forth is what the host sent, or
 * without a host what went from A to B. Flows have no time: packets stand for them.
 */
export function activity(
  data: Data,
  services: Int32Array,
  metric: Metric,
  host?: number,
): Activity {
  const t = data.timeline;
  const { first, end } = bucketsOf(data, data.span);
  const each = Math.max(1, Math.ceil((end - first) / MOST_BARS));
  const bars = Math.max(1, Math.ceil((end - first) / each));
  const forth = new Float64Array(bars);
  const back = new Float64Array(bars);
  const [ab, ba] = metric === "bytes" ? [t.bytesAB, t.bytesBA] : [t.packetsAB, t.packetsBA];
  for (const i of services) {
    const isA = host === undefined || data.services.a[i] === host;
    const isB = host !== undefined && data.services.b[i] === host;
    for (let e = t.offset[i]!; e < t.offset[i + 1]!; e++) {
      const bucket = t.bucket[e]!;
      if (bucket < first || bucket >= end) continue;
      const bar = Math.floor((bucket - first) / each);
      if (isA) forth[bar]! += ab[e]!;
      if (isA) back[bar]! += ba[e]!;
      if (isB) forth[bar]! += ba[e]!;
      if (isB) back[bar]! += ab[e]!;
    }
  }
  const from = t.origin + first * t.width;
  const width = each * t.width;
  return { from, to: from + bars * width, width, forth, back };
}
