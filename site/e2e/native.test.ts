// The engine against the command: the same captures, the same bytes. This runs
// in node, with the worker's reading replaced by the file system's.

import { execFile } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { run, type Source, start } from "../src/engine/run";
import type { Report } from "../src/report/types";
import { compileEngine, type Engine, oneEngine, twoEngines } from "./engines";
import { command, demo, repository } from "./files";

const ODD_SLICE = 65_521; // a prime: no record ends where a slice does

let engine: WebAssembly.Module;
let folder: string;

beforeAll(async () => {
  engine = await compileEngine();
  folder = mkdtempSync(join(tmpdir(), "heatsink-native-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What one of the two says: the report's JSON, or the error's line. */
type Said = { json: string } | { error: string };

async function byEngine(files: string[], analyze: Engine = oneEngine): Promise<Said> {
  const open = files.map((file) => openSync(file, "r"));
  const source: Source = {
    names: files.map((file) => basename(file)),
    read(i, from) {
      const slice = new Uint8Array(ODD_SLICE);
      return slice.subarray(0, readSync(open[i] as number, slice, 0, slice.length, from));
    },
  };
  try {
    return { json: gunzipSync((await analyze(engine, source)).packed).toString() };
  } catch (error) {
    return { error: (error as Error).message };
  } finally {
    for (const file of open) closeSync(file);
  }
}

async function byCommand(files: string[]): Promise<Said> {
  const out = join(folder, "report.json");
  try {
    await promisify(execFile)(command, [...files, "-o", out, "--quiet"]);
    return { json: readFileSync(out, "utf8") };
  } catch (error) {
    return { error: (error as { stderr: string }).stderr.trim() };
  }
}

/** Whether both say the same. The command names the path in an error, the engine the file. */
async function differs(files: string[], analyze: Engine = oneEngine): Promise<string | null> {
  const [web, native] = [await byEngine(files, analyze), await byCommand(files)];
  if ("json" in web && "json" in native) return web.json === native.json ? null : "other bytes";
  if ("json" in web || "json" in native) return JSON.stringify([web, native]).slice(0, 300);
  return native.error.endsWith(web.error) ? null : `${web.error} | ${native.error}`;
}

test("the demo capture, alone and twice", async () => {
  expect(await differs([demo])).toBeNull();
  expect(await differs([demo, demo])).toBeNull();
});

test("two engines say the same as one", async () => {
  const hosts = join(folder, "hosts");
  writeFileSync(hosts, "10.0.0.1 first\n");
  expect(await differs([demo], twoEngines)).toBeNull();
  expect(await differs([demo, demo], twoEngines)).toBeNull();
  expect(await differs([demo, hosts], twoEngines)).toBeNull();
  expect(await differs([hosts], twoEngines)).toBeNull();
  expect(await differs([join(repository, "go.mod")], twoEngines)).toBeNull();
});

test("what is no capture", async () => {
  expect(await differs([join(repository, "go.mod")])).toBeNull();
});

test("a report, anonymised by the page and by the command with one key", async () => {
  const [plain, anonymized, key] = ["plain.json", "anonymized.json", "key"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => i * 7);
  writeFileSync(key, bytes);
  const runs = promisify(execFile);
  await runs(command, [demo, "-o", plain, "--quiet"]);
  const how = ["--anonymize", "--key-file", key];
  await runs(command, [demo, "-o", anonymized, "--quiet", ...how]);
  const none: Source = { names: [], read: () => new Uint8Array() };
  const shown = new Uint8Array(gzipSync(readFileSync(plain)));
  const made = await run(start(engine), none, shown, bytes);
  expect(gunzipSync(made.packed).toString()).toBe(readFileSync(anonymized, "utf8"));
  const again = run(start(engine), none, made.packed, bytes);
  await expect(again).rejects.toThrow("the report is anonymized already");
});

test("a file that goes away while it is read, and a worker gone mad", async () => {
  const gone: Source = {
    names: ["gone.pcap"],
    read: () => {
      throw new Error("it has moved");
    },
  };
  await expect(run(start(engine), gone)).rejects.toThrow(
    /^gone\.pcap: .*the browser can't read it: it has moved$/,
  );
  const whole = readFileSync(demo);
  const going: Source = {
    names: ["going.pcap"],
    read: (_i, from) => {
      if (from >= whole.length / 2) throw new Error("it has moved");
      return whole.subarray(from, Math.min(from + ODD_SLICE, whole.length / 2));
    },
  };
  const left = JSON.parse(
    gunzipSync((await run(start(engine), going)).packed).toString(),
  ) as Report;
  expect(left.totals.packets).toBeGreaterThan(0);
  expect(left.captures[0]?.problem).toMatch(
    /^reading failed at byte \d+: the browser can't read it: it has moved$/,
  );
  const mad: Source = { names: ["mad.pcap"], read: () => "text" as unknown as Uint8Array };
  await expect(run(start(engine), mad)).rejects.toThrow(/^The engine crashed: [^\n]+$/);
  expect(await differs([demo])).toBeNull();
});

test("an engine that has ended is not woken by a timer that it left behind", async () => {
  let woken = false;
  const { Go } = globalThis as unknown as { Go: new () => { run: (i: unknown) => Promise<void> } };
  vi.stubGlobal(
    "Go",
    class extends Go {
      _scheduledTimeouts = new Map<number, unknown>();
      override run = async (instance: unknown) => {
        await Go.prototype.run.call(this, instance);
        const wake = () => {
          woken = true;
        };
        this._scheduledTimeouts.set(-1, setTimeout(wake));
      };
    },
  );
  expect(await differs([demo])).toBeNull();
  vi.unstubAllGlobals();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(woken).toBe(false);
});

const corpus = process.env.HEATSINK_CORPUS;
const mutants = process.env.HEATSINK_MUTANTS; // core/mutants_test.go makes them
const CAPTURES = 400; // spread over the whole corpus
const MUTANTS = Number(process.env.HEATSINK_ENGINE_MUTANTS ?? 2000);
const PATIENCE = 10_000; // milliseconds for a capture, natively and in the engine
const MEMORY = 128 * 2 ** 20; // for a mutant, in bytes: twice what the command may take

/** Files of a folder, spread over all of it. */
function files(folder: string, most: number): string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const step = Math.max(1, Math.floor(all.length / most));
  return all.filter((_, i) => i % step === 0);
}

const folders: [what: string, folder: string | undefined, most: number][] = [
  ["captures", corpus, CAPTURES],
  ["mutants", mutants, MUTANTS],
];
const given = folders.filter((row): row is [string, string, number] => Boolean(row[1]));

async function timed(file: string): Promise<[how: string | null, took: number]> {
  const began = performance.now();
  return [await differs([file]), performance.now() - began];
}

test.each(given)("%s of %s", { timeout: 1_800_000 }, async (what, folder, most) => {
  const some = files(folder, most);
  const different: string[] = [];
  let slowest = 0;
  let largest = 0;
  const instantiate = vi.spyOn(WebAssembly, "instantiate");
  for (const file of some) {
    let [how, took] = await timed(file);
    if (took > PATIENCE) [how, took] = await timed(file); // the machine may have slept
    slowest = Math.max(slowest, took);
    if (how !== null) different.push(`${file}: ${how}`);
    for (const { value } of instantiate.mock.settledResults) {
      const { mem } = (value as WebAssembly.Instance).exports;
      largest = Math.max(largest, (mem as WebAssembly.Memory).buffer.byteLength); // it only grows
    }
    instantiate.mockClear();
  }
  instantiate.mockRestore();
  console.log(
    `native and WebAssembly: ${some.length - different.length} of ${some.length} ${what} equal, the slowest in ${(slowest / 1000).toFixed(1)} s, the engine's memory ${(largest / 2 ** 20).toFixed(0)} MiB at most`,
  );
  expect(different).toEqual([]);
  if (what !== "mutants") return;
  expect(slowest).toBeLessThan(PATIENCE);
  expect(largest).toBeGreaterThan(0);
  expect(largest).toBeLessThan(MEMORY);
});
