// When the page unpacks and compiles its engine: before a capture comes, but on a
// page that is there to be read not before a sign of one.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rehearsalCapture } from "../src/engine/rehearsal";
import type { Report } from "../src/report/types";
import { launch } from "./browser";
import { command, demo, emptyPage } from "./files";
import { openNoting, workers } from "./workers";

let folder: string;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heatsink-prepare-"));
  execFileSync(command, [demo, "-o", report(), "--quiet"]);
  execFileSync(command, [demo, "-o", join(folder, "small.html"), "--quiet", "--no-engine"]);
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const report = () => join(folder, "report.html");

const open = (file: string) => openNoting(browser, pathToFileURL(file).href);

/** The page has prepared itself: compiled, rehearsed with one engine, and started two that wait. */
const ready = {
  asked: ["compile", "start", "analyze", "start", "start"],
  running: 2,
};

const LARGE = { maxBuffer: 64 << 20 };

const patience = { timeout: 15_000 };

async function drag(page: Page, type: string): Promise<void> {
  await page.evaluate((type) => {
    const dataTransfer = new DataTransfer();
    if (type === "Files") dataTransfer.items.add(new File(["x"], "x"));
    else dataTransfer.setData(type, "words");
    document.body.dispatchEvent(new DragEvent("dragenter", { dataTransfer, bubbles: true }));
  }, type);
}

test("a page that waits for a capture is ready before it comes, and compiles once", async () => {
  const page = await open(emptyPage);
  await expect.poll(() => workers(page), patience).toEqual(ready);
  await page.locator("input[type=file]").first().setInputFiles(demo);
  await page.locator(".facts li").first().waitFor();
  expect(await workers(page)).toEqual({ asked: [...ready.asked, "analyze"], running: 0 });
  await page.context().close();
});

test.each<[string, (page: Page) => Promise<void>]>([
  ["a file is dragged over it", (page) => drag(page, "Files")],
  ["the button has the focus", (page) => page.getByLabel("Open capture…").focus()],
  [
    "it is to be saved anonymised",
    (page) => page.getByRole("checkbox", { name: "anonymized" }).check(),
  ],
])("a page with a report compiles nothing until %s", async (_, sign) => {
  const page = await open(report());
  await page.getByRole("tab", { name: "Conversations" }).click();
  await drag(page, "text/plain");
  await page.waitForTimeout(1_000);
  expect(await workers(page)).toEqual({ asked: [], running: 0 });
  await sign(page);
  await expect.poll(() => workers(page), patience).toEqual(ready);
  await page.context().close();
});

test("an analysis at once ends what was begun for nothing", async () => {
  const page = await open(report());
  await drag(page, "Files");
  await page.locator("input[type=file]").first().setInputFiles([demo, demo]);
  await expect.poll(async () => (await workers(page)).running).toBe(0);
  const { asked } = await workers(page);
  expect(asked.filter((kind) => kind === "compile").length).toBe(1);
  await page.getByText("24.2 k").waitFor();
  await page.context().close();
});

test("the rehearsal is of a capture that is whole, and of what most captures have", async () => {
  const capture = join(folder, "rehearsal.pcap");
  writeFileSync(capture, new Uint8Array(await (await rehearsalCapture(2)).arrayBuffer()));
  const json = execFileSync(command, [capture, "--format", "json", "--quiet"], LARGE);
  const { totals, captures, applications }: Report = JSON.parse(String(json));
  expect(totals.packets).toBe(2 * 2_000);
  expect(captures[0]?.problem).toBe("");
  const heard = applications.filter((a) => !a.by_port).map(({ name }) => name);
  for (const name of ["DNS", "QUIC", "TLS", "HTTP"]) expect(heard).toContain(name);
});

test("a page without an engine starts none", async () => {
  const page = await open(join(folder, "small.html"));
  await drag(page, "Files");
  await page.waitForTimeout(300);
  expect(await workers(page)).toEqual({ asked: [], running: 0 });
  await page.context().close();
});
