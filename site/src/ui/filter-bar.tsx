// One line over all views: what is shown, counted how, and how much of all that is.

import { useEffect, useRef } from "preact/hooks";
import { metrics } from "../model/data";
import { filter, layer, metric, scoped, shown } from "../state/state";
import { Switch } from "./controls";
import { exactVolume, share } from "./format";

export function FilterBar() {
  const d = scoped.value;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = (event.target as Element).matches?.(
        "input:not([type=radio]), select, textarea",
      );
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);
  if (!d) return null;
  const part = shown.value[metric.value];
  const whole = d.totals[layer.value][metric.value];
  return (
    <search class="filter-bar">
      <div class="filter">
        <input
          ref={input}
          type="text"
          aria-label="Filter"
          placeholder="Filter: address, name, application, port; -not, app:tls, port:443"
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
      </div>
      <Switch label="count" value={metric} options={metrics} />
      <Switch
        label="layer"
        value={layer}
        options={["inner", "outer"]}
        {...(d.layersDiffer ? {} : { disabled: "no tunnels here: both layers are the same" })}
      />
      <p
        class="shown"
        role="status"
        title={`${exactVolume(part, metric.value)} of ${exactVolume(whole, metric.value)}`}
      >
        shown <b>{share(part, whole)}</b> of {metric.value}
      </p>
    </search>
  );
}
