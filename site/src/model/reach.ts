// What is near a selection in the graph.

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
