// What the panels of hosts and conversations have in common.

import type { ComponentChildren } from "preact";
import type { Data } from "../model/data";
import type { Direction } from "../model/detail";
import { clean } from "../model/text";
import { selection } from "../state/state";
import { MOST_ROWS, More, Section } from "./bars";
import { bytes, exact, instant, plural, seconds } from "./format";
import { sourceWords } from "./name-source";

export function Head({ title }: { title: ComponentChildren }) {
  return (
    <div class="detail-head">
      <h2>{title}</h2>
      <button
        type="button"
        class="icon"
        aria-label="Clear the selection"
        title="Clear the selection (Escape)"
        onClick={() => {
          selection.value = null;
        }}
      >
        ×
      </button>
    </div>
  );
}

export function NotShown() {
  return <p class="quiet">The filter hides all of it.</p>;
}

interface DirectionsProps {
  d: Data;
  rows: { label: string; direction: Direction }[];
  flows: number;
}

export function Directions(props: DirectionsProps) {
  const at = (ns: number) => instant(props.d.report.start_unix_ns, ns);
  return (
    <dl class="directions">
      {props.rows.map(({ label, direction: d }) => (
        <div key={label}>
          <dt title={label}>
            <bdi>{label}</bdi>
          </dt>
          {d.bytes > 0 ? (
            <dd>
              <b>{bytes(d.bytes)}</b>
              <span>{exact(d.bytes)} B</span>
              <span>{plural(d.packets, "packet")}</span>
              {d.first < 0 ? (
                <span title="Flow records have no times">–</span>
              ) : (
                <span
                  title={`First frame ${at(d.first)}, last ${at(d.last)}; here in seconds since the start`}
                >
                  {seconds(d.first, 3)} – {seconds(d.last, 3)} s
                </span>
              )}
            </dd>
          ) : (
            <dd>nothing</dd>
          )}
        </div>
      ))}
      <div>
        <dt>flows</dt>
        <dd>
          <b>{exact(props.flows)}</b>
        </dd>
      </div>
    </dl>
  );
}

const MOST_NAMES = 200;

/** Each host's names, the likeliest first, and who says so. */
export function Names({ d, hosts }: { d: Data; hosts: number[] }) {
  // A host's own page has them all, as far as one can read.
  const most = hosts.length > 1 ? MOST_ROWS : MOST_NAMES;
  const named = hosts.filter((h) => d.hosts.name[h]);
  return (
    <>
      {named.map((h) => {
        const names = d.report.hosts.names[h] ?? [];
        return (
          <Section key={h} title={hosts.length > 1 ? `Names of ${d.hosts.address[h]}` : "Names"}>
            <ul class="names">
              {names.slice(0, most).map((n, i) => (
                <li key={i}>
                  <bdi title={clean(n.name)}>{clean(n.name)}</bdi>{" "}
                  <span class="quiet">{sourceWords(n.source)}</span>
                </li>
              ))}
            </ul>
            <More n={names.length - most} />
          </Section>
        );
      })}
    </>
  );
}
