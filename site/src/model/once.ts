// The report without the frames that the capture holds twice: a bridge's or a
// mirror port's copies count once, in every bucket that they were in.

import type { Report } from "../report/types";
import { type Data, noVolume, type ServiceColumns, sums, type Volume } from "./data";

export function hasDuplicates(report: Report): boolean {
  return report.timeline.duplicate.entry.length > 0;
}

/** What the copies of a layer's services are, in all; they have no flows of their own. */
export function duplicates(data: Data, bit: number): Volume {
  const { duplicate: d, offset } = data.report.timeline;
  const sum = noVolume();
  let service = 0;
  for (let k = 0; k < d.entry.length; k++) {
    while (offset[service + 1]! <= d.entry[k]!) service++;
    if (!(data.report.services.layer[service]! & bit)) continue;
    sum.packets += d.packets_a_to_b[k]! + d.packets_b_to_a[k]!;
    sum.bytes += d.bytes_a_to_b[k]! + d.bytes_b_to_a[k]!;
  }
  return sum;
}

/** The data less the copies. Flows, first and last stay: the originals have them, too. */
export function countedOnce(data: Data): Data {
  if (!hasDuplicates(data.report)) return data;
  const { duplicate: d } = data.report.timeline;
  const t = data.timeline;
  const s = data.services;
  const services: ServiceColumns = {
    ...s,
    layer: s.layer.slice(),
    packetsAB: s.packetsAB.slice(),
    bytesAB: s.bytesAB.slice(),
    packetsBA: s.packetsBA.slice(),
    bytesBA: s.bytesBA.slice(),
  };
  const timeline = {
    ...t,
    packetsAB: t.packetsAB.slice(),
    bytesAB: t.bytesAB.slice(),
    packetsBA: t.packetsBA.slice(),
    bytesBA: t.bytesBA.slice(),
  };
  let i = 0;
  for (let k = 0; k < d.entry.length; k++) {
    const e = d.entry[k]!;
    while (t.offset[i + 1]! <= e) i++;
    for (const [column, less] of [
      ["packetsAB", d.packets_a_to_b[k]!],
      ["bytesAB", d.bytes_a_to_b[k]!],
      ["packetsBA", d.packets_b_to_a[k]!],
      ["bytesBA", d.bytes_b_to_a[k]!],
    ] as const) {
      services[column][i]! -= less;
      timeline[column][e]! -= less;
    }
  }
  for (let j = 0; j < s.count; j++) {
    const left = services.packetsAB[j]! + services.packetsBA[j]!;
    const before = s.packetsAB[j]! + s.packetsBA[j]!;
    // As in a span, a service of which nothing is left belongs to no layer.
    if (left === 0 && before > 0) services.layer[j] = 0;
  }
  return { ...data, services, ...sums(services, data.pairA.length), timeline };
}
