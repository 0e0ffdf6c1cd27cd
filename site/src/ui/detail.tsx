// The panel at the side: the selected host or conversation in exact numbers, or,
// with nothing selected, what all that is shown is made of.

import type { ComponentChildren } from "preact";
import type { Data } from "../model/data";
import { conversationDetail, type Direction, flowsOf, hostDetail } from "../model/detail";
import { word } from "../model/filter";
import { clean } from "../model/text";
import { byApplication, byTransport, hostVolumes, type Part } from "../model/volume";
import {
  addWord,
  data,
  filter,
  layer,
  metric,
  selectConversation,
  selectedServices,
  selectHost,
  selection,
  services,
  shown,
  terms,
} from "../state/state";
import { bytes, exact, exactVolume, plural, seconds, share, volume } from "./format";
import { Host } from "./host";

const MOST_ROWS = 12;
const MOST_FLOWS = 50;

export function Detail() {
  const d = data.value;
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
  const volumes = hostVolumes(d, services.value);
  const [sent, received] =
    metric.value === "bytes"
      ? [volumes.sentBytes, volumes.receivedBytes]
      : [volumes.sentPackets, volumes.receivedPackets];
  const hosts = Array.from(sent, (v, host) => ({ host, value: v + received[host]! }))
    .filter((h) => h.value > 0)
    .sort((g, h) => h.value - g.value);
  return (
    <>
      <div class="detail-head">
        <h2>{filter.value ? "What the filter shows" : "Everything"}</h2>
      </div>
      <p class="quiet">
        {exact(shown.value.bytes)} B · {plural(shown.value.packets, "packet")}
      </p>
      <Parts services={services.value} />
      <Section title="Busiest hosts">
        <ul class="bars">
          {hosts.slice(0, MOST_ROWS).map(({ host, value }) => (
            <BarRow
              key={host}
              value={value}
              whole={shown.value[metric.value]}
              onClick={() => selectHost(host)}
            >
              <Host data={d} host={host} />
            </BarRow>
          ))}
        </ul>
        <More n={hosts.length - MOST_ROWS} />
      </Section>
    </>
  );
}

function HostPanel({ d, host }: { d: Data; host: number }) {
  const mine = selectedServices.value;
  const detail = hostDetail(d, mine, host, metric.value);
  const whole = detail.peers.reduce((sum, p) => sum + p[metric.value], 0);
  return (
    <>
      <Head title={<bdi>{d.hosts.label[host]}</bdi>} />
      {d.hosts.named[host] === 1 && (
        <p class="quiet">
          <bdi>{d.hosts.address[host]}</bdi>
        </p>
      )}
      <Names d={d} hosts={[host]} />
      {mine.length === 0 ? (
        <NotShown />
      ) : (
        <>
          <Directions
            rows={[
              { label: "sent", direction: detail.sent },
              { label: "received", direction: detail.received },
            ]}
            flows={detail.flows}
          />
          <Parts services={mine} />
          <Section title={plural(detail.peers.length, "conversation")}>
            <ul class="bars">
              {detail.peers.slice(0, MOST_ROWS).map((peer) => (
                <BarRow
                  key={peer.host}
                  value={peer[metric.value]}
                  whole={whole}
                  onClick={() => selectConversation(host, peer.host)}
                >
                  <Host data={d} host={peer.host} />
                </BarRow>
              ))}
            </ul>
            <More n={detail.peers.length - MOST_ROWS} />
          </Section>
          <Flows d={d} all={detail.flows} />
        </>
      )}
    </>
  );
}

function ConversationPanel({ d, a, b }: { d: Data; a: number; b: number }) {
  const mine = selectedServices.value;
  const detail = conversationDetail(d, mine);
  const name = (h: number) => d.hosts.label[h] ?? "";
  return (
    <>
      <Head
        title={
          <>
            <HostLink host={a} name={name(a)} /> ⇄ <HostLink host={b} name={name(b)} />
          </>
        }
      />
      {d.hosts.named[a]! | d.hosts.named[b]! ? (
        <p class="quiet">
          <bdi>{d.hosts.address[a]}</bdi> ⇄ <bdi>{d.hosts.address[b]}</bdi>
        </p>
      ) : null}
      {mine.length === 0 ? (
        <NotShown />
      ) : (
        <>
          <Directions
            rows={[
              { label: `${name(a)} → ${name(b)}`, direction: detail.forth },
              { label: `${name(b)} → ${name(a)}`, direction: detail.back },
            ]}
            flows={detail.flows}
          />
          <Parts services={mine} />
          <Names d={d} hosts={a === b ? [a] : [a, b]} />
          <Flows d={d} all={detail.flows} />
        </>
      )}
    </>
  );
}

function HostLink({ host, name }: { host: number; name: string }) {
  return (
    <button type="button" class="link" onClick={() => selectHost(host)} title={name}>
      <bdi>{name}</bdi>
    </button>
  );
}

function Head({ title }: { title: ComponentChildren }) {
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

function NotShown() {
  return <p class="quiet">The filter hides all of it.</p>;
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Directions(props: { rows: { label: string; direction: Direction }[]; flows: number }) {
  return (
    <dl class="directions">
      {props.rows.map(({ label, direction: d }) => (
        <div key={label}>
          <dt title={label}>
            <bdi>{label}</bdi>
          </dt>
          {d.packets > 0 ? (
            <dd>
              <b>{bytes(d.bytes)}</b>
              <span>{exact(d.bytes)} B</span>
              <span>{plural(d.packets, "packet")}</span>
              <span title="First and last frame, in seconds since the start">
                {seconds(d.first, 3)} – {seconds(d.last, 3)} s
              </span>
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

/** Applications and transports; a click filters by one. */
function Parts({ services: mine }: { services: Int32Array }) {
  const d = data.value as Data;
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

function BarRow({ value, whole, title, onClick, children }: BarRowProps) {
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

function More({ n }: { n: number }) {
  return n > 0 ? <p class="quiet">and {exact(n)} more</p> : null;
}

function Names({ d, hosts }: { d: Data; hosts: number[] }) {
  const names = hosts.flatMap((h) => d.report.hosts.names[h] ?? []);
  if (names.length === 0) return null;
  return (
    <Section title="Names">
      <ul class="names">
        {names.slice(0, MOST_ROWS).map((n, i) => (
          <li key={i}>
            <bdi title={clean(n.name)}>{clean(n.name)}</bdi>{" "}
            <span class="quiet">({clean(n.source)})</span>
          </li>
        ))}
      </ul>
      <More n={names.length - MOST_ROWS} />
    </Section>
  );
}

function Flows({ d, all }: { d: Data; all: number }) {
  const s = selection.value;
  if (!s || all === 0) return null;
  const found = flowsOf(d, terms.value, layer.value, s);
  const f = d.report.flows;
  const end = (host: number, port: number) => {
    const name = d.hosts.label[host] ?? "";
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
              {s.kind === "conversation" ? (
                <>
                  {f.client[i] === s.a ? "→ " : "← "}
                  {f.client_port[i] || ""} → {f.server_port[i] || ""}
                </>
              ) : (
                `${end(f.client[i]!, f.client_port[i]!)} → ${end(f.server[i]!, f.server_port[i]!)}`
              )}
            </bdi>
            <span class="quiet">
              {clean(d.report.transports[f.transport[i]!] ?? "")}{" "}
              {clean(d.report.applications[f.application[i]!]?.name ?? "")}
            </span>
            <span
              class="flow-volume"
              title={`${exact(f.bytes_up[i]!)} B up, ${exact(f.bytes_down[i]!)} B down`}
            >
              ↑ {bytes(f.bytes_up[i]!)} ↓ {bytes(f.bytes_down[i]!)}
            </span>
          </li>
        ))}
      </ul>
      <More n={found.length - MOST_FLOWS} />
      {found.length > 0 && found.length < all && (
        <p class="quiet">
          {exact(found.length)} of {exact(all)} flows are in the report
        </p>
      )}
    </Section>
  );
}
