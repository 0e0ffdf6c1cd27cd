// How the connections of a host or a conversation went: handshakes, round trips,
// what was sent again and what was held up, each way.

import type { Data } from "../model/data";
import { flowDetail, handshake, type TcpDetail, tcpDetail, type WayFigure } from "../model/tcp";
import { Section } from "./bars";
import { bytes, duration, exact, plural, share } from "./format";

interface TcpProps {
  d: Data;
  services: Int32Array;
  /** Whose sending comes first; without, the lower host's of the conversation. */
  host?: number;
  /** What the two ways are: "sent", "received". */
  there: string;
  back: string;
}

const counts: [figure: WayFigure, name: string, means: string][] = [
  ["out_of_order", "out of order", "segments that came after later ones"],
  ["lost", "lost before here", "gaps: segments that the capture doesn't hold"],
  ["duplicate_acks", "duplicate ACKs", "the receiver misses something"],
  ["zero_windows", "zero windows", "the receiver asks to wait"],
  ["resets", "resets", "segments with RST"],
];

export function TcpSection({ d, services, host, there, back }: TcpProps) {
  const t = tcpDetail(d, services, host);
  const rows = wayRows(t);
  const facts = wholeFacts(t);
  if (rows.length + facts.length === 0) return null;
  return (
    <Section title="How it went">
      {facts.length > 0 && (
        <dl class="tcp-facts">
          {facts.map(([name, value, more]) => (
            <div key={name} title={more}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {rows.length > 0 && (
        <table class="tcp-ways">
          <thead>
            <tr>
              <th scope="col">TCP</th>
              <th scope="col">{there}</th>
              <th scope="col">{back}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, values, more]) => (
              <tr key={name} title={more}>
                <th scope="row">{name}</th>
                <td>{values[0]}</td>
                <td>{values[1]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {d.span && <p class="quiet">Of all the time: when in it, the report doesn't know.</p>}
    </Section>
  );
}

type Row = [name: string, values: [string, string], more: string];

function wayRows({ ways: w, packets }: TcpDetail): Row[] {
  const rows: Row[] = [];
  const again = ([0, 1] as const).map((way) => w.retransmissions[way] - w.doubled[way]);
  if (again.some((n) => n > 0)) {
    const kinds = (["fast", "spurious"] as const).flatMap((figure) => {
      const sum = w[figure][0] + w[figure][1];
      return sum ? [`${exact(sum)} ${figure}`] : [];
    });
    rows.push([
      "sent again",
      [0, 1].map((way) =>
        packets[way] ? `${exact(again[way]!)} (${share(again[way]!, packets[way]!)})` : "–",
      ) as [string, string],
      ["retransmissions, of TCP packets; copies of frames left out", ...kinds].join(", "),
    ]);
    for (const figure of ["fast", "spurious"] as const) {
      if (w[figure][0] + w[figure][1] === 0) continue;
      rows.push([
        `  ${figure}`,
        [exact(w[figure][0]), exact(w[figure][1])],
        figure === "fast" ? "right after duplicate ACKs" : "had been acknowledged already",
      ]);
    }
  }
  for (const [figure, name, means] of counts) {
    const [a, b] = w[figure];
    if (a + b > 0) rows.push([name, [exact(a), exact(b)], means]);
  }
  const either = (figure: WayFigure, name: string, text: (n: number) => string, means: string) => {
    const [a, b] = w[figure];
    if (a + b > 0) rows.push([name, [a ? text(a) : "–", b ? text(b) : "–"], means]);
  };
  either("max_in_flight", "in flight at most", bytes, "bytes sent and not yet acknowledged");
  either("mss", "MSS offered", (n) => `${exact(n)} B`, "the smallest of all flows");
  either("window_scale", "window scale", (n) => `× ${exact(2 ** (n - 1))}`, "the largest offered");
  return rows;
}

function wholeFacts({ whole: w }: TcpDetail): [name: string, value: string, more: string][] {
  const facts: [string, string, string][] = [];
  const outcomes = [
    [w.complete, "complete"],
    [w.refused, "refused"],
    [w.unanswered, "unanswered"],
  ] as const;
  const ended = outcomes.filter(([n]) => n > 0).map(([n, word]) => `${exact(n)} ${word}`);
  if (ended.length)
    facts.push(["handshakes", ended.join(", "), "TCP connections by how they began"]);
  const silent = w.silent - w.unanswered;
  if (silent > 0 && !ended.length)
    facts.push(["no answer", plural(silent, "flow"), "the server said nothing"]);
  if (w.timed > 0) {
    const [rtt, server] = [w.rtt_ns / w.timed, w.server_rtt_ns / w.timed];
    const text = (ns: number) => duration(Math.round(ns));
    const most = w.timed > 1 ? `, ${text(w.rtt_max_ns)} at most` : "";
    facts.push(["initial RTT", `${text(rtt)}${most}`, `mean of ${plural(w.timed, "handshake")}`]);
    facts.push([
      "of it",
      `${text(Math.max(0, rtt - server))} client side, ${text(server)} server side`,
      "from the capture point to the client and back, and to the server and back",
    ]);
  }
  if (w.answered > 0) {
    const most = w.answered > 1 ? `, ${duration(w.response_max_ns)} at most` : "";
    facts.push([
      "first answer after",
      `${duration(Math.round(w.response_ns / w.answered))}${most}`,
      `from the first request to the first byte back, mean of ${plural(w.answered, "flow")}`,
    ]);
  }
  for (const [n, word] of [
    [w.unreachable, "unreachable"],
    [w.fragmentation_needed, "fragmentation needed"],
    [w.time_exceeded, "time exceeded"],
  ] as const) {
    if (n > 0) facts.push([`ICMP: ${word}`, exact(n), "errors that quote these flows"]);
  }
  return facts;
}

/** What of a flow's course is worth a word in a list. */
export function flowWords(d: Data, flow: number): string {
  const t = flowDetail(d, flow);
  if (!t) return "";
  const { ways: w, whole } = t;
  const sum = (figure: WayFigure) => w[figure][0] + w[figure][1];
  const outcome = handshake(t);
  const again = sum("retransmissions") - sum("doubled");
  return [
    outcome === "complete" ? "" : outcome,
    !outcome && whole.silent ? "no answer" : "",
    whole.timed ? `RTT ${duration(whole.rtt_ns)}` : "",
    again > 0 ? `${exact(again)} sent again` : "",
    sum("lost") ? `${exact(sum("lost"))} lost` : "",
    sum("zero_windows") ? plural(sum("zero_windows"), "zero window") : "",
    sum("resets") ? plural(sum("resets"), "reset") : "",
  ]
    .filter(Boolean)
    .join(", ");
}
