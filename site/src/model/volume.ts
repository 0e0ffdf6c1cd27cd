// What a set of services adds up to: in all, by host, by transport, by application.

import type { Data, Metric, Volume } from "./data";

export function totalOf(data: Data, services: Int32Array): Volume {
  const s = data.services;
  const total = { packets: 0, bytes: 0 };
  for (const i of services) {
    total.packets += s.packetsAB[i]! + s.packetsBA[i]!;
    total.bytes += s.bytesAB[i]! + s.bytesBA[i]!;
  }
  return total;
}

/** Volumes by host index. */
export interface HostVolumes {
  sentPackets: Float64Array;
  sentBytes: Float64Array;
  receivedPackets: Float64Array;
  receivedBytes: Float64Array;
}

export function hostVolumes(data: Data, services: Int32Array): HostVolumes {
  const s = data.services;
  const column = () => new Float64Array(data.hosts.count);
  const v = {
    sentPackets: column(),
    sentBytes: column(),
    receivedPackets: column(),
    receivedBytes: column(),
  };
  for (const i of services) {
    const a = s.a[i]!;
    const b = s.b[i]!;
    v.sentPackets[a]! += s.packetsAB[i]!;
    v.receivedPackets[b]! += s.packetsAB[i]!;
    v.sentPackets[b]! += s.packetsBA[i]!;
    v.receivedPackets[a]! += s.packetsBA[i]!;
    v.sentBytes[a]! += s.bytesAB[i]!;
    v.receivedBytes[b]! += s.bytesAB[i]!;
    v.sentBytes[b]! += s.bytesBA[i]!;
    v.receivedBytes[a]! += s.bytesBA[i]!;
  }
  return v;
}

export interface Part extends Volume {
  name: string;
  /** Only the server's port number speaks for it. */
  byPort: boolean;
}

export function byApplication(data: Data, services: Int32Array, metric: Metric): Part[] {
  const names = data.report.applications.map((a) => ({ name: a.name, byPort: a.by_port }));
  return breakdown(data, services, data.services.application, names, metric);
}

export function byTransport(data: Data, services: Int32Array, metric: Metric): Part[] {
  const names = data.report.transports.map((name) => ({ name, byPort: false }));
  return breakdown(data, services, data.services.transport, names, metric);
}

/** The parts that hold any packet, the largest first. */
function breakdown(
  data: Data,
  services: Int32Array,
  key: Int32Array,
  names: { name: string; byPort: boolean }[],
  metric: Metric,
): Part[] {
  const s = data.services;
  const parts: Part[] = names.map((n) => ({ ...n, packets: 0, bytes: 0 }));
  for (const i of services) {
    const part = parts[key[i]!]!;
    part.packets += s.packetsAB[i]! + s.packetsBA[i]!;
    part.bytes += s.bytesAB[i]! + s.bytesBA[i]!;
  }
  return parts.filter((p) => p.packets > 0).sort((p, q) => q[metric] - p[metric]);
}
