// What two hosts said to each other, both ways in exact numbers.

import type { Data } from "../model/data";
import { conversationDetail, portsOf } from "../model/detail";
import { brief } from "../model/text";
import { metric, selectedServices, selectHost } from "../state/state";
import { ActivityChart } from "./activity";
import { Parts } from "./bars";
import { Directions, Head, Names, NotShown } from "./detail-parts";
import { Flows } from "./flows";
import { alias, called } from "./host";
import { Ports } from "./host-panel";
import { MiniSankey } from "./mini-sankey";
import { SelectionActions } from "./selection-actions";
import { ServerNames } from "./server-names";
import { TcpSection } from "./tcp-section";

export function ConversationPanel({ d, a, b }: { d: Data; a: number; b: number }) {
  const mine = selectedServices.value;
  const detail = conversationDetail(d, mine);
  const name = (h: number) => called(d, h);
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
      {alias(d, a).length + alias(d, b).length > 0 && (
        <p class="quiet">
          <bdi>{alias(d, a)[0] ?? name(a)}</bdi> ⇄ <bdi>{alias(d, b)[0] ?? name(b)}</bdi>
        </p>
      )}
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
          <TcpSection d={d} services={mine} there="A → B" back="B → A" />
          <Ports d={d} title="Ports" ports={portsOf(d, mine, metric.value)} />
          <Parts services={mine} />
          <Names d={d} hosts={a === b ? [a] : [a, b]} />
          <ServerNames d={d} />
          <Flows d={d} all={detail.flows} />
        </>
      )}
    </>
  );
}

function HostLink({ host, name }: { host: number; name: string }) {
  return (
    <button type="button" class="link" onClick={() => selectHost(host)} title={name}>
      <bdi>{brief(name, 40)}</bdi>
    </button>
  );
}
