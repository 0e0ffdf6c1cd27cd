// A field that finds a host in the heatmap, and buttons that zoom it.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Data } from "../../model/data";
import { findPlaces } from "../../model/find";
import type { Matrix } from "../../model/matrix";
import type { Layout } from "./layout";

interface FindProps {
  data: Data;
  matrix: Matrix;
  /** What is found: a host by index, a subnet by key; null for nothing. */
  found: Signal<number | null>;
  /** Brings it into sight. */
  show: (key: number) => void;
}

export function Find({ data, matrix, found, show }: FindProps) {
  const text = useSignal("");
  const at = useSignal(0);
  const { keys, hidden } = findPlaces(data, matrix, text.value);
  const go = (list: number[], place: number) => {
    at.value = list.length ? (place + list.length) % list.length : 0;
    const key = list[at.value];
    found.value = key ?? null;
    if (key !== undefined) show(key);
  };
  // Another matrix has other places: what was found is marked there, if it has one.
  useEffect(() => {
    if (text.value) found.value = keys[Math.min(at.value, keys.length - 1)] ?? null;
  }, [matrix]);
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
          go(findPlaces(data, matrix, text.value).keys, 0);
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

interface ZoomButtonsProps {
  layout: Layout;
  /** So many times larger, or with 0 as it fits. */
  zoomBy: (factor: number) => void;
}

export function ZoomButtons({ layout: l, zoomBy }: ZoomButtonsProps) {
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
