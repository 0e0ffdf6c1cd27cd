// The cell, row or column pointed at, in exact numbers.

import { cellAt, OTHER, placeOf } from "../../model/matrix";
import { bytes, exact, plural } from "../../ui/format";
import type { Spot } from "./layout";
import type { Painting } from "./paint";

const HEIGHT = 96; // about the tallest that it gets, in pixels

interface Line {
  label: string;
  packets: number;
  bytes: number;
}

/** What the spot says: a title, and a line for each direction. */
function linesOf(p: Painting, spot: Spot): { title: string; lines: Line[] } {
  const { matrix: m } = p;
  const { row, column } = spot;
  const source = p.rowLabels[row] ?? "";
  const destination = p.columnLabels[column] ?? "";
  if (column < 0 || row < 0) {
    const host = row >= 0 ? m.rows.hosts[row]! : m.columns.hosts[column]!;
    const r = placeOf(m.rows, host);
    const c = placeOf(m.columns, host);
    return {
      title: row >= 0 ? source : destination,
      lines: [
        { label: "sent", packets: m.rows.packets[r] ?? 0, bytes: m.rows.bytes[r] ?? 0 },
        { label: "received", packets: m.columns.packets[c] ?? 0, bytes: m.columns.bytes[c] ?? 0 },
      ],
    };
  }
  const from = m.rows.hosts[row]!;
  const to = m.columns.hosts[column]!;
  const lines = [cellLine(p, row, column, "sent")];
  if (from !== to || from === OTHER) {
    if (from !== OTHER || to !== OTHER) {
      lines.push(cellLine(p, placeOf(m.rows, to), placeOf(m.columns, from), "back"));
    }
  }
  return { title: `${source} → ${destination}`, lines };
}

function cellLine(p: Painting, row: number, column: number, label: string): Line {
  const i = row >= 0 && column >= 0 ? cellAt(p.matrix, row, column) : -1;
  return { label, packets: p.matrix.packets[i] ?? 0, bytes: p.matrix.bytes[i] ?? 0 };
}

export function Tooltip({ painting: p, spot }: { painting: Painting; spot: Spot }) {
  const { layout: l } = p;
  const { title, lines } = linesOf(p, spot);
  const x = spot.column >= 0 ? l.x + (spot.column + 1) * l.cellWidth + 10 : l.x + 10;
  const top = spot.row >= 0 ? l.y + spot.row * l.cellHeight : l.y;
  const bottom = spot.row >= 0 ? top + l.cellHeight : top;
  // In the right half it hangs to the left of the cell, so that it stays in sight.
  const left = x > l.width / 2;
  const above = bottom > l.height - HEIGHT && top > HEIGHT;
  return (
    <div
      class={`tooltip ${left ? "tooltip-left" : ""} ${above ? "tooltip-above" : ""}`}
      aria-hidden="true"
      style={{
        left: `${left ? x - l.cellWidth - 20 : x}px`,
        top: `${above ? top - 8 : bottom + 8}px`,
      }}
    >
      <bdi class="tooltip-title">{title}</bdi>
      <table>
        <tbody>
          {lines.map((line) => (
            <tr key={line.label}>
              <th scope="row">{line.label}</th>
              {line.packets > 0 ? (
                <>
                  <td>
                    <b>{bytes(line.bytes)}</b>
                  </td>
                  <td>{line.bytes >= 1000 ? `${exact(line.bytes)} B` : ""}</td>
                  <td>{plural(line.packets, "packet")}</td>
                </>
              ) : (
                <td colSpan={3}>nothing</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The keyboard's cell as a sentence. */
export function describe(p: Painting, spot: Spot): string {
  const { title, lines } = linesOf(p, spot);
  const spoken = lines.map((l) =>
    l.packets > 0
      ? `${l.label} ${bytes(l.bytes)}, ${plural(l.packets, "packet")}`
      : `${l.label} nothing`,
  );
  const place = `row ${spot.row + 1} of ${p.layout.rows}, column ${spot.column + 1} of ${p.layout.columns}`;
  return `${title.replace(" → ", " to ")}: ${spoken.join("; ")}; ${place}`;
}
