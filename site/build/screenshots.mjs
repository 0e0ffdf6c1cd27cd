// Takes a picture of every view with few and many hosts, light and dark, wide
// and narrow, into site/screenshots/, for somebody to look at (make screenshots).

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { network } from "./captures.mjs";

const root = join(import.meta.dirname, "../..");
const out = join(root, "site/screenshots");
const folder = mkdtempSync(join(tmpdir(), "heatsink-screenshots-"));
const captures = {
  demo: join(root, "demo/shop.pcapng"),
  10: capture("10", { hosts: 10, services: 20, frames: 60 }),
  200: capture("200", { hosts: 200, services: 900, frames: 20 }),
  5000: capture("5000", { hosts: 5000, services: 20_000, frames: 5 }),
};

function capture(name, options) {
  const path = join(folder, `${name}.pcap`);
  writeFileSync(path, network(options));
  return path;
}

const only = process.argv.slice(2); // of the captures' names
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
});
let made = 0;
try {
  for (const [name, path] of Object.entries(captures)) {
    if (only.length && !only.includes(name)) continue;
    const report = join(folder, `${name}.html`);
    execFileSync(join(root, "bin/heatsink"), [path, "-o", report, "--quiet"]);
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ]) {
      for (const colorScheme of ["light", "dark"]) {
        const page = await browser.newPage({ viewport: { width, height }, colorScheme });
        await page.goto(pathToFileURL(report).href);
        // The page unpacks itself first.
        await page.getByRole("tab").first().waitFor();
        for (const tab of await page.getByRole("tab").all()) {
          await tab.click();
          await page.waitForTimeout(name === "5000" ? 2500 : 1000);
          const view = (await tab.textContent()).trim().toLowerCase();
          made++;
          await page.screenshot({ path: join(out, `${name}-${view}-${width}-${colorScheme}.png`) });
        }
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
console.log(`The ${made} pictures are in ${out}`);
