// Where the capture was taken, as far as the report can tell. The addresses of
// the machine that captured show in three ways: they are one end of most packets;
// nearly every host seen in an exchange talks with them; and what two hosts of
// one subnet say to each other, which no router forwards, is always theirs. Any
// other traffic within a subnet means a mirror port, a bridge or the like, where
// no host is marked. A scanner has the lines, a busy server the packets: neither
// has all three.

import {
  HostBroadcast,
  HostIPv4,
  HostIPv6,
  HostMAC,
  HostMulticast,
  HostNone,
  HostOther,
} from "../report/types";
import type { Data } from "./data";
import { subnets } from "./subnet";

export interface CapturePoint {
  host: number;
  /** Not only near it: the traffic within its subnet is its own. */
  sure: boolean;
  /** The share of its address family's packets that have one of the capture points at an end. */
  share: number;
}

const LINES = 3; // fewer than these cross nowhere
const NEARLY_ALL = 0.9;
// With a subnet's evidence, for a machine that also forwards what isn't its own:
const MOST_PACKETS = 0.75;
const MOST_PEERS = 2 / 3;

/** The capturing machine's addresses, the busiest first; none where it isn't clear. */
export function capturePoints(data: Data, services: Int32Array): CapturePoint[] {
  const macs = linesOf(data, services, HostMAC);
  // Frames without IP, such as ARP's answers, reach only the machine that they are for.
  if (macs.pairs.length >= LINES && !isStars(macs)) return [];
  const found = [HostIPv4, HostIPv6].flatMap((family) =>
    crossing(data, linesOf(data, services, family)),
  );
  return [...found, ...namesakes(data, services, found)];
}

/** The addresses of the other family with a capture point's name, if all in their subnets is theirs. */
function namesakes(data: Data, services: Int32Array, found: CapturePoint[]): CapturePoint[] {
  const { name } = data.hosts;
  const { flags } = data.report.hosts;
  if (found.length === 0) return [];
  return [HostIPv4, HostIPv6].flatMap((family) => {
    if (found.some(({ host }) => flags[host]! & family)) return [];
    const lines = linesOf(data, services, family);
    const { of } = subnets(data);
    return name.flatMap((own, host) => {
      if (!(flags[host]! & family)) return [];
      const known = found.find((point) => own && name[point.host] === own);
      if (!known) return [];
      const inner = lines.pairs.filter(([g, h]) => of[g] === of[host] && of[h] === of[host]);
      const all = inner.length > 0 && inner.every((ends) => ends.includes(host));
      return all ? [{ ...known, host }] : [];
    });
  });
}

interface Lines {
  /** Conversations in which both hosts spoke (for MAC addresses all), each once, as its two ends. */
  pairs: [number, number][];
  degree: Int32Array;
  /** Each host's packets, answered or not. */
  packets: Float64Array;
  /** By service: what counts here. */
  counted: Int32Array;
}

function linesOf(data: Data, services: Int32Array, family: number): Lines {
  const { flags } = data.report.hosts;
  const { a, b, pair, answered, packetsAB, packetsBA } = data.services;
  const no = HostMulticast | HostBroadcast | HostNone | HostOther;
  const counts = data.hosts.address.map(
    (address, h) => (flags[h]! & family) !== 0 && (flags[h]! & no) === 0 && !isLoopback(address),
  );
  const seen = new Uint8Array(data.pairA.length);
  const lines: Lines = {
    pairs: [],
    degree: new Int32Array(data.hosts.count),
    packets: new Float64Array(data.hosts.count),
    counted: services.filter((i) => a[i] !== b[i] && counts[a[i]!] && counts[b[i]!]),
  };
  for (const i of lines.counted) {
    const [g, h] = [a[i]!, b[i]!];
    for (const end of [g, h]) lines.packets[end]! += packetsAB[i]! + packetsBA[i]!;
    if (seen[pair[i]!] || (!answered[i] && family !== HostMAC)) continue;
    seen[pair[i]!] = 1;
    lines.pairs.push([g, h]);
    lines.degree[g]!++;
    lines.degree[h]!++;
  }
  return lines;
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}

/** Every line has an end that has no other line. */
function isStars({ pairs, degree }: Lines): boolean {
  return pairs.every(([g, h]) => degree[g] === 1 || degree[h] === 1);
}

function crossing(data: Data, lines: Lines): CapturePoint[] {
  const { pairs, degree, packets } = lines;
  if (pairs.length < LINES) return [];
  let best = 0;
  for (let h = 1; h < packets.length; h++) if (packets[h]! > packets[best]!) best = h;
  const centres = subnetCentres(data, lines);
  const centre = centres.get(subnets(data).of[best]!);
  if (centre && centre.host !== best) return [];
  const talks = new Set(pairs.flatMap(([g, h]) => (g === best ? [h] : h === best ? [g] : [])));
  // One machine's addresses don't talk to each other over a wire.
  const others = [...centres.values()].filter(
    ({ host, lines }) => host >= 0 && host !== best && lines >= 2 && !talks.has(host),
  );
  const own = new Set([best, ...others.map(({ host }) => host)]);
  const share = packetShare(data, lines, own);
  const sure = (centre?.lines ?? 0) >= 2;
  const alone = packetShare(data, lines, new Set([best]));
  const star = degree[best]! >= NEARLY_ALL * pairs.length && alone >= NEARLY_ALL;
  const alien = [...centres.values()].some(({ host }) => host < 0);
  const forwards = sure && !alien && share >= MOST_PACKETS && peerShare(pairs, own) >= MOST_PEERS;
  if (forwards) return [...own].map((host) => ({ host, sure: true, share }));
  return star ? [{ host: best, sure, share: alone }] : [];
}

/** By subnet: the host that has all of its inner lines, -1 where none has, and how many these are. */
function subnetCentres(data: Data, { pairs, degree }: Lines) {
  const { of } = subnets(data);
  const within = pairs.filter(([g, h]) => of[g] === of[h]);
  const centres = new Map<number, { host: number; lines: number }>();
  const local = new Int32Array(data.hosts.count);
  for (const [g, h] of within) {
    local[g]!++;
    local[h]!++;
  }
  const larger = (g: number, h: number) =>
    local[g]! - local[h]! || degree[g]! - degree[h]! || h - g;
  for (const [g, h] of within) {
    const known = centres.get(of[g]!) ?? { host: g, lines: 0 };
    const host = [g, h].reduce((m, x) => (larger(x, m) > 0 ? x : m), known.host);
    centres.set(of[g]!, { host, lines: known.lines + 1 });
  }
  for (const [subnet, { host, lines }] of centres) {
    if (local[host]! < lines) centres.set(subnet, { host: -1, lines });
  }
  return centres;
}

function packetShare(data: Data, { counted }: Lines, own: ReadonlySet<number>): number {
  const { a, b, packetsAB, packetsBA } = data.services;
  let all = 0;
  let mine = 0;
  for (const i of counted) {
    const n = packetsAB[i]! + packetsBA[i]!;
    all += n;
    if (own.has(a[i]!) || own.has(b[i]!)) mine += n;
  }
  return all ? mine / all : 0;
}

/** Of all that talk, the share that talks with these. */
function peerShare(pairs: Lines["pairs"], own: ReadonlySet<number>): number {
  const all = new Set(pairs.flat().filter((h) => !own.has(h)));
  const reached = new Set(
    pairs
      .flatMap(([g, h]) => (own.has(g) ? [h] : own.has(h) ? [g] : []))
      .filter((h) => !own.has(h)),
  );
  return all.size ? reached.size / all.size : 0;
}
