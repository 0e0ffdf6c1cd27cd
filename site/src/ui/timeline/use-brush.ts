// What the pointer and the keys do on the timeline.

import type { ReadonlySignal, Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Data, Span } from "../../model/data";
import type { Series } from "../../model/series";
import { type Buckets, bucketsOf, spanOf } from "../../model/span";
import { selectSpan, span } from "../../state/state";
import { type Bars, dragged, type Grip, keyed, toBars, toBuckets } from "./brush";
import { barAt, reach } from "./layout";
import type { Painting } from "./paint";

/** While dragging, views follow when the pointer rests for so long, in milliseconds. */
const REST = 90;

/** A press that moves less than this, in pixels, is a click. */
const CLICK = 4;

interface Drag {
  grip: Grip;
  /** Where it began: the place in pixels, the bar there, and the span then. */
  x: number;
  bar: number;
  before: Span | null;
  bars: Bars;
  moved: boolean;
}

interface Brush {
  d: Data;
  painting: ReadonlySignal<Painting | null>;
  /** The bar that is pointed at, or -1. */
  hover: Signal<number>;
  draft: Signal<Buckets | null>;
}

export function useBrush({ d, painting, hover, draft }: Brush) {
  const drag = useRef<Drag | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const take = (b: Buckets | null) => {
    clearTimeout(rest.current);
    if (b) selectSpan(spanOf(d, b));
  };
  const begin = (event: PointerEvent) => {
    const p = painting.value;
    if (!p || event.button !== 0) return;
    const x = placeOf(event);
    const bar = barAt(p.layout, p.series, x);
    const bars = barsOf(d, p.series) ?? { first: bar, end: bar + 1 };
    const grip = gripAt(d, p, x, event.pointerType);
    drag.current = { grip, x, bar, before: span.value, bars, moved: false };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const p = painting.value;
    if (!p) return;
    const x = placeOf(event);
    const bar = barAt(p.layout, p.series, x);
    const g = drag.current;
    hover.value = event.pointerType === "touch" && !g ? -1 : bar;
    if (!g) {
      (event.currentTarget as HTMLElement).dataset.grip = gripAt(d, p, x, event.pointerType);
      return;
    }
    g.moved ||= Math.abs(x - g.x) >= CLICK;
    if (!g.moved) return;
    const bars = dragged(g.grip, g.bars, g.bar, bar, p.series.bars);
    draft.value = toBuckets(p.series, d.timeline.buckets, bars);
    clearTimeout(rest.current);
    rest.current = setTimeout(() => take(draft.value), REST);
  };
  const end = (keep: boolean) => {
    const g = drag.current;
    drag.current = null;
    if (g?.moved && keep) take(draft.value);
    else if (g?.moved) {
      clearTimeout(rest.current);
      selectSpan(g.before);
    } else if (g?.grip === "new" && keep) selectSpan(null); // a click outside of the span
    draft.value = null;
  };
  const press = (event: KeyboardEvent) => {
    const s = painting.value?.series;
    if (!s || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && (span.value || drag.current)) {
      event.stopPropagation();
      if (drag.current) end(false);
      else selectSpan(null);
      return;
    }
    const next = keyed(event.key, event.shiftKey, barsOf(d, s), s.bars);
    if (!next) return;
    event.preventDefault();
    take(toBuckets(s, d.timeline.buckets, next));
  };
  return {
    onPointerDown: begin,
    onPointerMove: move,
    onPointerUp: () => end(true),
    onPointerCancel: () => end(false),
    onPointerLeave: () => {
      hover.value = -1;
    },
    onKeyDown: press,
  };
}

function barsOf(d: Data, s: Series): Bars | null {
  return span.value && toBars(s, bucketsOf(d, span.value));
}

function placeOf(event: PointerEvent): number {
  return event.clientX - (event.currentTarget as Element).getBoundingClientRect().left;
}

/** What a drag from here would do. A finger is wider than a mouse's tip. */
function gripAt(d: Data, p: Painting, x: number, pointer: string): Grip {
  if (!span.value) return "new";
  const { left, right } = reach(p.layout, d.timeline.buckets, bucketsOf(d, span.value));
  const near = pointer === "mouse" ? 5 : 16;
  const toLeft = Math.abs(x - left);
  const toRight = Math.abs(x - right);
  if (Math.min(toLeft, toRight) <= near) return toLeft < toRight ? "first" : "end";
  return x > left && x < right ? "move" : "new";
}
