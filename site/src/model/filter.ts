// The filter line: words over hosts, applications, transports and ports. All
// words must match; "-" or NOT before a word means that it must not; quotes
// hold spaces; host:, net:, app:, transport:, port: and sni: (a server's name that
// was asked for) look in one place only. Of several app: words any will do, since
// nothing has two applications; likewise transport:, port: and sni:.
// finding:2 is whom the second finding speaks of.

import { HostBroadcast, HostMulticast } from "../report/types";
import { type Data, type HostColumns, type Layer, layerBit } from "./data";
import { contains, type Network, parseAddress, parseNetwork } from "./network";
import type { Asked } from "./server-names";

type Field = "any" | "host" | "net" | "app" | "transport" | "port" | "sni" | "finding";

export interface Term {
  field: Field;
  /** In lower case; empty only for an application or a transport without a name. */
  text: string;
  not: boolean;
  /** Of net: alone; null for what isn't one, which matches nothing. */
  network?: Network | null;
}

const FIELDS: Record<string, Field> = {
  host: "host",
  net: "net",
  app: "app",
  transport: "transport",
  proto: "transport",
  port: "port",
  sni: "sni",
  finding: "finding",
};

const WORD = /(?:(NOT)\s+)?(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi;

interface Token {
  term: Term;
  start: number;
  end: number;
}

function tokens(filter: string): Token[] {
  const found: Token[] = [];
  for (const match of filter.matchAll(WORD)) {
    const [all, , minus, prefix = "", quoted, plain = ""] = match;
    const not = minus === "-" || match[1] === "NOT";
    const term = termOf(prefix, quoted ?? plain, quoted !== undefined, not);
    if (term) found.push({ term, start: match.index, end: match.index + all.length });
  }
  return found;
}

function termOf(prefix: string, body: string, quoted: boolean, not: boolean): Term | null {
  const known = FIELDS[prefix.toLowerCase()];
  // A word like fe80::1 or x:y that begins with no known field is all text.
  const text = (known || !prefix ? body : `${prefix}:${body}`).toLowerCase();
  const unfinished = text === "-" || (text.endsWith(":") && FIELDS[text.slice(0, -1)]);
  if (unfinished || (!prefix && !quoted && body === "NOT")) return null;
  if (text === "" && known !== "app" && known !== "transport") return null;
  const network = known === "net" || (!known && !quoted && text.includes("/"));
  const parsed = network ? parseNetwork(text) : undefined;
  if (known === "net" || parsed) return { field: "net", text, not, network: parsed ?? null };
  return { field: known ?? "any", text, not };
}

export function parseFilter(filter: string): Term[] {
  return tokens(filter).map((t) => t.term);
}

/** Why a word can't match anything, in words; empty if it can. */
export function problemOf(term: Term): string {
  if (term.field === "net" && !term.network) {
    return `net:${term.text} is no network: write net:10.0.0.0/8 or net:fd00::/8`;
  }
  if (term.field === "finding" && !/^[1-9]\d*$/.test(term.text)) {
    return `finding:${term.text} is no number: write finding:1`;
  }
  if (term.field === "port" && portOf(term) < 0) return `port:${term.text} is no port number`;
  return "";
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
  /** Zero where one of the two never sent. */
  answered?: ArrayLike<number>;
  /** Which rows asked for which of the report's texts. */
  asked?(): Asked;
}

/** What is left out besides what the words leave out. */
export interface Hidden {
  /** Rows with a broadcast or multicast address. */
  broadcast: boolean;
  unanswered: boolean;
}

const nothing: Hidden = { broadcast: false, unanswered: false };

/** The indices, rising, of the rows of this layer that match every term. */
export function filterRows(
  data: Data,
  rows: Filterable,
  terms: Term[],
  layer: Layer,
  hidden = nothing,
): Int32Array {
  const bit = layerBit[layer];
  const keep = new Uint8Array(rows.count);
  for (let i = 0; i < rows.count; i++) keep[i] = rows.layer[i]! & bit ? 1 : 0;
  if (hidden.broadcast) dropBroadcast(data, rows, keep);
  const { answered } = rows;
  if (hidden.unanswered && answered) {
    for (let i = 0; i < rows.count; i++) if (!answered[i]) keep[i] = 0;
  }
  for (const alternatives of grouped(terms)) applyTerms(data, rows, alternatives, keep);
  let n = 0;
  const found = new Int32Array(rows.count);
  for (let i = 0; i < rows.count; i++) if (keep[i]) found[n++] = i;
  return found.subarray(0, n);
}

function dropBroadcast(data: Data, rows: Filterable, keep: Uint8Array): void {
  const { flags } = data.report.hosts;
  const group = Uint8Array.from(flags, (f) => (f & (HostBroadcast | HostMulticast) ? 1 : 0));
  for (let i = 0; i < rows.count; i++) if (group[rows.a[i]!]! | group[rows.b[i]!]!) keep[i] = 0;
}

const CHOICES: Field[] = ["app", "transport", "port", "sni"];

/** The terms, those together of which any will do. */
function grouped(terms: Term[]): Term[][] {
  const groups: Term[][] = [];
  for (const field of CHOICES) {
    const choice = terms.filter((t) => t.field === field && !t.not);
    if (choice.length > 0) groups.push(choice);
  }
  const alone = terms.filter((t) => t.not || !CHOICES.includes(t.field));
  return [...groups, ...alone.map((t) => [t])];
}

/** Drops the rows that match none of the terms, or, of a term with "not", those that match it. */
function applyTerms(data: Data, rows: Filterable, terms: Term[], keep: Uint8Array): void {
  const host = new Uint8Array(data.hosts.count);
  const transport = new Uint8Array(data.report.transports.length);
  const application = new Uint8Array(data.report.applications.length);
  const port = new Uint8Array(65536);
  let pairs: Set<number> | null = null;
  for (const term of terms) {
    markHosts(data, term, host);
    markNames(term, "transport", data.report.transports, transport);
    markNames(
      term,
      "app",
      data.report.applications.map((a) => a.name),
      application,
    );
    if (portOf(term) > 0) port[portOf(term)] = 1;
    if (term.field === "finding") pairs = markFinding(data, term, host);
  }
  const asked = rowsAsking(data, rows, terms);
  const unwanted = terms[0]?.not ? 1 : 0;
  for (let i = 0; i < rows.count; i++) {
    const match =
      host[rows.a[i]!]! |
      host[rows.b[i]!]! |
      transport[rows.transport[i]!]! |
      application[rows.application[i]!]! |
      port[rows.port[i]!]! |
      asked[i]! |
      (pairs?.has(rows.a[i]! * data.hosts.count + rows.b[i]!) ? 1 : 0) |
      (pairs?.has(rows.b[i]! * data.hosts.count + rows.a[i]!) ? 1 : 0);
    if (match === unwanted) keep[i] = 0;
  }
}

/** The rows that asked for a server name with one of the terms in it. */
function rowsAsking({ report }: Data, rows: Filterable, terms: Term[]): Uint8Array {
  const hit = new Uint8Array(rows.count);
  const meant = terms.filter((t) => t.text && (t.field === "any" || t.field === "sni"));
  if (!rows.asked || meant.length === 0 || report.texts.length < 2) return hit;
  const matches = report.texts.map((text) => {
    const name = text.toLowerCase();
    return meant.some((t) => name.includes(t.text));
  });
  const { row, text } = rows.asked();
  for (let k = 0; k < row.length; k++) if (matches[text[k]!]) hit[row[k]!] = 1;
  return hit;
}

/** A finding's conversations, as numbers; without any its hosts are hit. */
function markFinding(data: Data, term: Term, hit: Uint8Array): Set<number> {
  const finding = /^\d+$/.test(term.text) ? data.report.findings[Number(term.text) - 1] : undefined;
  const { hosts = [], conversations = [] } = finding ?? {};
  if (conversations.length === 0) for (const h of hosts) hit[h] = 1;
  return new Set(conversations.map(([a = -1, b = -1]) => a * data.hosts.count + b));
}

const parsed = new WeakMap<HostColumns, (number[] | null)[]>();

/** A whole address means that host alone, not those whose addresses begin alike. */
function markHosts({ hosts }: Data, term: Term, hit: Uint8Array): void {
  if (term.network) {
    const addresses = parsed.get(hosts) ?? hosts.address.map(parseAddress);
    parsed.set(hosts, addresses);
    addresses.forEach((a, h) => {
      if (contains(term.network as Network, a)) hit[h] = 1;
    });
  }
  if (term.field !== "any" && term.field !== "host") return;
  const exact = hosts.address.indexOf(term.text);
  if (exact >= 0) hit[exact] = 1;
  else
    hosts.text.forEach((text, h) => {
      if (text.includes(term.text)) hit[h] = 1;
    });
}

/** After a prefix, a whole name means that alone: app:http isn't https. */
function markNames(term: Term, field: Field, names: string[], hit: Uint8Array): void {
  if (term.field !== "any" && term.field !== field) return;
  const keys = names.map(key);
  const whole = term.field === field && keys.includes(term.text);
  keys.forEach((name, i) => {
    if (whole ? name === term.text : term.text && name.includes(term.text)) hit[i] = 1;
  });
}

/** A name as a word can say it. */
function key(name: string): string {
  return name.replaceAll('"', "").toLowerCase();
}

/** The port that the term asks for, or -1. Port 0 stands for "none" and is never asked for. */
function portOf(term: Term): number {
  if (term.field !== "any" && term.field !== "port") return -1;
  return /^[1-9]\d{0,4}$/.test(term.text) && Number(term.text) < 65536 ? Number(term.text) : -1;
}

/** A filter word for exactly this text, quoted if it must be. */
export function word(field: Exclude<Field, "any">, text: string): string {
  return `${field}:${/[\s"]/.test(text) || text === "" ? `"${text.replaceAll('"', "")}"` : text}`;
}

export type ChipState = "off" | "only" | "without";

/** Whether the filter asks for exactly this name, or for all but it. */
export function chipState(terms: Term[], field: "app" | "transport", name: string): ChipState {
  const found = terms.findLast((t) => t.field === field && t.text === key(name));
  return !found ? "off" : found.not ? "without" : "only";
}

/** The filter with the word for this name put in, put in with "-", or taken out. */
export function withChip(
  filter: string,
  field: "app" | "transport",
  name: string,
  state: ChipState,
): string {
  let rest = filter;
  for (const { term, start, end } of tokens(filter).reverse()) {
    if (term.field !== field || term.text !== key(name)) continue;
    rest = `${rest.slice(0, start).trimEnd()} ${rest.slice(end).trimStart()}`;
  }
  const added = state === "off" ? "" : `${state === "without" ? "-" : ""}${word(field, name)}`;
  return `${rest.trim()} ${added}`.trim();
}
