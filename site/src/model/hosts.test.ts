import { describe, expect, test } from "vitest";
import { conversations, conversationTable } from "./conversations";
import { prepare } from "./data";
import { filterRows } from "./filter";
import { flowRows, flowsOf, flowTable } from "./flows";
import { hostRows, hostTable } from "./hosts";
import { randomReport, sampleReport } from "./sample";
import { nextSort, parseSort, shownColumns, sortRows, type Table, writeSort } from "./table";
import { totalOf } from "./volume";

const sum = (table: Table, key: string) => {
  const column = table.columns.find((c) => c.key === key)!;
  let total = 0;
  for (let r = 0; r < table.count; r++) total += column.value(r);
  return total;
};

const d = prepare(
  sampleReport({
    hosts: [
      { address: "10.0.0.1", names: ["web"] },
      { address: "10.0.0.2" },
      { address: "10.0.0.3" },
    ],
    applications: ["http", "domain"],
    services: [
      { a: 0, b: 1, forth: [2, 200], back: [1, 60], times: [1e9, 3e9, 2e9, 2e9] },
      { a: 0, b: 1, application: 1, forth: [1, 900], times: [5e8, 5e8, -1, -1] },
      { a: 1, b: 1, forth: [1, 10], times: [4e9, 4e9, -1, -1] },
      { a: 0, b: 2, forth: [1, 10], layer: 1 },
    ],
  }),
);

describe("hosts", () => {
  const rows = hostRows(d, filterRows(d, d.services, [], "inner"));
  const table = hostTable(d, rows);
  const cell = (key: string, r: number) => table.columns.find((c) => c.key === key)!.value(r);

  test("one row for each host that spoke or was spoken to", () => {
    expect([...rows.host]).toEqual([0, 1]);
    expect([...rows.peers]).toEqual([1, 1]);
    expect([...rows.flows]).toEqual([2, 3]);
    expect([...rows.first]).toEqual([5e8, 5e8]);
    expect([...rows.last]).toEqual([3e9, 4e9]);
  });

  test("sent and received; talk with itself is both", () => {
    expect(["txBytes", "rxBytes", "bytes"].map((k) => cell(k, 0))).toEqual([1100, 60, 1160]);
    expect(["txBytes", "rxBytes", "bytes"].map((k) => cell(k, 1))).toEqual([70, 1110, 1180]);
  });

  test("applications, the one with most bytes first", () => {
    const { texts } = table.columns.find((c) => c.key === "applications")!;
    expect(texts?.(0)).toEqual(["domain", "http"]);
  });
});

test.each(Array.from({ length: 40 }, (_, seed) => seed))("totals of report %i", (seed) => {
  const r = prepare(randomReport(seed));
  const services = filterRows(r, r.services, [], seed % 2 ? "outer" : "inner");
  const total = totalOf(r, services);
  const pairs = conversationTable(r, conversations(r, services));
  for (const key of ["bytes", "packets", "flows"] as const) {
    expect(sum(pairs, key), key).toBe(total[key]);
  }
  // Of each frame, one host is the sender and one the receiver.
  const hosts = hostTable(r, hostRows(r, services));
  expect(sum(hosts, "txBytes")).toBe(total.bytes);
  expect(sum(hosts, "rxPackets")).toBe(total.packets);
  for (const column of pairs.columns) {
    const order = sortRows(pairs, { key: column.key, descending: seed % 3 === 0 });
    expect([...order].sort((p, q) => p - q)).toEqual([...order.keys()]);
  }
});

describe("flows", () => {
  const report = sampleReport({
    hosts: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }, { address: "10.0.0.3" }],
    services: [{ a: 0, b: 1, forth: [9, 900] }],
  });
  report.folded.flows = 3;
  report.flows = {
    client: [1, 0],
    server: [0, 2],
    client_port: [40000, 50000],
    server_port: [80, 0],
    layer: [3, 2],
    transport: [0, 0],
    application: [0, 0],
    packets_up: [1, 2],
    bytes_up: [100, 50],
    packets_down: [3, 0],
    bytes_down: [300, 0],
    first_up_ns: [1e9, 5e9],
    last_up_ns: [2e9, 6e9],
    first_down_ns: [15e8, -1],
    last_down_ns: [3e9, -1],
    server_name: [0, 0],
    protocol: [0, 0],
    alpn: [0, 0],
  };
  const f = prepare(report);

  test("those of the layer, of the selection, of the span", () => {
    const inner = flowRows(f, [], "inner");
    expect([...inner]).toEqual([0, 1]);
    expect([...flowRows(f, [], "outer")]).toEqual([0]);
    expect([...flowsOf(f, inner, { kind: "conversation", a: 0, b: 1 })]).toEqual([0]);
    expect([...flowsOf(f, inner, { kind: "host", host: 0 })]).toEqual([0, 1]);
    const span = (from: number, to: number) => [
      ...flowRows({ ...f, span: { from, to } }, [], "inner"),
    ];
    expect(span(0, 1e9)).toEqual([]);
    expect(span(0, 10e9)).toEqual([0, 1]);
    expect(span(4e9, 5.5e9)).toEqual([1]);
  });

  test("says that they are only the largest", () => {
    expect(flowTable(f, flowRows(f, [], "inner"), 5).of).toBe(5);
    expect(flowTable(d, flowRows(d, [], "inner"), 0).of).toBeUndefined();
  });

  test("a port or a time that isn't has no value", () => {
    const table = flowTable(f, Int32Array.of(0, 1), 2);
    const cell = (key: string, r: number) => table.columns.find((c) => c.key === key)!.value(r);
    expect(cell("serverPort", 1)).toBeNaN();
    expect(cell("duration", 0)).toBe(2e9);
    expect(cell("bitsUp", 0)).toBe(400);
  });
});

describe("columns and order", () => {
  const { columns } = hostTable(d, hostRows(d, Int32Array.of()));
  const keys = (chosen?: string[]) => shownColumns(columns, chosen).map((c) => c.key);

  test("the usual ones, or those chosen, and always those that say which row it is", () => {
    expect(keys()).not.toContain("bitsTx");
    expect(keys(["peers", "bitsTx", "nonsense"])).toEqual(["host", "peers", "bitsTx"]);
    expect(keys([])).toEqual(["host"]);
  });

  test("an order in words, and what a click on a heading makes of it", () => {
    expect(parseSort(columns, "-peers")).toEqual({ key: "peers", descending: true });
    expect(parseSort(columns, "evil")).toEqual({ key: "bytes", descending: true });
    expect(writeSort(parseSort(columns, "names"))).toBe("names");
    const host = columns[0]!;
    const peers = columns.find((c) => c.key === "peers")!;
    const once = nextSort(peers, { key: "bytes", descending: true });
    expect(once).toEqual({ key: "peers", descending: true });
    expect(nextSort(peers, once).descending).toBe(false);
    expect(nextSort(host, once).descending).toBe(false);
  });
});
