// What leaves the tables: a CSV file, or one row for the clipboard. The columns
// have the names, and the cells the form, of the command's CSV (core/report/csv.go).

import type { Data } from "./data";
import { type Column, nameOf } from "./table";

// C0, DEL and C1 controls but tab, line feed and carriage return.
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Where a spreadsheet would see a formula, whatever its sign between cells; core/report/csv.go has the same. */
const FORMULAS = /(?<=^ *|[;\t\r\n] *)(?=[=+\-@＝＋－＠])|^(?=[\t\r\n])/g;

/** Text that a capture brought along, so that no spreadsheet takes it for a formula. */
export function safeText(text: string): string {
  return text.replace(CONTROLS, "\ufffd").replace(FORMULAS, "'");
}

/** The shown columns and the rows in their order, as CSV with a header line. */
export function csv(data: Data, columns: Column[], order: ArrayLike<number>): string {
  const lines = [columns.flatMap(fields)];
  for (let i = 0; i < order.length; i++) {
    lines.push(columns.flatMap((c) => cells(data, c, order[i]!)));
  }
  return lines.map((line) => `${line.map(quoted).join(",")}\n`).join("");
}

/** One row as text with tabs between the cells, as spreadsheets paste it. */
export function tabbed(data: Data, columns: Column[], row: number): string {
  const line = columns.flatMap((c) => cells(data, c, row));
  return line.map((cell) => cell.replace(/[\t\r\n]/g, " ")).join("\t");
}

/** A host has its address and its name, an application whether only its port speaks for it. */
function fields(column: Column): string[] {
  if (isApplication(column)) return [column.field, "by_port"];
  if (column.kind !== "host") return [column.field];
  return [column.field, column.field.replace("address", "name")];
}

function isApplication({ field, byPort }: Column): boolean {
  return field === "application" && byPort !== undefined;
}

function cells(data: Data, column: Column, row: number): string[] {
  const value = column.value(row);
  switch (column.kind) {
    case "host":
      return [safeText(data.report.hosts.address[value] ?? ""), safeText(nameOf(data, value))];
    case "text":
      return [
        safeText((column.texts?.(row) ?? []).join("; ")),
        ...(isApplication(column) ? [`${column.byPort?.(row)[0] ?? false}`] : []),
      ];
    case "time":
    case "lapse":
      return [seconds(value)];
    case "share":
      return [Number.isNaN(value) ? "" : `${Math.round(value * 1e6) / 1e6}`];
    case "port":
      return [Number.isNaN(value) ? "0" : `${value}`];
    default:
      return [Number.isNaN(value) ? "" : Math.round(value).toString()];
  }
}

/** Seconds with nine decimals; nothing for no time. */
function seconds(ns: number): string {
  if (Number.isNaN(ns)) return "";
  const whole = Math.floor(ns / 1e9);
  return `${whole}.${Math.round(ns - whole * 1e9)
    .toString()
    .padStart(9, "0")}`;
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
