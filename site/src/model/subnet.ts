// Hosts by subnet: /24 for IPv4, /64 for IPv6, all MAC addresses together.

import { HostIPv4, HostIPv6, HostMAC, type Report } from "../report/types";
import type { Data } from "./data";

export interface Subnets {
  /** As 10.0.3.0/24 or fd00:1::/64. */
  label: string[];
  /** Each host's subnet. What is no host has one of its own. */
  of: Int32Array;
}

const known = new WeakMap<Report, Subnets>();

export function subnets(data: Data): Subnets {
  let found = known.get(data.report);
  if (!found) {
    found = group(data);
    known.set(data.report, found);
  }
  return found;
}

function group(data: Data): Subnets {
  const { flags } = data.report.hosts;
  const numbers = new Map<string, number>();
  const of = Int32Array.from(data.hosts.address, (address, h) => {
    const label = subnetOf(address, flags[h] ?? 0);
    let number = numbers.get(label);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(label, number);
    }
    return number;
  });
  return { label: [...numbers.keys()], of };
}

export function subnetOf(address: string, flags: number): string {
  if (flags & HostMAC) return "MAC addresses";
  if (flags & HostIPv4) return `${address.slice(0, address.lastIndexOf("."))}.0/24`;
  return flags & HostIPv6 ? `${prefix64(address)}/64` : address;
}

/** The first four groups of an IPv6 address, zeros at their end as "::" (RFC 5952). */
function prefix64(address: string): string {
  const [head = "", tail = ""] = address.split("::");
  const groups = (text: string) => (text ? text.split(":") : []);
  const first = groups(head);
  if (first.length < 4 && address.includes("::")) {
    const last = groups(tail);
    // A dotted IPv4 address at the end stands for two groups.
    const zeros = 8 - first.length - last.length - (tail.includes(".") ? 1 : 0);
    first.push(...Array(Math.max(0, zeros)).fill("0"), ...last);
  }
  const network = first.slice(0, 4);
  while (network.at(-1) === "0") network.pop();
  return `${network.join(":")}::`;
}
