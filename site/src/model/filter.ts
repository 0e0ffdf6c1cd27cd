// The filter line: words over hosts, applications, transports and ports. All
// words must match; "-" before a word means that it must not; quotes hold
// spaces; host:, app:, transport: and port: look in one place only.

import { type Data, type Layer, layerBit } from "./data";

type Field = "any" | "host" | "app" | "transport" | "port";

export interface Term {
  field: Field;
  /** In lower case, never empty. */
  text: string;
  not: boolean;
}

const FIELDS: Record<string, Field> = {
  host: "host",
  app: "app",
  transport: "transport",
  proto: "transport",
  port: "port",
};

const WORD = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi;

export function parseFilter(filter: string): Term[] {
  const terms: Term[] = [];
  for (const [, minus, prefix = "", quoted, plain = ""] of filter.matchAll(WORD)) {
    const field = FIELDS[prefix.toLowerCase()];
    const body = quoted ?? plain;
    // A word like fe80::1 or x:y that begins with no known field is all text.
    const text = (field || !prefix ? body : `${prefix}:${body}`).toLowerCase();
    const unfinished = text === "-" || (text.endsWith(":") && FIELDS[text.slice(0, -1)]);
    if (text && !unfinished) terms.push({ field: field ?? "any", text, not: minus === "-" });
  }
  return terms;
}

/** Rows that the filter can look at, by column: services, or flows. */
export interface Filterable {
  count: number;
  a: ArrayLike<number>;
  b: ArrayLike<number>;
  layer: ArrayLike<number>;
  transport: ArrayLike<number>;
  application: ArrayLike<number>;
  port: ArrayLike<number>;
}

/** The indices, rising, of the rows of this layer that match every term. */
export function filterRows(data: Data, rows: Filterable, terms: Term[], layer: Layer): Int32Array {
  const bit = layerBit[layer];
  const keep = new Uint8Array(rows.count);
  for (let i = 0; i < rows.count; i++) keep[i] = rows.layer[i]! & bit ? 1 : 0;
  for (const term of terms) applyTerm(data, rows, term, keep);
  let n = 0;
  const found = new Int32Array(rows.count);
  for (let i = 0; i < rows.count; i++) if (keep[i]) found[n++] = i;
  return found.subarray(0, n);
}

function applyTerm(data: Data, rows: Filterable, term: Term, keep: Uint8Array): void {
  const { transports, applications } = data.report;
  const hit = (field: Field, texts: string[]) =>
    term.field === "any" || term.field === field
      ? Uint8Array.from(texts, (t) => (t.includes(term.text) ? 1 : 0))
      : new Uint8Array(texts.length);
  const host = hit("host", data.hosts.text);
  const transport = hit("transport", lower(transports));
  const application = hit("app", lower(applications.map((a) => a.name)));
  const port = portOf(term);
  const unwanted = term.not ? 1 : 0;
  for (let i = 0; i < rows.count; i++) {
    const match =
      host[rows.a[i]!]! |
      host[rows.b[i]!]! |
      transport[rows.transport[i]!]! |
      application[rows.application[i]!]! |
      (rows.port[i] === port ? 1 : 0);
    if (match === unwanted) keep[i] = 0;
  }
}

/** The port that the term asks for, or -1. Port 0 stands for "none" and is never asked for. */
function portOf(term: Term): number {
  if (term.field !== "any" && term.field !== "port") return -1;
  return /^[1-9]\d{0,4}$/.test(term.text) ? Number(term.text) : -1;
}

function lower(texts: string[]): string[] {
  return texts.map((t) => t.toLowerCase());
}

/** A filter word for exactly this text, quoted if it must be. */
export function word(field: Exclude<Field, "any">, text: string): string {
  return `${field}:${/[\s"]/.test(text) || text === "" ? `"${text.replaceAll('"', "")}"` : text}`;
}
