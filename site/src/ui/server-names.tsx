// The server names that the selection's flows asked for; a click filters by one.

import type { Data } from "../model/data";
import { word } from "../model/filter";
import { flowsOf } from "../model/flows";
import { serverNames } from "../model/server-names";
import { brief, clean } from "../model/text";
import { addWord, flows, metric, selection } from "../state/state";
import { BarRow, MOST_ROWS, More, Section } from "./bars";

const MOST_LETTERS = 32;

export function ServerNames({ d }: { d: Data }) {
  const s = selection.value;
  if (!s) return null;
  const found = serverNames(d, flowsOf(d, flows.value, s));
  if (found.length === 0) return null;
  const whole = found.reduce((sum, n) => sum + n[metric.value], 0);
  return (
    <Section title="Asked for">
      <ul class="bars">
        {found.slice(0, MOST_ROWS).map((n) => (
          <BarRow
            key={n.name}
            value={n[metric.value]}
            whole={whole}
            title={`${clean(n.name)} ${n.spoken.map(clean).join(", ")}`}
            onClick={() => addWord(word("sni", n.name))}
          >
            <bdi>{brief(clean(n.name), MOST_LETTERS)}</bdi>{" "}
            <bdi class="quiet">{n.spoken.map(clean).join(", ")}</bdi>
          </BarRow>
        ))}
      </ul>
      <More n={found.length - MOST_ROWS} />
    </Section>
  );
}
