// What the tables have in common: columns that know their rows' values, the
// order of rows, and which columns are shown.

import type { Data } from "./data";
import type { Tally } from "./health";
import { byKeys } from "./sort";

/** Times are moments and durations in seconds, lapses what a thing took; shares are parts of 1. */
export type Kind =
  | "host"
  | "text"
  | "packets"
  | "bytes"
  | "count"
  | "port"
  | "time"
  | "lapse"
  | "share"
  | "rate";

export interface Column {
  /** As in the URL. */
  key: string;
  title: string;
  /** Of its column in a CSV file; a host has two, its address and its name. */
  field: string;
  kind: Kind;
  /** In pixels. */
  width: number;
  /**
   * What the row sorts by, and for all but text what it shows: a host's index,
   * a volume, nanoseconds, bits a second. NaN for none.
   */
  value(row: number): number;
  /** What a text cell lists, as the capture said it. */
  texts?(row: number): string[];
  /** Which of the texts are applications that only port numbers speak for. */
  byPort?(row: number): boolean[];
  /** Says which row it is: always shown, and stays when the table scrolls sideways. */
  fixed?: true;
  /** Shown only when chosen. */
  extra?: true;
  /** What a metric of health is worked out from, by row. */
  tally?: () => Tally;
}

/** Rows 0 to count - 1, in no order that counts. */
export interface Table {
  count: number;
  /** What a row is, in a word: "conversation". */
  one: string;
  /** How many there are where these rows are only the largest. */
  of?: number;
  columns: Column[];
  /** The hosts that a row is of: one, or the two ends. */
  ends(row: number): [host: number] | [host: number, host: number];
  /** Orders rows that are otherwise equal; without it they stand in their own order. */
  tie?(row: number): number;
}

/** Makes columns whose values are of what a row stands for: an index into other columns. */
export function columnMaker(of: (row: number) => number) {
  return (
    key: string,
    field: string,
    title: string,
    kind: Kind,
    width: number,
    value: (index: number) => number,
    more: Pick<Column, "texts" | "byPort" | "fixed" | "extra"> = {},
  ): Column => ({ key, field, title, kind, width, value: (row) => value(of(row)), ...more });
}

/**
 * The columns that are shown: those chosen, in the table's order, or else the usual
 * ones; and before them the one that things are coloured by.
 */
export function shownColumns(
  columns: Column[],
  chosen: readonly string[] | undefined,
  colour = "",
): Column[] {
  const first = columns.filter((c) => c.fixed || c.key === colour);
  const rest = columns.filter((c) => (chosen ? chosen.includes(c.key) : !c.extra));
  return [...first, ...rest.filter((c) => !first.includes(c))];
}

export interface Sort {
  key: string;
  descending: boolean;
}

/** Reads "bytes" or, falling, "-bytes"; what isn't a column of the table sorts by bytes, falling. */
export function parseSort(columns: Column[], text: string | undefined): Sort {
  const descending = text?.startsWith("-") ?? false;
  const key = text?.slice(descending ? 1 : 0);
  return columns.some((c) => c.key === key)
    ? { key: key as string, descending }
    : { key: "bytes", descending: true };
}

export function writeSort({ key, descending }: Sort): string {
  return descending ? `-${key}` : key;
}

/** The order that a column's heading asks for: first the usual one, then the other. */
export function nextSort(column: Column, now: Sort): Sort {
  const rising = ["host", "text", "port"].includes(column.kind) || column.key === "start";
  return {
    key: column.key,
    descending: now.key === column.key ? !now.descending : !rising,
  };
}

/** The rows' indices in order; rows without a value last, equal ones as their tie says. */
export function sortRows(table: Table, sort: Sort): Int32Array {
  const rows = new Int32Array(table.count).map((_, row) => row);
  const column = table.columns.find((c) => c.key === sort.key);
  const ties = table.tie ? stable(rows, table.tie) : rows;
  if (!column) return ties;
  const sign = sort.descending ? -1 : 1;
  return stable(ties, (row) => {
    const v = column.value(row);
    return Number.isNaN(v) ? Number.POSITIVE_INFINITY : sign * v;
  });
}

/** The rows by their values, rising, equal ones in the order given; infinity is a value. */
function stable(rows: Int32Array, value: (row: number) => number): Int32Array {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = value(rows[i]!);
  return byKeys(rows, values);
}

/** Each text's place in alphabetical order, equal ones at the same. */
export function ranks(texts: readonly string[]): Int32Array {
  const sorted = [...new Set(texts)].sort();
  const place = new Map(sorted.map((text, i) => [text, i]));
  return Int32Array.from(texts, (text) => place.get(text) ?? 0);
}

/** Bits a second over a time in nanoseconds; NaN where there is no time to speak of. */
export function bitsPerSecond(bytes: number, duration: number): number {
  return duration > 0 ? (bytes * 8) / (duration / 1e9) : Number.NaN;
}

/** A time of which -1 stands for "never". */
export function timeOrNone(ns: number): number {
  return ns < 0 ? Number.NaN : ns;
}

/** The name that a host is known by best, as the capture said it; empty without one. */
export function nameOf(data: Data, host: number): string {
  return data.report.hosts.names[host]?.[0]?.name ?? "";
}

/** Columns of applications and transports sort by name. */
export function nameRanks(names: () => readonly string[]): (index: number) => number {
  let made: Int32Array | undefined;
  return (index) => {
    made ??= ranks(names());
    return made[index] ?? 0;
  };
}
