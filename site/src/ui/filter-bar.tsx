// One bar over all views: what is shown, counted how, and how much of all that is.

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { metrics } from "../model/data";
import { problemOf } from "../model/filter";
import { colourings, hostLimits } from "../state/hash";
import { canReset, canUndo, followChanges, reset, undo } from "../state/history";
import {
  broadcast,
  colour,
  duplicates,
  filter,
  hostLimit,
  labels,
  layer,
  metric,
  scoped,
  shown,
  terms,
  unanswered,
} from "../state/state";
import { Chips } from "./chips";
import { Choice, Switch, Toggle } from "./controls";
import { exactVolume, share } from "./format";
import { typing } from "./keys";
import { healthNames } from "./scale";

/** On a narrow screen all but the line itself waits behind a button. */
const open = signal(false);

export function FilterBar() {
  const d = scoped.value;
  useEffect(followChanges, []);
  useEffect(() => {
    addEventListener("keydown", onUndoKey);
    return () => removeEventListener("keydown", onUndoKey);
  }, []);
  if (!d) return null;
  return (
    <search class="filter-bar">
      <FilterLine />
      <button
        type="button"
        class="filter-open"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        Filters
      </button>
      <div class={open.value ? "filter-rest" : "filter-rest filter-closed"}>
        <Switch label="count" value={metric} options={metrics} />
        <Choice
          label="colour"
          value={colour}
          options={colourings}
          text={(by) => (by === "volume" ? "as usual" : healthNames[by])}
        />
        <Switch
          label="layer"
          value={layer}
          options={["inner", "outer"]}
          {...(d.layersDiffer ? {} : { disabled: "no tunnels here: both layers are the same" })}
        />
        {d.hosts.real > hostLimits[0] && (
          <Choice
            label="hosts"
            value={hostLimit}
            options={hostLimits}
            text={(n) => (n ? `top ${n}` : "all")}
          />
        )}
      </div>
      <div class="filter-back">
        <button type="button" disabled={!canUndo()} title="Undo (Ctrl+Z)" onClick={undo}>
          Undo
        </button>
        <button
          type="button"
          disabled={!canReset()}
          title="Show everything, coloured as usual: no filter, no span, no selection"
          onClick={reset}
        >
          Reset
        </button>
      </div>
      <Shown />
      <div class={open.value ? "filter-chips" : "filter-chips filter-closed"}>
        <Chips />
        <div class="toggles">
          {d.hosts.name.some(Boolean) && (
            <Toggle
              label="addresses"
              more=" for names"
              value={labels}
              off="names"
              on="addresses"
              hint="n"
            />
          )}
          <Toggle
            label="hide broadcast"
            more=", multicast"
            value={broadcast}
            off="shown"
            on="hidden"
          />
          <Toggle label="hide never answered" value={unanswered} off="shown" on="hidden" />
        </div>
      </div>
    </search>
  );
}

function FilterLine() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== "/" || typing(event) || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);
  const problem = terms.value.map(problemOf).find(Boolean) ?? "";
  return (
    <div class="filter">
      <input
        ref={input}
        id="filter"
        type="text"
        aria-label="Filter"
        aria-invalid={problem !== ""}
        aria-describedby="filter-problem"
        placeholder="Filter: name, address, app:tls, sni:example.org, net:10.0.0.0/8, -not"
        spellcheck={false}
        autocomplete="off"
        value={filter.value}
        onInput={(event) => {
          filter.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (filter.value) filter.value = "";
          else event.currentTarget.blur();
        }}
      />
      {filter.value ? (
        <button
          type="button"
          class="clear"
          aria-label="Clear the filter"
          onClick={() => {
            filter.value = "";
            input.current?.focus();
          }}
        >
          ×
        </button>
      ) : (
        <span class="key" aria-hidden="true">
          /
        </span>
      )}
      <p id="filter-problem" class="filter-problem" role="status">
        {problem}
      </p>
    </div>
  );
}

/** How much of the layer and the span is shown. */
function Shown() {
  const d = scoped.value;
  if (!d) return null;
  const part = shown.value[metric.value];
  const whole = d.totals[layer.value][metric.value];
  return (
    <p
      class="shown"
      role="status"
      title={`${exactVolume(part, metric.value)} of ${exactVolume(whole, metric.value)}${d.span ? " in the span" : ""}`}
    >
      shown <b>{share(part, whole)}</b> of {metric.value}
      {d.span && <span class="shown-where"> in the span</span>}
      {duplicates.value === "once" && <span class="shown-where">, duplicates once</span>}
    </p>
  );
}

/** In the filter line, too: its words are what is taken back. Other fields have their own undo. */
function onUndoKey(event: KeyboardEvent): void {
  const mine = (event.target as Element).id === "filter" || !typing(event);
  const key = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
  if (!key || !mine || event.shiftKey || event.altKey || !canUndo()) return;
  event.preventDefault();
  undo();
}
