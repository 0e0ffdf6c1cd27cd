// What two hosts said to each other, both ways in exact numbers.

import type { Data } from "../model/data";
import { conversationDetail, portsOf } from "../model/detail";
import { metric, selectedServices, selectHost } from "../state/state";
import { ActivityChart } from "./activity";
import { Parts } from "./bars";
import { Directions, Head, Names, NotShown } from "./detail-parts";
import { Flows } from "./flows";
import { Ports } from "./host-panel";
import { MiniSankey } from "./mini-sankey";
import { SelectionActions } from "./selection-actions";

export function ConversationPanel({ d, a, b }: { d: Data; a: number; b: number }) {
  const mine = selectedServices.value;
  const detail = conversationDetail(d, mine);
  const name = (h: number) => d.hosts.label[h] ?? "";
  const [forth, back] = [`${name(a)} → ${name(b)}`, `${name(b)} → ${name(a)}`];
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
      <SelectionActions d={d} />
      {mine.length === 0 ? (
        <NotShown />
      ) : (
        <>
          <Directions
            d={d}
            rows={[
              { label: forth, direction: detail.forth },
              { label: back, direction: detail.back },
            ]}
            flows={detail.flows}
          />
          <MiniSankey a={a} b={b} services={mine} />
          <ActivityChart d={d} services={mine} up="A → B" down="B → A" />
          <Ports d={d} title="Ports" ports={portsOf(d, mine, metric.value)} />
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
