// Chips of the applications and transports that there are: words of the filter
// to click. Their colours are the timeline's, so that they are its legend, too.

import { computed, signal } from "@preact/signals";
import { isByPort } from "../model/by-port";
import { chipState, filterRows, withChip } from "../model/filter";
import { clean } from "../model/text";
import { byApplication, byTransport, type Part } from "../model/volume";
import { counted, filter, layer, stack, terms } from "../state/state";
import { AppName, portWords } from "./by-port";
import { bytes, plural, share } from "./format";
import { applicationColor } from "./palette";

/** Fewer where the bar would need a line more. */
const wide = matchMedia("(min-width: 1300px)");
const most = signal({ app: 8, transport: 4 });
const choose = () => {
  most.value = { app: wide.matches ? 8 : 5, transport: 4 };
};
wide.addEventListener("change", choose);
choose();

/** What the whole report has at this layer, the largest first; no filter moves the chips about. */
const present = computed(() => {
  const d = counted.value;
  if (!d) return { app: [], transport: [] };
  const all = filterRows(d, d.services, [], layer.value);
  return {
    app: byApplication(d, all, "bytes"),
    transport: byTransport(d, all, "bytes"),
  };
});

const open = signal(false);

export function Chips() {
  const { app, transport } = present.value;
  const limit = most.value;
  const more =
    Math.max(0, app.length - limit.app) + Math.max(0, transport.length - limit.transport);
  const shown = (field: "app" | "transport", parts: Part[]) =>
    parts.filter(
      (p, i) => open.value || i < limit[field] || chipState(terms.value, field, p.name) !== "off",
    );
  return (
    <>
      <ul class="chips" aria-label="Applications">
        {shown("app", app).map((p) => (
          <Chip key={p.name} field="app" part={p} whole={app} />
        ))}
      </ul>
      <ul class="chips" aria-label="Transports">
        {shown("transport", transport).map((p) => (
          <Chip key={p.name} field="transport" part={p} whole={transport} />
        ))}
        {more > 0 && (
          <li>
            <button
              type="button"
              class="chip chip-more"
              aria-expanded={open.value}
              onClick={() => {
                open.value = !open.value;
              }}
            >
              {open.value ? "fewer" : `+${more}`}
              {!open.value && <span class="hidden"> more applications and transports</span>}
            </button>
          </li>
        )}
      </ul>
    </>
  );
}

interface ChipProps {
  field: "app" | "transport";
  part: Part;
  whole: Part[];
}

const next = { off: "only", only: "without", without: "off" } as const;
const said = { off: "", only: ", only this", without: ", left out" };
const click = { off: "Click: only this", only: "Click: leave it out", without: "Click: off" };

function Chip({ field, part, whole }: ChipProps) {
  const state = chipState(terms.value, field, part.name);
  const name = clean(part.name) || "(no name)";
  const total = whole.reduce((sum, p) => sum + p.bytes, 0);
  const coloured = stack.value === (field === "app" ? "application" : "transport");
  return (
    <li>
      <button
        type="button"
        class={`chip chip-${state}`}
        aria-pressed={state !== "off"}
        title={`${name}: ${bytes(part.bytes)} (${share(part.bytes, total)}), ${plural(part.packets, "packet")}, ${plural(part.flows, "flow")}${portWords(part) && `, ${portWords(part)}`}. ${click[state]}`}
        onClick={() => {
          filter.value = withChip(filter.value, field, part.name, next[state]);
        }}
      >
        {coloured && (
          <span class="chip-colour" style={{ background: applicationColor(part.name) }} />
        )}
        <AppName name={name} byPort={isByPort(part)} />
        <span class="hidden">{said[state]}</span>
      </button>
    </li>
  );
}
