// The graph's colours: the largest subnets each their own, whatever the filter,
// or the applications'.

import { computed } from "@preact/signals";
import type { Data } from "../../model/data";
import type { GraphEdge, GraphNode } from "../../model/graph";
import { subnets } from "../../model/subnet";
import { tintGraph } from "../../model/tint";
import { HostBroadcast, HostMulticast } from "../../report/types";
import { data, facts, tint } from "../../state/state";
import { dark } from "../../state/theme";
import { appLabel } from "../../ui/by-port";
import { applicationColor, applicationColours, inkOf, otherColour } from "../../ui/palette";
import { healthScale, tallyColour } from "../../ui/scale";
import { basis, drawn, reached } from "./places";

const OWN = 8; // more colours can't be told apart

/** The colours of the largest subnets, by number. */
const subnetColours = computed(() => {
  const bytes = new Map<number, number>();
  const groups = multicast(data.value);
  for (const { subnet, sent, received } of basis.value?.nodes ?? []) {
    if (subnet >= 0 && !groups.has(subnet))
      bytes.set(subnet, (bytes.get(subnet) ?? 0) + sent.bytes + received.bytes);
  }
  const largest = [...bytes].sort(([s, x], [t, y]) => y - x || s - t).slice(0, OWN);
  return new Map(largest.map(([subnet], i) => [subnet, applicationColours[i]!]));
});

/** The subnets of addresses that are no host's own. */
function multicast(d: Data | null): Set<number> {
  const group = HostMulticast | HostBroadcast;
  return new Set(d && [...subnets(d).of].filter((_, h) => d.report.hosts.flags[h]! & group));
}

function subnetColour(node: GraphNode): string {
  return subnetColours.value.get(node.subnet) ?? otherColour;
}

/** How nodes and lines did, where they are coloured by that. */
export const health = computed(() => {
  const g = drawn.value;
  if (!facts.value || !g) return null;
  const made = tintGraph(facts.value, reached.value, g);
  const index = new Map(g.edges.map((edge, i) => [edge, i]));
  return {
    ...made,
    edge: (edge: GraphEdge) => index.get(edge) ?? -1,
    node: (node: GraphNode) => g.nodes.indexOf(node),
    scale: healthScale([made.arcs, made.nodes], made.facts.metric, dark.value),
  };
});

export function nodeColour(node: GraphNode): string {
  const h = health.value;
  if (h) return tallyColour(h.nodes, h.node(node), h.scale, dark.value);
  return tint.value === "subnet" ? subnetColour(node) : inkOf(dark.value).muted;
}

/** An edge's direction has its sender's colour, or its main application's. */
export function arcColour(edge: GraphEdge, sender: GraphNode, back: boolean): string {
  const h = health.value;
  if (h) return tallyColour(h.arcs, 2 * h.edge(edge) + (back ? 1 : 0), h.scale, dark.value);
  if (tint.value === "subnet") return subnetColour(sender);
  return applicationColor(data.value?.report.applications[edge.application]?.name ?? "");
}

/** What the colours mean, the largest first; what is left over last. */
export const key = computed<{ name: string; colour: string }[]>(() => {
  const d = data.value;
  const g = drawn.value;
  if (!d || !g) return [];
  const found = new Map<string, string>();
  let others = false;
  if (tint.value === "subnet") {
    const net = subnets(d);
    for (const node of g.nodes) {
      const colour = subnetColours.value.get(node.subnet);
      if (colour) found.set(net.label[node.subnet]!, colour);
      else others = true;
    }
  } else {
    const value = new Map<string, number>();
    const known = new Set<string>();
    for (const { application, byPort, forth, back } of g.edges) {
      const name = d.report.applications[application]?.name ?? "";
      value.set(name, (value.get(name) ?? 0) + forth[g.metric] + back[g.metric]);
      if (!byPort) known.add(name);
    }
    const order = [...value].sort(([, x], [, y]) => y - x).map(([name]) => name);
    for (const name of order) {
      if (name && found.size < OWN)
        found.set(appLabel(name, !known.has(name)), applicationColor(name));
      else others = true;
    }
  }
  const list = [...found].map(([name, colour]) => ({ name, colour }));
  return others ? [...list, { name: "others", colour: otherColour }] : list;
});
