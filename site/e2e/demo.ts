// The demo report in a browser, as most tests want it.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { launch } from "./browser";
import { command, demo } from "./files";

export interface Demo {
  browser: Browser;
  url: string;
  /** A folder for what the tests write; it goes with the browser. */
  folder: string;
  close(): Promise<void>;
}

/** Has the command write the demo report, with these flags, and starts a browser. */
export async function openDemo(...flags: string[]): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), "heatsink-demo-"));
  const report = join(folder, "demo.html");
  execFileSync(command, [demo, "-o", report, "--quiet", ...flags]);
  const browser = await launch();
  return {
    browser,
    url: pathToFileURL(report).href,
    folder,
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}
