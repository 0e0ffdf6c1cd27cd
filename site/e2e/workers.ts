// What a page has its workers do.

import type { Browser, Page } from "playwright-core";

/** Opens a page that notes what its workers are asked to do, and when they end. */
export async function openNoting(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    const asked: string[] = [];
    let running = 0;
    Object.assign(window, { workers: () => ({ asked, running }) });
    window.Worker = class extends Worker {
      constructor(url: string | URL) {
        super(url);
        running++;
      }
      override postMessage(message: { kind: string }, transfer?: unknown) {
        asked.push(message.kind);
        super.postMessage(message, transfer as Transferable[]);
      }
      override terminate() {
        running--;
        super.terminate();
      }
    };
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator("#app > *").first().waitFor();
  return page;
}

/** What workers were asked, in this order, and how many have not ended. */
export function workers(page: Page): Promise<{ asked: string[]; running: number }> {
  return page.evaluate(() =>
    (window as unknown as { workers(): { asked: string[]; running: number } }).workers(),
  );
}
