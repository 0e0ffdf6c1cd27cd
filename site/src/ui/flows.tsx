// The largest flows of what is selected.

import type { Data } from "../model/data";
import { flowsOf } from "../model/flows";
import { brief, clean } from "../model/text";
import { flows, selection } from "../state/state";
import { More, Section } from "./bars";
import { AppName } from "./by-port";
import { bytes, exact } from "./format";
import { showInTable } from "./selection-actions";
import { flowWords } from "./tcp-section";

const MOST_FLOWS = 20;

/** Of a name: two of them and their ports have one line. */
const MOST_LETTERS = 20;

/** The ports, A's on the left and B's on the right, the arrow from the client to the server. */
function ports(client: number, server: number, forth: boolean): string {
  if (!client && !server) return forth ? "→" : "←";
  return forth ? `:${client} → :${server}` : `:${server} ← :${client}`;
}

function FlowWords({ text }: { text: string }) {
  return text ? <span class="flow-words quiet">{text}</span> : null;
}

export function Flows({ d, all }: { d: Data; all: number }) {
  const s = selection.value;
  if (!s || all === 0) return null;
  const found = flowsOf(d, flows.value, s);
  const f = d.report.flows;
  const end = (host: number, port: number, most = Number.POSITIVE_INFINITY) => {
    const name = brief(d.hosts.label[host] ?? "", most);
    return port ? (name.includes(":") ? `[${name}]:${port}` : `${name}:${port}`) : name;
  };
  return (
    <Section title="Largest flows">
      {found.length === 0 && <p class="quiet">None of them is in the report.</p>}
      <ul class="flows">
        {[...found.slice(0, MOST_FLOWS)].map((i) => (
          <li key={i}>
            <bdi
              class="flow-ends"
              title={`${end(f.client[i]!, f.client_port[i]!)} → ${end(f.server[i]!, f.server_port[i]!)}`}
            >
              {s.kind === "conversation"
                ? ports(f.client_port[i]!, f.server_port[i]!, f.client[i] === s.a)
                : `${end(f.client[i]!, f.client_port[i]!, MOST_LETTERS)} → ${end(f.server[i]!, f.server_port[i]!, MOST_LETTERS)}`}
            </bdi>
            <span class="quiet">
              {clean(d.report.transports[f.transport[i]!] ?? "")}{" "}
              <AppName
                name={d.report.applications[f.application[i]!]?.name ?? ""}
                byPort={d.report.applications[f.application[i]!]?.by_port ?? false}
              />
            </span>
            <span
              class="flow-volume"
              title={`${exact(f.bytes_up[i]!)} B up, ${exact(f.bytes_down[i]!)} B down`}
            >
              ↑ {bytes(f.bytes_up[i]!)} ↓ {bytes(f.bytes_down[i]!)}
            </span>
            <FlowWords text={flowWords(d, i)} />
          </li>
        ))}
      </ul>
      <More n={found.length - MOST_FLOWS} onClick={() => showInTable(d, "flows")} />
      {found.length > 0 && found.length < all && (
        <p class="quiet">
          {exact(found.length)} of {exact(all)} flows are in the report
        </p>
      )}
    </Section>
  );
}
