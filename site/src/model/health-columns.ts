// The tables' columns of health. They are worked out only when they are shown or
// sorted by: each for itself.

import type { Data } from "./data";
import { type HealthMetric, healthFacts, healthMetrics, Tally } from "./health";
import { type Column, columnMaker, type Kind, ranks } from "./table";
import {
  flowDetail,
  flowHealthRows,
  handshake,
  serviceRows,
  type WayFigure,
  type WholeFigure,
} from "./tcp";

const titles: Record<HealthMetric, [field: string, title: string, kind: Kind, width: number]> = {
  retransmissions: ["retransmission_share", "Retr. %", "share", 112],
  rtt: ["initial_rtt", "RTT", "lapse", 112],
  "server-rtt": ["server_rtt", "Server RTT", "lapse", 120],
  resets: ["resets", "Resets", "count", 96],
  unanswered: ["unanswered_share", "Unanswered", "share", 124],
  rate: ["bits_per_second", "Bits/s", "rate", 120],
};

/** Rows that are made of services: row r of services[offset[r]] to services[offset[r + 1] - 1]. */
interface Rows {
  count: number;
  offset: Int32Array;
  services: Int32Array;
}

const waySums: [figure: WayFigure, title: string][] = [
  ["out_of_order", "Out of order"],
  ["lost", "Lost"],
  ["duplicate_acks", "Dup. ACKs"],
  ["zero_windows", "Zero windows"],
  ["fast", "Fast retr."],
  ["spurious", "Spurious retr."],
];
const wholeSums: [figures: WholeFigure[], key: string, title: string][] = [
  [["complete"], "complete", "Handshakes"],
  [["refused"], "refused", "Refused"],
  [["unreachable", "fragmentation_needed", "time_exceeded"], "icmp_errors", "ICMP errors"],
];

function metricColumn(metric: HealthMetric, tally: () => Tally): Column {
  const [field, title, kind, width] = titles[metric];
  return {
    key: metric,
    field,
    title,
    kind,
    width,
    value: (row) => tally().value(row),
    tally,
    extra: true,
  };
}

/** Columns for conversations and hosts. */
export function healthColumns(data: Data, rows: Rows): Column[] {
  const metrics = healthMetrics.map((metric) =>
    metricColumn(
      metric,
      once(() => {
        const tally = new Tally(healthFacts(data, metric), rows.count);
        each(rows, (r, i) => tally.addBoth(r, i));
        return tally;
      }),
    ),
  );
  const sums = (of: (healthRow: number) => number) =>
    once(() => {
      const health = serviceRows(data);
      const sum = new Float64Array(rows.count);
      each(rows, (r, i) => {
        if (health[i]! >= 0) sum[r]! += of(health[i]!);
      });
      return sum;
    });
  const h = data.report.service_health;
  const make = columnMaker((r) => r);
  const extra = { extra: true } as const;
  const column = (key: string, title: string, of: (row: number) => number) => {
    const sum = sums(of);
    return make(key, key, title, "count", 72 + 4 * title.length, (r) => sum()[r]!, extra);
  };
  const answered = sums((row) => h.answered[row]!);
  const response = sums((row) => h.response_ns[row]!);
  return [
    ...metrics,
    make(
      "response",
      "time_to_first_byte",
      "First byte",
      "lapse",
      96,
      (r) => response()[r]! / (answered()[r]! || Number.NaN),
      extra,
    ),
    ...waySums.map(([key, title]) =>
      column(key, title, (row) => h[key][0]![row]! + h[key][1]![row]!),
    ),
    ...wholeSums.map(([figures, key, title]) =>
      column(key, title, (row) => figures.reduce((sum, figure) => sum + h[figure][row]!, 0)),
    ),
  ];
}

/** Columns for flows; rows are their indices. */
export function flowHealthColumns(
  data: Data,
  rows: Int32Array,
  times: { first(i: number): number; last(i: number): number },
): Column[] {
  const f = data.report.flows;
  const h = data.report.flow_health;
  const index = once(() => flowHealthRows(data));
  const at = (i: number, of: (row: number) => number) => {
    const row = index()[i]!;
    return row < 0 ? Number.NaN : of(row);
  };
  const tcp = data.report.transports.map((name) => name === "TCP");
  const none = [new Float64Array(0), new Float64Array(0)] as const;
  const tally = (metric: HealthMetric) =>
    once(() => {
      const made = new Tally({ metric, data, part: none, base: none, directed: true }, rows.length);
      rows.forEach((i, r) => {
        const [part, base] = ofFlow(metric, i);
        made.part[r] = Number.isNaN(part) ? 0 : part;
        made.base[r] = Number.isNaN(base) ? 0 : base;
        if (made.first && made.last) {
          made.first[r] = times.first(i);
          made.last[r] = times.last(i);
        }
      });
      return made;
    });
  const both = (figure: WayFigure, row: number) => h[figure][0]![row]! + h[figure][1]![row]!;
  const packets = (i: number) => f.packets_up[i]! + f.packets_down[i]!;
  const isTcp = (i: number) => tcp[f.transport[i]!] === true;
  const ofFlow = (metric: HealthMetric, i: number): [part: number, base: number] => {
    switch (metric) {
      case "retransmissions":
        return isTcp(i)
          ? [at(i, (row) => both("retransmissions", row) - both("doubled", row)), packets(i)]
          : [0, 0];
      case "rtt":
        return [at(i, (row) => h.rtt_ns[row]!), at(i, (row) => h.timed[row]!)];
      case "server-rtt":
        return [at(i, (row) => h.server_rtt_ns[row]!), at(i, (row) => h.timed[row]!)];
      case "resets":
        return isTcp(i) ? [at(i, (row) => both("resets", row)), 1] : [0, 0];
      case "unanswered": {
        const failed = at(i, (row) => h.refused[row]! + h.unanswered[row]!);
        const open = at(i, (row) => h.complete[row]! + h.refused[row]! + h.unanswered[row]!);
        if (isTcp(i)) return [failed, open];
        return f.server_port[i] ? [at(i, (row) => h.silent[row]!), 1] : [0, 0];
      }
      case "rate":
        return [(f.bytes_up[i]! + f.bytes_down[i]!) * 8, packets(i)];
    }
  };
  const make = columnMaker((r) => rows[r]!);
  const extra = { extra: true } as const;
  const words = ["", "complete", "refused", "unanswered"];
  const rank = ranks(words);
  const outcome = (i: number) => {
    const detail = flowDetail(data, i);
    return detail ? handshake(detail) : "";
  };
  const ways = (figure: WayFigure, key: string, title: string, kind: Kind = "count") =>
    ([0, 1] as const).map((way) =>
      make(
        `${key}${way ? "Down" : "Up"}`,
        `${figure}_${way ? "b_to_a" : "a_to_b"}`,
        `${title} ${way ? "down" : "up"}`,
        kind,
        88 + 5 * title.length,
        (i) => at(i, (row) => h[figure][way]![row]! || (kind === "count" ? 0 : Number.NaN)),
        extra,
      ),
    );
  return [
    make(
      "handshake",
      "handshake",
      "Handshake",
      "text",
      104,
      (i) => rank[words.indexOf(outcome(i))] || Number.NaN,
      { texts: (r) => [outcome(rows[r]!)], extra: true },
    ),
    ...healthMetrics.map((metric) => metricColumn(metric, tally(metric))),
    make(
      "response",
      "time_to_first_byte",
      "First byte",
      "lapse",
      96,
      (i) => at(i, (row) => (h.answered[row] ? h.response_ns[row]! : Number.NaN)),
      extra,
    ),
    ...ways("retransmissions", "retr", "Retr."),
    ...ways("fast", "fast", "Fast retr."),
    ...ways("spurious", "spurious", "Spurious"),
    ...ways("out_of_order", "outOfOrder", "Out of order"),
    ...ways("lost", "lost", "Lost"),
    ...ways("duplicate_acks", "dupAcks", "Dup. ACKs"),
    ...ways("zero_windows", "zeroWindows", "Zero windows"),
    ...ways("max_in_flight", "inFlight", "In flight", "bytes"),
    ...ways("mss", "mss", "MSS", "bytes"),
  ];
}

function each(rows: Rows, does: (row: number, service: number) => void): void {
  for (let r = 0; r < rows.count; r++) {
    for (let k = rows.offset[r]!; k < rows.offset[r + 1]!; k++) does(r, rows.services[k]!);
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
