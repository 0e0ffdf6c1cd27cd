// Lists in which each line's length is its share: applications, transports, hosts.

import type { ComponentChildren } from "preact";
import type { Data } from "../model/data";
import { word } from "../model/filter";
import { clean } from "../model/text";
import { byApplication, byTransport, type Part } from "../model/volume";
import { addWord, metric, scoped } from "../state/state";
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
            title={p.byPort ? "by port number only" : undefined}
            onClick={() => addWord(word(field, p.name))}
          >
            <bdi>{clean(p.name) || "(none)"}</bdi>
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
  title?: string | undefined;
  onClick: () => void;
  children: ComponentChildren;
}

export function BarRow({ value, whole, title, onClick, children }: BarRowProps) {
  const amount = `${exactVolume(value, metric.value)}, ${share(value, whole)}`;
  return (
    <li>
      <button type="button" onClick={onClick} title={title ? `${amount}, ${title}` : amount}>
        <span class="bar-name">{children}</span>
        <span class="bar-value">{volume(value, metric.value)}</span>
        <span class="bar" style={{ width: `${whole > 0 ? (value / whole) * 100 : 0}%` }} />
      </button>
    </li>
  );
}

export function More({ n }: { n: number }) {
  return n > 0 ? <p class="quiet">and {exact(n)} more</p> : null;
}
