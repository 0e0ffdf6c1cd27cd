// A table for paper: its first rows, all in sight.

import type { Column } from "../model/table";
import { scoped, tables } from "../state/state";
import { exact, plural } from "./format";
import { Cell } from "./table";
import type { TableState } from "./table-state";

export function PlainTable({ state, most }: { state: TableState; most: number }) {
  const d = scoped.value;
  const table = state.table.value;
  if (!d || !table) return null;
  const rows = state.order.value.subarray(0, most);
  // Empty columns take no room.
  const columns = forPaper(state).filter(
    (c) => c.kind !== "text" || rows.some((row) => c.texts?.(row).some(Boolean)),
  );
  const sort = state.sort.value;
  const by = table.columns.find((c) => c.key === sort.key)?.title.toLowerCase() ?? sort.key;
  const whole = table.of ?? table.count;
  return (
    <>
      <p class="quiet">
        {rows.length < whole
          ? `the first ${exact(rows.length)} of ${plural(whole, table.one)}`
          : plural(whole, table.one)}
        , by {by}
        {sort.descending ? ", falling" : ""}
      </p>
      <table class="paper-table">
        <thead>
          <tr>
            {columns.map((c) => (
              <th
                key={c.key}
                scope="col"
                class={c.kind === "host" || c.kind === "text" ? "text" : ""}
              >
                {c.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from(rows, (row) => (
            <tr key={row}>
              {columns.map((c) => (
                <Cell key={c.key} data={d} column={c} row={row} left={0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The columns shown. Where they are the usual ones, paper is too narrow for rates as well. */
function forPaper({ name, columns }: TableState): Column[] {
  const chosen = tables.value[name]?.columns;
  return chosen ? columns.value : columns.value.filter((c) => c.kind !== "rate");
}
