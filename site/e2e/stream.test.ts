// A capture of 10 GB, made while it is read, takes the engine the memory that its
// hundredth takes. This runs in node, as e2e/native.test.ts does.

import { gunzipSync } from "node:zlib";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Source } from "../src/engine/run";
import type { Report } from "../src/report/types";
import { compileEngine, type Engine, oneEngine, twoEngines } from "./engines";

/** A frame as segmentation offload leaves it: the longest that IPv4 can be, in Ethernet. */
const FRAME = 14 + 65_535;
const RECORD = 16 + FRAME;
/** How many records are given at once, each in a flow of its own. */
const FLOWS = 128;
const FILE_HEADER = 24;

let engine: WebAssembly.Module;
let memories: WebAssembly.Memory[];

beforeAll(async () => {
  engine = await compileEngine();
});
beforeEach(() => {
  const { instantiate } = WebAssembly;
  vi.spyOn(WebAssembly, "instantiate").mockImplementation(async (module, imports) => {
    const instance = await instantiate(module as WebAssembly.Module, imports);
    memories.push(instance.exports.mem as WebAssembly.Memory);
    return instance as never; // of a module, an instance
  });
});
afterEach(() => vi.restoreAllMocks());

/** A pcap of so many records, a millisecond apart, of which one slice is in memory. */
function capture(records: number): Source {
  const header = new Uint8Array(FILE_HEADER);
  new Uint32Array(header.buffer).set([0xa1b2c3d4, 0x0004_0002, 0, 0, 262_144, 1]);
  const slice = new Uint8Array(FLOWS * RECORD);
  const view = new DataView(slice.buffer);
  for (let flow = 0; flow < FLOWS; flow++) writeSegment(view, flow * RECORD, flow);
  return {
    names: ["long.pcap"],
    read(_i, from) {
      if (from === 0) return header;
      const first = (from - FILE_HEADER) / RECORD;
      const length = Math.min(FLOWS, records - first);
      for (let i = 0; i < length; i++) {
        const at = i * RECORD;
        view.setUint32(at, Math.floor((first + i) / 1000), true);
        view.setUint32(at + 4, ((first + i) % 1000) * 1000, true);
        view.setUint32(at + 16 + 14 + 20 + 4, (first / FLOWS) * (65_535 - 40)); // sequence number
      }
      return slice.subarray(0, length * RECORD);
    },
  };
}

/** Writes a record of a flow, without its time: 10.0.0.1:1024+flow to 10.0.0.2:443. */
function writeSegment(view: DataView, at: number, flow: number): void {
  view.setUint32(at + 8, FRAME, true);
  view.setUint32(at + 12, FRAME, true);
  view.setUint16(at + 16 + 12, 0x0800);
  const ip = at + 16 + 14;
  view.setUint32(ip, 0x4500_ffff);
  view.setUint16(ip + 8, 0x4006);
  view.setUint32(ip + 12, 0x0a000001);
  view.setUint32(ip + 16, 0x0a000002);
  const tcp = ip + 20;
  view.setUint16(tcp, 1024 + flow);
  view.setUint16(tcp + 2, 443);
  view.setUint32(tcp + 12, 0x5010_ffff);
}

/** Analyses so many records; gives what the engines took together, in bytes. */
async function memoryOf(engines: Engine, records: number): Promise<number> {
  memories = [];
  const { packed } = await engines(engine, capture(records));
  const report = JSON.parse(gunzipSync(packed).toString()) as Report;
  expect(report.totals).toEqual({ packets: records, bytes: records * FRAME });
  expect(report.flows.client.length).toBe(FLOWS);
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}

const MiB = 1024 * 1024;

test.each([
  ["one engine", oneEngine],
  ["two engines", twoEngines],
])("10 GB take %s the memory of their hundredth", { timeout: 300_000 }, async (_, engines) => {
  const records = Math.ceil(10e9 / RECORD);
  const hundredth = await memoryOf(engines, Math.ceil(records / 100));
  const all = await memoryOf(engines, records);
  expect(all).toBeLessThan(hundredth + 8 * MiB);
  expect(all).toBeLessThan(2 * 64 * MiB);
});
