// Hostile reports: hand-made JSON with any of its values wrong. Decoding refuses
// them in one line, or what it lets through is drawn without an error and in
// bounded time. HEATSINK_FUZZ (30s, 10m) goes on with random damage for so long
// (`make fuzz`).

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { conversationTable } from "./model/conversations";
import { csv } from "./model/csv";
import { flowTable } from "./model/flows";
import { graph } from "./model/graph";
import { hostRows, hostTable } from "./model/hosts";
import { links } from "./model/links";
import { oddities } from "./model/quality";
import { random } from "./model/random.mjs";
import { series } from "./model/series";
import { sortRows, type Table } from "./model/table";
import { check, decode } from "./report/decode";
import type { Report } from "./report/types";
import * as state from "./state/state";
import { duration, exactInstant, instant } from "./ui/format";

const original = readFileSync(
  join(import.meta.dirname, "../../core/testdata/shop.pcap.json"),
  "utf8",
);
const fresh = () => JSON.parse(original) as Report;

/** The longest that a small report may take, in milliseconds. */
const PATIENCE = 5_000;

type Path = (string | number)[];

/** Every place in a document: values, lists, objects and the document itself. */
function places(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, v]) => places(v, [...at, key]))];
}

/** What may stand in the place of anything; nobody may write into it. */
const WRONG: unknown[] = [
  undefined,
  null,
  true,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0,
  -1,
  0,
  1,
  2,
  1.5,
  511,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  2 ** 64,
  -(2 ** 64),
  1e300,
  "",
  "0",
  "-9999999999999999999",
  "9999999999999999999",
  "__proto__",
  "</script><script>alert(1)</script>",
  "\u202e\u0000\u001b[2J",
  "x".repeat(100_000),
  [],
  [[]],
  {},
  [-1],
  [1.5, "1"],
  Array(70_000).fill(0),
  JSON.parse('{"__proto__": [], "length": 4294967295, "constructor": 1, "toString": 1}'),
  JSON.parse("[".repeat(2_000) + "]".repeat(2_000)),
].map((value) => Object.freeze(value));

/** The document with another value at this place. */
function damaged(doc: unknown, path: Path, value: unknown): unknown {
  if (path.length === 0) return value;
  let holder = doc as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
  const last = path.at(-1) as string;
  if (Array.isArray(holder) && value === undefined) holder.splice(Number(last), 1);
  else if (value === undefined) delete holder[last];
  else holder[last] = value;
  return doc;
}

/** A list made longer or shorter, turned round, or of one value that stands elsewhere in it. */
function relisted(list: unknown[], how: number): unknown[] {
  const [first, ...rest] = list;
  return [rest, [first, ...list], [...list].reverse(), list.map(() => first), list.slice(0, -1)][
    how % 5
  ] as unknown[];
}

const METRICS = ["bytes", "packets", "flows"] as const;
const LAYERS = ["inner", "outer"] as const;
const COLOURS = ["retransmissions", "rtt", "volume"] as const;

/** Works out what the page shows of a report, in other colours and sizes each turn. */
function draw(report: Report, turn: number): void {
  state.show(report);
  const metric = METRICS[turn % 3]!;
  state.metric.value = metric;
  state.layer.value = LAYERS[turn % 2]!;
  state.colour.value = COLOURS[(turn >> 1) % 3]!;
  state.duplicates.value = turn % 5 === 0 ? "once" : "counted";
  const { data, scoped, services, shown, heat, rows, flows, capturedOn, everything, facts } = state;
  const d = scoped.value;
  if (!d || !data.value || !rows.value) throw new Error("nothing is shown");
  expect(Number.isNaN(shown.value.bytes + shown.value.packets)).toBe(false);
  expect(heat.value).not.toBeNull();
  state.heatHealth.value;
  capturedOn.value.size;
  series(d, services.value, { metric, stack: "application", most: 100 });
  links(d, services.value, ["source", "app", "port", "destination"], {
    metric,
    limit: 40,
    tiny: 0.001,
    facts: facts.value,
  });
  graph(d, everything.value, {
    metric,
    limit: 300,
    grouping: "auto",
    open: new Set(),
    lines: "main",
    picked: [],
    reach: null,
  });
  written(conversationTable(d, rows.value));
  written(hostTable(d, hostRows(d, services.value)));
  written(flowTable(d, flows.value, shown.value.flows));
  oddities(data.value);
  instant(report.start_unix_ns, report.duration_ns);
  exactInstant(report.start_unix_ns);
  duration(report.duration_ns);
}

function written(table: Table): void {
  const order = sortRows(table, { key: table.columns[0]?.key ?? "", descending: true });
  csv(state.data.value!, table.columns, order);
}

let turn = 0;

/** Whether the report is refused, as it should be; else it must be drawn. */
function refused(doc: unknown, what: string): boolean {
  const began = performance.now();
  try {
    check(doc);
  } catch (error) {
    expect((error as Error).message, what).toMatch(/^This report (is damaged|has format)[^\n]*\.$/);
    return true;
  }
  try {
    draw(doc as Report, turn++);
  } catch (error) {
    throw new Error(`${what}: let through, and then: ${(error as Error).stack}`);
  }
  expect(performance.now() - began, what).toBeLessThan(PATIENCE);
  return false;
}

test("the report as it is", () => {
  expect(refused(fresh(), "as it is")).toBe(false);
});

test("any one value wrong", { timeout: 120_000 }, () => {
  let drawn = 0;
  const all = places(fresh());
  for (const path of all) {
    for (const [i, value] of WRONG.entries()) {
      const doc = damaged(fresh(), path, value);
      if (!refused(doc, `${path.join(".")} with wrong value ${i}`)) drawn++;
    }
  }
  expect(all.length).toBeGreaterThan(300);
  expect(drawn).toBeGreaterThan(1_000);
});

test("any one list wrong", { timeout: 60_000 }, () => {
  for (const path of places(fresh())) {
    const list = path.reduce<unknown>((v, key) => (v as Record<string, unknown>)[key], fresh());
    if (!Array.isArray(list) || list.length === 0) continue;
    for (let how = 0; how < 5; how++) {
      refused(damaged(fresh(), path, relisted(list, how)), `${path.join(".")} in way ${how}`);
    }
  }
});

/** What HEATSINK_FUZZ says, in milliseconds; 3 s unless it does. */
function fuzzTime(): number {
  const [, number, unit] = /^(\d+)(ms|s|m|h)$/.exec(process.env.HEATSINK_FUZZ ?? "3s") ?? [];
  if (!number) throw new Error("HEATSINK_FUZZ is a number and ms, s, m or h");
  return Number(number) * { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit as "s"];
}

test("any values wrong, and any bytes", { timeout: fuzzTime() + 60_000 }, async () => {
  const all = places(fresh());
  const end = performance.now() + fuzzTime();
  for (let seed = 1; seed === 1 || performance.now() < end; seed++) {
    const next = random(seed);
    const below = (n: number) => Math.floor(next() * n);
    const doc = fresh();
    const what = `random damage ${seed}`;
    for (let n = 1 + below(4); n > 0; n--) {
      try {
        damaged(doc, all[1 + below(all.length - 1)]!, WRONG[below(WRONG.length)]);
      } catch {
        // an earlier damage took the place away
      }
    }
    refused(doc, what);
    // The same in what is packed: bytes of the JSON, bytes of the gzip.
    const json = Buffer.from(original);
    for (let n = 1 + below(3); n > 0; n--) json[below(json.length)] = below(256);
    const packed = gzipSync(json, { level: 1 });
    if (below(2)) packed[below(packed.length)] = below(256);
    try {
      draw(await decode(new Uint8Array(packed)), turn++);
    } catch (error) {
      expect((error as Error).message, what).toMatch(
        /^This report (is damaged|has format)[^\n]*\.$/,
      );
    }
  }
});
