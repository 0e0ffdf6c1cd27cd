// The way back: what was filtered, spanned, selected and coloured before.

import { batch, effect, type Signal, signal, untracked } from "@preact/signals";
import type { Span } from "../model/data";
import type { Selection } from "../model/detail";
import { defaults, type PageState } from "./hash";
import { broadcast, colour, data, duplicates, filter, selection, span, unanswered } from "./state";

/** What of the state has a way back. */
type Moment = Pick<PageState, "filter" | "broadcast" | "unanswered" | "colour" | "duplicates"> & {
  span: Span | null;
  selection: Selection | null;
};

const kept: { [K in keyof Moment]: Signal<Moment[K]> } = {
  filter,
  span,
  selection,
  broadcast,
  unanswered,
  colour,
  duplicates,
};
const keys = Object.keys(kept) as (keyof Moment)[];

/** As it is when nothing was done. */
const start: Moment = { ...defaults, span: null, selection: null };

const MOST_STEPS = 100;

/** Letters typed and spans moved in quicker succession than this, in milliseconds, are one step. */
const ONE_STEP = 900;

function now(): Moment {
  return Object.fromEntries(keys.map((key) => [key, kept[key].value])) as Moment;
}

const past = signal<Moment[]>([]);
let present = untracked(now);
let changed = { at: 0, what: "" };

export function canUndo(): boolean {
  return past.value.length > 0;
}

/** Remembers every change from now on, as long as the report stays; returns what ends that. */
export function followChanges(): () => void {
  let report = data.value;
  present = untracked(now);
  return effect(() => {
    const next = now();
    if (data.value !== report) {
      report = data.value;
      past.value = [];
    } else remember(next);
    present = next;
  });
}

function remember(next: Moment): void {
  const what = keys.filter((key) => next[key] !== present[key]).join();
  if (!what) return;
  const at = performance.now();
  const typed = Math.abs(next.filter.length - present.filter.length) === 1;
  const small = what === "span" || (what === "filter" && typed);
  const same = small && what === changed.what && at - changed.at < ONE_STEP;
  changed = { at, what };
  if (!same) past.value = [...untracked(() => past.value), present].slice(-MOST_STEPS);
}

function go(to: Moment): void {
  const set = <K extends keyof Moment>(key: K) => {
    kept[key].value = to[key];
  };
  batch(() => keys.forEach(set));
}

export function undo(): void {
  const last = past.value.at(-1);
  if (!last) return;
  batch(() => {
    past.value = past.value.slice(0, -1);
    present = last; // going back is no change to come back to
    go(last);
  });
  changed = { at: 0, what: "" };
}

/** Shows everything again; that can be undone, too, however soon after the last letter. */
export function reset(): void {
  changed = { at: 0, what: "" };
  go(start);
}

/** Something isn't as it was at the start. */
export function canReset(): boolean {
  return keys.some((key) => kept[key].value !== start[key]);
}
