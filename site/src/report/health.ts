// The checks of how services and flows did. A column of zeros comes empty and
// leaves whole, so that no view has to know.

import { columns, count, fail, index, list, object } from "./checks";

/** Figures that each direction has. */
export const wayFigures = [
  "retransmissions",
  "fast",
  "spurious",
  "doubled",
  "out_of_order",
  "lost",
  "duplicate_acks",
  "zero_windows",
  "resets",
  "max_in_flight",
  "mss",
  "window_scale",
] as const;

/** Figures of both directions together. */
export const wholeFigures = [
  "complete",
  "refused",
  "unanswered",
  "silent",
  "timed",
  "rtt_ns",
  "rtt_max_ns",
  "server_rtt_ns",
  "answered",
  "response_ns",
  "response_max_ns",
  "unreachable",
  "fragmentation_needed",
  "time_exceeded",
] as const;

/** Checks a table of health that speaks of `size` services or flows, and fills its empty columns. */
export function checkHealth(value: unknown, at: string, size: number): void {
  const table = object(value, at);
  const rows = list(table.row, `${at}.row`, index(size));
  checkRises(table.row as number[], `${at}.row`);
  const whole = (column: unknown, where: string): unknown => {
    const n = list(column, where, count);
    if (n !== rows && n !== 0) fail(where, `has ${n} rows where others have ${rows}`);
    return n === rows ? column : new Array(rows).fill(0);
  };
  for (const name of wayFigures) {
    const ways = table[name];
    if (!Array.isArray(ways) || ways.length !== 2) fail(`${at}.${name}`, "isn't of two columns");
    table[name] = ways.map((column, way) => whole(column, `${at}.${name}[${way}]`));
  }
  for (const name of wholeFigures) table[name] = whole(table[name], `${at}.${name}`);
}

/** Checks the part of a timeline's entries that is marked. */
export function checkMarked(value: unknown, at: string, entries: number): void {
  columns(value, at, {
    entry: index(entries),
    packets_a_to_b: count,
    bytes_a_to_b: count,
    packets_b_to_a: count,
    bytes_b_to_a: count,
  });
  checkRises((value as { entry: number[] }).entry, `${at}.entry`);
}

function checkRises(values: number[], at: string): void {
  for (let i = 1; i < values.length; i++) {
    if ((values[i] as number) <= (values[i - 1] as number)) fail(at, "doesn't rise");
  }
}
