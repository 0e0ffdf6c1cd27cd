// A host by name and address. Both are text from a capture: isolated, so that
// their direction of writing ends where they end.

import type { Data } from "../model/data";

/** What a host is called where its address stands beside it. */
export function called(d: Data, host: number): string {
  const { name, address, label } = d.hosts;
  return (label[host] === address[host] ? address[host] : name[host]) ?? "";
}

/** What else a host is called than it is shown as: its address, or its name; nothing without. */
export function alias(d: Data, host: number): string[] {
  const { name, address, label } = d.hosts;
  if (!name[host] || name[host] === address[host]) return [];
  return [label[host] === address[host] ? name[host]! : address[host]!];
}

export function Host({ data: d, host }: { data: Data; host: number }) {
  const label = called(d, host);
  const address = d.hosts.address[host] ?? "";
  const exactly = [label, ...alias(d, host)].join(" ");
  if (label === address) {
    return (
      <bdi class="host" title={exactly}>
        {address}
      </bdi>
    );
  }
  return (
    <span class="host host-named" title={exactly}>
      <Ends text={label} /> <bdi class="address">{address}</bdi>
    </span>
  );
}

const TAIL = 10;

/** A text that loses its middle where it has no room: what names begin and end with tells them apart. */
function Ends({ text }: { text: string }) {
  // Text of other scripts may run from right to left, and join its letters: it is left in one.
  if (text.length < 3 * TAIL || !/^[ -~]*$/.test(text)) return <bdi class="ends">{text}</bdi>;
  return (
    <bdi class="ends">
      <span>{text.slice(0, -TAIL)}</span>
      <span>{text.slice(-TAIL)}</span>
    </bdi>
  );
}
