// The heatmap's own choices, and in words what of the matrix isn't drawn as it is.

import { directions, type Matrix, OTHER, orders } from "../../model/matrix";
import { both, group, openSubnets, order, palette } from "../../state/state";
import { Choice } from "../../ui/controls";
import { share } from "../../ui/format";
import { Find, ZoomButtons } from "./find";
import type { Layout } from "./layout";

export function HeatmapControls() {
  return (
    <>
      <Choice label="group" value={group} options={["hosts", "subnets"]} />
      <Choice label="order" value={order} options={orders} />
      <Choice
        label="cell"
        value={both}
        options={directions}
        text={(name) => (name === "one way" ? name : `both ways, ${name}`)}
      />
      <Choice
        label="colours"
        value={palette}
        options={["default", "classic"]}
        text={(name) => (name === "default" ? "colour-blind safe" : "green–yellow–red")}
      />
      <Find />
      <ZoomButtons />
    </>
  );
}

const MOST_NAMED = 3;

/** The open subnets, each a button that closes it. */
export function OpenSubnets() {
  const open = openSubnets.value;
  if (group.value !== "subnets" || open.length === 0) return null;
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

/** What isn't drawn as it is: hosts gathered in Other, cells smaller than a pixel. */
export function Notes({ matrix: m, layout: l }: { matrix: Matrix; layout: Layout | undefined }) {
  const notes: string[] = [];
  const own = new Set([...m.rows.hosts, ...m.columns.hosts]);
  own.delete(OTHER);
  if (m.rows.hosts.includes(OTHER) || m.columns.hosts.includes(OTHER)) {
    const what = group.value === "hosts" ? "hosts" : "hosts and subnets";
    notes.push(`${own.size} ${what} drawn, Other holds ${share(m.other, m.total)} of ${m.metric}`);
  }
  if (l && Math.min(l.cellWidth, l.cellHeight) * devicePixelRatio < 1) {
    const cells = Math.ceil(1 / (l.cellWidth * l.cellHeight * devicePixelRatio ** 2));
    notes.push(`each pixel shows the largest of up to ${cells} cells: zoom in for all`);
  } else if (l && l.rowStep !== 1 && l.columnStep !== 1) {
    notes.push("zoom in for every label");
  }
  return notes.map((note) => <span key={note}> · {note}</span>);
}
