// The timeline: the metric over time, stacked by application or transport. The
// span that is brushed on it is what all views show.

import {
  type ReadonlySignal,
  type Signal,
  useComputed,
  useSignal,
  useSignalEffect,
} from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Data } from "../model/data";
import { type Series, series } from "../model/series";
import { type Buckets, bucketsOf, spanOf } from "../model/span";
import { allTime, data, metric, selectSpan, shown, span, stack } from "../state/state";
import { dark } from "../state/theme";
import { Choice } from "./controls";
import { SavePicture } from "./export";
import { duration, plural, volume } from "./format";
import { inkOf } from "./palette";
import { dragged, type Grip, keyed, toBars, toBuckets } from "./timeline/brush";
import { barAt, clock, layout, reach, roomFor } from "./timeline/layout";
import { type Painting, paint } from "./timeline/paint";
import { timelinePicture } from "./timeline/picture";
import { SeriesTable, Tooltip } from "./timeline/tooltip";

export function Timeline() {
  const d = data.value;
  if (!d) return null;
  if (d.timeline.buckets < 2) {
    return (
      <section class="timeline timeline-none" aria-label="Timeline">
        <p class="quiet">
          {plural(d.report.totals.packets, "packet")} within {duration(d.report.duration_ns)}: too
          short for a timeline.
        </p>
      </section>
    );
  }
  return <Strip d={d} />;
}

function Strip({ d }: { d: Data }) {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSignal({ width: 0, ratio: 1 });
  const hover = useSignal(-1);
  /** What is being dragged, before it is the span. */
  const draft = useSignal<Buckets | null>(null);
  useEffect(() => followWidth(frame.current as HTMLDivElement, size), []);
  const bars = useComputed(() => {
    const { width } = size.value;
    if (!data.value || width < 100) return null;
    const most = roomFor(width);
    return series(data.value, allTime.value, { metric: metric.value, stack: stack.value, most });
  });
  const painting = useComputed(() => makePainting(data.value, bars.value, size.value));
  const p = painting.value;
  const s = bars.value;
  const now = draft.value ?? (span.value ? bucketsOf(d, span.value) : null);
  return (
    <section class="timeline" aria-label="Timeline">
      <div class="timeline-head">
        <div class="timeline-title">
          <p class="quiet">
            {metric.value} in {duration(d.timeline.width * (s?.perBar ?? 1))}
          </p>
          <SavePicture id="timeline" title="Timeline" picture={timelinePicture} />
        </div>
        <Choice label="by" value={stack} options={["application", "transport"]} />
        <SpanText d={d} s={s} now={now} />
      </div>
      <div class="timeline-frame" ref={frame}>
        <Plot d={d} painting={painting} hover={hover} draft={draft} now={now} />
        {p && hover.value >= 0 && hover.value < p.series.bars && (
          <Tooltip d={d} painting={p} bar={hover.value} />
        )}
        {s && <SeriesTable d={d} s={s} />}
      </div>
    </section>
  );
}

/** The span in words, and the way out of it. */
function SpanText({ d, s, now }: { d: Data; s: Series | null; now: Buckets | null }) {
  if (!now) return <p class="timeline-span quiet">drag to select a time</p>;
  return (
    <p class="timeline-span">
      <b>{spanText(d, s, now)}</b>
      <button
        type="button"
        class="icon"
        aria-label="Show all of the time"
        title="Show all of the time (Escape)"
        onClick={() => selectSpan(null)}
      >
        ×
      </button>
    </p>
  );
}

function spanText(d: Data, s: Series | null, now: Buckets): string {
  const total = d.report.duration_ns;
  const { from, to } = spanOf(d, now) ?? { from: 0, to: total };
  const step = (d.timeline.width * (s?.perBar ?? 1)) / 2;
  return `${clock(from, step, total)} – ${clock(to, step, total)}`;
}

interface PlotProps {
  d: Data;
  painting: ReadonlySignal<Painting | null>;
  hover: Signal<number>;
  draft: Signal<Buckets | null>;
  now: Buckets | null;
}

/** The picture, what is outside of the span greyed, and all that pointer and keys do. */
function Plot({ d, painting, hover, draft, now }: PlotProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const brush = useBrush(d, painting, hover, draft);
  useSignalEffect(() => {
    if (painting.value && canvas.current) paint(canvas.current, painting.value);
  });
  const p = painting.value;
  const s = p?.series;
  const place = p && now ? reach(p.layout, d.timeline.buckets, now) : null;
  const range = s && now ? toBars(s, now) : null;
  return (
    <div
      class="timeline-plot"
      role="slider"
      tabIndex={0}
      aria-label="Time span. Arrows move it, with Shift widen it, up and down widen and narrow it, Escape clears it"
      aria-valuemin={0}
      aria-valuemax={s?.bars ?? 1}
      aria-valuenow={range?.first ?? 0}
      aria-valuetext={
        now && s
          ? `${spanText(d, s, now)}, ${volume(shown.value[metric.value], metric.value)}`
          : "all of the time"
      }
      {...brush}
    >
      <canvas ref={canvas} />
      {p && place && (
        <>
          <span
            class="timeline-mask"
            style={{ left: `${p.layout.x}px`, width: `${place.left - p.layout.x}px` }}
          />
          <span class="timeline-mask" style={{ left: `${place.right}px`, right: "0" }} />
          <span class="timeline-edge" style={{ left: `${place.left}px` }} />
          <span class="timeline-edge" style={{ left: `${place.right}px` }} />
        </>
      )}
      {p && hover.value >= 0 && (
        <span
          class="timeline-bar"
          style={{
            left: `${p.layout.x + hover.value * p.layout.barWidth}px`,
            width: `${p.layout.barWidth}px`,
          }}
        />
      )}
    </div>
  );
}

/** While dragging, views follow when the pointer rests for so long, in milliseconds. */
const REST = 90;

function useBrush(
  d: Data,
  painting: ReadonlySignal<Painting | null>,
  hover: Signal<number>,
  draft: Signal<Buckets | null>,
) {
  const drag = useRef<{ grip: Grip; start: number; x: number; moved: boolean } | null>(null);
  const rest = useRef(0);
  const { buckets } = d.timeline;
  const take = (b: Buckets | null) => {
    clearTimeout(rest.current);
    if (b) selectSpan(spanOf(d, b));
  };
  const barsNow = (s: Series) => (span.value ? toBars(s, bucketsOf(d, span.value)) : null);

  const onPointerDown = (event: PointerEvent) => {
    const p = painting.value;
    if (!p || event.button !== 0) return;
    const { x } = pointerOf(event);
    const start = barAt(p.layout, p.series, x);
    drag.current = { grip: gripAt(d, p, x, event.pointerType), start, x, moved: false };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const p = painting.value;
    if (!p) return;
    const { x, element } = pointerOf(event);
    const bar = barAt(p.layout, p.series, x);
    hover.value = event.pointerType === "touch" && !drag.current ? -1 : bar;
    const g = drag.current;
    if (!g) {
      element.dataset.grip = gripAt(d, p, x, event.pointerType);
      return;
    }
    if (!g.moved && Math.abs(x - g.x) < 4) return;
    if (!g.moved) g.moved = true;
    const from = barsNow(p.series) ?? { first: g.start, end: g.start + 1 };
    // The span changes while it is dragged: what it was when the drag began is what moves.
    held.current ??= from;
    draft.value = toBuckets(
      p.series,
      buckets,
      dragged(g.grip, held.current, g.start, bar, p.series.bars),
    );
    clearTimeout(rest.current);
    rest.current = setTimeout(() => take(draft.value), REST) as unknown as number;
  };
  const held = useRef<{ first: number; end: number } | null>(null);
  const end = (keep: boolean) => {
    const g = drag.current;
    drag.current = null;
    held.current = null;
    if (g && keep && g.moved) take(draft.value);
    else if (g && keep && g.grip === "new") selectSpan(null);
    draft.value = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const s = painting.value?.series;
    if (!s || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && span.value) {
      event.stopPropagation();
      selectSpan(null);
      return;
    }
    const next = keyed(event.key, event.shiftKey, barsNow(s), s.bars);
    if (!next) return;
    event.preventDefault();
    take(toBuckets(s, buckets, next));
  };
  return {
    onPointerDown,
    onPointerMove,
    onPointerUp: () => end(true),
    onPointerCancel: () => end(false),
    onPointerLeave: () => {
      hover.value = -1;
    },
    onKeyDown,
  };
}

function pointerOf(event: PointerEvent): { x: number; element: HTMLElement } {
  const element = event.currentTarget as HTMLElement;
  return { x: event.clientX - element.getBoundingClientRect().left, element };
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

function makePainting(
  d: Data | null,
  s: Series | null,
  { width, ratio }: { width: number; ratio: number },
): Painting | null {
  if (!d || !s) return null;
  return {
    layout: layout(d, s, width),
    series: s,
    ink: inkOf(dark.value),
    ratio,
    format: (n) => volume(n, s.metric),
  };
}

function followWidth(element: HTMLElement, size: Signal<{ width: number; ratio: number }>) {
  const measure = () => {
    size.value = { width: Math.floor(element.clientWidth), ratio: devicePixelRatio };
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  measure();
  return () => observer.disconnect();
}
