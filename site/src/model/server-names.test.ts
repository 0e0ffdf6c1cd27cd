import { describe, expect, test } from "vitest";
import { prepare } from "./data";
import { filterRows, parseFilter } from "./filter";
import { flowRows } from "./flows";
import { sampleReport } from "./sample";
import { askedServices, serverNames } from "./server-names";

const report = sampleReport({
  hosts: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }, { address: "10.0.0.3" }],
  applications: ["TLS", "DNS"],
  services: [
    { a: 0, b: 1, port: 443, forth: [4, 400], back: [4, 4000] },
    { a: 0, b: 2, port: 443, forth: [1, 100], back: [1, 900] },
    { a: 0, b: 2, port: 53, application: 1, forth: [2, 120], back: [2, 300] },
  ],
});
report.texts = ["", "www.example.org", "TLS 1.3", "h2", "cdn.example.net"];
const flow = (server: number, asked: number, alpn: number, bytes: number) => ({
  client: server === 1 ? 1 : 0,
  server: server === 1 ? 0 : server,
  client_port: 50_000,
  server_port: 443,
  layer: 3,
  transport: 0,
  application: 0,
  packets_up: 1,
  bytes_up: bytes,
  packets_down: 1,
  bytes_down: 0,
  first_up_ns: 0,
  last_up_ns: 0,
  first_down_ns: 0,
  last_down_ns: 0,
  server_name: asked,
  protocol: asked ? 2 : 0,
  alpn,
});
const flows = [flow(1, 1, 3, 100), flow(2, 4, 0, 50), flow(2, 4, 3, 60), flow(2, 0, 0, 10)];
for (const key of Object.keys(flows[0]!) as (keyof (typeof flows)[0])[]) {
  report.flows[key] = flows.map((f) => f[key]);
}
const data = prepare(report);
const services = (filter: string) => [
  ...filterRows(data, askedServices(data), parseFilter(filter), "inner"),
];

describe("server names", () => {
  test.each([
    ["sni:example", [0, 1]],
    ["sni:WWW.", [0]],
    ["cdn", [1]],
    ["-cdn", [0, 2]],
    ["sni:www sni:cdn", [0, 1]],
    ["sni:10.0.0.2", []],
    ["host:cdn", []],
  ])("%s finds services whose flows asked for it", (filter, found) => {
    expect(services(filter)).toEqual(found);
  });

  test("flows are found by their own", () => {
    expect([...flowRows(data, parseFilter("sni:cdn"), "inner")]).toEqual([1, 2]);
    expect([...flowRows(data, parseFilter("-sni:cdn"), "inner")]).toEqual([0, 3]);
  });

  test("each name once, the largest first, with what was spoken", () => {
    expect(serverNames(data, [0, 1, 2, 3])).toEqual([
      { name: "cdn.example.net", packets: 4, bytes: 110, flows: 2, spoken: ["TLS 1.3", "h2"] },
      { name: "www.example.org", packets: 2, bytes: 100, flows: 1, spoken: ["TLS 1.3", "h2"] },
    ]);
  });
});
