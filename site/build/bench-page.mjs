// Measures the page in Chromium, by the browser's own clock, on the largest
// report that the default limits allow: how soon it is there, how long a filter
// and a hover take, how smoothly the heatmap moves (make bench-page).
//   node site/build/bench-page.mjs [ROUNDS]

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { network } from "./captures.mjs";

const root = join(import.meta.dirname, "../..");
const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), "heatsink-bench-"));
const report = join(folder, "large.html");

/** Sets the filter's text and gives the milliseconds until the frame that shows it is drawn. */
async function filterTo(page, text) {
  return page.evaluate(async (value) => {
    const input = document.querySelector("input[type=search], .filter input, input[type=text]");
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    const begin = performance.now();
    set.call(input, value);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - begin;
  }, text);
}

/** Gives the milliseconds that a move of the mouse over the heatmap takes to handle. */
async function hover(page) {
  return page.evaluate(async () => {
    const canvas = document.querySelector("canvas");
    const box = canvas.getBoundingClientRect();
    const begin = performance.now();
    canvas.dispatchEvent(
      new PointerEvent("pointermove", {
        bubbles: true,
        clientX: box.left + box.width * (0.3 + Math.random() / 2),
        clientY: box.top + box.height * (0.3 + Math.random() / 2),
      }),
    );
    await new Promise((done) => queueMicrotask(done));
    return performance.now() - begin;
  });
}

/** Zooms the heatmap by the wheel and gives the frames a second meanwhile. */
async function zoom(page) {
  return page.evaluate(async () => {
    const canvas = [...document.querySelectorAll("canvas")].at(-1);
    const box = canvas.getBoundingClientRect();
    const frames = 30;
    const begin = performance.now();
    for (let i = 0; i < frames; i++) {
      canvas.dispatchEvent(
        new WheelEvent("wheel", {
          bubbles: true,
          cancelable: true,
          ctrlKey: true,
          deltaY: i < frames / 2 ? -40 : 40,
          clientX: box.left + box.width / 2,
          clientY: box.top + box.height / 2,
        }),
      );
      await new Promise((done) => requestAnimationFrame(done));
    }
    return (frames * 1000) / (performance.now() - begin);
  });
}

const measured = { "interactive, ms": [], "filter, ms": [], "hover, ms": [], "zoom, frames/s": [] };

async function round(browser) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(pathToFileURL(report).href);
  await page.getByRole("tab").first().waitFor();
  await page.locator("canvas").first().waitFor();
  // From the start of the navigation to the first frame with the views in it.
  measured["interactive, ms"].push(
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => done(performance.now()))),
    ),
  );
  await page.waitForTimeout(500);
  for (const text of ["10.0.1", "port:443", "-app:http", ""]) {
    measured["filter, ms"].push(await filterTo(page, text));
  }
  for (let i = 0; i < 10; i++) measured["hover, ms"].push(await hover(page));
  measured["zoom, frames/s"].push(await zoom(page));
  await page.close();
}

try {
  const capture = join(folder, "large.pcap");
  writeFileSync(capture, network({ hosts: 10_000, services: 50_000, frames: 8 }));
  execFileSync(join(root, "bin/heatsink"), [capture, "-o", report, "--quiet"]);
  console.log(
    `report: ${statSync(report).size} bytes, of a capture with 10 000 hosts and 50 000 services`,
  );
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
  });
  for (let i = 0; i < rounds; i++) await round(browser);
  await browser.close();
  for (const [what, values] of Object.entries(measured)) {
    values.sort((x, y) => x - y);
    const at = (part) => values[Math.min(values.length - 1, Math.floor(values.length * part))];
    const show = (n) => n.toFixed(1).padStart(8);
    console.log(
      `${what.padEnd(16)} median ${show(at(0.5))}   from ${show(at(0))} to ${show(at(1))}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
