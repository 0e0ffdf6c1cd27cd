// What can be taken along of the selection: filters for other tools, a link, and
// the page's own filter for it alone.

import { batch } from "@preact/signals";
import { captureFilters } from "../model/capture-filter";
import { type Data, layerBit } from "../model/data";
import { word } from "../model/filter";
import { addWord, layer, selectedServices, selection, view } from "../state/state";
import { copy } from "./copy";

/** Adds the words to the filter that leave only what is selected. */
function onlyThis(d: Data): void {
  const s = selection.value;
  if (!s) return;
  const hosts = s.kind === "host" ? [s.host] : s.a === s.b ? [s.a] : [s.a, s.b];
  for (const h of hosts) addWord(word("host", d.report.hosts.address[h] ?? ""));
}

/** Shows what is selected, and only that, in a table. */
export function showInTable(d: Data, table: "conversations" | "flows"): void {
  batch(() => {
    onlyThis(d);
    view.value = table;
  });
}

export function SelectionActions({ d }: { d: Data }) {
  const s = selection.value;
  if (!s) return null;
  const filters = captureFilters(d, s, selectedServices.value, layerBit[layer.value]);
  const none = "It stands for several hosts, or has no address: no filter names it";
  const button = (what: string, text: string | undefined) => (
    <button
      type="button"
      aria-label={`Copy ${what}`}
      title={text ?? none}
      disabled={text === undefined}
      onClick={() => text && copy(what[0]!.toUpperCase() + what.slice(1), text)}
    >
      {what}
    </button>
  );
  return (
    <>
      <fieldset class="selection-actions">
        <legend class="hidden">Copy and filter</legend>
        <span aria-hidden="true">Copy</span>
        {button("Wireshark filter", filters?.wireshark)}
        {button("tcpdump filter", filters?.tcpdump)}
        <button
          type="button"
          aria-label="Copy link"
          title="A link to this page as it is now"
          onClick={() => copy("Link", location.href)}
        >
          link
        </button>
        <button type="button" title="Filter by this" onClick={() => onlyThis(d)}>
          Only this
        </button>
      </fieldset>
      {filters?.note && <p class="quiet">{filters.note}</p>}
    </>
  );
}
