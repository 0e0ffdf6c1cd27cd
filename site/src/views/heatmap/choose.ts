// What clicks and keys do to the cells: select hosts and conversations, open
// and close subnets.

import type { Data } from "../../model/data";
import { type Axis, cellAt, type Matrix, OTHER, placeOf, subnetOfKey } from "../../model/matrix";
import { subnets } from "../../model/subnet";
import { openSubnets, selectConversation, selectHost, selection } from "../../state/state";
import type { Spot } from "./layout";

/** Selects what is at a spot; a subnet opens, and what is left of an open one closes it. */
export function choose(d: Data, m: Matrix, spot: Spot | null): void {
  const from = spot && spot.row >= 0 ? m.rows.hosts[spot.row] : undefined;
  const to = spot && spot.column >= 0 ? m.columns.hosts[spot.column] : undefined;
  const names = subnets(d).label;
  const meant = [from, to].flatMap((key) => names[subnetOfKey(key ?? OTHER)] ?? []);
  if (meant.length > 0) toggle(new Set(meant));
  else if (from === OTHER || to === OTHER) return;
  else if (from !== undefined && to !== undefined) {
    if (sentEitherWay(m, from, to)) selectConversation(from, to);
    else selection.value = null;
  } else if (from !== undefined || to !== undefined) selectHost((from ?? to) as number);
  else selection.value = null;
}

function toggle(names: Set<string>): void {
  const kept = openSubnets.value.filter((name) => !names.has(name));
  const added = [...names].filter((name) => !openSubnets.value.includes(name));
  openSubnets.value = [...kept, ...added];
}

/** Closes the open subnets of the hosts at a spot. */
export function closeAt(d: Data, m: Matrix, spot: Spot): void {
  const { label, of } = subnets(d);
  const keys = [m.rows.hosts[spot.row] ?? OTHER, m.columns.hosts[spot.column] ?? OTHER];
  const meant = keys.map((key) => label[key >= 0 ? of[key]! : subnetOfKey(key)]);
  openSubnets.value = openSubnets.value.filter((name) => !meant.includes(name));
}

/** Where the hosts at a spot of one matrix stand in another: the first of them that does. */
export function sameIn(next: Matrix, m: Matrix, { row, column }: Spot): Spot {
  const first = (before: Axis, place: number, after: Axis) => {
    let least = after.hosts.length;
    before.place.forEach((p, h) => {
      if (p === place && after.place[h]! >= 0) least = Math.min(least, after.place[h]!);
    });
    return least < after.hosts.length ? least : Math.min(place, after.hosts.length - 1);
  };
  return { row: first(m.rows, row, next.rows), column: first(m.columns, column, next.columns) };
}

function sentEitherWay(m: Matrix, g: number, h: number): boolean {
  const sent = (from: number, to: number) => {
    const row = placeOf(m.rows, from);
    const column = placeOf(m.columns, to);
    return row >= 0 && column >= 0 && cellAt(m, row, column) >= 0;
  };
  return sent(g, h) || sent(h, g);
}

/** Where the selection is: a host's row and column, a conversation's cells. */
export function selectedSpots(m: Matrix): Spot[] {
  const s = selection.value;
  if (!s) return [];
  if (s.kind === "host") return crossOf(m, s.host);
  const both = [
    { row: placeOf(m.rows, s.a), column: placeOf(m.columns, s.b) },
    { row: placeOf(m.rows, s.b), column: placeOf(m.columns, s.a) },
  ];
  return both.filter(
    (spot) => spot.row >= 0 && spot.column >= 0 && cellAt(m, spot.row, spot.column) >= 0,
  );
}

/** The row and the column of a host or subnet, as far as it has them. */
export function crossOf(m: Matrix, key: number): Spot[] {
  return [
    { row: placeOf(m.rows, key), column: -1 },
    { row: -1, column: placeOf(m.columns, key) },
  ].filter((spot) => spot.row >= 0 || spot.column >= 0);
}

/** Where a key leads from a cell; null if it leads nowhere. */
export function step(event: KeyboardEvent, m: Matrix, from: Spot, page: Spot): Spot | null {
  const { row, column } = from;
  const lastRow = m.rows.hosts.length - 1;
  const lastColumn = m.columns.hosts.length - 1;
  const far = event.ctrlKey || event.metaKey;
  const targets: Record<string, Spot> = {
    ArrowLeft: { row, column: far ? 0 : Math.max(0, column - 1) },
    ArrowRight: { row, column: far ? lastColumn : Math.min(lastColumn, column + 1) },
    ArrowUp: { row: far ? 0 : Math.max(0, row - 1), column },
    ArrowDown: { row: far ? lastRow : Math.min(lastRow, row + 1), column },
    PageUp: { row: Math.max(0, row - page.row), column },
    PageDown: { row: Math.min(lastRow, row + page.row), column },
    Home: { row: far ? 0 : row, column: 0 },
    End: { row: far ? lastRow : row, column: lastColumn },
  };
  return targets[event.key] ?? null;
}
