// The heatmap: who sent how much to whom, sources as rows, destinations as columns.

import {
  type ReadonlySignal,
  type Signal,
  signal,
  useComputed,
  useSignal,
  useSignalEffect,
} from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Data } from "../model/data";
import { largestIn, type Matrix, placeOf } from "../model/matrix";
import { data, group, heat, metric, openSubnets, order, palette } from "../state/state";
import { dark } from "../state/theme";
import { plural } from "../ui/format";
import { choose, closeAt, crossOf, selectedSpots, step } from "./heatmap/choose";
import { Notes, OpenSubnets } from "./heatmap/controls";
import { Find, STEP, ZoomButtons } from "./heatmap/find";
import { followGestures } from "./heatmap/gestures";
import type { Zoom } from "./heatmap/layout";
import {
  FIT,
  isDense,
  type LayoutInput,
  layout,
  type Spot,
  sharing,
  spotAt,
} from "./heatmap/layout";
import { Legend } from "./heatmap/legend";
import { Overview } from "./heatmap/map";
import { paintMarks } from "./heatmap/overlay";
import { paint } from "./heatmap/paint";
import { makeScene, type Painting, type Scene } from "./heatmap/scene";
import { followSize, type Size } from "./heatmap/size";
import { describe, Tooltip } from "./heatmap/tooltip";
import { centred, TOUCHABLE, withCell, zoomAt } from "./heatmap/zoom";

export { HeatmapControls } from "./heatmap/controls";

/** Stays while other views are looked at; null until it is changed. */
const zoom = signal<Zoom | null>(null);
const found = signal<number | null>(null);

/** What is pointed at: by the pointer, and by the keys while the heatmap has the focus. */
interface Pointing {
  spot: Signal<Spot | null>;
  cursor: Signal<Spot | null>;
  focused: Signal<boolean>;
}

interface Stage extends Painting {
  input: LayoutInput;
}

export function Heatmap() {
  const frame = useRef<HTMLDivElement>(null);
  const pointing: Pointing = {
    spot: useSignal<Spot | null>(null),
    cursor: useSignal<Spot | null>(null),
    focused: useSignal(false),
  };
  const size = useSignal<Size>({ width: 0, height: 0, ratio: 1 });
  useEffect(() => followSize(frame.current as HTMLDivElement, size), []);
  const scene = useComputed(() => currentScene());
  const stage = useComputed(() => stageOf(scene.value, size.value, zoom.value));
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
          <Notes matrix={m} layout={s?.layout} />
          <OpenSubnets />
        </p>
        {s && <Find data={d} matrix={m} found={found} show={(key) => show(stage.value, key)} />}
        {s && <ZoomButtons layout={s.layout} zoomBy={(by) => zoomBy(stage.value, by, null)} />}
        {s && <Legend scene={s} spot={at} />}
      </div>
      <div
        class="heatmap-frame"
        ref={frame}
        role="application"
        aria-roledescription="heatmap"
        aria-label={`Heatmap of ${metric.value} sent: ${m.rows.count} sources by ${m.columns.count} destinations. Arrow keys move, Enter selects or opens a subnet, Backspace closes it, plus and minus zoom, 0 fits all, Escape clears.`}
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
        <Canvases stage={stage} pointing={pointing} />
        {s && <Overview painting={s} zoom={zoom} />}
        {s && at && <Tooltip painting={s} spot={at} />}
      </div>
      <p class="hidden" aria-live="polite">
        {s && cursor ? describe(s, cursor) : ""}
      </p>
    </div>
  );
}

function currentScene(): Scene | null {
  const [d, m] = [data.value, heat.value];
  if (!d || !m || m.rows.hosts.length === 0) return null;
  const ordered = order.value === "subnet" || order.value === "address";
  return makeScene(d, m, {
    palette: palette.value,
    dark: dark.value,
    brackets: group.value === "subnets" ? "open" : ordered ? "all" : "none",
    open: openSubnets.value,
  });
}

function stageOf(scene: Scene | null, size: Size, wanted: Zoom | null): Stage | null {
  if (!scene || size.width < 100) return null;
  const input = {
    rows: scene.rowLabels.length,
    columns: scene.columnLabels.length,
    width: size.width,
    height: size.height,
    pixelRatio: size.ratio,
    widestRow: scene.widestRow,
    widestColumn: scene.widestColumn,
  };
  return { ...scene, input, layout: layout(input, wanted ?? usualZoom()) };
}

/** What fits; for fingers at least what they can touch. */
function usualZoom(): Zoom {
  return matchMedia("(pointer: coarse), (max-width: 560px)").matches
    ? { ...FIT, size: TOUCHABLE }
    : FIT;
}

interface CanvasesProps {
  stage: ReadonlySignal<Stage | null>;
  pointing: Pointing;
}

/** The picture, painted when it changes, and above it the marks, painted when the pointer moves. */
function Canvases({ stage, pointing: { spot, cursor, focused } }: CanvasesProps) {
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

/** The keyboard's cell, if the matrix still has it. */
function within(spot: Spot | null, m: Matrix): Spot | null {
  return spot && spot.row < m.rows.hosts.length && spot.column < m.columns.hosts.length
    ? spot
    : null;
}

/** Where cells share pixels, a pixel stands for its largest cell, as it is painted. */
function pointAt({ layout: l, matrix: m }: Painting, x: number, y: number): Spot | null {
  const spot = spotAt(l, x, y);
  if (!spot || spot.row < 0 || spot.column < 0 || !isDense(l)) return spot;
  const { rows, columns } = sharing(l, x, y);
  return largestIn(m, rows, columns);
}

/** So many times larger around a cell, or the plot's middle; with 0 as it fits. */
function zoomBy(s: Stage | null, factor: number, around: Spot | null): void {
  if (!s) return;
  const l = s.layout;
  const x = around ? l.x + (around.column + 0.5) * l.cellWidth - l.left : l.x + l.plotWidth / 2;
  const y = around ? l.y + (around.row + 0.5) * l.cellHeight - l.top : l.y + l.plotHeight / 2;
  zoom.value = factor ? zoomAt(s.input, l, factor, x, y) : FIT;
}

/** Brings the row and the column of a host or subnet into sight. */
function show(s: Stage | null, key: number): void {
  if (!s) return;
  const { rows, columns } = s.matrix;
  zoom.value = centred(s.input, s.layout, {
    row: placeOf(rows, key),
    column: placeOf(columns, key),
  });
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
  } else if (typed === "+" || typed === "=") zoomBy(s, STEP, at);
  else if (typed === "-") zoomBy(s, 1 / STEP, at);
  else if (typed === "0") zoomBy(s, 0, null);
  else if (typed === "Enter" || typed === " ") choose(d, m, at);
  else if (typed === "Backspace") {
    const { from, to } = closeAt(d, m, at);
    const next = heat.value;
    if (next) {
      cursor.value = {
        row: Math.max(0, placeOf(next.rows, from)),
        column: Math.max(0, placeOf(next.columns, to)),
      };
    }
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
