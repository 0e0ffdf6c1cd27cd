// Decoding is the one gate into the page: whatever passes it can be trusted by
// index and by length, so that no view has to check again. A report is as
// hostile as the capture that it came from, and may have been edited since.

import {
  boolean,
  type Check,
  columns,
  count,
  counter,
  fail,
  index,
  layer,
  list,
  object,
  port,
  record,
  string,
  strings,
  time,
  whole,
} from "./checks";
import { checkHealth, checkMarked } from "./health";
import { type Report, Version } from "./types";

/** The most that a packed report may unpack to, in bytes. */
const MAX_JSON = 256 * 1024 * 1024;

/** The most time buckets: views take memory for each. heatsink writes 512 at most. */
const MAX_BUCKETS = 1 << 16;

/** Unpacks gzipped JSON and checks that it is a whole report that this page can read. */
export async function decode(packed: Uint8Array): Promise<Report> {
  return parse(await gunzip(packed));
}

/** Checks that JSON is a whole report that this page can read. */
export function decodeJSON(json: Uint8Array): Report {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  return parse(decodeText(utf8, json) + decodeText(utf8));
}

function parse(text: string): Report {
  let doc: unknown;
  try {
    doc = JSON.parse(text);
  } catch {
    throw new Error("This report is damaged: it isn't valid JSON.");
  }
  return check(doc);
}

async function gunzip(packed: Uint8Array): Promise<string> {
  // A Blob's stream would bring it piece by piece from another process.
  const input = new Response(packed as Uint8Array<ArrayBuffer>).body as ReadableStream;
  const reader = input.pipeThrough(new DecompressionStream("gzip")).getReader();
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error("This report is damaged: it can't be unpacked.");
    });
    if (done) break;
    size += value.byteLength;
    if (size > MAX_JSON) {
      await reader.cancel();
      throw new Error("This report is too large: it unpacks to more than 256 MB.");
    }
    text += decodeText(utf8, value);
  }
  return text + decodeText(utf8);
}

function decodeText(utf8: TextDecoder, bytes?: Uint8Array): string {
  try {
    return utf8.decode(bytes, { stream: bytes !== undefined });
  } catch {
    throw new Error("This report is damaged: it isn't valid UTF-8.");
  }
}

/** Checks a parsed document; throws an Error that names the first place that is wrong. */
export function check(doc: unknown): Report {
  const r = object(doc, "report");
  if (r.version !== Version) {
    const version = typeof r.version === "number" ? r.version : "unknown";
    throw new Error(`This report has format ${version}; this page reads format ${Version}.`);
  }
  string(r.title, "title");
  boolean(r.anonymized, "anonymized");
  if (!/^-?\d{1,19}$/.test(string(r.start_unix_ns, "start_unix_ns"))) {
    fail("start_unix_ns", "isn't a whole number");
  }
  count(r.duration_ns, "duration_ns");
  record(r.totals, "totals", { packets: count, bytes: count });
  list(r.captures, "captures", checkCapture);
  const hosts = checkHosts(r.hosts);
  list(r.transports, "transports", string);
  list(r.applications, "applications", (v, at) =>
    record(v, at, { name: string, by_port: boolean }),
  );
  const sizes = {
    hosts,
    transports: (r.transports as unknown[]).length,
    applications: (r.applications as unknown[]).length,
  };
  const services = checkServices(r.services, sizes);
  checkTimeline(r.timeline, services);
  const texts = list(r.texts, "texts", string);
  const flows = checkFlows(r.flows, sizes, texts);
  checkHealth(r.service_health, "service_health", services);
  checkHealth(r.flow_health, "flow_health", flows);
  list(r.findings, "findings", (v, at) =>
    record(v, at, {
      kind: string,
      severity: string,
      text: string,
      quotes: (q, where) => list(q, where, (pair, place) => list(pair, place, count)),
      looked_at: string,
      hosts: (h, where) => list(h, where, index(hosts)),
      conversations: (c, where) => list(c, where, pairOf(hosts)),
    }),
  );
  list(r.capture_points, "capture_points", (v, at) =>
    record(v, at, { host: index(hosts), sure: boolean, packets: count, of: count }),
  );
  list(r.quality, "quality", counter);
  checkFolded(r.folded);
  return doc as Report;
}

/** A conversation: two hosts, the one with the lower index first. */
function pairOf(hosts: number): Check {
  return (value, at) => {
    if (list(value, at, index(hosts)) !== 2) fail(at, "isn't a pair");
    const [a, b] = value as [number, number];
    if (a > b) fail(at, "has the higher host first");
  };
}

interface Sizes {
  hosts: number;
  transports: number;
  applications: number;
}

function checkCapture(value: unknown, at: string): void {
  record(value, at, {
    name: string,
    format: string,
    compression: string,
    packets: count,
    bytes: count,
    first_ns: time,
    last_ns: time,
    hardware: string,
    os: string,
    application: string,
    comments: strings,
    frame_comments: count,
    interfaces: (v, where) => list(v, where, checkInterface),
    skipped: (v, where) => list(v, where, counter),
    records: count,
    bad_lines: strings,
    problem: string,
  });
}

function checkInterface(value: unknown, at: string): void {
  record(value, at, {
    name: string,
    description: string,
    filter: string,
    link_type: string,
    snap_len: count,
    comments: strings,
    packets: count,
    bytes: count,
    received: time,
    dropped: time,
    os_dropped: time,
  });
}

function checkHosts(value: unknown): number {
  return columns(value, "hosts", {
    address: string,
    flags: count,
    names: (v, at) =>
      list(v, at, (name, where) => record(name, where, { name: string, source: string })),
  });
}

function checkServices(value: unknown, sizes: Sizes): number {
  const rows = columns(value, "services", {
    a: index(sizes.hosts),
    b: index(sizes.hosts),
    layer,
    transport: index(sizes.transports),
    application: index(sizes.applications),
    server_port: port,
    packets_a_to_b: count,
    bytes_a_to_b: count,
    packets_b_to_a: count,
    bytes_b_to_a: count,
    first_a_to_b_ns: time,
    last_a_to_b_ns: time,
    first_b_to_a_ns: time,
    last_b_to_a_ns: time,
    flows: count,
    flows_from_a: count,
  });
  const { a, b } = value as { a: number[]; b: number[] };
  for (let i = 0; i < rows; i++) {
    if ((a[i] as number) > (b[i] as number)) fail(`services.a[${i}]`, "is above b");
  }
  return rows;
}

function checkTimeline(value: unknown, services: number): void {
  const t = object(value, "timeline");
  if (whole(t.origin_ns, "timeline.origin_ns") > 0)
    fail("timeline.origin_ns", "is after the start");
  const buckets = count(t.buckets, "timeline.buckets");
  if (buckets > MAX_BUCKETS) fail("timeline.buckets", "is out of range");
  if (count(t.width_ns, "timeline.width_ns") === 0 && buckets > 0) {
    fail("timeline.width_ns", "is zero");
  }
  const entries = columns(
    {
      bucket: t.bucket,
      packets_a_to_b: t.packets_a_to_b,
      bytes_a_to_b: t.bytes_a_to_b,
      packets_b_to_a: t.packets_b_to_a,
      bytes_b_to_a: t.bytes_b_to_a,
    },
    "timeline",
    {
      bucket: index(buckets),
      packets_a_to_b: count,
      bytes_a_to_b: count,
      packets_b_to_a: count,
      bytes_b_to_a: count,
    },
  );
  let previous = 0;
  const offsets = list(t.offset, "timeline.offset", (v, at) => {
    const offset = count(v, at);
    if (offset < previous) fail(at, "goes backwards");
    previous = offset;
  });
  if (offsets !== services + 1) fail("timeline.offset", "has the wrong length");
  const ends = t.offset as number[];
  if (ends[0] !== 0 || previous !== entries) fail("timeline.offset", "doesn't span its entries");
  checkRising(t.bucket as number[], ends);
  checkMarked(t.retransmitted, "timeline.retransmitted", entries);
  checkMarked(t.duplicate, "timeline.duplicate", entries);
}

/** A service has one entry a bucket at most, the earliest first: a span's end ends the search. */
function checkRising(bucket: number[], offset: number[]): void {
  for (let s = 0; s + 1 < offset.length; s++) {
    for (let e = offset[s]! + 1; e < offset[s + 1]!; e++) {
      if (bucket[e]! <= bucket[e - 1]!) fail("timeline.bucket", "doesn't rise");
    }
  }
}

function checkFlows(value: unknown, sizes: Sizes, texts: number): number {
  return columns(value, "flows", {
    client: index(sizes.hosts),
    server: index(sizes.hosts),
    client_port: port,
    server_port: port,
    layer,
    transport: index(sizes.transports),
    application: index(sizes.applications),
    packets_up: count,
    bytes_up: count,
    packets_down: count,
    bytes_down: count,
    first_up_ns: time,
    last_up_ns: time,
    first_down_ns: time,
    last_down_ns: time,
    server_name: index(texts),
    protocol: index(texts),
    alpn: index(texts),
  });
}

function checkFolded(value: unknown): void {
  record(value, "folded", {
    hosts: count,
    services: count,
    flows: count,
    packets_outer: count,
    bytes_outer: count,
    packets_inner: count,
    bytes_inner: count,
    memory: boolean,
  });
}
