// A field that finds a host in the heatmap, and buttons that zoom it.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { findPlaces } from "../../model/find";
import { data, heat } from "../../state/state";
import type { Layout } from "./layout";
import { found, show, zoomBy } from "./stage";

export function Find() {
  const text = useSignal("");
  const at = useSignal(0);
  const [d, m] = [data.value, heat.value];
  const places = (wanted: string) => (d && m ? findPlaces(d, m, wanted) : { keys: [], hidden: 0 });
  const { keys, hidden } = places(text.value);
  const go = (list: number[], place: number) => {
    at.value = list.length ? (place + list.length) % list.length : 0;
    const key = list[at.value];
    found.value = key ?? null;
    if (key !== undefined) show(key);
  };
  // Another matrix has other places: what was found is marked there, if it has one.
  useEffect(() => {
    found.value = keys[Math.min(at.value, keys.length - 1)] ?? null;
  }, [m]);
  return (
    <div class="find">
      <input
        type="text"
        placeholder="Find a host"
        aria-label="Find a row and column"
        autocomplete="off"
        spellcheck={false}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          go(places(text.value).keys, 0);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") go(keys, at.value + (event.shiftKey ? -1 : 1));
          else if (event.key === "Escape" && text.value) {
            text.value = "";
            go([], 0);
            event.preventDefault();
          } else return;
          event.stopPropagation();
        }}
      />
      <span class="find-count" aria-live="polite">
        {text.value.trim() && outcome(keys.length, at.value, hidden)}
      </span>
    </div>
  );
}

function outcome(count: number, at: number, hidden: number): string {
  if (count) return `${at + 1} of ${count}`;
  return hidden ? "not drawn" : "none";
}

/** They stand in the corner that the totals of rows and of columns leave. */
export function ZoomButtons({ layout: l }: { layout: Layout }) {
  if (l.most < 1.1) return null;
  return (
    <fieldset class="zoom">
      <legend class="hidden">Zoom</legend>
      <button
        type="button"
        title="Smaller (−)"
        aria-label="Zoom out"
        disabled={l.scale <= 1}
        onClick={() => zoomBy(1 / STEP)}
      >
        −
      </button>
      <button
        type="button"
        title="Larger (+, or the wheel at the pointer)"
        aria-label="Zoom in"
        disabled={l.scale >= l.most}
        onClick={() => zoomBy(STEP)}
      >
        +
      </button>
      <button
        type="button"
        title="All in sight (0)"
        disabled={l.scale <= 1}
        onClick={() => zoomBy(0)}
      >
        fit
      </button>
    </fieldset>
  );
}

export const STEP = 1.6;
