// What is near a selection in the graph, and where the capture was taken.

import { HostBroadcast, HostIPv4, HostIPv6, HostMulticast } from "../report/types";
import type { Data } from "./data";

export interface Reach {
  hosts: readonly number[];
  /** 1: the hosts' peers, and what these say to each other. 2: the peers' peers too. */
  hops: number;
}

/** The services, of those given, of which both ends are in reach. */
export function reachOf(data: Data, services: Int32Array, reach: Reach): Int32Array {
  const { a, b } = data.services;
  let near = new Uint8Array(data.hosts.count);
  for (const h of reach.hosts) near[h] = 1;
  for (let hop = 0; hop < reach.hops; hop++) {
    const next = near.slice();
    for (const i of services) {
      // Through the hosts that were folded into one, all would be near to all.
      if (near[a[i]!] && !data.hosts.other[a[i]!]) next[b[i]!] = 1;
      if (near[b[i]!] && !data.hosts.other[b[i]!]) next[a[i]!] = 1;
    }
    near = next;
  }
  return services.filter((i) => near[a[i]!] && near[b[i]!]);
}

const LINES = 3; // fewer than these cross nowhere
const MOST = 0.9; // the share of all that must cross there

/**
 * The hosts on which the capture seems to have been taken, by address family at
 * most one: nearly every conversation between two hosts is its own, and nearly
 * every packet. A scanner has the conversations, a busy server the packets.
 */
export function capturePoints(data: Data, services: Int32Array): number[] {
  return [HostIPv4, HostIPv6].flatMap((family) => crossing(data, services, family));
}

function crossing(data: Data, services: Int32Array, family: number): number[] {
  const { flags } = data.report.hosts;
  const { a, b, pair, packetsAB, packetsBA } = data.services;
  const group = HostMulticast | HostBroadcast;
  const counts = (h: number) => (flags[h]! & family) !== 0 && (flags[h]! & group) === 0;
  const seen = new Uint8Array(data.pairA.length);
  const lines = new Int32Array(data.hosts.count);
  const packets = new Float64Array(data.hosts.count);
  let allLines = 0;
  let allPackets = 0;
  for (const i of services) {
    if (a[i] === b[i] || !counts(a[i]!) || !counts(b[i]!)) continue;
    const line = seen[pair[i]!] ? 0 : 1;
    seen[pair[i]!] = 1;
    const n = packetsAB[i]! + packetsBA[i]!;
    allLines += line;
    allPackets += n;
    for (const h of [a[i]!, b[i]!]) {
      lines[h]! += line;
      packets[h]! += n;
    }
  }
  let best = 0;
  for (let h = 1; h < lines.length; h++) if (lines[h]! > lines[best]!) best = h;
  const most = lines[best]! >= MOST * allLines && packets[best]! >= MOST * allPackets;
  return allLines >= LINES && most ? [best] : [];
}
