// The way back: what was filtered, spanned and selected before.

import { batch, effect, signal, untracked } from "@preact/signals";
import { defaults } from "./hash";
import { broadcast, data, filter, selection, span, unanswered } from "./state";

const MOST_STEPS = 100;

/** Letters typed and spans moved in quicker succession than this, in milliseconds, are one step. */
const ONE_STEP = 900;

function now() {
  return {
    filter: filter.value,
    span: span.value,
    selection: selection.value,
    broadcast: broadcast.value,
    unanswered: unanswered.value,
  };
}

type Moment = ReturnType<typeof now>;
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
  const keys = Object.keys(next) as (keyof Moment)[];
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
  batch(() => {
    filter.value = to.filter;
    span.value = to.span;
    selection.value = to.selection;
    broadcast.value = to.broadcast;
    unanswered.value = to.unanswered;
  });
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
  go({ ...defaults, span: null, selection: null });
}

/** Something is filtered, spanned or selected. */
export function canReset(): boolean {
  const n = now();
  return (
    n.filter !== "" ||
    n.span !== null ||
    n.selection !== null ||
    n.broadcast !== defaults.broadcast ||
    n.unanswered !== defaults.unanswered
  );
}
