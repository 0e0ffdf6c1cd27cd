// Finding a host among the rows and columns of the matrix.

import type { Data } from "./data";
import { type Matrix, subnetOfKey } from "./matrix";
import { subnets } from "./subnet";

export interface Found {
  /** Hosts and subnets with a row or a column, the best first: hosts by index, subnets by key. */
  keys: number[];
  /** Hosts that match, but stand in Other or sent and received nothing of what is shown. */
  hidden: number;
}

const MOST = 1000;

/** What matches the text: exactly, at its beginning, or somewhere in a name or an address. */
export function findPlaces(data: Data, m: Matrix, text: string): Found {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return { keys: [], hidden: 0 };
  const found: { key: number; rank: number }[] = [];
  let hidden = 0;
  const { address, name, text: texts, other } = data.hosts;
  for (let h = 0; h < data.hosts.count; h++) {
    if (other[h] || !texts[h]!.includes(wanted)) continue;
    if (m.rows.place[h]! < 0 && m.columns.place[h]! < 0) hidden++;
    else found.push({ key: h, rank: rank([address[h]!, name[h]!], wanted) });
  }
  const nets = subnets(data).label;
  for (const key of new Set([...m.rows.hosts, ...m.columns.hosts])) {
    const net = nets[subnetOfKey(key)];
    if (net?.toLowerCase().includes(wanted)) found.push({ key, rank: rank([net], wanted) });
  }
  const place = (key: number) =>
    key < 0 ? -1 : Math.max(m.rows.place[key]!, m.columns.place[key]!);
  found.sort((f, g) => f.rank - g.rank || place(f.key) - place(g.key) || f.key - g.key);
  return { keys: found.slice(0, MOST).map((f) => f.key), hidden };
}

function rank(names: string[], wanted: string): number {
  const lower = names.map((name) => name.toLowerCase());
  if (lower.includes(wanted)) return 0;
  return lower.some((name) => name.startsWith(wanted)) ? 1 : 2;
}
