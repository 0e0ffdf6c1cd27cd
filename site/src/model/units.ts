// What has a row and a column of its own in the heatmap, and in which order:
// hosts, or subnets, or the hosts of the subnets that are open.

import type { Entries } from "./cells";
import type { Data, Metric } from "./data";
import { bySimilarity } from "./similarity";
import { subnets } from "./subnet";

export const orders = ["volume", "address", "name", "subnet", "similarity"] as const;
export type Order = (typeof orders)[number];

/** Stands for a host in the row and the column of all that have none of their own. */
export const OTHER = -1;

/** A subnet in the place of a host. */
export function subnetKey(subnet: number): number {
  return OTHER - 1 - subnet;
}

/** The subnet that a key stands for, or -1: it is a host, or Other. */
export function subnetOfKey(key: number): number {
  return key < OTHER ? OTHER - 1 - key : -1;
}

export interface UnitOptions {
  metric: Metric;
  order: Order;
  /** The most hosts or subnets with a row or column of their own; Infinity for all. */
  limit: number;
  group: "hosts" | "subnets";
  /** The subnets whose hosts are shown, by label. */
  open: readonly string[];
}

export interface Units {
  /** Hosts by index and subnets by key, in order. */
  keys: number[];
  /** Each host's place in keys, or -1: it is in Other, or said nothing. */
  place: Int32Array;
}

interface Unit {
  key: number;
  hosts: number[];
  total: number;
  /** The subnet, if it is open: its units stay together. */
  block: number;
}

export function chooseUnits(data: Data, talk: Entries, options: UnitOptions): Units {
  const total = totals(data, talk, talk[options.metric]);
  const blocks = largest(candidates(data, talk, total, options), options.limit);
  const units = options.group === "hosts" ? blocks : openBlocks(data, blocks, total, options);
  const ordered = order(data, talk, units, options);
  const place = new Int32Array(data.hosts.count).fill(-1);
  ordered.forEach((unit, i) => {
    for (const h of unit.hosts) place[h] = i;
  });
  return { keys: ordered.map((unit) => unit.key), place };
}

/** The blocks, those of open subnets replaced by their hosts. */
function openBlocks(data: Data, blocks: Unit[], total: Float64Array, options: UnitOptions): Unit[] {
  const { label } = subnets(data);
  const open = new Set(options.open);
  return blocks.flatMap((block) => {
    const subnet = subnetOfKey(block.key);
    const shut = subnet < 0 || !open.has(label[subnet]!);
    return shut ? [block] : opened(block, subnet, total, options.limit);
  });
}

/** What each host sent and received. */
function totals(data: Data, talk: Entries, value: Float64Array): Float64Array {
  const total = new Float64Array(data.hosts.count);
  for (let e = 0; e < talk.count; e++) {
    total[talk.from[e]!]! += value[e]!;
    total[talk.to[e]!]! += value[e]!;
  }
  return total;
}

/** Every host that spoke or was spoken to, or every subnet of two and more of them. */
function candidates(data: Data, talk: Entries, total: Float64Array, options: UnitOptions): Unit[] {
  const active = new Uint8Array(data.hosts.count);
  for (let e = 0; e < talk.count; e++) active[talk.from[e]!] = active[talk.to[e]!] = 1;
  const found: Unit[] = [];
  for (let h = 0; h < data.hosts.count; h++) {
    if (!active[h] || data.hosts.other[h]) continue;
    found.push({ key: h, hosts: [h], total: total[h]!, block: -1 });
  }
  return options.group === "hosts" ? found : rolledUp(data, found);
}

function rolledUp(data: Data, hosts: Unit[]): Unit[] {
  const { of } = subnets(data);
  const found = new Map<number, Unit>();
  for (const host of hosts) {
    const subnet = of[host.key]!;
    const known = found.get(subnet);
    if (known) {
      known.hosts.push(host.key);
      known.key = subnetKey(subnet);
      known.total += host.total;
    } else found.set(subnet, host);
  }
  return [...found.values()];
}

function largest(units: Unit[], limit: number): Unit[] {
  return units.sort(byTotal).slice(0, limit);
}

function byTotal(t: Unit, u: Unit): number {
  return u.total - t.total || t.hosts[0]! - u.hosts[0]!;
}

/** The largest hosts of a subnet; the others of it stay together. */
function opened(block: Unit, subnet: number, total: Float64Array, limit: number): Unit[] {
  const hosts = block.hosts.map((h) => ({
    key: h,
    hosts: [h],
    total: total[h]!,
    block: subnet,
  }));
  const own = largest(hosts, hosts.length <= limit + 1 ? limit + 1 : limit);
  const shown = new Set(own.map((unit) => unit.key));
  const rest = block.hosts.filter((h) => !shown.has(h));
  if (rest.length === 0) return own;
  const sum = rest.reduce((n, h) => n + total[h]!, 0);
  return [...own, { key: block.key, hosts: rest, total: sum, block: subnet }];
}

/** The units in order, those of an open subnet side by side and what is left of it after them. */
function order(data: Data, talk: Entries, units: Unit[], options: UnitOptions): Unit[] {
  const sorted = units.sort(byTotal);
  if (options.order === "similarity") {
    const rowOf = new Int32Array(data.hosts.count).fill(-1);
    sorted.forEach((unit, i) => {
      for (const h of unit.hosts) rowOf[h] = i;
    });
    const found = bySimilarity(sorted.length, rowOf, talk, talk[options.metric]);
    return together(
      Array.from(found, (i) => sorted[i]!),
      openBlock,
    );
  }
  // Hosts stand in address order in the report, so that their index is the order by address.
  if (options.order === "address") sorted.sort((t, u) => t.hosts[0]! - u.hosts[0]!);
  if (options.order === "name") sorted.sort(byName(data));
  if (options.order === "subnet") sorted.sort(bySubnet(data, sorted));
  return together(sorted, openBlock);
}

function openBlock(unit: Unit, i: number): number {
  return unit.block >= 0 ? unit.block : OTHER - i;
}

function byName(data: Data): (t: Unit, u: Unit) => number {
  const { named, label } = data.hosts;
  const names = new Intl.Collator("en", { numeric: true });
  const has = (unit: Unit) => (unit.key >= 0 ? named[unit.key]! : 0);
  return (t, u) => {
    if (has(t) !== has(u)) return has(u) - has(t);
    const [g, h] = [t.hosts[0]!, u.hosts[0]!];
    return (has(t) ? names.compare(label[g]!, label[h]!) : 0) || g - h;
  };
}

/** Subnets by what their units sent and received, then units by it. */
function bySubnet(data: Data, units: Unit[]): (t: Unit, u: Unit) => number {
  const { of, label } = subnets(data);
  const subnet = (unit: Unit) => of[unit.hosts[0]!]!;
  const sum = new Float64Array(label.length);
  for (const unit of units) sum[subnet(unit)]! += unit.total;
  return (t, u) => sum[subnet(u)]! - sum[subnet(t)]! || subnet(t) - subnet(u) || byTotal(t, u);
}

/** The units of a group side by side, where its first one is; what is left of a subnet after them. */
function together(units: Unit[], groupOf: (unit: Unit, i: number) => number): Unit[] {
  const groups = new Map<number, Unit[]>();
  units.forEach((unit, i) => {
    const group = groupOf(unit, i);
    const known = groups.get(group);
    if (known) known.push(unit);
    else groups.set(group, [unit]);
  });
  const last = (unit: Unit) => (unit.block >= 0 && unit.key < 0 ? 1 : 0);
  return [...groups.values()].flatMap((group) => group.sort((t, u) => last(t) - last(u)));
}
