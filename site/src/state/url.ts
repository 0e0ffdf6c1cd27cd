// The state in the URL's hash, and back: a link opens on exactly this view.

import { batch, effect } from "@preact/signals";
import type { Selection } from "../model/detail";
import { hasDuplicates } from "../model/once";
import { defaults, type PageState, readHash, writeHash } from "./hash";
import {
  both,
  broadcast,
  colour,
  columns,
  data,
  duplicates,
  filter,
  findings,
  group,
  hide,
  hostLimit,
  labels,
  layer,
  lines,
  look,
  metric,
  near,
  nodes,
  openSubnets,
  order,
  palette,
  pinned,
  scale,
  selection,
  selectSpan,
  sight,
  span,
  stack,
  tables,
  theme,
  tint,
  unanswered,
  view,
} from "./state";

function pageState(): PageState {
  const s = selection.value;
  const address = (h: number) => data.value?.report.hosts.address[h] ?? "";
  return {
    view: view.value,
    filter: filter.value,
    layer: layer.value,
    metric: metric.value,
    colour: colour.value,
    duplicates: duplicates.value,
    order: order.value,
    group: group.value,
    both: both.value,
    palette: palette.value,
    findings: findings.value,
    hosts: hostLimit.value,
    span: span.value && [seconds(span.value.from), seconds(span.value.to)],
    broadcast: broadcast.value,
    unanswered: unanswered.value,
    stack: stack.value,
    scale: scale.value,
    columns: columns.value,
    hide: hide.value,
    theme: theme.value,
    labels: labels.value,
    zoom: sight.value,
    tables: tables.value,
    tint: tint.value,
    near: near.value,
    nodes: nodes.value,
    lines: lines.value,
    look: look.value,
    pins: pinned.value,
    open: openSubnets.value,
    select: !s ? [] : s.kind === "host" ? [address(s.host)] : [address(s.a), address(s.b)],
  };
}

/** Seconds, as exact as is needed to find the bucket's edge again: to a thousandth of its width. */
function seconds(ns: number): number {
  const width = data.value?.timeline.width ?? 1;
  const digits = Math.max(0, Math.min(9, Math.ceil(Math.log10(1e12 / width))));
  return Number((ns / 1e9).toFixed(digits));
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
    colour.value = state.colour;
    duplicates.value =
      data.value && !hasDuplicates(data.value.report) ? defaults.duplicates : state.duplicates;
    order.value = state.order;
    group.value = state.group;
    both.value = state.both;
    palette.value = state.palette;
    findings.value = state.findings;
    hostLimit.value = state.hosts;
    theme.value = state.theme;
    labels.value = state.labels;
    sight.value = state.zoom;
    tables.value = state.tables;
    tint.value = state.tint;
    near.value = state.near;
    nodes.value = state.nodes;
    lines.value = state.lines;
    look.value = state.look;
    pinned.value = state.pins;
    openSubnets.value = state.open;
    selection.value = resolve(state.select);
    selectSpan(state.span && { from: state.span[0] * 1e9, to: state.span[1] * 1e9 });
    broadcast.value = state.broadcast;
    unanswered.value = state.unanswered;
    stack.value = state.stack;
    scale.value = state.scale;
    columns.value = state.columns;
    hide.value = state.hide;
  });
}

const AT_MOST_EVERY = 200; // milliseconds: browsers refuse a new hash for each move of a drag

/** Keeps the URL's hash at the state from now on, and the state at the hash. */
export function followUrl(views: readonly string[]): void {
  const differs = () => writeHash(pageState()) !== writeHash(readHash(location.hash, views));
  let last = Number.NEGATIVE_INFINITY;
  let later: ReturnType<typeof setTimeout> | undefined;
  let known = location.hash;
  const write = () => {
    const hash = writeHash(pageState());
    // Somebody follows a link just now: where it leads is read in a moment.
    if (location.hash !== known) return;
    if (!differs()) return;
    last = performance.now();
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch {
      location.hash = hash; // some browsers refuse replaceState on file://
    }
    known = location.hash;
  };
  let moved = { look: look.value, pins: pinned.value };
  effect(() => {
    pageState();
    const moves = look.value !== moved.look || pinned.value !== moved.pins;
    moved = { look: look.value, pins: pinned.value };
    clearTimeout(later);
    const wait = moves ? last + AT_MOST_EVERY - performance.now() : 0;
    if (wait > 0) later = setTimeout(write, wait);
    else write();
  });
  addEventListener("hashchange", () => {
    clearTimeout(later);
    known = location.hash;
    if (differs()) readUrl(views);
  });
}
