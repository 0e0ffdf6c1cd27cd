// A table's own choices: which columns, one row for the clipboard, all rows as a file.

import { useEffect, useRef } from "preact/hooks";
import { csv, tabbed } from "../model/csv";
import { duplicates, scoped } from "../state/state";
import { copy } from "./copy";
import { download, stem } from "./download";
import { exact, plural } from "./format";
import { setColumns, type TableState } from "./table-state";

export function copyRow({ table, columns, order, active }: TableState): void {
  const row = order.value[active.value];
  if (!scoped.value || !table.value || row === undefined) return;
  copy("Row", tabbed(scoped.value, columns.value, row));
}

function saveCsv({ name, columns, order }: TableState): void {
  const d = scoped.value;
  if (!d) return;
  const file = csv(d, columns.value, order.value);
  download(`${stem(d.report)}-${name}.csv`, "text/csv;charset=utf-8", file);
}

export function TableControls({ state }: { state: TableState }) {
  const table = state.table.value;
  if (!table) return null;
  const { count, of, one } = table;
  return (
    <div class="table-controls">
      <p class="table-count">
        {of === undefined ? plural(count, one) : `largest ${plural(count, one)} of ${exact(of)}`}
        {one === "flow" && duplicates.value === "once" && ", each with its copies"}
      </p>
      <ColumnMenu state={state} />
      <button
        type="button"
        title="Copy the row that the keys are at, with tabs between its cells (c)"
        onClick={() => copyRow(state)}
      >
        Copy row
      </button>
      <button
        type="button"
        title="Save these rows in this order, with these columns"
        onClick={() => saveCsv(state)}
      >
        CSV
      </button>
    </div>
  );
}

function ColumnMenu({ state }: { state: TableState }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const all = state.table.value?.columns ?? [];
  const shown = state.columns.value.map((c) => c.key);
  const toggle = (key: string, on: boolean) => {
    const chosen = all.filter((c) => !c.fixed && (c.key === key ? on : shown.includes(c.key)));
    const usual = all.filter((c) => !c.fixed && !c.extra);
    const same = chosen.length === usual.length && chosen.every((c, i) => c === usual[i]);
    setColumns(state, same ? undefined : chosen.map((c) => c.key));
  };
  const close = () => {
    if (menu.current) menu.current.open = false;
  };
  useEffect(() => {
    const outside = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) close();
    };
    addEventListener("pointerdown", outside);
    return () => removeEventListener("pointerdown", outside);
  }, []);
  return (
    <details
      class="column-menu"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !menu.current?.open) return;
        event.stopPropagation();
        close();
        menu.current.querySelector("summary")?.focus();
      }}
      onFocusOut={(event) => {
        const to = event.relatedTarget;
        if (to instanceof Node && !menu.current?.contains(to)) close();
      }}
    >
      <summary class="button">Columns</summary>
      <fieldset class="column-list">
        <legend class="hidden">Columns</legend>
        {all
          .filter((c) => !c.fixed)
          .map((c) => (
            <label key={c.key}>
              <input
                type="checkbox"
                checked={shown.includes(c.key)}
                onChange={(event) => toggle(c.key, event.currentTarget.checked)}
              />
              {c.title}
            </label>
          ))}
        <button type="button" onClick={() => setColumns(state)}>
          The usual columns
        </button>
      </fieldset>
    </details>
  );
}
