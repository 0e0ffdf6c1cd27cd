// What the user has chosen, and everything that follows from it and the report.
// Each value is computed once for all views, and only when it is looked at.

import { batch, computed, effect, signal } from "@preact/signals";
import { conversations } from "../model/conversations";
import { type Data, prepare } from "../model/data";
import { type Selection, selected } from "../model/detail";
import { filterRows, parseFilter } from "../model/filter";
import { matrix } from "../model/matrix";
import { totalOf } from "../model/volume";
import type { Report } from "../report/types";
import { defaults, type PageState, readHash, writeHash } from "./hash";

export const view = signal(defaults.view);
export const filter = signal(defaults.filter);
export const layer = signal(defaults.layer);
export const metric = signal(defaults.metric);
export const order = signal(defaults.order);
export const palette = signal(defaults.palette);
export const hostLimit = signal(defaults.hosts);
export const theme = signal(defaults.theme);
export const selection = signal<Selection | null>(null);

/** The open report; null while there is none. */
export const data = signal<Data | null>(null);

export const terms = computed(() => parseFilter(filter.value));

/** The services of the chosen layer that the filter lets through. */
export const services = computed(() =>
  data.value
    ? filterRows(data.value, data.value.services, terms.value, layer.value)
    : new Int32Array(0),
);

export const shown = computed(() =>
  data.value ? totalOf(data.value, services.value) : { packets: 0, bytes: 0 },
);

export const heat = computed(() =>
  data.value
    ? matrix(data.value, services.value, {
        metric: metric.value,
        order: order.value,
        limit: hostLimit.value || Number.POSITIVE_INFINITY,
      })
    : null,
);

export const rows = computed(() => (data.value ? conversations(data.value, services.value) : null));

/** The selection's services, of those shown; all that are shown without a selection. */
export const selectedServices = computed(() =>
  data.value && selection.value
    ? selected(data.value, services.value, selection.value)
    : services.value,
);

export function selectHost(host: number): void {
  selection.value = { kind: "host", host };
}

/** Selects the conversation of two hosts, in either order. */
export function selectConversation(g: number, h: number): void {
  selection.value = { kind: "conversation", a: Math.min(g, h), b: Math.max(g, h) };
}

/** Adds a word to the filter, unless it is there already. */
export function addWord(text: string): void {
  const words = filter.value.trim();
  if (!` ${words} `.includes(` ${text} `)) filter.value = words ? `${words} ${text}` : text;
}

/** Puts a report on the page in place of the one before, whose filter and selection go with it. */
export function show(report: Report): void {
  const prepared = prepare(report);
  batch(() => {
    if (data.value) {
      filter.value = "";
      selection.value = null;
    }
    data.value = prepared;
    if (!prepared.layersDiffer) layer.value = defaults.layer;
  });
}

function pageState(): PageState {
  const s = selection.value;
  const address = (h: number) => data.value?.report.hosts.address[h] ?? "";
  return {
    view: view.value,
    filter: filter.value,
    layer: layer.value,
    metric: metric.value,
    order: order.value,
    palette: palette.value,
    hosts: hostLimit.value,
    theme: theme.value,
    select: !s ? [] : s.kind === "host" ? [address(s.host)] : [address(s.a), address(s.b)],
  };
}

function resolve(addresses: string[]): Selection | null {
  const hosts = addresses.map((a) => data.value?.report.hosts.address.indexOf(a) ?? -1);
  const [g, h] = hosts;
  if (g === undefined || hosts.includes(-1)) return null;
  if (h === undefined) return { kind: "host", host: g };
  return { kind: "conversation", a: Math.min(g, h), b: Math.max(g, h) };
}

/** Takes the state from the URL; call again when the report has come, for the selection. */
export function readUrl(views: readonly string[]): void {
  const state = readHash(location.hash, views);
  batch(() => {
    view.value = state.view;
    filter.value = state.filter;
    layer.value = data.value && !data.value.layersDiffer ? defaults.layer : state.layer;
    metric.value = state.metric;
    order.value = state.order;
    palette.value = state.palette;
    hostLimit.value = state.hosts;
    theme.value = state.theme;
    selection.value = resolve(state.select);
  });
}

/** Keeps the URL's hash at the state from now on, and the state at the hash. */
export function followUrl(views: readonly string[]): void {
  const differs = () => writeHash(pageState()) !== writeHash(readHash(location.hash, views));
  effect(() => {
    const hash = writeHash(pageState());
    if (!differs()) return;
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch {
      location.hash = hash; // some browsers refuse replaceState on file://
    }
  });
  addEventListener("hashchange", () => {
    if (differs()) readUrl(views);
  });
}
