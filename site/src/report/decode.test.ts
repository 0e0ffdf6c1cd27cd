import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { randomReport, sampleReport } from "../model/sample";
import { check, decode } from "./decode";
import type { Report } from "./types";

const pack = (doc: unknown) => new Uint8Array(gzipSync(JSON.stringify(doc)));

const finding = (hosts: number[], conversations: number[][]) => ({
  kind: "scan",
  severity: "info",
  text: "",
  quotes: [],
  looked_at: "",
  hosts,
  conversations,
});

const fresh = () =>
  sampleReport({
    hosts: [{ address: "10.0.0.1", names: ["web"] }, { address: "10.0.0.2" }],
    services: [{ a: 0, b: 1, forth: [1, 60], back: [1, 90] }],
  });

/** With two entries in the service's timeline. */
const twice = (first: number, second: number) => (r: Report) => {
  Object.assign(r.timeline, {
    buckets: 3,
    offset: [0, 2],
    bucket: [first, second],
    packets_a_to_b: [1, 0],
    bytes_a_to_b: [60, 0],
    packets_b_to_a: [0, 1],
    bytes_b_to_a: [0, 90],
  });
};

describe("decode", () => {
  test("reads what was packed", async () => {
    const report = randomReport(7);
    expect(await decode(pack(report))).toEqual(report);
  });

  test.each([
    ["no gzip", new Uint8Array([1, 2, 3]), "can't be unpacked"],
    ["cut gzip", pack(fresh()).slice(0, 100), "can't be unpacked"],
    ["no JSON", new Uint8Array(gzipSync("{")), "isn't valid JSON"],
    ["no UTF-8", new Uint8Array(gzipSync(Buffer.from([0x22, 0xff, 0x22]))), "isn't valid UTF-8"],
    ["no report", pack([1]), "report isn't an object"],
    ["another format", pack({ ...fresh(), version: 99 }), "has format 99"],
    ["a bomb", new Uint8Array(gzipSync(Buffer.alloc(257 * 1024 * 1024, 0x20))), "too large"],
  ])("refuses %s", async (_, packed, message) => {
    await expect(decode(packed)).rejects.toThrow(message);
  });
});

describe("check", () => {
  // biome-ignore lint/suspicious/noExplicitAny: these reports are wrong on purpose
  const damages: [string, (r: any) => void][] = [
    [
      "totals.packets",
      (r) => {
        r.totals.packets = -1;
      },
    ],
    [
      "totals.bytes",
      (r) => {
        r.totals.bytes = "9";
      },
    ],
    [
      "start_unix_ns",
      (r) => {
        r.start_unix_ns = "soon";
      },
    ],
    [
      "captures",
      (r) => {
        r.captures = null;
      },
    ],
    [
      "captures.comments",
      (r) => {
        r.captures = [
          {
            name: "",
            format: "",
            compression: "",
            packets: 0,
            bytes: 0,
            first_ns: -1,
            last_ns: -1,
            hardware: "",
            os: "",
            application: "",
          },
        ];
      },
    ],
    [
      "hosts.flags",
      (r) => {
        r.hosts.flags.pop();
      },
    ],
    [
      "hosts.names",
      (r) => {
        r.hosts.names[0] = [{ name: 1, source: "" }];
      },
    ],
    [
      "transports",
      (r) => {
        r.transports = [{}];
      },
    ],
    [
      "services.a",
      (r) => {
        r.services.a = [1];
        r.services.b = [0];
      },
    ],
    [
      "services.b",
      (r) => {
        r.services.b = [2];
      },
    ],
    [
      "services.layer",
      (r) => {
        r.services.layer = [0];
      },
    ],
    [
      "services.transport",
      (r) => {
        r.services.transport = [-1];
      },
    ],
    [
      "services.server_port",
      (r) => {
        r.services.server_port = [70000];
      },
    ],
    [
      "services.bytes_a_to_b",
      (r) => {
        r.services.bytes_a_to_b = [null];
      },
    ],
    [
      "services.bytes_b_to_a",
      (r) => {
        r.services.bytes_b_to_a = [1.5];
      },
    ],
    [
      "services.flows",
      (r) => {
        delete r.services.flows;
      },
    ],
    [
      "services.first_a_to_b_ns",
      (r) => {
        r.services.first_a_to_b_ns = [-2];
      },
    ],
    [
      "timeline.offset",
      (r) => {
        r.timeline.offset = [0, 1];
      },
    ],
    [
      "timeline.offset",
      (r) => {
        r.timeline.offset = [0];
      },
    ],
    [
      "timeline.buckets",
      (r) => {
        r.timeline.buckets = 1e9;
      },
    ],
    [
      "timeline.width_ns",
      (r) => {
        r.timeline.width_ns = 0;
      },
    ],
    [
      "timeline.origin_ns",
      (r) => {
        r.timeline.origin_ns = 1;
      },
    ],
    ["timeline.bucket", twice(2, 1)],
    ["timeline.bucket", twice(1, 1)],
    ["timeline.bucket", twice(1, 3)],
    [
      "services.last_a_to_b_ns",
      (r) => {
        r.services.last_a_to_b_ns = [1e300];
      },
    ],
    [
      "flows",
      (r) => {
        r.flows = [];
      },
    ],
    [
      "findings",
      (r) => {
        r.findings = [finding([9], [])];
      },
    ],
    [
      "findings",
      (r) => {
        r.findings = [finding([], [[0, 9]])];
      },
    ],
    [
      "findings",
      (r) => {
        r.findings = [finding([], [[0]])];
      },
    ],
    [
      "findings",
      (r) => {
        r.findings = [finding([], [[1, 0]])];
      },
    ],
    [
      "capture_points",
      (r) => {
        r.capture_points = [{ host: 9, sure: true, packets: 1, of: 1 }];
      },
    ],
    [
      "quality",
      (r) => {
        r.quality = [{ name: "x" }];
      },
    ],
    [
      "folded.memory",
      (r) => {
        r.folded.memory = 1;
      },
    ],
  ];
  test.each(damages)("names %s where it is damaged", (place, damage) => {
    const report = fresh() as Report;
    damage(report);
    expect(() => check(report)).toThrow(new RegExp(`damaged: ${place}\\b`));
  });

  test("lets an undamaged report through", () => {
    expect(check(fresh())).toEqual(fresh());
    const report = fresh();
    twice(0, 2)(report);
    expect(() => check(report)).not.toThrow();
  });
});
