// The table that conversations, flows and hosts are shown in: only the rows in
// sight are drawn, keys move through all of them.

import { useSignalEffect } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { Data } from "../model/data";
import type { Selection } from "../model/detail";
import type { Tally } from "../model/health";
import { type Column, nextSort, type Table } from "../model/table";
import { colour, scoped, selectConversation, selectHost, selection } from "../state/state";
import { dark } from "../state/theme";
import { appLabel, markMeaning } from "./by-port";
import { CaptureBadge } from "./capture-point";
import { bits, bytes, count, duration, exact, seconds, share } from "./format";
import { Host } from "./host";
import { type RowsInSight, useRowsInSight } from "./rows-in-sight";
import { healthScale, healthWords, type Scale, tallyColour } from "./scale";
import { copyRow } from "./table-controls";
import { setSort, type TableState } from "./table-state";

const ROW = 28; // pixels, as in the stylesheet

/** Whether the selection is the row's, or has its host in it. */
function isChosen(ends: number[], s: Selection | null): boolean {
  if (!s) return false;
  const [g, h] = ends;
  if (s.kind === "host") return ends.includes(s.host);
  return h === undefined
    ? g === s.a || g === s.b
    : Math.min(g!, h) === s.a && Math.max(g!, h) === s.b;
}

function pick(table: Table, row: number | undefined): void {
  if (row === undefined) return;
  const [g, h] = table.ends(row);
  if (h === undefined) selectHost(g);
  else selectConversation(g, h);
}

export function TableView({ state }: { state: TableState }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { active, order } = state;
  const sight = useRowsInSight(scroller, order.value.length, ROW);
  useStart(state, sight);
  const d = scoped.value;
  const table = state.table.value;
  if (!d || !table) return null;

  const rowId = (index: number) => `${state.name}-${index}`;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 300) / ROW) - 2);
    const target = keyTarget(event.key, active.value, page, table.count - 1);
    if (target !== undefined) {
      active.value = target;
      sight.reveal(target);
    } else if (event.key === "Enter" || event.key === " ") {
      pick(table, order.value[active.value]);
    } else if (event.key === "c") {
      copyRow(state);
    } else return;
    event.preventDefault();
  };
  const columns = state.columns.value;
  const inSight = Array.from(order.value.subarray(sight.from, sight.to));
  const spacer = (height: number) => <Spacer height={height} columns={columns.length} />;

  return (
    <div class="table-scroller" ref={scroller}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: keys move through it
        role="grid"
        class="table"
        aria-label={`${table.one[0]!.toUpperCase()}${table.one.slice(1)}s`}
        aria-rowcount={table.count + 1}
        aria-activedescendant={rowId(active.value)}
        aria-keyshortcuts="Enter c"
        tabIndex={0}
        onKeyDown={onKeyDown}
        style={{ width: `${columns.reduce((sum, c) => sum + c.width, 0)}px` }}
      >
        <colgroup>
          {columns.map((c) => (
            <col key={c.key} style={{ width: `${c.width}px` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((c, i) => (
              <Heading key={c.key} state={state} column={c} left={leftOf(columns, i)} />
            ))}
          </tr>
        </thead>
        {spacer(sight.from * ROW)}
        <tbody>
          {inSight.map((row, i) => {
            const index = sight.from + i;
            return (
              <tr
                key={index}
                id={rowId(index)}
                aria-rowindex={index + 2}
                aria-selected={isChosen(table.ends(row), selection.value)}
                class={index === active.value ? "active" : ""}
                onClick={() => {
                  active.value = index;
                  pick(table, row);
                }}
              >
                <Cells data={d} table={table} columns={columns} row={row} />
              </tr>
            );
          })}
        </tbody>
        {spacer((order.value.length - sight.to) * ROW)}
      </table>
    </div>
  );
}

/** Where a key leads from a row; nowhere if it is none that moves. */
function keyTarget(key: string, from: number, page: number, last: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowUp: from - 1,
    ArrowDown: from + 1,
    PageUp: from - page,
    PageDown: from + page,
    Home: 0,
    End: last,
  };
  const to = steps[key];
  return to === undefined ? undefined : Math.max(0, Math.min(to, last));
}

/** Begins at the top, or where the selection is, and again whenever rows or their order change. */
function useStart({ active, order, table }: TableState, sight: RowsInSight): void {
  useSignalEffect(() => {
    order.value;
    active.value = 0;
    sight.toTop();
  });
  useSignalEffect(() => {
    const s = selection.value;
    const t = table.peek();
    if (!s || !t) return;
    const is = (row: number | undefined) => {
      if (row === undefined) return false;
      const ends = t.ends(row);
      return (ends.length === 1) === (s.kind === "host") && isChosen(ends, s);
    };
    const rows = order.peek();
    if (is(rows[active.peek()])) return;
    const at = rows.findIndex(is);
    if (at < 0) return;
    active.value = at;
    // The rows must have a height before one of them can be scrolled to.
    requestAnimationFrame(() => sight.reveal(at));
  });
}

/** Stands for the rows out of sight. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr>
        <td class="spacer" colSpan={columns} style={{ height: `${height}px` }} />
      </tr>
    </tbody>
  );
}

/** How far from the left a column stays when the table scrolls sideways. */
function leftOf(columns: Column[], i: number): number {
  let left = 0;
  for (const c of columns.slice(0, i)) left += c.width;
  return left;
}

function place(column: Column, left: number) {
  const classes = [column.kind === "host" || column.kind === "text" ? "text" : ""];
  if (!column.fixed) return { class: classes.join(" ") };
  classes.push("fixed");
  return { class: classes.join(" "), style: { "--left": `${left}px` } };
}

function Heading(props: { state: TableState; column: Column; left: number }) {
  const { state, column: c, left } = props;
  const sort = state.sort.value;
  const mine = sort.key === c.key;
  const direction = sort.descending ? "descending" : "ascending";
  return (
    <th scope="col" {...place(c, left)} aria-sort={mine ? direction : "none"}>
      <button type="button" class="heading" onClick={() => setSort(state, nextSort(c, sort))}>
        {c.title}
        <span aria-hidden="true" class="sort">
          {mine ? (sort.descending ? "↓" : "↑") : ""}
        </span>
      </button>
    </th>
  );
}

interface CellsProps {
  data: Data;
  table: Table;
  columns: Column[];
  row: number;
}

/** A row's cells, made once: scrolling and selecting leave them as they are. */
function Cells({ data: d, table, columns, row }: CellsProps) {
  return useMemo(
    () => (
      <>
        {columns.map((c, i) => (
          <Cell key={c.key} data={d} column={c} row={row} left={leftOf(columns, i)} />
        ))}
      </>
    ),
    [d, table, columns, row, colour.value, dark.value],
  );
}

interface CellProps {
  data: Data;
  column: Column;
  row: number;
  left: number;
}

export function Cell({ data: d, column: c, row, left }: CellProps) {
  const at = place(c, left);
  const n = c.value(row);
  if (c.kind === "host") {
    return (
      <td {...at}>
        {c.key === "host" && <CaptureBadge host={n} />}
        <Host data={d} host={n} />
      </td>
    );
  }
  if (c.kind === "text") {
    const guessed = c.byPort?.(row) ?? [];
    const text = (c.texts?.(row) ?? []).map((t, i) => appLabel(t, guessed[i] ?? false)).join(", ");
    return (
      <td {...at} title={guessed.includes(true) ? `${text} (${markMeaning})` : text}>
        <bdi>{text}</bdi>
      </td>
    );
  }
  const [text, title] = Number.isNaN(n) ? none(c.kind) : numbers[c.kind](n);
  if (c.tally) return <HealthCell at={at} column={c} tally={c.tally()} row={row} text={text} />;
  return (
    <td {...at} title={title}>
      {text}
    </td>
  );
}

interface HealthCellProps {
  at: { class: string; style?: Record<string, string> };
  column: Column;
  tally: Tally;
  row: number;
  text: string;
}

const scales = new WeakMap<Tally, { dark: boolean; scale: Scale }>();

/** The swatch that a tally's row has. */
function swatchOf(tally: Tally, row: number): string {
  const night = dark.value;
  let made = scales.get(tally);
  if (made?.dark !== night) {
    made = { dark: night, scale: healthScale([tally], tally.facts.metric, night) };
    scales.set(tally, made);
  }
  return tallyColour(tally, row, made.scale, night);
}

/** What is too little to be sure of is pale; the metric that things are coloured by has its colour. */
function HealthCell({ at, column, tally, row, text }: HealthCellProps) {
  if (Number.isNaN(tally.value(row))) return <td {...at} />;
  const sure = tally.sure(row);
  return (
    <td {...at} title={healthWords(tally, row)}>
      {colour.value === column.key && (
        <span
          class={sure ? "swatch cell-swatch" : "swatch swatch-hatched cell-swatch"}
          style={{ backgroundColor: swatchOf(tally, row) }}
        />
      )}
      <span class={sure ? "" : "quiet"}>
        {text}
        {!sure && "?"}
      </span>
    </td>
  );
}

/** Flow records have no times; what has no ports has none that could be missed. */
function none(kind: Column["kind"]): [text: string, exactly?: string] {
  return kind === "time" || kind === "rate" ? ["–", "no time is known"] : [""];
}

/** A number as it is shown, and exactly. */
const numbers: Record<
  Exclude<Column["kind"], "host" | "text">,
  (n: number) => [text: string, exactly?: string]
> = {
  packets: (n) => [count(n), exact(n)],
  count: (n) => [count(n), exact(n)],
  bytes: (n) => [bytes(n), `${exact(n)} B`],
  port: (n) => [String(n)],
  time: (n) => [seconds(n), `${seconds(n, 9)} s`],
  lapse: (n) => [duration(Math.round(n)), `${seconds(n, 9)} s`],
  share: (n) => [share(n, 1)],
  rate: (n) => [bits(n), `${exact(n)} b/s`],
};
