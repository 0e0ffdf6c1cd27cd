// A Chromium for the tests, and watches on what a page must not do.

import { spawnSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

/** The browser that CHROMIUM names, or the first that is installed. */
function executable(): string {
  const names = [
    process.env.CHROMIUM,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
  ];
  for (const name of names) {
    if (!name) continue;
    const found = spawnSync("which", [name], { encoding: "utf8" });
    if (found.status === 0) return found.stdout.trim();
  }
  throw new Error("no Chromium found: run make chromium");
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Notes everything that a page asks for, says or complains of. */
export class Watch {
  readonly complaints: string[] = [];

  private constructor(readonly page: Page) {}

  /** Opens a page and waits until it has drawn. */
  static async open(
    browser: Browser,
    url: string,
    scheme: "light" | "dark" = "light",
  ): Promise<Watch> {
    const context = await browser.newContext({
      colorScheme: scheme,
      viewport: { width: 1400, height: 900 },
    });
    const watch = new Watch(await context.newPage());
    await watch.listen(url);
    await watch.page.goto(url);
    await watch.page.locator("#app > *").first().waitFor();
    return watch;
  }

  private async listen(url: string): Promise<void> {
    const { page, complaints } = this;
    page.on("request", (request) => {
      // The worker's own script is a blob: it comes from the page itself.
      const own = request.url() === url.split("#")[0] || request.url().startsWith("blob:");
      if (!own) complaints.push(`request: ${request.url()}`);
    });
    page.on("console", (message) => complaints.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    await page.exposeFunction("complain", (text: string) => complaints.push(text));
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        const complain = (window as unknown as { complain(text: string): void }).complain;
        complain(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  }

  /** Closes the page; gives what it complained of. */
  async close(): Promise<string[]> {
    await this.page.context().close();
    return this.complaints;
  }
}

/** A web server that knows nothing but to send the files of one folder. */
export async function serve(folder: string): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const file = createReadStream(join(folder, name));
    file.on("error", () => response.writeHead(404).end());
    file.on("open", () => response.setHeader("Content-Type", "text/html"));
    file.pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server };
}
