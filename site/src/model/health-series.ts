// Health over time, as far as the report knows when: retransmissions and bit
// rates are exact by bucket, all else is known of whole flows only.

import type { Data } from "./data";
import { type HealthMetric, Tally } from "./health";

export function isKnownOverTime(metric: HealthMetric): boolean {
  return metric === "retransmissions" || metric === "rate";
}

/** By bar of so many buckets; null where it isn't known. A rate is that of the bar's whole time. */
export function healthOverTime(
  data: Data,
  services: Int32Array,
  metric: HealthMetric,
  { bars, perBar }: { bars: number; perBar: number },
): Tally | null {
  if (!isKnownOverTime(metric)) return null;
  const none = [new Float64Array(0), new Float64Array(0)] as const;
  const tally = new Tally({ metric, data, part: none, base: none, directed: true }, bars);
  const { timeline: t, services: s, report } = data;
  const rate = metric === "rate";
  const tcp = report.transports.map((name) => name === "TCP");
  const mine = new Uint8Array(s.count);
  for (const i of services) {
    if (!rate && !tcp[s.transport[i]!]) continue;
    mine[i] = 1;
    for (let e = t.offset[i]!; e < t.offset[i + 1]!; e++) {
      const bar = Math.floor(t.bucket[e]! / perBar);
      tally.base[bar]! += t.packetsAB[e]! + t.packetsBA[e]!;
      if (rate) tally.part[bar]! += (t.bytesAB[e]! + t.bytesBA[e]!) * 8;
    }
  }
  if (rate) {
    tally.first?.fill(0);
    tally.last?.fill(t.width * perBar);
    return tally;
  }
  const { entry, packets_a_to_b, packets_b_to_a } = report.timeline.retransmitted;
  let i = 0;
  for (let k = 0; k < entry.length; k++) {
    const e = entry[k]!;
    while (t.offset[i + 1]! <= e) i++;
    if (mine[i]) {
      tally.part[Math.floor(t.bucket[e]! / perBar)]! += packets_a_to_b[k]! + packets_b_to_a[k]!;
    }
  }
  return tally;
}
