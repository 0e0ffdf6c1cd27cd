// The panel at the side: the selected host or conversation in exact numbers, or,
// with nothing selected, what all that is shown is made of.

import type { ComponentChildren } from "preact";
import type { Data } from "../model/data";
import { conversationDetail, type Direction, hostDetail } from "../model/detail";
import { clean } from "../model/text";
import { hostVolumes, inMetric } from "../model/volume";
import {
  filter,
  metric,
  scoped,
  selectConversation,
  selectedServices,
  selectHost,
  selection,
  services,
  shown,
} from "../state/state";
import { BarRow, MOST_ROWS, More, Parts, Section } from "./bars";
import { Flows } from "./flows";
import { bytes, exact, plural, seconds } from "./format";
import { Host } from "./host";

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
  const volumes = hostVolumes(d, services.value);
  const { sent, received } = inMetric(volumes, metric.value);
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
      {hosts.length > 0 && (
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
      )}
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
