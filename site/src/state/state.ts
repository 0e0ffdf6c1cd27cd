// What the user has chosen, and everything that follows from it and the report.
// Each value is computed once for all views, and only when it is looked at.

import { batch, computed, signal } from "@preact/signals";
import { conversations } from "../model/conversations";
import { type Data, noVolume, prepare, type Span } from "../model/data";
import { type Selection, selected } from "../model/detail";
import { filterRows, parseFilter } from "../model/filter";
import { flowRows } from "../model/flows";
import { healthFacts } from "../model/health";
import { type Matrix, matrix } from "../model/matrix";
import { countedOnce, hasDuplicates } from "../model/once";
import { ENOUGH, shareBetweenLargest } from "../model/rollup";
import { askedServices } from "../model/server-names";
import { snap, within } from "../model/span";
import { tintMatrix } from "../model/tint";
import { totalOf } from "../model/volume";
import type { Report } from "../report/types";
import { defaults } from "./hash";

export const view = signal(defaults.view);
export const filter = signal(defaults.filter);
export const layer = signal(defaults.layer);
export const metric = signal(defaults.metric);
/** What things are coloured by. */
export const colour = signal(defaults.colour);
export const duplicates = signal(defaults.duplicates);
export const order = signal(defaults.order);
export const group = signal(defaults.group);
/** Whether the heatmap's cells hold both directions. */
export const both = signal(defaults.both);
export const palette = signal(defaults.palette);
export const findings = signal(defaults.findings);
export const hostLimit = signal(defaults.hosts);
export const theme = signal(defaults.theme);
/** Whether hosts are shown by name or by address. */
export const labels = signal(defaults.labels);
/** Where the heatmap is zoomed to, as the hash has it. */
export const sight = signal(defaults.zoom);
export const selection = signal<Selection | null>(null);
/** Order and columns of the tables that have others than the usual ones, by table. */
export const tables = signal(defaults.tables);
/** The time to look at; null for all of it. Set it with selectSpan. */
export const span = signal<Span | null>(null);
/** Whether broadcast and multicast, and what was never answered, are shown or hidden. */
export const broadcast = signal(defaults.broadcast);
export const unanswered = signal(defaults.unanswered);
/** What the timeline is stacked by. */
export const stack = signal(defaults.stack);
export const scale = signal(defaults.scale);

/** The graph's colours, how near to the selection it looks, what its nodes are, open subnets. */
export const tint = signal(defaults.tint);
export const near = signal(defaults.near);
export const nodes = signal(defaults.nodes);
export const lines = signal(defaults.lines);
export const openSubnets = signal(defaults.open);
/** Where the graph is looked at, and what was put where, as the hash has it. */
export const look = signal(defaults.look);
export const pinned = signal(defaults.pins);
/** The Sankey's columns, and what a conversation's Sankey leaves out. */
export const columns = signal(defaults.columns);
export const hide = signal(defaults.hide);

/** The open report; null while there is none. */
export const data = signal<Data | null>(null);

/** The report, its duplicates counted as is chosen. */
export const counted = computed(() =>
  data.value && duplicates.value === "once" ? countedOnce(data.value) : data.value,
);

/** That within the span: all volumes are of this. Hosts and names are the same in all three. */
export const scoped = computed(() => (counted.value ? within(counted.value, span.value) : null));

/** What is coloured by health, if anything is. */
export const facts = computed(() =>
  scoped.value && colour.value !== "volume" ? healthFacts(scoped.value, colour.value) : null,
);

export const terms = computed(() => parseFilter(filter.value));

/** What is hidden besides what the filter's words hide. */
export const hidden = computed(() => ({
  broadcast: broadcast.value === "hidden",
  unanswered: unanswered.value === "hidden",
}));

/** The services of the chosen layer that the filter lets through, at whatever time. */
export const allTime = computed(() =>
  data.value
    ? filterRows(data.value, askedServices(data.value), terms.value, layer.value, hidden.value)
    : new Int32Array(0),
);

/** All services of the layer, whatever the filter says. */
export const everything = computed(() =>
  data.value ? filterRows(data.value, data.value.services, [], layer.value) : new Int32Array(0),
);

/** Where the capture seems to have been taken, by host. */
export const capturedOn = computed(
  () => new Map(data.value?.report.capture_points.map((point) => [point.host, point])),
);

/** Of those that the filter lets through, the ones with traffic in the span. */
export const services = computed(() => {
  const inSpan = scoped.value?.services.layer;
  return span.value && inSpan ? allTime.value.filter((i) => inSpan[i]) : allTime.value;
});

export const shown = computed(() =>
  scoped.value ? totalOf(scoped.value, services.value) : noVolume(),
);

/** How much is between the largest hosts, as many as may be shown. */
const betweenLargest = computed(() =>
  scoped.value
    ? shareBetweenLargest(scoped.value, services.value, metric.value, hostLimit.value || Infinity)
    : 1,
);

/** What the heatmap's rows and columns are. */
export const grouping = computed(() =>
  group.value === "auto" ? (betweenLargest.value < ENOUGH ? "subnets" : "hosts") : group.value,
);

/** Why the heatmap is rolled up without having been told to: how little is between the largest hosts. */
export const rolledUp = computed(() =>
  group.value === "auto" && grouping.value === "subnets" ? betweenLargest.value : null,
);

export const heat = computed(() => (scoped.value ? heatOf(scoped.value, services.value) : null));

/** The heatmap of these services, as it is chosen now. */
export function heatOf(d: Data, of: Int32Array): Matrix {
  return matrix(d, of, {
    metric: metric.value,
    order: order.value,
    limit: hostLimit.value || Number.POSITIVE_INFINITY,
    group: grouping.value,
    open: openSubnets.value,
    directions: both.value,
  });
}

/** How the heatmap's cells did, where they are coloured by that. */
export const heatHealth = computed(() =>
  facts.value && heat.value ? tintMatrix(facts.value, services.value, heat.value) : null,
);

export const rows = computed(() =>
  scoped.value ? conversations(scoped.value, services.value) : null,
);

/** The flow table's rows that the filter lets through. */
export const flows = computed(() =>
  scoped.value ? flowRows(scoped.value, terms.value, layer.value, hidden.value) : new Int32Array(0),
);

/** The selection's services, of those shown; all that are shown without a selection. */
export const selectedServices = computed(() =>
  scoped.value && selection.value
    ? selected(scoped.value, services.value, selection.value)
    : services.value,
);

export function selectHost(host: number): void {
  selection.value = { kind: "host", host };
}

/** Selects the conversation of two hosts, in either order. */
export function selectConversation(g: number, h: number): void {
  selection.value = { kind: "conversation", a: Math.min(g, h), b: Math.max(g, h) };
}

/** Looks at the buckets nearest to this span; at all time with null. */
export function selectSpan(next: Span | null): void {
  span.value = data.value && snap(data.value, next);
}

/** Adds a word to the filter, unless it is there already. */
export function addWord(text: string): void {
  const words = filter.value.trim();
  if (!` ${words} `.includes(` ${text} `)) filter.value = words ? `${words} ${text}` : text;
}

/** Labels that follow the choice: who reads them depends on it, and on nothing more. */
function withLabels(d: Data): Data {
  const { label, address } = d.hosts;
  const hosts: Data["hosts"] = {
    ...d.hosts,
    get label() {
      return labels.value === "names" ? label : address;
    },
  };
  return { ...d, hosts };
}

/** Puts a report on the page in place of the one before, whose filter and selection go with it. */
export function show(report: Report): void {
  const prepared = withLabels(prepare(report));
  batch(() => {
    if (data.value) {
      filter.value = "";
      selection.value = null;
      span.value = null;
      broadcast.value = defaults.broadcast;
      unanswered.value = defaults.unanswered;
      openSubnets.value = [];
      hide.value = [];
      sight.value = null;
      look.value = null;
      pinned.value = [];
    }
    data.value = prepared;
    if (!prepared.layersDiffer) layer.value = defaults.layer;
    if (!hasDuplicates(report)) duplicates.value = defaults.duplicates;
  });
}

/** Puts the same report with other names in its place; all that was chosen stays. */
export function rename(report: Report): void {
  batch(() => {
    data.value = withLabels(prepare(report));
    labels.value = "names";
  });
}
