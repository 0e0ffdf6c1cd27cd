import { expect, test } from "vitest";
import { byPortOnly, isByPort } from "./by-port";
import { prepare } from "./data";
import { graph } from "./graph";
import { links } from "./links";
import { sampleReport } from "./sample";
import { series } from "./series";
import { byApplication } from "./volume";

const report = sampleReport({
  hosts: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }],
  applications: ["TLS", "DNS", "TLS"],
  services: [
    { a: 0, b: 1, application: 0, forth: [4, 400], flows: [1, 1] },
    { a: 0, b: 1, application: 1, port: 53, forth: [1, 100], flows: [1, 1] },
    { a: 0, b: 1, application: 2, port: 8443, forth: [1, 100], flows: [3, 3] },
  ],
});
report.applications[0]!.by_port = false;
const data = prepare(report);
const all = Int32Array.of(0, 1, 2);

test("one application for a name, whoever says it", () => {
  const parts = byApplication(data, all, "bytes");
  expect(parts.map((p) => [p.name, p.bytes, p.flows, p.portFlows])).toEqual([
    ["TLS", 500, 4, 3],
    ["DNS", 100, 1, 1],
  ]);
  expect(parts.map(isByPort)).toEqual([false, true]);
});

test("what is by port is told of what is shown", () => {
  expect([...byPortOnly(data, all)].slice(0, 2)).toEqual([0, 1]);
  expect(byPortOnly(data, [2])[0]).toBe(1);
  const options = { metric: "bytes", limit: 9, tiny: 0 } as const;
  const apps = (services: Int32Array) =>
    links(data, services, ["source", "app"], options).columns[1]!.map((n) => [n.key, n.byPort]);
  expect(apps(all)).toEqual([
    [0, undefined],
    [1, true],
  ]);
  expect(apps(Int32Array.of(2))).toEqual([[0, true]]);
  const parts = series(data, all, { metric: "bytes", stack: "application", most: 9 }).parts;
  expect(parts.map((p) => [p.name, p.byPort])).toEqual([
    ["TLS", false],
    ["DNS", true],
  ]);
});

test("an edge is by port where its main application is", () => {
  const edge = (services: Int32Array) =>
    graph(data, services, {
      metric: "bytes",
      limit: 9,
      grouping: "hosts",
      open: new Set(),
      lines: "all",
      picked: [],
      reach: null,
    }).edges[0]!;
  expect(edge(all)).toMatchObject({ application: 0, byPort: false });
  expect(edge(Int32Array.of(2))).toMatchObject({ application: 0, byPort: true });
});
