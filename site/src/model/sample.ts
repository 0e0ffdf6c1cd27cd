// Reports for tests: small ones by hand, and random ones from a seed.

import {
  type Finding,
  type Health,
  HostIPv4,
  HostNone,
  HostOther,
  type Report,
  Version,
} from "../report/types";
import { random } from "./random.mjs";

export interface SampleService {
  a: number;
  b: number;
  layer?: number;
  transport?: number;
  application?: number;
  port?: number;
  /** Packets and bytes from A to B, and from B to A. */
  forth?: [number, number];
  back?: [number, number];
  /** First and last frame each way, in nanoseconds. */
  times?: [number, number, number, number];
  /** How many flows, and how many of them A opened; one, A's, unless said. */
  flows?: [number, number];
  /** Bucket, and packets and bytes each way. */
  buckets?: [number, number, number, number, number][];
}

export interface Sample {
  hosts: { address: string; flags?: number; names?: string[] }[];
  transports?: string[];
  applications?: string[];
  services: SampleService[];
  findings?: Finding[];
}

/** A whole report, as the engine would write it, around these hosts and services. */
export function sampleReport(sample: Sample): Report {
  const s = sample.services;
  const column = (value: (service: SampleService) => number) => s.map(value);
  const sum = (index: 0 | 1) =>
    s.reduce(
      (n, x) => ((x.layer ?? 3) & 2 ? n + (x.forth?.[index] ?? 0) + (x.back?.[index] ?? 0) : n),
      0,
    );
  return {
    version: Version,
    title: "",
    anonymized: false,
    start_unix_ns: "1700000000000000000",
    duration_ns: 10_000_000_000,
    totals: { packets: sum(0), bytes: sum(1) },
    captures: [],
    hosts: {
      address: sample.hosts.map((h) => h.address),
      flags: sample.hosts.map((h) => h.flags ?? HostIPv4),
      names: sample.hosts.map((h) => (h.names ?? []).map((name) => ({ name, source: "capture" }))),
    },
    transports: sample.transports ?? ["TCP"],
    applications: (sample.applications ?? ["http"]).map((name) => ({ name, by_port: true })),
    services: {
      a: column((x) => x.a),
      b: column((x) => x.b),
      layer: column((x) => x.layer ?? 3),
      transport: column((x) => x.transport ?? 0),
      application: column((x) => x.application ?? 0),
      server_port: column((x) => x.port ?? 80),
      packets_a_to_b: column((x) => x.forth?.[0] ?? 0),
      bytes_a_to_b: column((x) => x.forth?.[1] ?? 0),
      packets_b_to_a: column((x) => x.back?.[0] ?? 0),
      bytes_b_to_a: column((x) => x.back?.[1] ?? 0),
      first_a_to_b_ns: column((x) => x.times?.[0] ?? (x.forth?.[0] ? 0 : -1)),
      last_a_to_b_ns: column((x) => x.times?.[1] ?? (x.forth?.[0] ? 0 : -1)),
      first_b_to_a_ns: column((x) => x.times?.[2] ?? (x.back?.[0] ? 0 : -1)),
      last_b_to_a_ns: column((x) => x.times?.[3] ?? (x.back?.[0] ? 0 : -1)),
      flows: column((x) => x.flows?.[0] ?? 1),
      flows_from_a: column((x) => x.flows?.[1] ?? 1),
    },
    timeline: {
      origin_ns: 0,
      width_ns: 1 << 24,
      buckets: 1,
      offset: [0, ...s.map(() => 0)],
      bucket: [],
      packets_a_to_b: [],
      bytes_a_to_b: [],
      packets_b_to_a: [],
      bytes_b_to_a: [],
      retransmitted: noMarks(),
      duplicate: noMarks(),
    },
    flows: {
      client: [],
      server: [],
      client_port: [],
      server_port: [],
      layer: [],
      transport: [],
      application: [],
      packets_up: [],
      bytes_up: [],
      packets_down: [],
      bytes_down: [],
      first_up_ns: [],
      last_up_ns: [],
      first_down_ns: [],
      last_down_ns: [],
      server_name: [],
      protocol: [],
      alpn: [],
    },
    service_health: noHealth(),
    flow_health: noHealth(),
    texts: [""],
    findings: sample.findings ?? [],
    capture_points: [],
    quality: [],
    folded: {
      hosts: 0,
      services: 0,
      flows: 0,
      packets_outer: 0,
      bytes_outer: 0,
      packets_inner: 0,
      bytes_inner: 0,
      memory: false,
    },
  };
}

const noMarks = () => ({
  entry: [],
  packets_a_to_b: [],
  bytes_a_to_b: [],
  packets_b_to_a: [],
  bytes_b_to_a: [],
});

/** The health of services or flows of which nothing is to be said. */
export const noHealth = (): Health => ({
  row: [],
  retransmissions: [[], []],
  fast: [[], []],
  spurious: [[], []],
  doubled: [[], []],
  out_of_order: [[], []],
  lost: [[], []],
  duplicate_acks: [[], []],
  zero_windows: [[], []],
  resets: [[], []],
  max_in_flight: [[], []],
  mss: [[], []],
  window_scale: [[], []],
  complete: [],
  refused: [],
  unanswered: [],
  silent: [],
  timed: [],
  rtt_ns: [],
  rtt_max_ns: [],
  server_rtt_ns: [],
  answered: [],
  response_ns: [],
  response_max_ns: [],
  unreachable: [],
  fragmentation_needed: [],
  time_exceeded: [],
});

/** A random report: empty frames, one-way talk, hosts that speak to themselves, and pseudo hosts. */
export function randomReport(seed: number, maxHosts = 40, maxServices = 200): Report {
  const next = random(seed);
  const below = (n: number) => Math.floor(next() * n);
  const names = ["web", "db", "cache", "dns"];
  const hosts: Sample["hosts"] = Array.from({ length: 1 + below(maxHosts) }, (_, h) => ({
    address: `10.0.${h >> 8}.${h & 255}`,
    names: next() < 0.3 ? [`${names[below(4)]}-${h}`] : [],
  }));
  if (next() < 0.5) hosts.push({ address: "(no address)", flags: HostNone });
  if (next() < 0.5) hosts.push({ address: "(other)", flags: HostOther });
  const volume = (): [number, number] => {
    const packets = below(1000);
    return [packets, next() < 0.05 ? 0 : packets * (1 + below(1500))];
  };
  const services = Array.from({ length: below(maxServices) }, () => {
    const g = below(hosts.length);
    const h = below(hosts.length);
    return {
      a: Math.min(g, h),
      b: Math.max(g, h),
      layer: 1 + below(3),
      transport: below(3),
      application: below(4),
      port: [0, 53, 80, 443][below(4)] ?? 0,
      forth: next() < 0.8 ? volume() : ([0, 0] as [number, number]),
      back: next() < 0.6 ? volume() : ([0, 0] as [number, number]),
    };
  });
  return sampleReport({
    hosts,
    transports: ["TCP", "UDP", "ICMP"],
    applications: ["http", "https", "domain", ""],
    services,
  });
}
