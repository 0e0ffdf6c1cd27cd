// Above and beside the graph: what is drawn and what isn't, what the colours
// mean, the open subnets, zooming, and the same in a table.

import type { Graph } from "../../model/graph";
import { data, openSubnets } from "../../state/state";
import { appLabel } from "../../ui/by-port";
import { CapturedOn } from "../../ui/capture-point";
import { plural, volume } from "../../ui/format";
import { ScaleLegend } from "../../ui/legend";
import { health, key } from "./colours";
import { notesOf } from "./picture";
import { lookThrough, room, view } from "./places";
import { zoomAt } from "./scene";
import { nodeLabel } from "./tooltip";

/** What is drawn and what isn't, and the subnets that are open. */
export function Caption({ graph: g }: { graph: Graph }) {
  const hosts = g.nodes.reduce((n, node) => n + node.hosts, 0);
  const notes = notesOf(g);
  return (
    <div class="caption">
      <p>
        <b>{plural(hosts, "host")}</b>, <b>{plural(g.edges.length + g.thin.edges, "line")}</b>
        {notes.map((note) => (
          <span key={note}> · {note}</span>
        ))}
        <CapturedOn />
      </p>
      {openSubnets.value.length > 0 && (
        <p class="graph-open">
          {openSubnets.value.map((subnet) => (
            <button
              type="button"
              key={subnet}
              aria-label={`Close ${subnet}`}
              onClick={() => {
                openSubnets.value = openSubnets.value.filter((s) => s !== subnet);
              }}
            >
              <bdi>{subnet}</bdi> ×
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

export function Key() {
  return (
    <ul class="graph-key" aria-label="Colours">
      <li>
        <svg width="36" height="8" aria-hidden="true">
          <path d="M0 0.5 L36 3.6 L36 4.4 L0 7.5 Z" fill="currentColor" />
        </svg>
        wide at the sender
      </li>
      {!health.value &&
        key.value.map(({ name, colour }) => (
          <li key={name}>
            <span class="graph-swatch" style={{ background: colour }} />
            <bdi>{name}</bdi>
          </li>
        ))}
      {health.value && (
        <li>
          <ScaleLegend scale={health.value.scale} />
        </li>
      )}
    </ul>
  );
}

export function ZoomButtons() {
  const zoom = (factor: number) => {
    const { width, height } = room.value;
    lookThrough(zoomAt(view.value, factor, { x: width / 2, y: height / 2 }));
  };
  return (
    <div class="graph-zoom">
      <button type="button" class="icon" aria-label="Zoom in" onClick={() => zoom(1.4)}>
        +
      </button>
      <button type="button" class="icon" aria-label="Zoom out" onClick={() => zoom(1 / 1.4)}>
        −
      </button>
      <button
        type="button"
        onClick={() => {
          lookThrough(null);
        }}
      >
        Fit
      </button>
    </div>
  );
}

const MOST_ROWS = 30;

/** The largest lines, for readers who don't see the picture. */
export function Lines({ graph: g }: { graph: Graph }) {
  const d = data.value!;
  const name = (n: number) => nodeLabel(d, g.nodes[n]!);
  const lines = g.edges.slice(0, MOST_ROWS);
  return (
    <div class="hidden">
      <table>
        <caption>
          The graph's largest lines by {g.metric}
          {lines.length < g.edges.length + g.thin.edges ? ", not all of them" : ""}
        </caption>
        <thead>
          <tr>
            <th scope="col">Between</th>
            <th scope="col">and</th>
            <th scope="col">there</th>
            <th scope="col">back</th>
            <th scope="col">mostly</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((e) => (
            <tr key={`${e.a} ${e.b}`}>
              <th scope="row">{name(e.a)}</th>
              <td>{e.a === e.b ? "itself" : name(e.b)}</td>
              <td>{volume(e.forth[g.metric], g.metric)}</td>
              <td>{volume(e.back[g.metric], g.metric)}</td>
              <td>{appLabel(d.report.applications[e.application]?.name ?? "", e.byPort)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
