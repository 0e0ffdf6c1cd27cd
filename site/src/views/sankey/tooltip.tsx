// What is pointed at, in exact numbers.

import { OTHER } from "../../model/matrix";
import { markMeaning } from "../../ui/by-port";
import { bytes, exact, exactVolume, plural, share } from "../../ui/format";
import { alias } from "../../ui/host";
import { type Drawing, itemHealth } from "../../ui/ribbons";
import { type Item, isBox, titleOf } from "./pointing";

interface TooltipProps {
  drawing: Drawing;
  item: Item;
  /** Within the picture's frame, in pixels. */
  x: number;
  y: number;
}

export function Tooltip({ drawing: p, item, x, y }: TooltipProps) {
  const v = isBox(item) ? item.node : item;
  const { width, height } = p.layout.frame;
  const left = x > width / 2;
  const above = y > height - 120 && y > 120;
  return (
    <div
      class={`tooltip ${left ? "tooltip-left" : ""} ${above ? "tooltip-above" : ""}`}
      aria-hidden="true"
      style={{ left: `${left ? x - 14 : x + 14}px`, top: `${above ? y - 8 : y + 14}px` }}
    >
      <bdi class="tooltip-title">{titleOf(p, item)}</bdi>
      <table>
        <tbody>
          <tr>
            <td>
              <b>{bytes(v.bytes)}</b>
            </td>
            <td>{v.bytes >= 1000 ? `${exact(v.bytes)} B` : ""}</td>
          </tr>
          <tr>
            <td>{plural(v.packets, "packet")}</td>
            <td>{plural(v.flows, "flow")}</td>
          </tr>
        </tbody>
      </table>
      {notes(p, item).map((note) => (
        <span key={note} class="tooltip-note">
          {note}
        </span>
      ))}
    </div>
  );
}

function notes(p: Drawing, item: Item): string[] {
  const { metric, paths } = p.links;
  const total = paths.reduce((sum, path) => sum + path[metric], 0);
  const v = isBox(item) ? item.node : item;
  const host = isBox(item) && (item.node.kind === "source" || item.node.kind === "destination");
  const also = host && item.node.key !== OTHER ? alias(p.data, item.node.key) : [];
  if (isBox(item) && item.node.byPort) also.push(markMeaning);
  const health = itemHealth(p, item);
  const list = [
    ...(health ? [health] : []),
    ...also,
    `${share(v[metric], total)} of the ${metric} shown`,
  ];
  if (isBox(item) && item.node.key !== OTHER && item.node.whole > v[metric]) {
    list.push(
      `and ${exactVolume(item.node.whole - v[metric], metric)} in Other, in links too small to draw`,
    );
  }
  return list;
}

/** An item as a sentence. */
export function describe(p: Drawing, item: Item): string {
  const v = isBox(item) ? item.node : item;
  const title = titleOf(p, item).replaceAll(" → ", " to ");
  return `${title}: ${bytes(v.bytes)}, ${plural(v.packets, "packet")}, ${plural(v.flows, "flow")}`;
}
