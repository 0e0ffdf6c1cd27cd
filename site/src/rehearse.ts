// The first change of the filter runs code that has hardly been run before, and
// that the browser has therefore not compiled: it would take twice as long as
// those after it. So that code is run beforehand, on the open report and for
// nothing, while nobody does anything. What is found once and kept, such as the
// report's addresses as numbers and its server names, is then found, too.

import { effect, untracked } from "@preact/signals";
import type { Data } from "./model/data";
import { filterRows, parseFilter } from "./model/filter";
import { shareBetweenLargest } from "./model/rollup";
import { series } from "./model/series";
import { askedServices } from "./model/server-names";
import { spanOf, within } from "./model/span";
import { busiestHosts, byApplication, byTransport, totalOf } from "./model/volume";
import { counted, data, layer, metric, stack, view } from "./state/state";
import { type View, views } from "./views/list";

/** As people write them, a word of each kind. */
const FILTERS = ["1", "net:10.0.0.0/8 port:443", "-app:http -sni:example", ""];

/** After so many times the browser has compiled what takes long. */
const TIMES = 2;

/** With less left before the next frame, in milliseconds, it is better not to begin. */
const SHORT = 4;

type Step = () => unknown;

function steps(d: Data, own: View["rehearse"]): Step[] {
  const rows = askedServices(d);
  const by = metric.value;
  return FILTERS.flatMap((filter) => {
    const terms = parseFilter(filter);
    const hidden = { broadcast: filter === "", unanswered: filter === "" };
    let services: Int32Array = new Int32Array(0);
    return [
      () => {
        services = filterRows(d, rows, terms, layer.value, hidden);
      },
      () => [totalOf(d, services), shareBetweenLargest(d, services, by, 50)],
      () => series(d, services, { metric: by, stack: stack.value, most: 200 }),
      () => [byApplication(d, services, by), byTransport(d, services, by)],
      () => busiestHosts(d, services, by, 10),
      () => own?.(d, services, terms),
    ];
  });
}

/** Rehearses every view when it is opened, from now on, and all again for another report. */
export function followRehearsals(): void {
  if (typeof requestIdleCallback === "undefined") return;
  let waiting = 0;
  let known = new Set<string>();
  let report = data.peek();
  effect(() => {
    const id = view.value;
    if (data.value !== report) known = new Set();
    report = data.value;
    const d = counted.peek();
    if (!d || known.has(id)) return;
    known.add(id);
    const own = views.find((v) => v.id === id)?.rehearse;
    const half = spanOf(d, { first: 0, end: d.timeline.buckets >> 1 });
    const left: Step[] = [];
    for (let i = 0; i < TIMES; i++)
      left.push(...untracked(() => steps(d, own)), () => within(d, half));
    const go = (idle: IdleDeadline) => {
      for (let step = left[0]; step && idle.timeRemaining() > SHORT; step = left[0]) {
        left.shift();
        untracked(step);
      }
      if (left.length > 0) waiting = requestIdleCallback(go);
    };
    cancelIdleCallback(waiting);
    waiting = requestIdleCallback(go);
  });
}
