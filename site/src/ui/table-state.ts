// What one table's parts share: its rows in their order, the columns shown, the
// row that the keys are at. Order and columns are in the URL.

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import {
  type Column,
  parseSort,
  type Sort,
  shownColumns,
  sortRows,
  type Table,
  writeSort,
} from "../model/table";
import type { TableChoice } from "../state/hash";
import { colour, tables } from "../state/state";

export interface TableState {
  /** As in the URL, and in the names of files. */
  name: string;
  table: ReadonlySignal<Table | null>;
  columns: ReadonlySignal<Column[]>;
  sort: ReadonlySignal<Sort>;
  /** Indices of the table's rows. */
  order: ReadonlySignal<Int32Array>;
  /** A place in the order. */
  active: Signal<number>;
}

export function tableState(name: string, table: ReadonlySignal<Table | null>): TableState {
  const chosen = computed(() => tables.value[name]?.columns?.join());
  const spec = computed(() => tables.value[name]?.sort);
  const sort = computed(() => parseSort(table.value?.columns ?? [], spec.value));
  return {
    name,
    table,
    columns: computed(() =>
      shownColumns(table.value?.columns ?? [], chosen.value?.split(","), colour.value),
    ),
    sort,
    order: computed(() => (table.value ? sortRows(table.value, sort.value) : new Int32Array(0))),
    active: signal(0),
  };
}

function choose(name: string, change: (now: TableChoice) => TableChoice): void {
  tables.value = { ...tables.value, [name]: change(tables.value[name] ?? {}) };
}

export function setSort({ name }: TableState, sort: Sort): void {
  const text = writeSort(sort);
  choose(name, ({ columns }) => ({
    ...(columns ? { columns } : {}),
    ...(text === "-bytes" ? {} : { sort: text }),
  }));
}

/** Shows these columns; the usual ones without. */
export function setColumns({ name }: TableState, columns?: string[]): void {
  choose(name, ({ sort }) => ({ ...(sort ? { sort } : {}), ...(columns ? { columns } : {}) }));
}
