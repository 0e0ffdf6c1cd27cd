// The cell, row or column pointed at, in exact numbers.

import type { Columns } from "../../model/cells";
import { noVolume, type Volume } from "../../model/data";
import type { Tally } from "../../model/health";
import { cellAt, OTHER, placeOf, subnetOfKey } from "../../model/matrix";
import { subnets } from "../../model/subnet";
import { data, openSubnets } from "../../state/state";
import { bytes, exact, plural } from "../../ui/format";
import { alias } from "../../ui/host";
import { healthWords } from "../../ui/scale";
import { type Spot, xOf, yOf } from "./layout";
import type { Painting } from "./scene";

const HEIGHT = 96; // about the tallest that it gets, in pixels

interface Line extends Volume {
  label: string;
  /** How it did, where that is what is coloured. */
  health?: string | undefined;
}

/** What the spot says: a title, and a line for each direction. */
function linesOf(p: Painting, spot: Spot): { title: string; lines: Line[] } {
  const { matrix: m } = p;
  const { row, column } = spot;
  const source = p.rowLabels[row] ?? "";
  const destination = p.columnLabels[column] ?? "";
  const sum = m.directions === "sum";
  if (column < 0 || row < 0) {
    const key = row >= 0 ? m.rows.hosts[row]! : m.columns.hosts[column]!;
    const [r, c] = [placeOf(m.rows, key), placeOf(m.columns, key)];
    const sent = lineAt(m.rows, r, sum ? "sent and received" : "sent", p.tint?.rows);
    const received = lineAt(m.columns, c, "received", p.tint?.columns);
    return { title: row >= 0 ? source : destination, lines: sum ? [sent] : [sent, received] };
  }
  const from = m.rows.hosts[row]!;
  const to = m.columns.hosts[column]!;
  if (sum) {
    return { title: `${source} ↔ ${destination}`, lines: [cellLine(p, row, column, "both ways")] };
  }
  const lines = [cellLine(p, row, column, "sent")];
  if (from !== to) {
    lines.push(cellLine(p, placeOf(m.rows, to), placeOf(m.columns, from), "back"));
  }
  return { title: `${source} → ${destination}`, lines };
}

function cellLine(p: Painting, row: number, column: number, label: string): Line {
  const i = row >= 0 && column >= 0 ? cellAt(p.matrix, row, column) : -1;
  return lineAt(p.matrix, i, label, p.tint?.cells);
}

function lineAt(columns: Columns, i: number, label: string, tally?: Tally): Line {
  const { packets, bytes, flows } = columns;
  if (i < 0) return { label, ...noVolume() };
  const health = tally && healthWords(tally, i);
  return { label, packets: packets[i]!, bytes: bytes[i]!, flows: flows[i]!, health };
}

export function Tooltip({ painting: p, spot }: { painting: Painting; spot: Spot }) {
  const { layout: l } = p;
  const { title, lines } = linesOf(p, spot);
  const opens = clickWords(p, spot);
  const x = spot.column >= 0 ? xOf(l, spot.column + 1) + 10 : l.x + 10;
  const top = spot.row >= 0 ? yOf(l, spot.row) : l.y;
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
      {aliases(p, spot) && (
        <p class="quiet">
          <bdi>{aliases(p, spot)}</bdi>
        </p>
      )}
      <table>
        <tbody>
          {lines.map((line) => (
            <tr key={line.label}>
              <th scope="row">{line.label}</th>
              {line.bytes + line.flows > 0 ? (
                <>
                  <td>
                    <b>{bytes(line.bytes)}</b>
                  </td>
                  <td>{line.bytes >= 1000 ? `${exact(line.bytes)} B` : ""}</td>
                  <td>{plural(line.packets, "packet")}</td>
                  {p.matrix.metric === "flows" && <td>{plural(line.flows, "flow")}</td>}
                </>
              ) : (
                <td colSpan={4}>nothing</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {lines.map(
        (line) =>
          line.health && (
            <span key={line.label} class="tooltip-note">
              {lines.length > 1 ? `${line.label}: ` : ""}
              {line.health}
            </span>
          ),
      )}
      {opens && <p class="quiet">{opens}</p>}
    </div>
  );
}

/** What else the spot's hosts are called than their labels say. */
function aliases({ matrix: m }: Painting, { row, column }: Spot): string {
  const d = data.value;
  const keys = [m.rows.hosts[row] ?? OTHER, m.columns.hosts[column] ?? OTHER];
  const hosts = [...new Set(keys.filter((key) => key >= 0))];
  if (!d || hosts.every((h) => alias(d, h).length === 0)) return "";
  return hosts.map((h) => alias(d, h)[0] ?? d.hosts.label[h]).join(" → ");
}

/** What a click on subnets does. */
function clickWords({ matrix: m }: Painting, { row, column }: Spot): string {
  const d = data.value;
  if (!d) return "";
  const keys = [m.rows.hosts[row] ?? OTHER, m.columns.hosts[column] ?? OTHER];
  const names = new Set(keys.flatMap((key) => subnets(d).label[subnetOfKey(key)] ?? []));
  const toOpen = [...names].filter((name) => !openSubnets.value.includes(name));
  const toClose = [...names].filter((name) => openSubnets.value.includes(name));
  const words = [
    toOpen.length ? `opens ${toOpen.join(" and ")}` : "",
    toClose.length ? `closes ${toClose.join(" and ")}` : "",
  ].filter(Boolean);
  return words.length ? `A click ${words.join(", ")}.` : "";
}

/** The keyboard's cell as a sentence. */
export function describe(p: Painting, spot: Spot): string {
  const { title, lines } = linesOf(p, spot);
  const flows = (l: Line) => (p.matrix.metric === "flows" ? `, ${plural(l.flows, "flow")}` : "");
  const spoken = lines.map((l) =>
    l.bytes + l.flows > 0
      ? [`${l.label} ${bytes(l.bytes)}, ${plural(l.packets, "packet")}${flows(l)}`, l.health]
          .filter(Boolean)
          .join(", ")
      : `${l.label} nothing`,
  );
  const place = `row ${spot.row + 1} of ${p.layout.rows}, column ${spot.column + 1} of ${p.layout.columns}`;
  return `${title.replace(" → ", " to ").replace(" ↔ ", " and ")}: ${spoken.join("; ")}; ${place}`;
}
