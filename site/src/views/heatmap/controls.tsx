// The heatmap's own choices, and in words what of the matrix isn't drawn as it is.

import { directions, OTHER, orders } from "../../model/matrix";
import {
  both,
  group,
  grouping,
  hostLimit,
  openSubnets,
  order,
  palette,
  rolledUp,
} from "../../state/state";
import { Choice } from "../../ui/controls";
import { share } from "../../ui/format";
import { Find } from "./find";
import type { Painting } from "./scene";

export function HeatmapControls() {
  return (
    <>
      <Choice
        label="group"
        value={group}
        options={["auto", "hosts", "subnets"]}
        text={(by) => (by === "auto" ? `auto: ${grouping.value}` : by)}
      />
      <Choice label="order" value={order} options={orders} />
      <Choice label="directions" value={both} options={directions} />
      <Choice
        label="colours"
        value={palette}
        options={["default", "classic"]}
        text={(name) => (name === "default" ? "colour-safe" : "classic")}
      />
      <Find />
    </>
  );
}

const MOST_NAMED = 3;

/** The open subnets, each a button that closes it. */
export function OpenSubnets() {
  const open = openSubnets.value;
  if (grouping.value !== "subnets" || open.length === 0) return null;
  const close = (names: string[]) => {
    openSubnets.value = open.filter((name) => !names.includes(name));
  };
  return (
    <span class="open-subnets">
      open{" "}
      {open.slice(0, MOST_NAMED).map((name) => (
        <button
          type="button"
          key={name}
          aria-label={`Close ${name}`}
          title={`Close ${name}`}
          onClick={() => close([name])}
        >
          <bdi>{name}</bdi> ×
        </button>
      ))}
      {open.length > 1 && (
        <button type="button" onClick={() => close(open)}>
          close all {open.length}
        </button>
      )}
    </span>
  );
}

export function Notes({ stage }: { stage: Painting }) {
  return notesOf(stage, true).map((note) => <span key={note}> · {note}</span>);
}

/** What isn't drawn as it is: hosts gathered in Other, cells smaller than a pixel; on screen also the way out. */
export function notesOf({ matrix: m, own, layout: l }: Painting, screen: boolean): string[] {
  const notes: string[] = [];
  if (rolledUp.value !== null) {
    const held = `${share(rolledUp.value, 1)} of ${m.metric}`;
    notes.push(`by subnet, as the ${hostLimit.value} largest hosts have ${held} among them`);
  }
  if (m.rows.hosts.at(-1) === OTHER || m.columns.hosts.at(-1) === OTHER) {
    const what = grouping.value === "hosts" ? "hosts" : "hosts and subnets";
    notes.push(`${own} ${what} drawn, Other holds ${share(m.other, m.total)} of ${m.metric}`);
  }
  if (Math.min(l.cellWidth, l.cellHeight) * l.ratio < 1) {
    const cells = Math.ceil(1 / (l.cellWidth * l.cellHeight * l.ratio ** 2));
    const way = screen ? ": zoom in for all" : "";
    notes.push(`each pixel shows the largest of up to ${cells} cells${way}`);
  } else if (screen && l.rowStep !== 1 && l.columnStep !== 1) {
    notes.push("zoom in for every label");
  }
  return notes;
}
