// The flow table's rows that a filter lets through. It holds only the largest
// flows of a capture; how many there were, the services say.

import { earlier } from "./conversations";
import type { Data, Layer } from "./data";
import type { Selection } from "./detail";
import { type Filterable, filterRows, type Hidden, type Term } from "./filter";
import { flowHealthColumns } from "./health-columns";
import {
  bitsPerSecond,
  type Column,
  columnMaker,
  nameRanks,
  type Table,
  timeOrNone,
} from "./table";

/** The rows, rising; those that were active within the data's span, if it has one. */
export function flowRows(data: Data, terms: Term[], layer: Layer, hidden?: Hidden): Int32Array {
  const f = data.report.flows;
  const table: Filterable = {
    count: f.client.length,
    a: f.client,
    b: f.server,
    layer: f.layer,
    transport: f.transport,
    application: f.application,
    port: f.server_port,
    asked: () => ({ row: Int32Array.from(f.server_name.keys()), text: f.server_name }),
    ...(hidden?.unanswered ? { answered: answeredOf(data) } : {}),
  };
  const found = filterRows(data, table, terms, layer, hidden);
  const { span } = data;
  return span ? found.filter((i) => first(data, i) < span.to && last(data, i) >= span.from) : found;
}

function answeredOf({ report: { flows } }: Data): number[] {
  return flows.bytes_up.map((n, i) => (n > 0 && flows.bytes_down[i]! > 0 ? 1 : 0));
}

/** Those of the rows that are the selection's. */
export function flowsOf(data: Data, rows: Int32Array, selection: Selection): Int32Array {
  const f = data.report.flows;
  return rows.filter((i) => {
    const c = f.client[i];
    const s = f.server[i];
    if (selection.kind === "host") return c === selection.host || s === selection.host;
    const { a, b } = selection;
    return (c === a && s === b) || (c === b && s === a);
  });
}

function first(data: Data, i: number): number {
  const f = data.report.flows;
  return earlier(f.first_up_ns[i]!, f.first_down_ns[i]!);
}

function last(data: Data, i: number): number {
  const f = data.report.flows;
  return Math.max(f.last_up_ns[i]!, f.last_down_ns[i]!);
}

/** The rows as a table; all is how many flows the filter lets through, in the table or not. */
export function flowTable(data: Data, rows: Int32Array, all: number): Table {
  const f = data.report.flows;
  const n = rows.length;
  const some = data.report.folded.flows > 0 && n < all;
  return {
    count: n,
    one: "flow",
    ...(some ? { of: all } : {}),
    columns: columns(data, rows),
    ends: (r) => [f.client[rows[r]!]!, f.server[rows[r]!]!],
  };
}

function columns(data: Data, rows: Int32Array): Column[] {
  const f = data.report.flows;
  const application = nameRanks(() => data.report.applications.map((a) => a.name));
  const transport = nameRanks(() => data.report.transports);
  const rank = nameRanks(() => data.report.texts);
  // What says nothing stands last.
  const text = (t: number) => (t > 0 ? rank(t) : Number.NaN);
  const duration = (i: number) => {
    const from = first(data, i);
    return from < 0 ? Number.NaN : last(data, i) - from;
  };
  const make = columnMaker((r) => rows[r]!);
  const fixed = { fixed: true } as const;
  const transports = (r: number) => [data.report.transports[f.transport[rows[r]!]!] ?? ""];
  const applications = (r: number) => [
    data.report.applications[f.application[rows[r]!]!]?.name ?? "",
  ];
  return [
    make("client", "address_a", "Client", "host", 168, (i) => f.client[i]!, fixed),
    make("clientPort", "port_a", "Port", "port", 72, (i) => f.client_port[i]! || Number.NaN, fixed),
    make("server", "address_b", "Server", "host", 168, (i) => f.server[i]!, fixed),
    make("serverPort", "port_b", "Port", "port", 72, (i) => f.server_port[i]! || Number.NaN, fixed),
    make("transport", "protocol", "Transport", "text", 96, (i) => transport(f.transport[i]!), {
      texts: transports,
    }),
    make(
      "application",
      "application",
      "Application",
      "text",
      120,
      (i) => application(f.application[i]!),
      {
        texts: applications,
        byPort: (r) => [data.report.applications[f.application[rows[r]!]!]?.by_port ?? false],
      },
    ),
    make("serverName", "server_name", "Server name", "text", 168, (i) => text(f.server_name[i]!), {
      texts: (r) => [data.report.texts[f.server_name[rows[r]!]!] ?? ""],
      ...(f.server_name.some((name) => name > 0) ? {} : { extra: true }),
    }),
    make("version", "protocol_version", "Version", "text", 96, (i) => text(f.protocol[i]!), {
      texts: (r) => [data.report.texts[f.protocol[rows[r]!]!] ?? ""],
      extra: true,
    }),
    make("alpn", "alpn", "ALPN", "text", 80, (i) => text(f.alpn[i]!), {
      texts: (r) => [data.report.texts[f.alpn[rows[r]!]!] ?? ""],
      extra: true,
    }),
    make(
      "packets",
      "packets",
      "Packets",
      "packets",
      80,
      (i) => f.packets_up[i]! + f.packets_down[i]!,
    ),
    make("bytes", "bytes", "Bytes", "bytes", 88, (i) => f.bytes_up[i]! + f.bytes_down[i]!),
    make("packetsUp", "packets_a_to_b", "Packets up", "packets", 104, (i) => f.packets_up[i]!),
    make("bytesUp", "bytes_a_to_b", "Bytes up", "bytes", 96, (i) => f.bytes_up[i]!),
    make(
      "packetsDown",
      "packets_b_to_a",
      "Packets down",
      "packets",
      120,
      (i) => f.packets_down[i]!,
    ),
    make("bytesDown", "bytes_b_to_a", "Bytes down", "bytes", 104, (i) => f.bytes_down[i]!),
    make("start", "rel_start", "First", "time", 112, (i) => timeOrNone(first(data, i))),
    make("duration", "duration", "Duration", "time", 112, duration),
    make("bitsUp", "bits_per_second_a_to_b", "Bits/s up", "rate", 104, (i) =>
      bitsPerSecond(f.bytes_up[i]!, duration(i)),
    ),
    make("bitsDown", "bits_per_second_b_to_a", "Bits/s down", "rate", 112, (i) =>
      bitsPerSecond(f.bytes_down[i]!, duration(i)),
    ),
    ...flowHealthColumns(data, rows, {
      first: (i) => first(data, i),
      last: (i) => last(data, i),
    }),
  ];
}
