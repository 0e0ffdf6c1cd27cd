// The panel at the side: the selected host or conversation in exact numbers, or,
// with nothing selected, what all that is shown is made of.

import type { Data } from "../model/data";
import { busiestHosts } from "../model/volume";
import { filter, metric, scoped, selectHost, selection, services, shown } from "../state/state";
import { BarRow, MOST_ROWS, More, Parts, Section } from "./bars";
import { CapturedOn } from "./capture-point";
import { ConversationPanel } from "./conversation-panel";
import { exact, plural } from "./format";
import { Host } from "./host";
import { HostPanel } from "./host-panel";

export function Detail() {
  const d = scoped.value;
  if (!d) return null;
  const s = selection.value;
  return (
    <aside class="detail" aria-label="Details">
      {s === null && <Overview d={d} />}
      {s?.kind === "host" && <HostPanel d={d} host={s.host} />}
      {s?.kind === "conversation" && <ConversationPanel d={d} a={s.a} b={s.b} />}
    </aside>
  );
}

function Overview({ d }: { d: Data }) {
  const { total, busiest, count } = busiestHosts(d, services.value, metric.value, MOST_ROWS);
  return (
    <>
      <div class="detail-head">
        <h2>
          {filter.value ? "What the filter shows" : d.span ? "All in the span" : "Everything"}
        </h2>
      </div>
      <p class="quiet">
        {exact(shown.value.bytes)} B · {plural(shown.value.packets, "packet")}
      </p>
      <p class="quiet">
        <CapturedOn />
      </p>
      <Parts services={services.value} />
      {count > 0 && (
        <Section title="Busiest hosts">
          <ul class="bars">
            {busiest.map((host) => (
              <BarRow
                key={host}
                value={total[host]!}
                whole={shown.value[metric.value]}
                onClick={() => selectHost(host)}
              >
                <Host data={d} host={host} />
              </BarRow>
            ))}
          </ul>
          <More n={count - MOST_ROWS} />
        </Section>
      )}
    </>
  );
}
