// The table of conversations: Wireshark's columns, and the applications.

import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from "@tanstack/virtual-core";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import {
  applicationsOf,
  bitsPerSecond,
  type ColumnKey,
  type Conversations,
  cellOf,
  sortRows,
} from "../model/conversations";
import type { Data } from "../model/data";
import { rows, scoped, selectConversation, selection } from "../state/state";
import { bits, bytes, count, exact, seconds } from "../ui/format";
import { Host } from "../ui/host";

const ROW = 28; // pixels, as in the stylesheet

interface Column {
  key: ColumnKey;
  title: string;
  width: number;
  text?: true;
}

const columns: Column[] = [
  { key: "a", title: "Address A", width: 192, text: true },
  { key: "b", title: "Address B", width: 184, text: true },
  { key: "packets", title: "Packets", width: 80 },
  { key: "bytes", title: "Bytes", width: 88 },
  { key: "packetsAB", title: "Packets A→B", width: 108 },
  { key: "bytesAB", title: "Bytes A→B", width: 100 },
  { key: "packetsBA", title: "Packets B→A", width: 108 },
  { key: "bytesBA", title: "Bytes B→A", width: 100 },
  { key: "start", title: "Rel Start", width: 112 },
  { key: "duration", title: "Duration", width: 112 },
  { key: "bitsAB", title: "Bits/s A→B", width: 104 },
  { key: "bitsBA", title: "Bits/s B→A", width: 104 },
  { key: "applications", title: "Applications", width: 208, text: true },
];

export function ConversationTable() {
  const scroller = useRef<HTMLDivElement>(null);
  const sort = useSignal<{ key: ColumnKey; descending: boolean }>({
    key: "bytes",
    descending: true,
  });
  const active = useSignal(0);
  const order = useComputed(() =>
    scoped.value && rows.value
      ? sortRows(scoped.value, rows.value, sort.value.key, sort.value.descending)
      : new Int32Array(0),
  );
  const { virtual, items } = useVirtualRows(scroller, order.value.length);
  useSignalEffect(() => {
    order.value; // other rows, or another order: begin at the top again
    active.value = 0;
    if (scroller.current) scroller.current.scrollTop = 0;
  });
  const d = scoped.value;
  const r = rows.value;
  if (!d || !r) return null;

  const pick = (index: number) => {
    const row = order.value[index];
    if (row !== undefined) selectConversation(r.a[row]!, r.b[row]!);
  };
  const move = (index: number) => {
    active.value = Math.max(0, Math.min(index, r.count - 1));
    virtual.scrollToIndex(active.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 300) / ROW) - 2);
    const steps: Record<string, number> = {
      ArrowUp: active.value - 1,
      ArrowDown: active.value + 1,
      PageUp: active.value - page,
      PageDown: active.value + page,
      Home: 0,
      End: r.count - 1,
    };
    const target = steps[event.key];
    if (target !== undefined) move(target);
    else if (event.key === "Enter" || event.key === " ") pick(active.value);
    else return;
    event.preventDefault();
  };
  const total = virtual.getTotalSize();
  const above = items[0]?.start ?? 0;
  const below = total - (items.at(-1)?.end ?? 0);
  const width = columns.reduce((sum, c) => sum + c.width, 0);

  return (
    <div class="table-scroller" ref={scroller}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: keys move through it
        role="grid"
        class="conversations"
        aria-label="Conversations"
        aria-rowcount={r.count + 1}
        aria-activedescendant={`conversation-${active.value}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        style={{ width: `${width}px` }}
      >
        <colgroup>
          {columns.map((c) => (
            <col key={c.key} style={{ width: `${c.width}px` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((c) => (
              <Heading
                key={c.key}
                column={c}
                sort={sort.value}
                onSort={(s) => {
                  sort.value = s;
                }}
              />
            ))}
          </tr>
        </thead>
        <Spacer height={above} />
        <tbody>
          {items.map(({ index }) => (
            <Row
              key={index}
              data={d}
              rows={r}
              row={order.value[index]!}
              index={index}
              active={index === active.value}
              onPick={() => {
                active.value = index;
                pick(index);
              }}
            />
          ))}
        </tbody>
        <Spacer height={below} />
      </table>
    </div>
  );
}

/** Stands for the rows out of sight. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr>
        <td class="spacer" colSpan={columns.length} style={{ height: `${height}px` }} />
      </tr>
    </tbody>
  );
}

interface HeadingProps {
  column: Column;
  sort: { key: ColumnKey; descending: boolean };
  onSort: (sort: { key: ColumnKey; descending: boolean }) => void;
}

function Heading({ column: c, sort, onSort }: HeadingProps) {
  const mine = sort.key === c.key;
  const direction = sort.descending ? "descending" : "ascending";
  return (
    <th scope="col" class={c.text ? "text" : ""} aria-sort={mine ? direction : "none"}>
      <button
        type="button"
        onClick={() =>
          onSort({ key: c.key, descending: mine ? !sort.descending : !c.text && c.key !== "start" })
        }
      >
        {c.title}
        <span aria-hidden="true" class="sort">
          {mine ? (sort.descending ? "↓" : "↑") : ""}
        </span>
      </button>
    </th>
  );
}

interface RowProps {
  data: Data;
  rows: Conversations;
  row: number;
  index: number;
  active: boolean;
  onPick: () => void;
}

function Row({ data: d, rows: r, row, index, active, onPick }: RowProps) {
  const a = r.a[row]!;
  const b = r.b[row]!;
  const s = selection.value;
  const chosen =
    s?.kind === "conversation" ? s.a === a && s.b === b : s ? s.host === a || s.host === b : false;
  const duration = cellOf(r, "duration", row);
  const applications = applicationsOf(d, r, row).join(", ");
  const number = (key: ColumnKey, format: (n: number) => string, title: (n: number) => string) => {
    const n = cellOf(r, key, row);
    return <Cell title={title(n)}>{format(n)}</Cell>;
  };
  const rate = (n: number) => (
    <Cell title={Number.isNaN(n) ? "" : `${exact(n)} b/s`}>{bits(n)}</Cell>
  );
  return (
    <tr
      id={`conversation-${index}`}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      class={active ? "active" : ""}
      onClick={onPick}
    >
      <td class="text">
        <Host data={d} host={a} />
      </td>
      <td class="text">
        <Host data={d} host={b} />
      </td>
      {number("packets", count, exact)}
      {number("bytes", bytes, exactBytes)}
      {number("packetsAB", count, exact)}
      {number("bytesAB", bytes, exactBytes)}
      {number("packetsBA", count, exact)}
      {number("bytesBA", bytes, exactBytes)}
      {number("start", seconds, exactSeconds)}
      {number("duration", seconds, exactSeconds)}
      {rate(bitsPerSecond(r.bytesAB[row]!, duration))}
      {rate(bitsPerSecond(r.bytesBA[row]!, duration))}
      <td class="text" title={applications}>
        <bdi>{applications}</bdi>
      </td>
    </tr>
  );
}

function Cell({ title, children }: { title: string; children: ComponentChildren }) {
  return <td title={title}>{children}</td>;
}

const exactBytes = (n: number) => `${exact(n)} B`;
const exactSeconds = (n: number) => `${seconds(n, 9)} s`;

function useVirtualRows(scroller: { current: HTMLDivElement | null }, total: number) {
  const tick = useSignal(0);
  const virtual = useRef<Virtualizer<HTMLDivElement, Element> | null>(null);
  const options = {
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    paddingStart: 0,
    scrollPaddingStart: 2 * ROW,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => {
      tick.value++;
    },
  };
  virtual.current ??= new Virtualizer(options);
  virtual.current.setOptions(options);
  useEffect(() => virtual.current?._didMount(), []);
  useEffect(() => virtual.current?._willUpdate());
  tick.value; // redraw when the range in sight has changed
  return { virtual: virtual.current, items: virtual.current.getVirtualItems() };
}
