// A host's page: who it is, with whom it spoke, what it serves and uses.

import { Fragment } from "preact";
import type { Data } from "../model/data";
import { hostDetail, hostPorts, type Port } from "../model/detail";
import { word } from "../model/filter";
import { clean } from "../model/text";
import {
  HostBroadcast,
  HostIPv4,
  HostIPv6,
  HostMAC,
  HostMulticast,
  HostNamed,
  HostPrivate,
} from "../report/types";
import { addWord, capturedOn, metric, selectConversation, selectedServices } from "../state/state";
import { ActivityChart } from "./activity";
import { BarRow, MOST_ROWS, More, Parts, Section } from "./bars";
import { AppName } from "./by-port";
import { captureReason } from "./capture-point";
import { Directions, Head, Names, NotShown } from "./detail-parts";
import { Flows } from "./flows";
import { plural } from "./format";
import { alias, called, Host } from "./host";
import { SelectionActions, showInTable } from "./selection-actions";
import { ServerNames } from "./server-names";
import { TcpSection } from "./tcp-section";

const flagNames: [flag: number, name: string][] = [
  [HostIPv4, "IPv4"],
  [HostIPv6, "IPv6"],
  [HostMAC, "MAC"],
  [HostPrivate, "private"],
  [HostBroadcast, "broadcast"],
  [HostMulticast, "multicast"],
  [HostNamed, "known by name alone"],
];

export function HostPanel({ d, host }: { d: Data; host: number }) {
  const mine = selectedServices.value;
  const detail = hostDetail(d, mine, host, metric.value);
  const ports = hostPorts(d, mine, host, metric.value);
  const whole = detail.peers.reduce((sum, p) => sum + p[metric.value], 0);
  const flags = d.report.hosts.flags[host] ?? 0;
  const point = capturedOn.value.get(host);
  return (
    <>
      <Head title={<bdi>{called(d, host)}</bdi>} />
      <p class="quiet">
        {alias(d, host).map((text) => (
          <Fragment key={text}>
            <bdi>{text}</bdi> ·{" "}
          </Fragment>
        ))}
        {flagNames
          .filter(([flag]) => flags & flag)
          .map(([, name]) => name)
          .join(", ")}
      </p>
      {point && <p class="quiet">{captureReason(point)}</p>}
      <SelectionActions d={d} />
      {mine.length === 0 ? (
        <NotShown />
      ) : (
        <>
          <Directions
            d={d}
            rows={[
              { label: "sent", direction: detail.sent },
              { label: "received", direction: detail.received },
            ]}
            flows={detail.flows}
          />
          <ActivityChart d={d} services={mine} host={host} up="sent" down="received" />
          <TcpSection d={d} services={mine} host={host} there="sent" back="received" />
          <Section title={plural(detail.peers.length, "peer")}>
            <ul class="bars">
              {detail.peers.slice(0, MOST_ROWS).map((peer) => (
                <BarRow
                  key={peer.host}
                  value={peer[metric.value]}
                  whole={whole}
                  ways={[peer.sent[metric.value], peer.received[metric.value]]}
                  onClick={() => selectConversation(host, peer.host)}
                >
                  <Host data={d} host={peer.host} />
                </BarRow>
              ))}
            </ul>
            <More
              n={detail.peers.length - MOST_ROWS}
              onClick={() => showInTable(d, "conversations")}
            />
          </Section>
          <Ports d={d} title="Serves" ports={ports.serves} peer="client" />
          <Ports d={d} title="Uses" ports={ports.uses} peer="server" />
          <Parts services={mine} />
          <Names d={d} hosts={[host]} />
          <ServerNames d={d} />
          <Flows d={d} all={detail.flows} />
        </>
      )}
    </>
  );
}

interface PortsProps {
  d: Data;
  title: string;
  ports: Port[];
  /** Whom they were spoken with, in a word; nothing in a conversation. */
  peer?: string;
}

/** Server ports; a click filters by one. */
export function Ports({ d, title, ports, peer }: PortsProps) {
  if (ports.length === 0) return null;
  const m = metric.value;
  const whole = ports.reduce((sum, p) => sum + p[m], 0);
  return (
    <Section title={title}>
      <ul class="bars">
        {ports.slice(0, MOST_ROWS).map((p) => {
          const transport = clean(d.report.transports[p.transport] ?? "");
          const app = clean(d.report.applications[p.application]?.name ?? "");
          const words = [transport, p.port || ""].filter(Boolean);
          return (
            <BarRow
              key={`${p.port} ${p.transport} ${p.application}`}
              value={p[m]}
              whole={whole}
              title={peer && plural(p.peers, peer)}
              onClick={() =>
                addWord(p.port ? word("port", `${p.port}`) : word("transport", transport))
              }
            >
              {words.map((w) => (
                <Fragment key={w}>
                  <bdi>{w}</bdi>{" "}
                </Fragment>
              ))}
              {app && app !== transport && (
                <span class="quiet">
                  <AppName name={app} byPort={p.byPort} />{" "}
                </span>
              )}
              {peer && <span class="quiet">· {plural(p.peers, peer)}</span>}
            </BarRow>
          );
        })}
      </ul>
      <More n={ports.length - MOST_ROWS} />
    </Section>
  );
}
