// A finding shown: its hosts or conversations and nothing else, by a word in the
// filter line, so that links keep it and Undo takes it back.

import { batch, computed } from "@preact/signals";
import type { Data } from "../model/data";
import { filterRows, parseFilter } from "../model/filter";
import { totalOf } from "../model/volume";
import { filter, layer, selectConversation, selectHost, selection } from "./state";

const shown = computed(() =>
  parseFilter(filter.value)
    .filter((t) => t.field === "finding" && !t.not)
    .map((t) => Number(t.text)),
);

/** Whether the filter asks for the finding, counted from 1. */
export function isShown(number: number): boolean {
  return shown.value.includes(number);
}

/** Shows whom a finding speaks of, alone; shows all again when they are shown. */
export function showFinding(d: Data, number: number): void {
  const finding = d.report.findings[number - 1];
  if (!finding) return;
  const others = filter.value.replace(/(^|\s)finding:\d+(?=\s|$)/g, " ").trim();
  const off = isShown(number);
  batch(() => {
    filter.value = off ? others : `${others} finding:${number}`.trim();
    selection.value = null;
    if (off) return;
    const word = parseFilter(`finding:${number}`);
    const other = layer.value === "inner" ? "outer" : "inner";
    const bytes = (at: typeof layer.value) => totalOf(d, filterRows(d, d.services, word, at)).bytes;
    // What a tunnel's ends say is seen at the outer layer.
    if (bytes(other) > bytes(layer.value)) layer.value = other;
    const { hosts, conversations } = finding;
    const [pair] = conversations;
    if (pair && conversations.length === 1) selectConversation(pair[0]!, pair[1]!);
    else if (!pair && hosts.length === 1) selectHost(hosts[0]!);
  });
}
