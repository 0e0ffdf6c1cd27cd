// Every control by mouse and by keys, on the demo, on a report with one packet,
// on none, and on one of as many hosts and services as a report keeps. Nothing
// is said on the console, nothing asked for, and axe finds nothing in any view.

import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Watch } from "./browser";
import { names, openReports, type Reports } from "./reports";
import { filterWalks } from "./walks/filter";
import { graphWalks } from "./walks/graph";
import { heatmapWalks } from "./walks/heatmap";
import { pageWalks } from "./walks/page";
import { panelWalks } from "./walks/panel";
import { sankeyWalks } from "./walks/sankey";
import { tableWalks } from "./walks/tables";
import { timelineWalks } from "./walks/timeline";
import { clipboard, go, type Walk, ways } from "./walks/walk";

let reports: Reports | undefined;

beforeAll(async () => {
  reports = await openReports();
});

afterAll(() => reports?.close());

const walks: Record<string, Walk[]> = {
  page: pageWalks,
  filter: filterWalks,
  timeline: timelineWalks,
  heatmap: heatmapWalks,
  sankey: sankeyWalks,
  graph: graphWalks,
  tables: tableWalks,
  panel: panelWalks,
};

describe.each(names)("on the report %s", { timeout: 180_000 }, (name) => {
  const open = (scheme: "light" | "dark" = "light") =>
    Watch.open(reports!.browser, reports!.facts[name].url, scheme);

  /** Takes one way through the walks of a place; gives what the page complained of. */
  async function take(place: string, way: "mouse" | "keys"): Promise<string[]> {
    const report = reports!.facts[name];
    const watch = await open();
    const { page } = watch;
    await clipboard(page, true);
    for (const walk of walks[place]!) {
      await go(page, walk.hash ?? "");
      try {
        if (walk.on(report)) await walk.use(page, ways[way], report);
        else expect(await walk.control(page).count()).toBe(0);
      } catch (error) {
        throw new Error(`${walk.name}, by ${way}: ${(error as Error).message}`, { cause: error });
      }
      expect(watch.complaints, `${walk.name}, by ${way}`).toEqual([]);
    }
    return watch.close();
  }

  // Both ways at once: much of the time is waiting.
  test.each(Object.keys(walks))("the %s, by mouse and by keys", async (place) => {
    const complaints = await Promise.all([take(place, "mouse"), take(place, "keys")]);
    expect(complaints).toEqual([[], []]);
  });

  test.each(["light", "dark"] as const)(
    "axe finds nothing in any view, in the %s",
    async (scheme) => {
      const watch = await open(scheme);
      const { page } = watch;
      await page.evaluate(axe.source);
      const tabs = await page.getByRole("tab").all();
      expect(tabs.length > 0).toBe(name !== "none");
      for (const tab of tabs) {
        await tab.click();
        await page.getByRole("tabpanel").locator("canvas, svg, table").first().waitFor();
        expect(await violations(page), `${await tab.textContent()}`).toEqual([]);
      }
      expect(await violations(page)).toEqual([]);
      expect(await watch.close()).toEqual([]);
    },
  );

  test("Tab comes to every control of every view", async () => {
    const watch = await open();
    const { page } = watch;
    expect(await missedByTab(page)).toEqual([]);
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      await page.getByRole("tabpanel").locator("canvas, svg, table").first().waitFor();
      expect(await missedByTab(page), `${await tab.textContent()}`).toEqual([]);
    }
    expect(await watch.close()).toEqual([]);
  });
});

function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run();
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
  });
}

/** Presses Tab through the page; gives what can be used and wasn't come to. */
async function missedByTab(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    const reached = new Set<EventTarget | null>();
    Object.assign(window, { reached });
    addEventListener("focusin", (event) => reached.add(event.target));
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
  for (let i = 0; i < 300; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement === document.body)) break;
  }
  return page.evaluate(() => {
    const { reached } = window as unknown as { reached: Set<EventTarget> };
    const all = document.querySelectorAll<HTMLInputElement>(
      "a[href], button, input, select, textarea, summary, [tabindex]",
    );
    return [...all]
      .filter((e) => e.checkVisibility() && !e.matches(":disabled") && e.tabIndex >= 0)
      .filter((e) => e.type !== "radio" || e.checked)
      .filter((e) => !reached.has(e))
      .map((e) => e.outerHTML.slice(0, 200));
  });
}
