// Every view of a report with no packet, with one, and with as many hosts and
// services as a report keeps: nothing fails, nothing is said, nothing is asked for.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { network } from "../build/captures.mjs";
import { launch, Watch } from "./browser";
import { command } from "./files";

let folder: string;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heatsink-extremes-"));
  const many = network({ hosts: 10_000, services: 50_000, frames: 4 });
  const header = 24;
  const record = 16 + 54;
  const captures = { none: many.subarray(0, header), one: many.subarray(0, header + record), many };
  for (const [name, bytes] of Object.entries(captures)) {
    const capture = join(folder, `${name}.pcap`);
    writeFileSync(capture, bytes);
    execFileSync(command, [capture, "-o", join(folder, `${name}.html`), "--quiet"]);
  }
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const open = (name: string) =>
  Watch.open(browser, pathToFileURL(join(folder, `${name}.html`)).href);

test("no packet: it says so", async () => {
  const { page, complaints } = await open("none");
  expect(await page.locator("main").textContent()).toMatch(/no packets/i);
  expect(complaints).toEqual([]);
});

test.each(["one", "many"])("every view of %s", async (name) => {
  const { page, complaints } = await open(name);
  const tabs = await page.getByRole("tab").all();
  expect(tabs.length).toBeGreaterThanOrEqual(6);
  for (const tab of tabs) {
    await tab.click();
    const pane = page.getByRole("tabpanel");
    await pane.locator("canvas, svg, table").first().waitFor();
    for (const metric of ["packets", "flows", "bytes"]) {
      await page.getByRole("radio", { name: metric, exact: true }).check();
    }
    await page.keyboard.press("/");
    await page.keyboard.type("10.0.");
    await expect.poll(() => page.url()).toContain("filter=10.0.");
    await pane.locator("canvas, svg, table").first().waitFor();
    await page.getByRole("button", { name: "Reset" }).click();
    await expect.poll(() => page.url()).not.toContain("filter=");
  }
  expect(complaints).toEqual([]);
});
