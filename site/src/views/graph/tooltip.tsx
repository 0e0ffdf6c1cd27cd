// The node or edge pointed at, in exact numbers.

import type { Data, Volume } from "../../model/data";
import type { Graph, GraphEdge, GraphNode } from "../../model/graph";
import type { CapturePoint } from "../../report/types";
import { appLabel, markMeaning } from "../../ui/by-port";
import { captureReason } from "../../ui/capture-point";
import { bytes, exact, plural } from "../../ui/format";
import { alias } from "../../ui/host";
import type { Place } from "./layout";
import type { Size } from "./scene";

/** What a node is called. */
export function nodeLabel(d: Data, node: GraphNode): string {
  if (node.kind === "other") return "Other";
  return node.kind === "host" ? (d.hosts.label[node.host] ?? "") : node.key;
}

interface Facts {
  title: string;
  notes: string[];
  lines: { label: string; volume: Volume }[];
  /** How it did, where that is what is coloured. */
  health?: string[];
}

export function nodeFacts(d: Data, g: Graph, node: GraphNode, point?: CapturePoint): Facts {
  const i = g.nodes.indexOf(node);
  const peers = g.edges.filter((e) => e.a !== e.b && (e.a === i || e.b === i)).length;
  const notes: string[] = [];
  if (node.kind === "host") notes.push(...alias(d, node.host));
  if (node.kind !== "host" && node.hosts > 0) notes.push(plural(node.hosts, "host"));
  notes.push(plural(peers, "line"));
  if (point) notes.push(captureReason(point));
  if (node.kind === "subnet") notes.push("a click opens it");
  return {
    title: nodeLabel(d, node),
    notes,
    lines: [
      { label: "sent", volume: node.sent },
      { label: "received", volume: node.received },
    ],
  };
}

export function edgeFacts(d: Data, g: Graph, edge: GraphEdge): Facts {
  const a = nodeLabel(d, g.nodes[edge.a]!);
  const b = nodeLabel(d, g.nodes[edge.b]!);
  const name = d.report.applications[edge.application]?.name ?? "";
  const application = appLabel(name, edge.byPort) || "no known application";
  const within = edge.a === edge.b;
  return {
    title: within ? `${a}, within` : `${a} ⇄ ${b}`,
    notes: [`mostly ${application}`, ...(edge.byPort ? [markMeaning] : [])],
    lines: within
      ? [{ label: "in all", volume: edge.forth }]
      : [
          { label: `${a} →`, volume: edge.forth },
          { label: `${b} →`, volume: edge.back },
        ],
  };
}

const WIDTH = 330;
const HEIGHT = 120;

export function Tooltip({ facts, at, size }: { facts: Facts; at: Place; size: Size }) {
  const left = at.x > size.width - WIDTH && at.x > size.width / 2;
  const above = at.y > size.height - HEIGHT && at.y > size.height / 2;
  return (
    <div
      class={`tooltip graph-tooltip ${left ? "tooltip-left" : ""} ${above ? "tooltip-above" : ""}`}
      aria-hidden="true"
      style={{ left: `${at.x + (left ? -14 : 14)}px`, top: `${at.y + (above ? -10 : 14)}px` }}
    >
      <bdi class="tooltip-title">{facts.title}</bdi>
      <p class="quiet">{facts.notes.join(" · ")}</p>
      <table>
        <tbody>
          {facts.lines.map(({ label, volume: v }) => (
            <tr key={label}>
              <th scope="row">
                <bdi>{label}</bdi>
              </th>
              {v.bytes > 0 ? (
                <>
                  <td>
                    <b>{bytes(v.bytes)}</b>
                  </td>
                  <td>{v.bytes >= 1000 ? `${exact(v.bytes)} B` : ""}</td>
                  <td>{plural(v.packets, "packet")}</td>
                  <td>{plural(v.flows, "flow")}</td>
                </>
              ) : (
                <td colSpan={4}>nothing</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {facts.health?.map((words) => (
        <span key={words} class="tooltip-note">
          <bdi>{words}</bdi>
        </span>
      ))}
    </div>
  );
}

/** The same as a sentence. */
export function spoken(facts: Facts): string {
  const lines = facts.lines.map(({ label, volume: v }) =>
    v.bytes > 0
      ? `${label.replace(" →", " sent")} ${bytes(v.bytes)}, ${plural(v.packets, "packet")}`
      : `${label.replace(" →", " sent")} nothing`,
  );
  return [facts.title.replace("⇄", "and"), ...facts.notes, ...lines, ...(facts.health ?? [])].join(
    "; ",
  );
}
