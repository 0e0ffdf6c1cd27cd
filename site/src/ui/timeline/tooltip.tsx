// The exact numbers of a bar, and those of all as a table for who can't see the picture.

import type { Data } from "../../model/data";
import type { Series } from "../../model/series";
import { spanOf } from "../../model/span";
import { clean } from "../../model/text";
import { appLabel } from "../by-port";
import { exactInstant, exactVolume, volume } from "../format";
import { healthWords } from "../scale";
import { toBuckets } from "./brush";
import { clock } from "./layout";
import { colourOf, type Painting } from "./paint";

/** The bar's time, since the start and by the clock. */
function times(d: Data, s: Series, first: number, end: number) {
  const total = d.report.duration_ns;
  const { from, to } = spanOf(d, toBuckets(s, d.timeline.buckets, { first, end })) ?? {
    from: 0,
    to: total,
  };
  const step = (d.timeline.width * s.perBar) / 10;
  return { since: `${clock(from, step, total)} – ${clock(to, step, total)}`, from };
}

export function Tooltip({ d, painting: p, bar }: { d: Data; painting: Painting; bar: number }) {
  const { layout: l, series: s } = p;
  const { since, from } = times(d, s, bar, bar + 1);
  const start = BigInt(d.report.start_unix_ns) + BigInt(Math.round(from));
  const x = l.x + (bar + 0.5) * l.barWidth;
  const left = x > l.width / 2;
  const lines = s.parts
    .map((part, k) => ({ part, colour: colourOf(s, k), value: part.values[bar]! }))
    .filter((line) => line.value > 0);
  return (
    <div
      class={`tooltip timeline-tooltip ${left ? "tooltip-left" : ""}`}
      aria-hidden="true"
      style={{ left: `${left ? x - 12 : x + 12}px` }}
    >
      <span class="tooltip-title">{since}</span>
      <span class="quiet">{exactInstant(`${start}`)}</span>
      <table>
        <tbody>
          {lines.map(({ part, colour, value }) => (
            <tr key={part.name}>
              <th scope="row">
                {!p.health && <span class="chip-colour" style={{ background: colour }} />}
                <bdi>{appLabel(part.name, part.byPort) || "(no name)"}</bdi>
              </th>
              <td>{exactVolume(value, s.metric)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{lines.length ? "all" : "nothing"}</th>
            <td>
              <b>{exactVolume(s.sums[bar]!, s.metric)}</b>
            </td>
          </tr>
        </tbody>
      </table>
      {p.health && <span class="tooltip-note">{healthWords(p.health.tally, bar)}</span>}
      {s.metric === "flows" && <span class="quiet">flows of the services that sent then</span>}
    </div>
  );
}

const MOST_ROWS = 12;

/** The timeline in about a dozen rows. */
export function SeriesTable({ d, s }: { d: Data; s: Series }) {
  if (s.metric === "flows") return null; // they don't add up over time
  const step = Math.ceil(s.bars / MOST_ROWS);
  const rows = Array.from({ length: Math.ceil(s.bars / step) }, (_, r) => ({
    first: r * step,
    end: Math.min(s.bars, (r + 1) * step),
  }));
  const sum = (values: Float64Array, first: number, end: number) =>
    volume(
      values.subarray(first, end).reduce((a, b) => a + b, 0),
      s.metric,
    );
  return (
    <div class="hidden">
      <table>
        <caption>Timeline: {s.metric} over time</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {s.parts.map((part) => (
              <th key={part.name} scope="col">
                {clean(part.name) || "(no name)"}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ first, end }) => (
            <tr key={first}>
              <th scope="row">{times(d, s, first, end).since}</th>
              {s.parts.map((part) => (
                <td key={part.name}>{sum(part.values, first, end)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
