import { describe, expect, test } from "vitest";
import { activity } from "./activity";
import { prepare } from "./data";
import { hostDetail, hostPorts, portsOf, selected } from "./detail";
import { filterRows } from "./filter";
import { randomReport, sampleReport } from "./sample";
import { totalOf } from "./volume";

const report = sampleReport({
  hosts: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }, { address: "10.0.0.3" }],
  applications: ["http", "domain"],
  services: [
    { a: 0, b: 1, port: 80, forth: [4, 400], back: [4, 4000] },
    { a: 0, b: 2, port: 80, forth: [1, 100], back: [1, 900] },
    { a: 0, b: 1, port: 53, application: 1, forth: [2, 120], back: [2, 300] },
    { a: 0, b: 0, port: 22, forth: [3, 30] },
  ],
});
// 10.0.0.1 opened the first two, the others the third, and each one of the last.
report.services.flows = [2, 1, 1, 2];
report.services.flows_from_a = [2, 1, 0, 2];
report.timeline = {
  ...report.timeline,
  origin_ns: -10,
  width_ns: 100,
  buckets: 200,
  offset: [0, 2, 3, 4, 5],
  bucket: [0, 199, 1, 0, 100],
  packets_a_to_b: [3, 1, 1, 2, 3],
  bytes_a_to_b: [300, 100, 100, 120, 30],
  packets_b_to_a: [4, 0, 1, 2, 0],
  bytes_b_to_a: [4000, 0, 900, 300, 0],
};
report.duration_ns = 19_985;
const d = prepare(report);
const all = filterRows(d, d.services, [], "inner");
const of = (host: number) => selected(d, all, { kind: "host", host });

describe("a host", () => {
  test("serves what others opened, and uses what it opened", () => {
    const list = (host: number) => {
      const { serves, uses } = hostPorts(d, of(host), host, "bytes");
      const says = (p: { port: number; peers: number }) => `${p.port}/${p.peers}`;
      return [serves.map(says), uses.map(says)];
    };
    expect(list(0)).toEqual([
      ["53/1", "22/1"],
      ["80/2", "22/1"],
    ]);
    expect(list(1)).toEqual([["80/1"], ["53/1"]]);
    expect(hostPorts(d, of(0), 0, "bytes").uses[0]).toMatchObject({ bytes: 5400, flows: 3 });
  });

  test("sends to its peers and receives from them", () => {
    const { peers } = hostDetail(d, of(1), 1, "bytes");
    expect(peers).toHaveLength(1);
    expect(peers[0]).toMatchObject({
      host: 0,
      bytes: 4820,
      sent: { packets: 6, bytes: 4300, flows: 1 },
      received: { packets: 6, bytes: 520, flows: 2 },
    });
  });
});

describe("activity", () => {
  test("bars stand for whole buckets and hold all that was sent and received", () => {
    const a = activity(d, of(0), "bytes", 0);
    expect(a.forth).toHaveLength(100);
    expect([a.from, a.width]).toEqual([-10, 200]);
    expect([a.forth[0], a.forth[50], a.forth[99]]).toEqual([520, 30, 100]);
    expect([a.back[0], a.back[50]]).toEqual([5200, 30]);
  });

  test("within the span alone", () => {
    const a = activity({ ...d, span: { from: 0, to: 90 } }, of(1), "packets", 1);
    expect([[...a.forth], [...a.back]]).toEqual([[6], [5]]);
  });
});

test.each(Array.from({ length: 20 }, (_, seed) => seed))(
  "peers and ports of report %i add up to the host's",
  (seed) => {
    const r = prepare(randomReport(seed));
    const rows = filterRows(r, r.services, [], "inner");
    for (let host = 0; host < r.hosts.count; host++) {
      const mine = selected(r, rows, { kind: "host", host });
      const total = totalOf(r, mine);
      const { peers } = hostDetail(r, mine, host, "packets");
      const ports = portsOf(r, mine, "flows");
      for (const metric of ["bytes", "packets", "flows"] as const) {
        expect(peers.reduce((sum, p) => sum + p[metric], 0)).toBe(total[metric]);
        expect(ports.reduce((sum, p) => sum + p[metric], 0)).toBe(total[metric]);
      }
    }
  },
);
