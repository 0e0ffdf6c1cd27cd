// Lists in which each line's length is its share: applications, transports, hosts.

import type { ComponentChildren } from "preact";
import { isByPort } from "../model/by-port";
import type { Data } from "../model/data";
import { word } from "../model/filter";
import { byApplication, byTransport, type Part } from "../model/volume";
import { addWord, metric, scoped } from "../state/state";
import { AppName, portWords } from "./by-port";
import { exact, exactVolume, share, volume } from "./format";

export const MOST_ROWS = 12;

export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Applications and transports; a click filters by one. */
export function Parts({ services: mine }: { services: Int32Array }) {
  const d = scoped.value as Data;
  return (
    <>
      <PartList title="Applications" field="app" parts={byApplication(d, mine, metric.value)} />
      <PartList title="Transports" field="transport" parts={byTransport(d, mine, metric.value)} />
    </>
  );
}

interface PartListProps {
  title: string;
  field: "app" | "transport";
  parts: Part[];
}

function PartList({ title, field, parts }: PartListProps) {
  if (parts.length === 0) return null;
  const whole = parts.reduce((sum, p) => sum + p[metric.value], 0);
  return (
    <Section title={title}>
      <ul class="bars">
        {parts.slice(0, MOST_ROWS).map((p) => (
          <BarRow
            key={p.name}
            value={p[metric.value]}
            whole={whole}
            title={portWords(p)}
            onClick={() => addWord(word(field, p.name))}
          >
            <AppName name={p.name || "(none)"} byPort={isByPort(p)} />
          </BarRow>
        ))}
      </ul>
      <More n={parts.length - MOST_ROWS} />
    </Section>
  );
}

interface BarRowProps {
  value: number;
  whole: number;
  /** Of the value, what was sent and what was received; the bar and the number tell them apart. */
  ways?: [sent: number, received: number];
  title?: string | undefined;
  onClick: () => void;
  children: ComponentChildren;
}

export function BarRow({ value, whole, ways, title, onClick, children }: BarRowProps) {
  const m = metric.value;
  const width = (part: number) => `${whole > 0 ? (part / whole) * 100 : 0}%`;
  const amount = `${exactVolume(value, m)}, ${share(value, whole)}`;
  const detail = ways ? `, ${exactVolume(ways[0], m)} up, ${exactVolume(ways[1], m)} down` : "";
  return (
    <li>
      <button
        type="button"
        onClick={onClick}
        title={`${amount}${detail}${title ? `, ${title}` : ""}`}
      >
        <span class="bar-name">{children}</span>
        {ways ? (
          <>
            <span class="bar-value">
              ↑ {volume(ways[0], m)} ↓ {volume(ways[1], m)}
            </span>
            <span class="bar bar-ways" style={{ width: width(value) }}>
              <span class="sent" style={{ flexGrow: ways[0] }} />
              <span class="received" style={{ flexGrow: ways[1] }} />
            </span>
          </>
        ) : (
          <>
            <span class="bar-value">{volume(value, m)}</span>
            <span class="bar" style={{ width: width(value) }} />
          </>
        )}
      </button>
    </li>
  );
}

/** Says that there are more; a click shows them, if there is where. */
export function More({ n, onClick }: { n: number; onClick?: () => void }) {
  if (n <= 0) return null;
  return (
    <p class="quiet">
      and {exact(n)} more
      {onClick && (
        <>
          :{" "}
          <button type="button" class="link" onClick={onClick}>
            all in the table
          </button>
        </>
      )}
    </p>
  );
}
