// The Sankey of what is chosen now, laid out in the room there is.

import type { Data } from "../../model/data";
import { conversationLinks, type Links, links } from "../../model/links";
import { layout, roomFor } from "../../model/ribbons";
import { facts, hide, hostLimit, metric, selectedServices, services } from "../../state/state";
import { dark } from "../../state/theme";
import { volume } from "../../ui/format";
import { type Drawing, ribbonHealth, widestLabel } from "../../ui/ribbons";
import { shownColumns } from "./columns";
import { shownOf } from "./protocols";

export interface Size {
  width: number;
  height: number;
}

/** The room for headings above the picture. */
export const TOP = 26;

/** The most nodes in a column: more can't be told apart. */
const MOST_NODES = 40;
/** Columns don't stand closer than this, in pixels; the picture scrolls then. */
const CLOSEST = 84;
/** With less room than this a conversation's labels stand within the picture. */
const WIDE = 560;

export function hostsDrawing(d: Data, size: Size, shown = services.value): Drawing {
  // Labels take no more than about half of the height: the other is for the volumes.
  const room = Math.min(MOST_NODES, Math.ceil(roomFor(size.height) * 0.55));
  const made = links(d, shown, shownColumns.value, {
    metric: metric.value,
    limit: Math.min(room, hostLimit.value || room),
    tiny: Math.max(0.001, 1 / size.height),
    facts: facts.value,
  });
  return draw(d, made, size);
}

export function conversationDrawing(d: Data, a: number, b: number, size: Size): Drawing {
  const mine = shownOf(d, selectedServices.value, hide.value);
  const made = conversationLinks(d, mine, {
    metric: metric.value,
    limit: 12,
    tiny: 0.001,
    facts: facts.value,
  });
  if (size.width >= WIDE) return draw(d, made, size);
  return { ...draw(d, made, size, 0), captions: captions(d, made, a, b) };
}

/** Who sent how much to whom, for both halves of a conversation. */
export function captions(d: Data, { columns: [first], metric: m }: Links, a: number, b: number) {
  const name = (h: number) => d.hosts.label[h] ?? "";
  return [0, 1].map((half) => {
    const sent = first?.reduce((sum, n) => (n.half === half ? sum + n[m] : sum), 0) ?? 0;
    return `${volume(sent, m)} ${half ? `${name(b)} → ${name(a)}` : `${name(a)} → ${name(b)}`}`;
  });
}

/** Labels stand beside the ends, in so much of the width at most. */
function draw(d: Data, made: Links, size: Size, most = 0.24): Drawing {
  const last = made.columns.length - 1;
  const side = (column: number) => Math.min(size.width * most, widestLabel(d, made, column));
  const crowd = Math.max(1, ...made.columns.map((nodes) => nodes.length));
  const frame = {
    width: Math.max(size.width, side(0) + side(last) + CLOSEST * last),
    // A few nodes don't become walls: they take no more height than they can use.
    height: Math.min(size.height - TOP - 2, 72 + 44 * crowd),
    left: side(0),
    right: side(last),
  };
  const laid = layout(made, frame);
  const health = ribbonHealth(made, laid, dark.value);
  return { data: d, links: made, layout: laid, dark: dark.value, health };
}
