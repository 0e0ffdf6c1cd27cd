// A host by name and address. Both are text from a capture: isolated, so that
// their direction of writing ends where they end.

import type { Data } from "../model/data";

export function Host({ data: d, host }: { data: Data; host: number }) {
  const label = d.hosts.label[host] ?? "";
  const address = d.hosts.address[host] ?? "";
  if (label === address) {
    return (
      <bdi class="host" title={address}>
        {address}
      </bdi>
    );
  }
  return (
    <span class="host" title={`${label} ${address}`}>
      <bdi>{label}</bdi> <bdi class="address">{address}</bdi>
    </span>
  );
}
