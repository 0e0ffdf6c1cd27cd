// What is shown, in words: for whatever leaves the page and has no controls to tell it.

import { clean } from "../model/text";
import { AnonymizedNote, type Report } from "../report/types";
import {
  broadcast,
  colour,
  duplicates,
  filter,
  layer,
  metric,
  scoped,
  selection,
  shown,
  unanswered,
} from "../state/state";
import { captureName } from "./captures";
import { duration, instant, seconds, share } from "./format";
import { healthNames } from "./scale";

/** The report's title, or what it is of. */
export function heading(report: Report): string {
  if (report.title) return clean(report.title);
  const [first, ...more] = report.captures;
  const name = first ? captureName(first) : "Empty report";
  return more.length ? `${name} + ${more.length} more` : name;
}

/** The captures' names where the heading is a title, and that the report is anonymised. */
export function subheading(report: Report): string {
  const note = report.anonymized ? [AnonymizedNote] : [];
  return [...captureWords(report), ...note].join(" · ");
}

function captureWords(report: Report): string[] {
  if (!report.title) return [];
  const names = report.captures.slice(0, 3).map(captureName);
  const more = report.captures.length - names.length;
  return [names.join(", ") + (more > 0 ? ` + ${more} more` : "")];
}

/** When the capture was, and how much of it is looked at. */
export function timeWords(): string {
  const d = scoped.value;
  if (!d || d.report.totals.packets === 0) return "";
  const { start_unix_ns: start, duration_ns: whole } = d.report;
  if (!d.span) return `${duration(whole)} from ${instant(start)}`;
  const { from, to } = d.span;
  const digits = Math.max(0, Math.min(6, 3 - Math.floor(Math.log10((to - from) / 1e9))));
  const edges = `${seconds(from, digits)} s to ${seconds(to, digits)} s`;
  return `span of ${duration(to - from)} from ${instant(start, Math.floor(from))}, ${edges} of ${duration(whole)}`;
}

/** What the filter bar says, each as a name and its value. */
export function choiceWords(): [name: string, value: string][] {
  const d = scoped.value;
  if (!d) return [];
  const part = shown.value[metric.value];
  const hidden = [
    broadcast.value === "hidden" ? "broadcast, multicast" : "",
    unanswered.value === "hidden" ? "never answered" : "",
  ];
  const words: [string, string][] = [
    ["counted", metric.value],
    ["coloured by", colour.value === "volume" ? "" : healthNames[colour.value]],
    ["duplicates", duplicates.value === "once" ? "counted once" : ""],
    ["layer", d.layersDiffer ? layer.value : ""],
    ["filter", clean(filter.value.trim())],
    ["hidden", hidden.filter(Boolean).join(", ")],
    ["selected", selectedWords()],
    [
      "shown",
      `${share(part, d.totals[layer.value][metric.value])} of ${metric.value}${d.span ? " in the span" : ""}`,
    ],
  ];
  return words.filter(([, value]) => value);
}

export function selectedWords(): string {
  const s = selection.value;
  const name = (h: number) => scoped.value?.hosts.label[h] ?? "";
  if (!s) return "";
  return s.kind === "host" ? name(s.host) : `${name(s.a)} ⇄ ${name(s.b)}`;
}
