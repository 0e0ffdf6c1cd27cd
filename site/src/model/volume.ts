// What a set of services adds up to: in all, by host, by transport, by application.

import { type Data, type Metric, noVolume, type Volume } from "./data";
import { largest } from "./largest";

export function totalOf(data: Data, services: Int32Array): Volume {
  const s = data.services;
  const total = noVolume();
  for (const i of services) {
    total.packets += s.packetsAB[i]! + s.packetsBA[i]!;
    total.bytes += s.bytesAB[i]! + s.bytesBA[i]!;
    total.flows += s.flows[i]!;
  }
  return total;
}

/** Volumes by host index. A flow is sent by its client and received by its server. */
export interface HostVolumes {
  sentPackets: Float64Array;
  sentBytes: Float64Array;
  sentFlows: Float64Array;
  receivedPackets: Float64Array;
  receivedBytes: Float64Array;
  receivedFlows: Float64Array;
}

export function hostVolumes(data: Data, services: Int32Array): HostVolumes {
  const s = data.services;
  const column = () => new Float64Array(data.hosts.count);
  const v = {
    sentPackets: column(),
    sentBytes: column(),
    sentFlows: column(),
    receivedPackets: column(),
    receivedBytes: column(),
    receivedFlows: column(),
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
    v.sentFlows[a]! += s.flowsAB[i]!;
    v.receivedFlows[b]! += s.flowsAB[i]!;
    v.sentFlows[b]! += s.flowsBA[i]!;
    v.receivedFlows[a]! += s.flowsBA[i]!;
  }
  return v;
}

/** What each host sent and received, by host index. */
export function hostTotals(data: Data, services: Int32Array, metric: Metric): Float64Array {
  const s = data.services;
  const [there, back] = [s[`${metric}AB`], s[`${metric}BA`]];
  const total = new Float64Array(data.hosts.count);
  for (const i of services) {
    const n = there[i]! + back[i]!;
    total[s.a[i]!]! += n;
    total[s.b[i]!]! += n;
  }
  return total;
}

/** What each host sent and received, the hosts that have the most of it, and how many have any. */
export function busiestHosts(data: Data, services: Int32Array, metric: Metric, most: number) {
  const total = hostTotals(data, services, metric);
  const hosts = Array.from(total.keys()).filter((h) => total[h]! > 0);
  const busiest = largest(
    hosts,
    most,
    (h) => total[h]!,
    (g, h) => g - h,
  );
  return { total, busiest, count: hosts.length };
}

/** The columns of one metric. */
export function inMetric(v: HostVolumes, metric: Metric) {
  if (metric === "bytes") return { sent: v.sentBytes, received: v.receivedBytes };
  if (metric === "flows") return { sent: v.sentFlows, received: v.receivedFlows };
  return { sent: v.sentPackets, received: v.receivedPackets };
}

export interface Part extends Volume {
  name: string;
  /** The flows in it that only a port number speaks for. */
  portFlows: number;
}

export function byApplication(data: Data, services: Int32Array, metric: Metric): Part[] {
  const { application, byPort } = data.services;
  const names = data.report.applications.map((a) => a.name);
  return breakdown(data, services, application, names, metric, byPort);
}

export function byTransport(data: Data, services: Int32Array, metric: Metric): Part[] {
  return breakdown(data, services, data.services.transport, data.report.transports, metric);
}

/** The parts that hold any packet, the largest first. */
function breakdown(
  data: Data,
  services: Int32Array,
  key: Int32Array,
  names: readonly string[],
  metric: Metric,
  byPort?: Uint8Array,
): Part[] {
  const s = data.services;
  const parts: Part[] = names.map((name) => ({ name, portFlows: 0, ...noVolume() }));
  for (const i of services) {
    const part = parts[key[i]!]!;
    part.packets += s.packetsAB[i]! + s.packetsBA[i]!;
    part.bytes += s.bytesAB[i]! + s.bytesBA[i]!;
    part.flows += s.flows[i]!;
    if (byPort?.[i]) part.portFlows += s.flows[i]!;
  }
  return parts.filter((p) => p.packets + p.bytes > 0).sort((p, q) => q[metric] - p[metric]);
}
