// Measures the engine in Chromium beside wiregasm in Chromium, heatsink on one
// core, and tshark, in turns on the same files (make bench-engine). What it
// finds goes to FOLDER/browser.json, for bench/ to tell of.
//   node site/build/bench-engine.mjs FOLDER [ROUNDS]
//
// The engine is measured in the page itself: from when the page is given a
// file until it has the report to show. wiregasm from handing a file to its
// worker to the end of load().

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { install, serve } from "./bench-wiregasm.mjs";

const root = join(import.meta.dirname, "../..");
const folder = process.argv[2];
const rounds = Number(process.argv[3] ?? 5);
const ENGINE = "engine in Chromium";
const WIREGASM = "wiregasm in Chromium";
const NATIVE = "heatsink, one core";
const TSHARK = "tshark conv,ip conv,tcp";
const PATIENCE = 600_000;

/** How long a page is open before it is given a file, in milliseconds: it compiles its engine and rehearses. */
const PICKING = 6_000;

/** What each file is read by: whole captures by what is quick, parts by all. */
const plan = [
  ["part-mixed.pcap", [ENGINE, NATIVE, WIREGASM, TSHARK]],
  ["part-small.pcap", [ENGINE, NATIVE, WIREGASM, TSHARK]],
  ["mixed.pcap", [ENGINE, NATIVE]],
  ["small.pcap", [ENGINE, NATIVE]],
  ["full.pcap", [ENGINE, NATIVE]],
  ["flood.pcap", [ENGINE, NATIVE]],
];

const missing = {};
const commands = {
  [NATIVE]: ["bin/heatsink", "FILE", "-o", "out.html", "--quiet"],
  [TSHARK]: ["tshark", "-q", "-z", "conv,ip", "-z", "conv,tcp", "-r", "FILE"],
};

/**
 * In the page: nextReport tells how many seconds it took from getting a file to
 * its report, and how much memory their engines had then, which is the most that
 * they ever had, since WebAssembly gives none back.
 */
function watchWorkers() {
  const spy = `{
    const memories = [];
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (...args) => {
      const made = await instantiate(...args);
      memories.push((made.instance ?? made).exports.mem);
      return made;
    };
    const post = self.postMessage.bind(self);
    self.postMessage = (message, ...rest) => {
      const peak = memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
      if (["packed", "passed"].includes(message?.kind)) post({ kind: "bench", peak });
      post(message, ...rest);
    };
  }\n`;
  window.Blob = class extends Blob {
    constructor(parts, options) {
      super(options?.type === "text/javascript" ? [spy, ...parts] : parts, options);
    }
  };
  let begun = 0;
  const begin = () => (begun = performance.now());
  addEventListener("change", begin, { capture: true });
  let seconds = 0;
  let peak = 0;
  let tell = () => {};
  window.nextReport = () =>
    new Promise((resolve) => {
      peak = 0;
      tell = resolve;
    });
  const Original = window.Worker;
  window.Worker = class extends Original {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        if (data?.kind === "bench") peak += data.peak;
        if (data?.kind === "done") seconds = (performance.now() - begun) / 1000;
        if (data?.kind === "packed") tell({ seconds, peak });
        if (data?.kind === "failed") tell({ failure: data.message });
      });
    }
  };
}

async function openHeatsink(browser) {
  const page = await browser.newPage();
  await page.addInitScript(watchWorkers);
  await page.goto(pathToFileURL(join(root, "site/dist/index.html")).href);
  const read = async (path) => {
    // The page tells: to ask it again and again has it draw frames meanwhile.
    const report = page.evaluate(() => window.nextReport());
    await page.locator("input[type=file]").first().setInputFiles(path);
    const impatient = setTimeout(() => page.close(), PATIENCE);
    try {
      return await report;
    } finally {
      clearTimeout(impatient);
    }
  };
  await page.waitForTimeout(PICKING);
  return { read, close: () => page.close() };
}

async function openWiregasm(browser) {
  const { dist, version } = install(join(root, "build/wiregasm"));
  const server = await serve(dist);
  const page = await browser.newPage();
  await page.goto(server.url);
  const ready = await page.evaluate("ask(null)");
  if (ready.error) throw new Error(ready.error);
  commands[WIREGASM] = [`@goodtools/wiregasm ${version}: new DissectSession(FILE).load()`];
  const read = async (path) => {
    await page.locator("input").setInputFiles(path);
    const answer = await page.evaluate("load()");
    if (answer.error || answer.code)
      return { failure: answer.error ?? `load() gave ${answer.code}` };
    return { seconds: answer.seconds, peak: answer.memory };
  };
  const close = async () => {
    await page.close();
    server.close();
  };
  return { read, close };
}

/** Runs a command to its end, and gives its wall time. */
function runCommand(name, path) {
  const [program, ...args] = commands[name].map((word) =>
    word === "FILE" ? path : word === "out.html" ? join(folder, "out.html") : word,
  );
  const binary = program.includes("/") ? join(root, program) : program;
  const env = { ...process.env, ...(name === NATIVE && { GOMAXPROCS: "1" }) };
  const begun = performance.now();
  const { status, error } = spawnSync(binary, args, { env, stdio: "ignore" });
  const seconds = (performance.now() - begun) / 1000;
  return status === 0 ? { seconds } : { failure: String(error?.message ?? `exit code ${status}`) };
}

/**
 * Pages are opened anew each round, and for wiregasm before each file, since
 * its memory only grows and it doesn't end with a file.
 */
async function readBy(browser, who, path) {
  if (who in commands && who !== WIREGASM) return runCommand(who, path);
  const page = await (who === ENGINE ? openHeatsink : openWiregasm)(browser);
  try {
    return await page.read(path);
  } finally {
    await page.close();
  }
}

/** In which order n run, as in bench/measure.go. */
function turns(round, n) {
  const step = (i) => (i % 2 === 0 ? n - i / 2 : (i + 1) / 2);
  return Array.from({ length: n }, (_, i) => (round + step(i)) % n);
}

async function measure(browser, capture, who) {
  if (missing[who]) return;
  try {
    const { seconds, peak, failure } = await readBy(browser, who, join(folder, capture.File));
    if (failure) throw new Error(failure);
    capture.Seconds[who] = [...(capture.Seconds[who] ?? []), seconds];
    if (peak) {
      capture.Peak ??= {};
      capture.Peak[who] = [...(capture.Peak[who] ?? []), peak];
    }
  } catch (error) {
    missing[who] = `${capture.File}: ${String(error.message).split("\n")[0]}`;
    console.error(`bench-engine: ${who} is left out: ${missing[who]}`);
  }
}

const load = existsSync("/proc/loadavg") ? readFileSync("/proc/loadavg", "utf8").trim() : "unknown";
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
});
const captures = plan
  .filter(([file]) => existsSync(join(folder, file)))
  .map(([File, who]) => ({ File, Bytes: statSync(join(folder, File)).size, Seconds: {}, who }));
for (let round = 0; round < rounds; round++) {
  for (const capture of captures) {
    console.error(`browser, round ${round + 1} of ${rounds}: ${capture.File}`);
    readFileSync(join(folder, capture.File)); // into the page cache
    for (const i of turns(round, capture.who.length))
      await measure(browser, capture, capture.who[i]);
  }
}
const found = {
  Date: new Date().toISOString().slice(0, 19),
  Chromium: `Chromium ${browser.version()}`,
  Load: load,
  Missing: missing,
  Commands: Object.fromEntries(
    Object.entries(commands).map(([who, words]) => [who, words.join(" ")]),
  ),
  Captures: captures.map(({ who, ...capture }) => capture),
};
await browser.close();
writeFileSync(join(folder, "browser.json"), `${JSON.stringify(found, null, "\t")}\n`);
for (const capture of found.Captures) {
  for (const [who, seconds] of Object.entries(capture.Seconds)) {
    const sorted = seconds.toSorted((x, y) => x - y);
    console.log(
      `${capture.File.padEnd(16)} ${who.padEnd(24)} ${sorted[sorted.length >> 1].toFixed(3)} s`,
    );
  }
}
