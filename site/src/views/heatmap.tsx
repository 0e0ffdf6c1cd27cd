// The heatmap: who sent how much to whom, sources as rows, destinations as columns.

import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Data } from "../model/data";
import { largestIn, type Matrix } from "../model/matrix";
import { colour, data, heat, metric } from "../state/state";
import { CapturedOn } from "../ui/capture-point";
import { plural } from "../ui/format";
import { healthNames } from "../ui/scale";
import { choose, closeAt, crossOf, sameIn, selectedSpots, step } from "./heatmap/choose";
import { Notes, OpenSubnets } from "./heatmap/controls";
import { STEP, ZoomButtons } from "./heatmap/find";
import { followGestures } from "./heatmap/gestures";
import { isDense, type Spot, sharing, spotAt } from "./heatmap/layout";
import { Legend } from "./heatmap/legend";
import { Overview } from "./heatmap/map";
import { paintMarks } from "./heatmap/overlay";
import { paint } from "./heatmap/paint";
import type { Painting } from "./heatmap/scene";
import { followSize } from "./heatmap/size";
import { found, type Stage, size, stage, zoom, zoomBy } from "./heatmap/stage";
import { describe, Tooltip } from "./heatmap/tooltip";
import { withCell } from "./heatmap/zoom";

export { HeatmapControls } from "./heatmap/controls";
export { heatmapPicture } from "./heatmap/picture";
export { rehearseHeatmap } from "./heatmap/stage";

/** What is pointed at: by the pointer, and by the keys while the heatmap has the focus. */
interface Pointing {
  spot: Signal<Spot | null>;
  cursor: Signal<Spot | null>;
  focused: Signal<boolean>;
}

export function Heatmap() {
  const frame = useRef<HTMLDivElement>(null);
  const pointing: Pointing = {
    spot: useSignal<Spot | null>(null),
    cursor: useSignal<Spot | null>(null),
    focused: useSignal(false),
  };
  useEffect(() => followSize(frame.current as HTMLDivElement, size), []);
  const s = stage.value;
  const m = heat.value;
  const d = data.value;
  if (!m || !d) return null;
  const cursor = pointing.focused.value ? within(pointing.cursor.value, m) : null;
  const at = pointing.spot.value ?? cursor;
  return (
    <div class="heatmap">
      <div class="heatmap-head">
        <p class="caption">
          <b>{plural(m.rows.count, "source")}</b>, <b>{plural(m.columns.count, "destination")}</b>
          {s && <Notes stage={s} />}
          <CapturedOn />
          <OpenSubnets />
        </p>
        {s && <Legend scene={s} spot={at} />}
      </div>
      <div
        class="heatmap-frame"
        ref={frame}
        role="application"
        aria-roledescription="heatmap"
        aria-label={`Heatmap of ${colour.value === "volume" ? metric.value : healthNames[colour.value]} sent: ${m.rows.count} sources by ${m.columns.count} destinations. Arrow keys move, Enter selects or opens a subnet, Backspace closes it, plus and minus zoom, 0 fits all, Escape clears.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus
        tabIndex={0}
        onKeyDown={(event) => {
          if (s) onKey(event, d, s, pointing.cursor);
        }}
        onFocus={(event) => {
          pointing.focused.value = (event.currentTarget as Element).matches(":focus-visible");
          pointing.cursor.value ??= { row: 0, column: 0 };
        }}
        onBlur={() => {
          pointing.focused.value = false;
        }}
      >
        <Canvases pointing={pointing} />
        {s && <Overview painting={s} zoom={zoom} />}
        {s && at && <Tooltip painting={s} spot={at} />}
      </div>
      {s && <ZoomButtons layout={s.layout} />}
      <p class="hidden" aria-live="polite">
        {s && cursor ? describe(s, cursor) : ""}
      </p>
    </div>
  );
}

/** The picture, painted when it changes, and above it the marks, painted when the pointer moves. */
function Canvases({ pointing: { spot, cursor, focused } }: { pointing: Pointing }) {
  const base = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    const s = stage.value;
    spot.value = null;
    if (s && base.current) paint(base.current, s);
  });
  useSignalEffect(() => {
    const s = stage.value;
    if (!s || !over.current) return;
    paintMarks(over.current, s, {
      spot: spot.value,
      cursor: focused.value ? within(cursor.value, s.matrix) : null,
      selected: selectedSpots(s.matrix),
      found: found.value === null ? [] : crossOf(s.matrix, found.value),
    });
  });
  useEffect(() => followGestures(over.current as HTMLElement, () => stage.value, zoom), []);
  const point = (event: PointerEvent | MouseEvent) =>
    stage.value ? pointAt(stage.value, event.offsetX, event.offsetY) : null;
  return (
    <div aria-hidden="true">
      <canvas ref={base} />
      <canvas
        ref={over}
        class={`overlay ${(stage.value?.layout.scale ?? 1) > 1 ? "zoomed" : ""}`}
        onPointerMove={(event) => {
          const next = event.pointerType === "touch" || event.buttons ? null : point(event);
          const last = spot.value;
          if (next?.row !== last?.row || next?.column !== last?.column) spot.value = next;
        }}
        onPointerLeave={() => {
          spot.value = null;
        }}
        onClick={(event) => {
          focused.value = false;
          if (stage.value && data.value) choose(data.value, stage.value.matrix, point(event));
        }}
      />
    </div>
  );
}

/** The keyboard's cell; the last one, where the matrix has become smaller. */
function within(spot: Spot | null, m: Matrix): Spot | null {
  const row = Math.min(spot?.row ?? 0, m.rows.hosts.length - 1);
  const column = Math.min(spot?.column ?? 0, m.columns.hosts.length - 1);
  return spot && row >= 0 && column >= 0 ? { row, column } : null;
}

/** Where cells share pixels, a pixel stands for its largest cell, as it is painted. */
function pointAt({ layout: l, matrix: m }: Painting, x: number, y: number): Spot | null {
  const spot = spotAt(l, x, y);
  if (!spot || spot.row < 0 || spot.column < 0 || !isDense(l)) return spot;
  const { rows, columns } = sharing(l, x, y);
  return largestIn(m, rows, columns);
}

function onKey(event: KeyboardEvent, d: Data, s: Stage, cursor: Signal<Spot | null>): void {
  const m = s.matrix;
  const at = within(cursor.value, m) ?? { row: 0, column: 0 };
  const page = Math.max(1, Math.floor(s.layout.plotHeight / s.layout.cellHeight) - 1);
  const target = step(event, m, at, { row: page, column: page });
  const typed = event.ctrlKey || event.metaKey || event.altKey ? "" : event.key;
  if (target) {
    cursor.value = target;
    zoom.value = withCell(s.layout, target);
  } else if (typed === "+" || typed === "=") zoomBy(STEP, at);
  else if (typed === "-") zoomBy(1 / STEP, at);
  else if (typed === "0") zoomBy(0);
  else if (typed === "Enter" || typed === " " || typed === "Backspace") {
    if (typed === "Backspace") closeAt(d, m, at);
    else choose(d, m, at);
    if (heat.value && heat.value !== m) cursor.value = sameIn(heat.value, m, at);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
