// What a click does: a host is selected, a link between two hosts opens their
// conversation, and everything else becomes a word of the filter.

import { word } from "../../model/filter";
import type { LinkNode } from "../../model/links";
import { OTHER } from "../../model/matrix";
import type { Ribbon } from "../../model/ribbons";
import { subnets } from "../../model/subnet";
import { addWord, selectConversation, selectHost } from "../../state/state";
import type { Drawing } from "../../ui/ribbons";
import { type Item, isBox } from "./pointing";

/** What choosing the item would do, or null where there is nothing to do. */
export function actionOf(p: Drawing, item: Item): (() => void) | null {
  if (isBox(item)) return nodeAction(p, item.node);
  const pair = conversationOf(p, item);
  if (pair) return () => selectConversation(...pair);
  const nodes = [
    p.links.columns[item.column]![item.from]!,
    p.links.columns[item.column + 1]![item.to]!,
  ];
  const actions = nodes.flatMap((n) => nodeAction(p, n) ?? []);
  if (actions.length === 0) return null;
  return () => {
    for (const act of actions) act();
  };
}

function nodeAction(p: Drawing, { kind, key }: LinkNode): (() => void) | null {
  if (key === OTHER) return null;
  const { applications, transports } = p.data.report;
  switch (kind) {
    case "source":
    case "destination":
      return () => selectHost(key);
    case "app":
      return () => addWord(word("app", applications[key]?.name ?? ""));
    case "transport":
      return () => addWord(word("transport", transports[key] ?? ""));
    case "port":
      return key ? () => addWord(word("port", `${key}`)) : null;
    default: {
      const net = subnets(p.data).label[key] ?? "";
      return net.includes("/") ? () => addWord(word("net", net)) : null;
    }
  }
}

/** The two hosts whose conversation the ribbon is, if all of it is between the same two. */
function conversationOf({ links, data }: Drawing, r: Ribbon): [number, number] | null {
  const column = (kind: string) => links.columns.findIndex((nodes) => nodes[0]?.kind === kind);
  const from = column("source");
  const to = column("destination");
  if (from < 0 || to < 0 || links.colour !== 0) return null;
  let pair: [number, number] | null = null;
  for (const i of r.paths) {
    const nodes = links.paths[i]!.nodes;
    const g = links.columns[from]![nodes[from]!]!.key;
    const h = links.columns[to]![nodes[to]!]!.key;
    if (g === OTHER || h === OTHER || g >= data.hosts.count) return null;
    if (pair && (pair[0] !== g || pair[1] !== h)) return null;
    pair = [g, h];
  }
  return pair;
}
