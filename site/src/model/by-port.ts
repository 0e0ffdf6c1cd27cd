// Applications that nothing but a server's port number speaks for. Where one is
// known by payload and by port, it is one application, of which a part is by port.

import type { Data } from "./data";
import type { Part } from "./volume";

/** By the application's index, 1 where only ports speak for it in each of these services. */
export function byPortOnly(data: Data, services: ArrayLike<number>): Uint8Array {
  const { application, byPort } = data.services;
  const only = new Uint8Array(data.report.applications.length).fill(1);
  for (let k = 0; k < services.length; k++) {
    const i = services[k]!;
    if (!byPort[i]) only[application[i]!] = 0;
  }
  return only;
}

/** Whether only ports speak for all of a part. */
export function isByPort(part: Part): boolean {
  return part.flows > 0 && part.portFlows === part.flows;
}
