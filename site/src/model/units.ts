// What has a row and a column of its own in the heatmap, and in which order:
// hosts, or subnets, or the hosts of the subnets that are open.

import type { Entries } from "./cells";
import type { Data, Metric } from "./data";
import { largest } from "./largest";
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
}

export function chooseUnits(data: Data, talk: Entries, options: UnitOptions): Units {
  const total = totals(data, talk, talk[options.metric]);
  const chosen = largestUnits(candidates(data, talk, total, options), options.limit);
  const sorted = order(data, talk, chosen, options);
  const units = options.group === "hosts" ? sorted : opened(data, talk, sorted, total, options);
  const place = new Int32Array(data.hosts.count).fill(-1);
  units.forEach((unit, i) => {
    for (const h of unit.hosts) place[h] = i;
  });
  return { keys: units.map((unit) => unit.key), place };
}

/** The units, those of open subnets replaced by their hosts. */
function opened(
  data: Data,
  talk: Entries,
  units: Unit[],
  total: Float64Array,
  options: UnitOptions,
): Unit[] {
  const { label } = subnets(data);
  const open = new Set(options.open);
  return units.flatMap((unit) => {
    const subnet = subnetOfKey(unit.key);
    if (subnet < 0 || !open.has(label[subnet]!)) return [unit];
    const { own, rest } = split(unit, total, options.limit);
    return [...order(data, talk, own, options), ...rest];
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
    found.push({ key: h, hosts: [h], total: total[h]! });
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

function largestUnits(units: Unit[], limit: number): Unit[] {
  return largest(units, limit, (unit) => unit.total, byTotal);
}

function byTotal(t: Unit, u: Unit): number {
  return u.total - t.total || t.hosts[0]! - u.hosts[0]!;
}

/** The largest hosts of a subnet, and the others of it together. */
function split(unit: Unit, total: Float64Array, limit: number): { own: Unit[]; rest: Unit[] } {
  const hosts = unit.hosts.map((h) => ({ key: h, hosts: [h], total: total[h]! }));
  const own = largestUnits(hosts, hosts.length <= limit + 1 ? limit + 1 : limit);
  const shown = new Set(own.map((u) => u.key));
  const others = unit.hosts.filter((h) => !shown.has(h));
  const sum = others.reduce((n, h) => n + total[h]!, 0);
  return { own, rest: others.length ? [{ key: unit.key, hosts: others, total: sum }] : [] };
}

function order(data: Data, talk: Entries, units: Unit[], options: UnitOptions): Unit[] {
  const sorted = units.sort(byTotal);
  // Hosts stand in address order in the report, so that their index is the order by address.
  if (options.order === "address") sorted.sort((t, u) => t.hosts[0]! - u.hosts[0]!);
  if (options.order === "name") sorted.sort(byName(data));
  if (options.order === "subnet") sorted.sort(bySubnet(data, sorted));
  if (options.order !== "similarity") return sorted;
  const rowOf = new Int32Array(data.hosts.count).fill(-1);
  sorted.forEach((unit, i) => {
    for (const h of unit.hosts) rowOf[h] = i;
  });
  const found = bySimilarity(sorted.length, rowOf, talk, talk[options.metric]);
  return Array.from(found, (i) => sorted[i]!);
}

function byName(data: Data): (t: Unit, u: Unit) => number {
  const { name } = data.hosts;
  const names = new Intl.Collator("en", { numeric: true });
  const has = (unit: Unit) => (unit.key >= 0 && name[unit.key] ? 1 : 0);
  return (t, u) => {
    if (has(t) !== has(u)) return has(u) - has(t);
    const [g, h] = [t.hosts[0]!, u.hosts[0]!];
    return (has(t) ? names.compare(name[g]!, name[h]!) : 0) || g - h;
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
