// The heatmap: who sent how much to whom, sources as rows, destinations as columns.

import {
  type ReadonlySignal,
  type Signal,
  useComputed,
  useSignal,
  useSignalEffect,
} from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Data } from "../model/data";
import { cellAt, largestIn, type Matrix, OTHER, placeOf } from "../model/matrix";
import { hostLimits } from "../state/hash";
import {
  data,
  heat,
  hostLimit,
  metric,
  order,
  palette,
  selectConversation,
  selectHost,
  selection,
} from "../state/state";
import { dark } from "../state/theme";
import { Choice } from "../ui/controls";
import { plural, share, volume } from "../ui/format";
import { colourScale, inkOf, ramp } from "../ui/palette";
import { isDense, type Layout, layout, type Spot, sharing, spotAt } from "./heatmap/layout";
import { Legend } from "./heatmap/legend";
import { paintMarks } from "./heatmap/overlay";
import { FAMILY, type Painting, paint } from "./heatmap/paint";
import { describe, Tooltip } from "./heatmap/tooltip";

export function HeatmapControls() {
  return (
    <>
      <Choice label="order" value={order} options={["volume", "address", "name"]} />
      {(data.value?.hosts.real ?? 0) > hostLimits[0] && (
        <Choice
          label="hosts"
          value={hostLimit}
          options={hostLimits}
          text={(n) => (n ? `top ${n}` : "all")}
        />
      )}
      <Choice
        label="colours"
        value={palette}
        options={["default", "classic"]}
        text={(name) => (name === "default" ? "colour-blind safe" : "green–yellow–red")}
      />
    </>
  );
}

/** The label on the matrix's edge: a host's, or that of all the others together. */
export function edgeLabel(d: Data, host: number): string {
  return host === OTHER ? "Other" : (d.hosts.label[host] ?? "");
}

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
  const size = useSignal({ width: 0, height: 0, ratio: 1 });
  useEffect(() => followSize(frame.current as HTMLDivElement, size), []);
  const painting = useComputed(() => makePainting(data.value, heat.value, size.value));
  const p = painting.value;
  const m = heat.value;
  if (!m) return null;
  const cursor = pointing.focused.value ? pointing.cursor.value : null;
  const at = pointing.spot.value ?? cursor;
  return (
    <div class="heatmap">
      <div class="heatmap-head">
        <p class="caption">
          <b>{plural(m.rows.count, "source")}</b>, <b>{plural(m.columns.count, "destination")}</b>
          <Notes matrix={m} layout={p?.layout} />
        </p>
        {p && <Legend painting={p} spot={at} />}
      </div>
      <div
        class="heatmap-frame"
        ref={frame}
        role="application"
        aria-roledescription="heatmap"
        aria-label={`Heatmap of ${metric.value} sent: ${m.rows.count} sources by ${m.columns.count} destinations. Arrow keys move, Enter selects, Escape clears.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus
        tabIndex={0}
        onKeyDown={(event) => onKey(event, m, pointing.cursor)}
        onFocus={(event) => {
          pointing.focused.value = (event.currentTarget as Element).matches(":focus-visible");
          pointing.cursor.value ??= { row: 0, column: 0 };
        }}
        onBlur={() => {
          pointing.focused.value = false;
        }}
      >
        <Canvases painting={painting} pointing={pointing} />
        {p && cursor && <Anchor layout={p.layout} spot={cursor} />}
        {p && at && <Tooltip painting={p} spot={at} />}
      </div>
      <p class="hidden" aria-live="polite">
        {p && cursor ? describe(p, cursor) : ""}
      </p>
    </div>
  );
}

interface CanvasesProps {
  painting: ReadonlySignal<Painting | null>;
  pointing: Pointing;
}

/** The picture, painted when it changes, and above it the marks, painted when the pointer moves. */
function Canvases({ painting, pointing: { spot, cursor, focused } }: CanvasesProps) {
  const base = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    const p = painting.value;
    spot.value = null;
    cursor.value = within(cursor.peek(), p);
    if (p && base.current) paint(base.current, p);
  });
  useSignalEffect(() => {
    const p = painting.value;
    if (!p || !over.current) return;
    paintMarks(over.current, p, {
      spot: spot.value,
      cursor: focused.value ? within(cursor.value, p) : null,
      selected: selectedSpots(p.matrix),
    });
  });
  const point = (event: PointerEvent | MouseEvent) =>
    painting.value ? pointAt(painting.value, event.offsetX, event.offsetY) : null;
  return (
    <div aria-hidden="true">
      <canvas ref={base} />
      <canvas
        ref={over}
        class="overlay"
        onPointerMove={(event) => {
          const next = event.pointerType === "touch" ? null : point(event);
          const last = spot.value;
          if (next?.row !== last?.row || next?.column !== last?.column) spot.value = next;
        }}
        onPointerLeave={() => {
          spot.value = null;
        }}
        onClick={(event) => {
          focused.value = false;
          if (painting.value) choose(painting.value.matrix, point(event));
        }}
      />
    </div>
  );
}

/** The keyboard's cell, if the matrix still has it. */
function within(spot: Spot | null, p: Painting | null): Spot | null {
  return p && spot && spot.row < p.layout.rows && spot.column < p.layout.columns ? spot : null;
}

/** An invisible box at the keyboard's cell, that keeps it in sight. */
function Anchor({ layout: l, spot }: { layout: Layout; spot: Spot }) {
  const box = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [spot]);
  const left = l.x + spot.column * l.cellWidth;
  const top = l.y + spot.row * l.cellHeight;
  return <span ref={box} class="anchor" style={{ left: `${left}px`, top: `${top}px` }} />;
}

/** What isn't drawn as it is, in words: hosts gathered in Other, cells smaller than a pixel. */
function Notes({ matrix: m, layout: l }: { matrix: Matrix; layout: Layout | undefined }) {
  const notes: string[] = [];
  const own = new Set([...m.rows.hosts, ...m.columns.hosts]);
  own.delete(OTHER);
  if (m.rows.hosts.includes(OTHER) || m.columns.hosts.includes(OTHER)) {
    notes.push(`${own.size} hosts drawn, Other holds ${share(m.other, m.total)} of ${m.metric}`);
  }
  if (l && Math.min(l.cellWidth, l.cellHeight) * devicePixelRatio < 1) {
    const cells = Math.ceil(1 / (l.cellWidth * l.cellHeight * devicePixelRatio ** 2));
    notes.push(`cells are smaller than a pixel: each pixel shows the largest of up to ${cells}`);
  } else if (l && l.rowStep !== 1 && l.columnStep !== 1) {
    notes.push("not every label fits: point at a cell for its names");
  }
  return notes.map((note) => <span key={note}> · {note}</span>);
}

/** Where cells share pixels, a pixel stands for its largest cell, as it is painted. */
function pointAt({ layout: l, matrix: m }: Painting, x: number, y: number): Spot | null {
  const spot = spotAt(l, x, y);
  if (!spot || spot.row < 0 || spot.column < 0 || !isDense(l)) return spot;
  const { rows, columns } = sharing(l, x, y);
  return largestIn(m, rows, columns);
}

interface Size {
  width: number;
  height: number;
  ratio: number;
}

function followSize(element: HTMLElement, size: Signal<Size>): () => void {
  const measure = () => {
    const { top, width } = element.getBoundingClientRect();
    const pane = element.closest(".pane");
    const bottom = pane?.getBoundingClientRect().bottom ?? 0;
    const scrolled = (pane?.scrollTop ?? 0) + scrollY;
    // In one column the pane has no height of its own; take the window's.
    const own = pane && getComputedStyle(pane).overflowY === "auto";
    const height = own ? bottom - top - (pane?.scrollTop ?? 0) - 16 : innerHeight - top - scrolled;
    size.value = {
      width: Math.floor(width),
      height: Math.max(320, height),
      ratio: devicePixelRatio,
    };
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element.parentElement ?? element);
  const pane = element.closest(".pane");
  if (pane) observer.observe(pane);
  measure();
  return () => observer.disconnect();
}

function makePainting(d: Data | null, m: Matrix | null, size: Size): Painting | null {
  if (!d || !m || size.width < 100 || m.rows.hosts.length === 0) return null;
  const rowLabels = Array.from(m.rows.hosts, (h) => edgeLabel(d, h));
  const columnLabels = Array.from(m.columns.hosts, (h) => edgeLabel(d, h));
  const colours = ramp(palette.value, dark.value);
  return {
    layout: layout({
      rows: rowLabels.length,
      columns: columnLabels.length,
      width: size.width,
      height: size.height,
      pixelRatio: size.ratio,
      widestRow: (font) => widest(rowLabels, font),
      widestColumn: (font) => widest(columnLabels, font),
    }),
    matrix: m,
    rowLabels,
    columnLabels,
    ink: inkOf(dark.value),
    colour: colourScale(m.min, m.max, colours),
    format: (n) => volume(n, m.metric),
  };
}

const ruler = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;

function widest(labels: string[], font: number): number {
  // Bold, as an emphasised label is.
  ruler.font = `600 ${font}px ${FAMILY}`;
  let most = 40;
  for (const label of labels.slice(0, 1000)) {
    most = Math.max(most, ruler.measureText(label.slice(0, 60)).width);
  }
  return Math.ceil(most);
}

function selectedSpots(m: Matrix): Spot[] {
  const s = selection.value;
  if (!s) return [];
  if (s.kind === "host") {
    return [
      { row: placeOf(m.rows, s.host), column: -1 },
      { row: -1, column: placeOf(m.columns, s.host) },
    ].filter((spot) => spot.row >= 0 || spot.column >= 0);
  }
  const both = [
    { row: placeOf(m.rows, s.a), column: placeOf(m.columns, s.b) },
    { row: placeOf(m.rows, s.b), column: placeOf(m.columns, s.a) },
  ];
  return both.filter(
    (spot) => spot.row >= 0 && spot.column >= 0 && cellAt(m, spot.row, spot.column) >= 0,
  );
}

function choose(m: Matrix, spot: Spot | null): void {
  const from = spot && spot.row >= 0 ? m.rows.hosts[spot.row] : undefined;
  const to = spot && spot.column >= 0 ? m.columns.hosts[spot.column] : undefined;
  if (from === OTHER || to === OTHER) return;
  if (from !== undefined && to !== undefined) {
    if (sentEitherWay(m, from, to)) selectConversation(from, to);
    else selection.value = null;
  } else if (from !== undefined || to !== undefined) selectHost((from ?? to) as number);
  else selection.value = null;
}

function sentEitherWay(m: Matrix, g: number, h: number): boolean {
  const sent = (from: number, to: number) => {
    const row = placeOf(m.rows, from);
    const column = placeOf(m.columns, to);
    return row >= 0 && column >= 0 && cellAt(m, row, column) >= 0;
  };
  return sent(g, h) || sent(h, g);
}

function onKey(event: KeyboardEvent, m: Matrix, cursor: Signal<Spot | null>): void {
  const { row, column } = cursor.value ?? { row: 0, column: 0 };
  const lastRow = m.rows.hosts.length - 1;
  const lastColumn = m.columns.hosts.length - 1;
  const far = event.ctrlKey || event.metaKey;
  const targets: Record<string, Spot> = {
    ArrowLeft: { row, column: far ? 0 : Math.max(0, column - 1) },
    ArrowRight: { row, column: far ? lastColumn : Math.min(lastColumn, column + 1) },
    ArrowUp: { row: far ? 0 : Math.max(0, row - 1), column },
    ArrowDown: { row: far ? lastRow : Math.min(lastRow, row + 1), column },
    Home: { row: far ? 0 : row, column: 0 },
    End: { row: far ? lastRow : row, column: lastColumn },
  };
  const target = targets[event.key];
  if (target) cursor.value = target;
  else if (event.key === "Enter" || event.key === " ") choose(m, cursor.value);
  else return;
  event.preventDefault();
}
