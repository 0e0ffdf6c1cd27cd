// Which of a conversation's protocols are drawn. It changes this picture alone:
// the filter is for all views, this is for looking closer.

import { isByPort } from "../../model/by-port";
import type { Data } from "../../model/data";
import { byApplication, byTransport } from "../../model/volume";
import { hide, metric } from "../../state/state";
import { AppName } from "../../ui/by-port";
import { exactVolume } from "../../ui/format";
import { applicationColor } from "../../ui/palette";

/** The services whose application and transport aren't hidden. */
export function shownOf(d: Data, services: Int32Array, hidden: readonly string[]): Int32Array {
  if (hidden.length === 0) return services;
  const { transport, application } = d.services;
  const { transports, applications } = d.report;
  return services.filter(
    (i) =>
      !hidden.includes(transports[transport[i]!] ?? "") &&
      !hidden.includes(applications[application[i]!]?.name ?? ""),
  );
}

const MOST = 12;

export function Protocols({ d, services }: { d: Data; services: Int32Array }) {
  const transports = byTransport(d, services, metric.value);
  const applications = byApplication(d, services, metric.value);
  const names = new Set(transports.map((t) => t.name));
  // ICMP, for one, is both.
  const parts = [...transports, ...applications.filter((a) => !names.has(a.name))];
  const hidden = hide.value;
  const gone = parts.filter((p) => hidden.includes(p.name)).length;
  if (parts.length < 3 && gone === 0) return null;
  return (
    <fieldset class="sankey-chips">
      <legend class="hidden">Protocols that are drawn</legend>
      {parts.slice(0, MOST + transports.length).map((p, i) => (
        <label key={p.name} class="sankey-chip" title={exactVolume(p[metric.value], metric.value)}>
          <input
            type="checkbox"
            checked={!hidden.includes(p.name)}
            onChange={(event) => {
              const others = hidden.filter((name) => name !== p.name);
              hide.value = event.currentTarget.checked ? others : [...others, p.name];
            }}
          />
          {i >= transports.length && (
            <span class="sankey-swatch" style={{ background: applicationColor(p.name) }} />
          )}
          <AppName name={p.name || "(none)"} byPort={isByPort(p)} />
        </label>
      ))}
      {gone > 0 && (
        <button
          type="button"
          class="link quiet"
          onClick={() => {
            hide.value = [];
          }}
        >
          show all
        </button>
      )}
    </fieldset>
  );
}
