// What is selected, in the words of Wireshark's display filters and of tcpdump
// (pcap-filter(7)), so that a look at the packets themselves is a paste away.

import { HostIPv4, HostIPv6, HostMAC, LayerInner } from "../report/types";
import type { Data, Span } from "./data";
import { type Selection, selected } from "./detail";

export interface CaptureFilters {
  wireshark: string;
  tcpdump: string;
  /** What tcpdump's filter can't say, in a sentence; empty when it says it all. */
  note: string;
}

/** More alternatives than this make no filter that anyone reads. */
const MOST_CLAUSES = 24;

/**
 * The filters for the services shown of a selection, of all those that it has in
 * this layer; null where hosts are involved that no filter can name.
 */
export function captureFilters(
  data: Data,
  selection: Selection,
  shown: Int32Array,
  layerBit: number,
): CaptureFilters | null {
  const hosts = selection.kind === "host" ? [selection.host] : [selection.a, selection.b];
  const ends = endsOf(data, hosts);
  if (!ends) return null;
  const all = selected(data, Int32Array.from(data.services.layer.keys()), selection).filter(
    (i) => data.services.layer[i]! & layerBit,
  );
  const clauses = shown.length < all.length ? clausesOf(data, shown) : [];
  const wireshark = [
    ...ends.wireshark,
    ...oneOf(
      clauses.map((c) => c.wireshark),
      "||",
    ),
    ...withoutQuotes(clauses, ends.family),
    ...(data.span ? timeOf(data, data.span) : []),
  ];
  const tcpdump = [
    ...ends.tcpdump,
    ...oneOf(
      clauses.map((c) => c.tcpdump),
      "or",
    ),
  ];
  return {
    wireshark: wireshark.join(" && "),
    tcpdump: tcpdump.join(" and "),
    note: noteOf(data, shown),
  };
}

function noteOf(data: Data, shown: Int32Array): string {
  const tunnelled = shown.some((i) => data.services.layer[i] === LayerInner);
  const parts = [
    tunnelled ? "it doesn't look into tunnels, where some of this is" : "",
    data.span ? "it knows no times, so it finds the whole capture's" : "",
  ].filter(Boolean);
  return parts.length ? `Of tcpdump's filter: ${parts.join("; ")}.` : "";
}

interface Words {
  wireshark: string[];
  tcpdump: string[];
}

/**
 * Frames from or to one host, or between two. Wireshark's ip.addr is either end;
 * tcpdump's "host" alone would match ARP too, which has a conversation of its own.
 */
function endsOf(data: Data, hosts: number[]): (Words & { family: Family }) | null {
  const family = familyOf(data, hosts[0]!);
  const addresses = hosts.map((h) => data.report.hosts.address[h] ?? "");
  // An address is pasted into a shell: only what can stand in one may pass.
  if (!family || hosts.some((h) => familyOf(data, h) !== family)) return null;
  if (!addresses.every((a) => /^[0-9a-f:.]+$/i.test(a))) return null;
  const [a, b] = addresses as [string, string?];
  const { wireshark: w, tcpdump: t, rest } = families[family];
  if (a === b) {
    return {
      family,
      wireshark: [`${w}.src == ${a}`, `${w}.dst == ${a}`, ...rest.wireshark],
      tcpdump: [`${t} src ${a}`, `${t} dst ${a}`, ...rest.tcpdump],
    };
  }
  return {
    family,
    wireshark: [...addresses.map((x) => `${w}.addr == ${x}`), ...rest.wireshark],
    tcpdump: [...addresses.map((x) => `${t} host ${x}`), ...rest.tcpdump],
  };
}

type Family = "ipv4" | "ipv6" | "mac";

const families: Record<Family, { wireshark: string; tcpdump: string; rest: Words }> = {
  ipv4: { wireshark: "ip", tcpdump: "ip", rest: { wireshark: [], tcpdump: [] } },
  ipv6: { wireshark: "ipv6", tcpdump: "ip6", rest: { wireshark: [], tcpdump: [] } },
  // A MAC address is a host only where there is no IP.
  mac: {
    wireshark: "eth",
    tcpdump: "ether",
    rest: { wireshark: ["!ip", "!ipv6"], tcpdump: ["not ip", "not ip6"] },
  },
};

function familyOf(data: Data, host: number): Family | null {
  const flags = data.report.hosts.flags[host] ?? 0;
  if (flags & HostIPv4) return "ipv4";
  if (flags & HostIPv6) return "ipv6";
  return flags & HostMAC ? "mac" : null;
}

interface Clause {
  wireshark: string;
  tcpdump: string;
}

/** Transports whose services have ports, by the name that both tools know. */
const PORTS: Record<string, string> = { TCP: "tcp", UDP: "udp", SCTP: "sctp" };

/** The rest by their own names. */
const PLAIN: Record<string, Clause> = {
  ICMP: { wireshark: "icmp", tcpdump: "icmp" },
  ICMPv6: { wireshark: "icmpv6", tcpdump: "icmp6" },
  IGMP: { wireshark: "igmp", tcpdump: "igmp" },
  GRE: { wireshark: "gre", tcpdump: "proto 47" },
  ESP: { wireshark: "esp", tcpdump: "esp" },
  AH: { wireshark: "ah", tcpdump: "ah" },
  OSPF: { wireshark: "ospf", tcpdump: "proto 89" },
  PIM: { wireshark: "pim", tcpdump: "pim" },
  VRRP: { wireshark: "vrrp", tcpdump: "vrrp" },
  ARP: { wireshark: "arp", tcpdump: "arp" },
  LLDP: { wireshark: "lldp", tcpdump: "ether proto 0x88cc" },
  STP: { wireshark: "stp", tcpdump: "stp" },
};

/** One clause for each transport and port; none at all where one of them has no words. */
function clausesOf(data: Data, services: Int32Array): Clause[] {
  const clauses = new Map<string, Clause>();
  for (const i of services) {
    const clause = clauseOf(data, i);
    if (!clause) return [];
    clauses.set(clause.wireshark, clause);
    if (clauses.size > MOST_CLAUSES) return [];
  }
  return [...clauses.values()];
}

/** An ICMP error quotes the ports of what it is about, and Wireshark finds them there too. */
function withoutQuotes(clauses: Clause[], family: Family): string[] {
  if (clauses.length === 0 || !clauses.every((c) => c.wireshark.includes(".port == "))) return [];
  return family === "ipv6" ? ["!icmpv6"] : ["!icmp"];
}

function clauseOf(data: Data, service: number): Clause | undefined {
  const transport = data.report.transports[data.services.transport[service]!] ?? "";
  const port = data.services.port[service]!;
  if (!Object.hasOwn(PORTS, transport)) {
    return Object.hasOwn(PLAIN, transport) ? PLAIN[transport] : undefined;
  }
  const name = PORTS[transport]!;
  // Without a port: fragments of which the first wasn't seen.
  if (!port) return { wireshark: name, tcpdump: name };
  return { wireshark: `${name}.port == ${port}`, tcpdump: `${name} port ${port}` };
}

function oneOf(clauses: string[], or: string): string[] {
  return clauses.length > 1 ? [`(${clauses.join(` ${or} `)})`] : clauses;
}

/** Frames of the span, in Wireshark's words; tcpdump has none for time. */
function timeOf(data: Data, { from, to }: Span): string[] {
  const at = (offset: number) => {
    const ns = BigInt(data.report.start_unix_ns) + BigInt(Math.round(offset));
    return `${ns / 1_000_000_000n}.${(ns % 1_000_000_000n).toString().padStart(9, "0")}`;
  };
  // The last frame of all belongs to the last span.
  const end = to >= data.report.duration_ns ? "<=" : "<";
  return [`frame.time_epoch >= ${at(from)}`, `frame.time_epoch ${end} ${at(to)}`];
}
