// A conversation at a glance, for the panel: who sent how much in which
// transports and applications, one way above the other.

import { conversationLinks } from "../model/links";
import { layout } from "../model/ribbons";
import { metric, scoped, view } from "../state/state";
import { dark } from "../state/theme";
import { plural, volume } from "./format";
import { type Drawing, Headings, NodeShapes, RibbonShapes, SANKEY_FONT } from "./ribbons";

const WIDTH = 304;
const TOP = 22;

interface MiniSankeyProps {
  /** The conversation's hosts, and its services of those shown. */
  a: number;
  b: number;
  services: Int32Array;
}

export function MiniSankey({ a, b, services }: MiniSankeyProps) {
  const d = scoped.value;
  // The Sankey itself shows the same, larger.
  if (!d || services.length === 0 || view.value === "sankey") return null;
  const links = conversationLinks(d, services, { metric: metric.value, limit: 8, tiny: 0.002 });
  if (links.paths.every((p) => p[metric.value] === 0)) return null;
  const nodes = Math.max(...links.columns.map((own) => own.length));
  const height = 64 + 20 * nodes;
  const name = (h: number) => d.hosts.label[h] ?? "";
  const sent = (half: number) =>
    (links.columns[0] ?? []).reduce((sum, n) => (n.half === half ? sum + n[metric.value] : sum), 0);
  const caption = (from: number, to: number, half: number) =>
    `${volume(sent(half), metric.value)} ${name(from)} → ${name(to)}`;
  const drawing: Drawing = {
    data: d,
    links,
    layout: layout(links, { width: WIDTH, height, left: 0, right: 0 }),
    dark: dark.value,
    captions: [caption(a, b, 0), caption(b, a, 1)],
  };
  const kinds = new Set(links.columns[2]?.map((n) => n.key));
  return (
    <svg
      class="sankey mini-sankey"
      role="img"
      aria-label={`${name(a)} and ${name(b)}: ${plural(kinds.size, "application")}, by ${metric.value} each way`}
      viewBox={`0 ${-TOP} ${WIDTH} ${height + TOP + 2}`}
      width={WIDTH}
      height={height + TOP + 2}
      font-family={SANKEY_FONT}
      font-size="12"
    >
      <g fill-opacity="0.45">
        <RibbonShapes drawing={drawing} />
      </g>
      <NodeShapes drawing={drawing} />
      <Headings drawing={drawing} />
    </svg>
  );
}
