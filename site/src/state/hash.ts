// The page's state as the URL hash, in words, so that a link can be read and
// edited. Only what differs from the default stands in it.

import { type Layer, type Metric, metrics } from "../model/data";
import { type Grouping, type Lines, lineChoices } from "../model/graph";
import { type HealthMetric, healthMetrics } from "../model/health";
import { type ColumnKind, columnKinds } from "../model/links";
import { type Directions, directions, type Order, orders } from "../model/matrix";
import type { Stack } from "../model/series";

export type Theme = "auto" | "light" | "dark";
/** What hosts are shown as; those without a name by address anyway. */
export type Labels = "names" | "addresses";
export type PaletteName = "default" | "classic";

export const scales = ["auto", "linear", "root"] as const;
export type Scale = (typeof scales)[number];

/** What things are coloured by: their size or who they are, or how they did. */
export const colourings = ["volume", ...healthMetrics] as const;
export type Colouring = "volume" | HealthMetric;

/** How many times larger than fits, and how many rows and columns are out of sight before. */
export type Sight = [scale: number, row: number, column: number];

/** A node by address or subnet, and its place in the graph's units. */
export type Pin = [node: string, x: number, y: number];

export type Tint = "subnet" | "application";
export type Near = "all" | "1 hop" | "2 hops";

/** What is unusual in a table: its order, as "bytes" or falling "-bytes", and its columns. */
export interface TableChoice {
  sort?: string;
  columns?: string[];
}

export interface PageState {
  view: string;
  filter: string;
  layer: Layer;
  metric: Metric;
  colour: Colouring;
  /** Whether frames that the capture holds twice count twice. */
  duplicates: "counted" | "once";
  order: Order;
  /** Auto: by subnet where the largest hosts hold too little. */
  group: "auto" | "hosts" | "subnets";
  both: Directions;
  palette: PaletteName;
  /** How many findings are in sight. */
  findings: "few" | "all" | "none";
  /** The most hosts that a view shows by themselves; 0 for all. */
  hosts: number;
  theme: Theme;
  labels: Labels;
  /** Where the heatmap is zoomed to; null: as usual. */
  zoom: Sight | null;
  /** One address for a host, two for a conversation, none for no selection. */
  select: string[];
  /** Seconds since the start, the former below the latter; null for all of the time. */
  span: [number, number] | null;
  broadcast: "shown" | "hidden";
  unanswered: "shown" | "hidden";
  /** What the timeline is stacked by. */
  stack: Stack;
  /** How tall the timeline's bars are; auto cuts peaks beside which the rest would lie flat. */
  scale: Scale;
  /** By the table's view. */
  tables: Record<string, TableChoice>;
  /** The Sankey's columns: two at least, in the order of columnKinds; none for the usual ones. */
  columns: ColumnKind[];
  /** Applications and transports that a conversation's Sankey leaves out. */
  hide: string[];
  /** The graph's: what its colours mean, how near to the selection it looks, what its nodes are. */
  tint: Tint;
  near: Near;
  nodes: Grouping;
  /** Which of very many lines it draws. */
  lines: Lines;
  /** Where the graph is looked at: pixels to its unit, and the middle; null for all of it. */
  look: [zoom: number, x: number, y: number] | null;
  /** The graph's nodes that were put somewhere, and where. */
  pins: Pin[];
  /** The subnets of which the graph shows each host. */
  open: string[];
}

export const hostLimits = [10, 20, 50, 100, 200, 0] as const;

export const defaults: PageState = {
  view: "heatmap",
  filter: "",
  layer: "inner",
  metric: "bytes",
  colour: "volume",
  duplicates: "counted",
  order: "volume",
  group: "auto",
  both: "one way",
  palette: "default",
  findings: "few",
  hosts: 50,
  theme: "auto",
  labels: "names",
  zoom: null,
  select: [],
  span: null,
  broadcast: "shown",
  unanswered: "shown",
  stack: "application",
  scale: "auto",
  tables: {},
  columns: [],
  hide: [],
  tint: "subnet",
  near: "all",
  nodes: "auto",
  lines: "main",
  look: null,
  pins: [],
  open: [],
};

const choices = {
  layer: ["inner", "outer"],
  metric: metrics,
  colour: colourings,
  duplicates: ["counted", "once"],
  order: orders,
  group: ["auto", "hosts", "subnets"],
  both: directions,
  findings: ["few", "all", "none"],
  palette: ["default", "classic"],
  theme: ["auto", "light", "dark"],
  labels: ["names", "addresses"],
  broadcast: ["shown", "hidden"],
  unanswered: ["shown", "hidden"],
  stack: ["application", "transport"],
  scale: scales,
  tint: ["subnet", "application"],
  near: ["all", "1 hop", "2 hops"],
  nodes: ["auto", "hosts", "subnets"],
  lines: lineChoices,
} as const;

/** Reads a hash, with or without "#". What it doesn't know, it leaves at its default. */
export function readHash(hash: string, views: readonly string[]): PageState {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const pick = <K extends keyof typeof choices>(key: K): PageState[K] => {
    const value = query.get(key);
    return (choices[key] as readonly string[]).includes(value ?? "")
      ? (value as PageState[K])
      : defaults[key];
  };
  const view = query.get("view") ?? "";
  const hosts = query.get("hosts") === "all" ? 0 : Number(query.get("hosts") ?? defaults.hosts);
  return {
    view: views.includes(view) ? view : (views[0] ?? defaults.view),
    filter: query.get("filter") ?? "",
    layer: pick("layer"),
    metric: pick("metric"),
    colour: pick("colour"),
    duplicates: pick("duplicates"),
    order: pick("order"),
    group: pick("group"),
    both: pick("both"),
    palette: pick("palette"),
    findings: pick("findings"),
    hosts: (hostLimits as readonly number[]).includes(hosts) ? hosts : defaults.hosts,
    theme: pick("theme"),
    labels: pick("labels"),
    zoom: readSight(query.get("zoom") ?? ""),
    select: query.getAll("select").slice(0, 2),
    span: readSpan(query.get("span") ?? ""),
    broadcast: pick("broadcast"),
    unanswered: pick("unanswered"),
    stack: pick("stack"),
    scale: pick("scale"),
    columns: readColumns(query.get("columns") ?? ""),
    hide: query.getAll("hide"),
    tables: readTables(query, views),
    tint: pick("tint"),
    near: pick("near"),
    nodes: pick("nodes"),
    lines: pick("lines"),
    look: readLook(query.get("look") ?? ""),
    pins: query.getAll("pin").flatMap(readPin).slice(0, 100),
    open: query.getAll("open").slice(0, 100),
  };
}

function readColumns(text: string): ColumnKind[] {
  const named = text.split(",");
  const columns = columnKinds.filter((kind) => named.includes(kind));
  return columns.length < 2 ? defaults.columns : columns;
}

function readSight(text: string): Sight | null {
  const numbers = text.split(",").map((part) => (/^\d{1,6}(\.\d{1,3})?$/.test(part) ? +part : -1));
  return numbers.length === 3 && numbers.every((n) => n >= 0) && numbers[0]! >= 1
    ? (numbers as Sight)
    : null;
}

function readLook(text: string): PageState["look"] {
  const [, zoom, x, y] = /^(\d{1,2}(?:\.\d{1,3})?),(-?\d{1,5}),(-?\d{1,5})$/.exec(text) ?? [];
  return Number(zoom) > 0 ? [Number(zoom), Number(x), Number(y)] : null;
}

function readPin(text: string): Pin[] {
  const [, node, x, y] = /^([^,]+),(-?\d{1,5}),(-?\d{1,5})$/.exec(text) ?? [];
  return node ? [[node, Number(x), Number(y)]] : [];
}

function readSpan(text: string): [number, number] | null {
  const [, from, to] = /^(\d{1,12}(?:\.\d{1,9})?)-(\d{1,12}(?:\.\d{1,9})?)$/.exec(text) ?? [];
  return Number(from) < Number(to) ? [Number(from), Number(to)] : null;
}

/** Tables stand as sort.flows=-duration and columns.flows=packets,bytes. */
function readTables(query: URLSearchParams, views: readonly string[]): PageState["tables"] {
  const tables: PageState["tables"] = {};
  for (const view of views) {
    const sort = query.get(`sort.${view}`);
    const columns = query.get(`columns.${view}`);
    if (sort === null && columns === null) continue;
    tables[view] = {
      ...(sort === null ? {} : { sort }),
      ...(columns === null ? {} : { columns: columns.split(",").filter(Boolean) }),
    };
  }
  return tables;
}

/** Writes the hash, without "#"; empty when all is at its default. */
export function writeHash(state: PageState): string {
  const query = new URLSearchParams();
  for (const key of [
    "view",
    "filter",
    "layer",
    "metric",
    "colour",
    "duplicates",
    "order",
    "group",
    "both",
    "palette",
    "findings",
    "theme",
    "labels",
    "broadcast",
    "unanswered",
    "stack",
    "scale",
    "tint",
    "near",
    "nodes",
    "lines",
  ] as const) {
    if (state[key] !== defaults[key]) query.set(key, state[key]);
  }
  if (state.hosts !== defaults.hosts) query.set("hosts", state.hosts ? `${state.hosts}` : "all");
  if (state.zoom) query.set("zoom", state.zoom.map((n) => plain(n)).join());
  if (state.span) query.set("span", state.span.map((n) => plain(n)).join("-"));
  for (const [view, { sort, columns }] of Object.entries(state.tables)) {
    if (sort !== undefined) query.set(`sort.${view}`, sort);
    if (columns) query.set(`columns.${view}`, columns.join(","));
  }
  for (const address of state.select) query.append("select", address);
  if (state.columns.length) query.set("columns", state.columns.join());
  for (const name of state.hide) query.append("hide", name);
  if (state.look)
    query.set("look", [plain(state.look[0], 3), ...state.look.slice(1).map(whole)].join());
  for (const pin of state.pins) query.append("pin", [pin[0], whole(pin[1]), whole(pin[2])].join());
  for (const subnet of state.open) query.append("open", subnet);
  // Colons, commas and slashes may stand in a fragment as they are, and IPv6 reads better with them.
  return query.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%2F", "/");
}

/** A number without an exponent. */
function plain(n: number, digits = 9): string {
  return n.toFixed(digits).replace(/\.?0+$/, "");
}

function whole(n: number): number {
  return Math.round(n) || 0;
}
