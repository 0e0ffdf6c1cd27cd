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
import { scales } from "../state/hash";
import {
  allTime,
  counted,
  data,
  metric,
  scale,
  selectSpan,
  shown,
  span,
  stack,
} from "../state/state";
import { dark } from "../state/theme";
import { Choice } from "./controls";
import { SavePicture } from "./export";
import { duration, plural, volume } from "./format";
import { SmallLegend } from "./legend";
import { inkOf } from "./palette";
import { toBars } from "./timeline/brush";
import { barsHealth, barsIn } from "./timeline/health";
import { clock, layout, reach } from "./timeline/layout";
import { type Painting, paint, scaleNotes } from "./timeline/paint";
import { timelinePicture } from "./timeline/picture";
import { SeriesTable, Tooltip } from "./timeline/tooltip";
import { useBrush } from "./timeline/use-brush";

export function Timeline() {
  const d = data.value;
  if (!d) return null;
  if (d.timeline.buckets < 2) {
    return (
      <section class="timeline timeline-none" aria-label="Timeline">
        <p class="quiet">{tooShort(d)}</p>
      </section>
    );
  }
  return <Strip d={d} />;
}

/** Why there is no timeline. */
function tooShort({ report: { totals, duration_ns: time } }: Data): string {
  if (totals.packets === 0) return "Flow records have no times: there is no timeline of them.";
  const when = time > 0 ? `within ${duration(time)}` : "at one moment";
  return `${plural(totals.packets, "packet")} ${when}: too short for a timeline.`;
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
    if (!counted.value || width < 100) return null;
    const most = barsIn(width);
    return series(counted.value, allTime.value, { metric: metric.value, stack: stack.value, most });
  });
  const painting = useComputed(() => makePainting(counted.value, bars.value, size.value));
  const s = bars.value;
  const now = draft.value ?? (span.value ? bucketsOf(d, span.value) : null);
  return (
    <section class="timeline" aria-label="Timeline">
      <div class="timeline-head">
        <div class="timeline-title">
          <p class="quiet">
            {metric.value} in {duration(d.timeline.width * (s?.perBar ?? 1))}
          </p>
          {allTime.value.length > 0 && (
            <SavePicture id="timeline" title="Timeline" picture={timelinePicture} />
          )}
        </div>
        <div class="timeline-choices">
          {!painting.value?.health && (
            <Choice label="by" value={stack} options={["application", "transport"]} />
          )}
          <Choice label="scale" value={scale} options={scales} />
          <BarScale painting={painting} hover={hover} />
        </div>
        <SpanText d={d} s={s} now={now} notes={painting.value ? scaleNotes(painting.value) : []} />
      </div>
      <div class="timeline-frame" ref={frame}>
        <Plot d={d} painting={painting} hover={hover} draft={draft} now={now} />
        <HoverTip d={d} painting={painting} hover={hover} />
        {s && <SeriesTable d={d} s={s} />}
      </div>
    </section>
  );
}

interface SpanTextProps {
  d: Data;
  s: Series | null;
  now: Buckets | null;
  /** What isn't drawn as it is. */
  notes: string[];
}

/** The span in words, and the way out of it. */
function SpanText({ d, s, now, notes }: SpanTextProps) {
  if (!now) {
    return (
      <p class="timeline-span quiet">
        {notes[0]?.includes("not known") ? (
          <span>{notes[0]}</span>
        ) : (
          <>
            <span>drag to select a time</span> <span>{notes.join(", ")}</span>
          </>
        )}
      </p>
    );
  }
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
  const brush = useBrush({ d, painting, hover, draft });
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
          <span class="timeline-edge timeline-first" style={{ left: `${place.left}px` }} />
          <span class="timeline-edge" style={{ left: `${place.right}px` }} />
        </>
      )}
      <HoverBar painting={painting} hover={hover} />
    </div>
  );
}

interface HoverProps {
  painting: ReadonlySignal<Painting | null>;
  hover: Signal<number>;
}

// Apart from the rest, so that a pointer that moves draws nothing but these three.

function BarScale({ painting, hover }: HoverProps) {
  const health = painting.value?.health;
  if (!health) return null;
  return <SmallLegend scale={health.scale} value={health.tally.value(hover.value)} />;
}

function HoverTip({ d, painting, hover }: HoverProps & { d: Data }) {
  const p = painting.value;
  if (!p || hover.value < 0 || hover.value >= p.series.bars) return null;
  return <Tooltip d={d} painting={p} bar={hover.value} />;
}

function HoverBar({ painting, hover }: HoverProps) {
  const p = painting.value;
  if (!p || hover.value < 0) return null;
  const { x, barWidth } = p.layout;
  const left = x + hover.value * barWidth;
  return <span class="timeline-bar" style={{ left: `${left}px`, width: `${barWidth}px` }} />;
}

function makePainting(
  d: Data | null,
  s: Series | null,
  { width, ratio }: { width: number; ratio: number },
): Painting | null {
  if (!d || !s) return null;
  return {
    layout: layout(d, s, width, scale.value),
    series: s,
    ink: inkOf(dark.value),
    ratio,
    format: (n) => volume(n, s.metric),
    ...barsHealth(d, s, dark.value),
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
