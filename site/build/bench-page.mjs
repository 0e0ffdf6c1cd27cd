// Measures the page in Chromium, by the browser's own clock, on the largest
// report that the default limits allow: how soon it is there, how long a hover
// and, in every view, each kind of filter change take, and how smoothly a heatmap
// of all hosts moves (make bench-page).
//   node site/build/bench-page.mjs [ROUNDS [PAGE.html]]

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { probe } from "./bench-probe.mjs";
import { network } from "./captures.mjs";

const root = join(import.meta.dirname, "../..");
const rounds = Number(process.argv[2] ?? 5);
const views = ["heatmap", "sankey", "graph", "conversations", "flows", "hosts"];
const measured = new Map();
/** The slowest filter change of each view, and what it was. */
const slowest = new Map();

function measure(what, ...values) {
  measured.set(what, [...(measured.get(what) ?? []), ...values]);
}

function makeReport(folder) {
  const capture = join(folder, "large.pcap");
  const page = join(folder, "large.html");
  writeFileSync(capture, network({ hosts: 10_000, services: 50_000, frames: 8 }));
  execFileSync(join(root, "bin/heatsink"), [capture, "-o", page, "--quiet"]);
  return page;
}

/** Opens the report anew, in this state, and measures something in it. */
async function inPage(browser, url, state, work, deviceScaleFactor = 1) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor });
  await page.addInitScript(probe);
  await page.goto(`${url}#${state}`);
  await page.waitForTimeout(700);
  await work(page);
  await page.close();
}

async function filterIn(browser, url, view, state = `view=${view}`) {
  await inPage(browser, url, state, async (page) => {
    const times = await page.evaluate("bench.filter()");
    const name = `filter, ms: ${view}`;
    measure(name, ...times.map((t) => t.ms));
    const worst = [...times, slowest.get(name) ?? { ms: 0 }].sort((s, t) => t.ms - s.ms)[0];
    slowest.set(name, worst);
  });
}

async function round(browser, url) {
  await inPage(browser, url, "", async (page) => {
    measure("interactive, ms", await page.evaluate("bench.interactive"));
    for (let i = 0; i < 10; i++) measure("hover, ms", await page.evaluate("bench.hover()"));
  });
  for (const view of views) await filterIn(browser, url, view);
  await filterIn(browser, url, "heatmap, all hosts", "hosts=all");
  for (const ratio of [1, 2]) {
    const move = async (page) => {
      measure(`zoom, frames/s: all hosts, ratio ${ratio}`, await page.evaluate("bench.zoom()"));
      measure(`pan, frames/s: all hosts, ratio ${ratio}`, await page.evaluate("bench.pan()"));
    };
    await inPage(browser, url, "hosts=all", move, ratio);
  }
}

function print() {
  const width = Math.max(...[...measured.keys()].map((what) => what.length));
  const show = (n) => n.toFixed(1).padStart(7);
  for (const [what, values] of measured) {
    values.sort((x, y) => x - y);
    const worst = slowest.has(what) ? `   (${slowest.get(what).what})` : "";
    console.log(
      `${what.padEnd(width)}  median ${show(values[values.length >> 1])}` +
        `   from ${show(values[0])} to ${show(values.at(-1))}${worst}`,
    );
  }
}

const folder = mkdtempSync(join(tmpdir(), "heatsink-bench-"));
try {
  const page = process.argv[3] ? resolve(process.argv[3]) : makeReport(folder);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
  });
  for (let i = 0; i < rounds; i++) await round(browser, pathToFileURL(page).href);
  await browser.close();
  console.log(
    `report: ${statSync(page).size} bytes, of a capture with 10 000 hosts and 50 000 services`,
  );
  print();
} finally {
  rmSync(folder, { recursive: true });
}
