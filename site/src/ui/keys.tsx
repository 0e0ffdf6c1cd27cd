// The keys that work anywhere on the page, and what tells of all keys.

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { data, labels } from "../state/state";
import licences from "./licences.txt?raw";

/** Whether a key belongs to the field that it was pressed in. */
export function typing(event: KeyboardEvent): boolean {
  return (event.target as Element).matches?.(
    "input:not([type=radio]):not([type=checkbox]), select, textarea",
  );
}

const open = signal(false);

/** Follows n and ?, as long as it is on the page. */
function followKeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") open.value = !open.value;
    else if (event.key === "n" && data.value) {
      labels.value = labels.value === "names" ? "addresses" : "names";
    } else return;
    event.preventDefault();
  };
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}

export function KeysButton() {
  useEffect(followKeys, []);
  return (
    <button
      type="button"
      class="icon"
      aria-label="Keys"
      title="Keys (?)"
      aria-keyshortcuts="?"
      aria-expanded={open.value}
      aria-controls="keys"
      onClick={() => {
        open.value = !open.value;
      }}
    >
      ?
    </button>
  );
}

const groups: [title: string, keys: [key: string, what: string][]][] = [
  [
    "Anywhere",
    [
      ["1 … 6", "the views"],
      ["/", "filter"],
      ["n", "hosts by name or by address"],
      ["Ctrl Z", "undo filter, span, selection"],
      ["Esc", "clear the selection"],
      ["?", "these keys"],
    ],
  ],
  [
    "Timeline",
    [
      ["← →", "move the span; Shift widens it"],
      ["↑ ↓", "widen, narrow"],
      ["Esc", "all of the time"],
    ],
  ],
  [
    "Heatmap, Sankey, graph",
    [
      ["← ↑ ↓ →", "move"],
      ["Enter", "select, open"],
      ["+ − 0", "zoom, fit"],
      ["PgDn PgUp", "graph: smaller, larger node"],
      ["L P", "graph: through lines, unpin"],
    ],
  ],
  [
    "Tables",
    [
      ["↑ ↓ PgUp PgDn", "move"],
      ["Enter", "select"],
      ["c", "copy the row"],
    ],
  ],
  [
    "Filter words",
    [
      ["web 10.0.0.1", "name or address"],
      ["app: port: transport:", "what was spoken"],
      ["sni:", "server name asked for"],
      ["host: net:", "who spoke"],
      ["-word", "not this"],
    ],
  ],
];

export function Keys() {
  if (!open.value) return null;
  return (
    <section class="keys" id="keys" aria-label="Keys">
      {groups.map(([title, keys]) => (
        <div key={title}>
          <h2>{title}</h2>
          <dl>
            {keys.map(([key, what]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
      <details class="about">
        <summary>About heatsink, and the licences of what is in this page</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
        <pre tabIndex={0}>{licences}</pre>
      </details>
    </section>
  );
}
