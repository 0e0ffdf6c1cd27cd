// Whether hosts are too many to be looked at one by one: where the largest of
// them hold little, a picture by host is mostly Other, and one by subnet isn't.

import type { Data, Metric } from "./data";
import { hostTotals, hostVolumes, inMetric } from "./volume";

/** With less than this between the largest hosts, pictures begin rolled up by subnet. */
export const ENOUGH = 0.25;

/** The share of all that is between two of the so many largest hosts, 0 to 1; 1 where there is nothing. */
export function shareBetweenLargest(
  data: Data,
  services: Int32Array,
  metric: Metric,
  limit: number,
): number {
  if (limit >= data.hosts.real) return 1;
  const own = marked(hostTotals(data, services, metric), data, limit);
  const s = data.services;
  const [there, back] = [s[`${metric}AB`], s[`${metric}BA`]];
  let all = 0;
  let between = 0;
  for (const i of services) {
    const n = there[i]! + back[i]!;
    all += n;
    if (own[s.a[i]!] && own[s.b[i]!]) between += n;
  }
  return all ? between / all : 1;
}

/** The share of the so many largest senders, or receivers if that is less. */
export function shareOfLargest(
  data: Data,
  services: Int32Array,
  metric: Metric,
  limit: number,
): number {
  if (limit >= data.hosts.real) return 1;
  const { sent, received } = inMetric(hostVolumes(data, services), metric);
  const shares = [sent, received].map((value) => {
    const own = marked(value, data, limit);
    const all = value.reduce((sum, n) => sum + n, 0);
    return all ? value.reduce((sum, n, h) => (own[h] ? sum + n : sum), 0) / all : 1;
  });
  return Math.min(...shares);
}

/** The largest so many hosts. */
function marked(value: Float64Array, data: Data, limit: number): Uint8Array {
  const { other, count } = data.hosts;
  const sorted = value.filter((_, h) => !other[h]).sort();
  const least = sorted[Math.max(0, sorted.length - limit)] ?? 0;
  const own = new Uint8Array(count);
  // Of those as large as the smallest, the first ones.
  let room = limit;
  for (let h = 0; h < count; h++) if (!other[h] && value[h]! > least) own[h] = room-- > 0 ? 1 : 0;
  for (let h = 0; h < count && room > 0; h++) {
    if (other[h] || value[h]! !== least) continue;
    own[h] = 1;
    room--;
  }
  return own;
}
