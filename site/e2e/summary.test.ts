// The report where scripts are off, as in a mail client's preview.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { launch } from "./browser";
import { command, demo } from "./files";

const TITLE = "<img src=x onerror=alert(1)></noscript>";

test("a report reads without JavaScript", async () => {
  const folder = mkdtempSync(join(tmpdir(), "heatsink-summary-"));
  const browser = await launch();
  try {
    const report = join(folder, "report.html");
    execFileSync(command, [demo, "-o", report, "--quiet", "--title", TITLE]);
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(report).href);
    expect(await page.locator("h1").textContent()).toBe(TITLE);
    expect(await page.locator("img").count()).toBe(0);
    const rows = page.locator("table tr");
    expect(await rows.count()).toBe(21);
    expect(await rows.nth(1).textContent()).toContain("fd30:5a0b:30::10");
    expect(await page.locator("p").first().textContent()).toMatch(/31\.4 s from 20\d\d-/);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});
