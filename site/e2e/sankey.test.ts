// The Sankey by mouse and by keyboard, on the demo report.

import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Watch } from "./browser";
import { openDemo } from "./demo";

let browser: Browser;
let url: string;
let close: (() => Promise<void>) | undefined;

beforeAll(async () => {
  ({ browser, url, close } = await openDemo("--no-engine"));
});

afterAll(() => close?.());

/** Opens the Sankey with more of the hash, does something, and expects no complaint. */
async function on(hash: string, does: (page: Page) => Promise<void>): Promise<void> {
  const watch = await Watch.open(browser, `${url}#view=sankey${hash}`);
  await watch.page.locator("svg.sankey").first().waitFor();
  await does(watch.page);
  expect(await watch.close()).toEqual([]);
}

const hash = (page: Page) => page.evaluate(() => location.hash);
const node = (page: Page, column: number, name: string) =>
  page.locator(`rect[data-item^="n${column},"][aria-label^="${name}:"]`);
const headings = (page: Page) =>
  page.locator("svg.sankey").first().locator("> text").allTextContents();

describe("the Sankey of all hosts", () => {
  test("says what is pointed at, in exact numbers", () =>
    on("", async (page) => {
      await node(page, 0, "img.shop.internal").hover();
      const tooltip = page.locator(".sankey-frame .tooltip");
      await expect
        .poll(() => tooltip.textContent())
        .toMatch(/^img\.shop\.internal.* B.*packets.*flows.*10\.30\.0\.10/);
      await page.mouse.move(2, 2);
      await expect.poll(() => tooltip.count()).toBe(0);
    }));

  test("a click on a host selects it, on a link its conversation", () =>
    on("", async (page) => {
      await node(page, 0, "img.shop.internal").click();
      await expect.poll(() => hash(page)).toContain("select=10.30.0.10");
      await page.keyboard.press("Escape");
      await page
        .locator('path[aria-label^="orders-db.shop.internal to img.shop.internal:"]')
        .first()
        .click();
      await expect.poll(() => hash(page)).toContain("select=10.30.0.10&select=10.30.0.40");
      await expect
        .poll(() => headings(page))
        .toEqual(["source", "transport", "application", "destination"]);
      await page.getByRole("button", { name: "all hosts" }).click();
      await expect.poll(() => headings(page)).toEqual(["source", "destination"]);
    }));

  test("by keys: along nodes and links, in and out of a conversation", () =>
    on("", async (page) => {
      await page.locator('svg.sankey [tabindex="0"]').focus();
      await page.keyboard.press("ArrowDown");
      await expect.poll(() => focused(page)).toMatch(/^orders-db\.shop\.internal: /);
      await page.keyboard.press("ArrowRight");
      await expect
        .poll(() => focused(page))
        .toMatch(/^orders-db\.shop\.internal to img\.shop\.internal: /);
      await page.keyboard.press("Enter");
      await expect.poll(() => focused(page)).toBe("← all hosts");
      await page.keyboard.press("Escape");
      await expect.poll(() => headings(page)).toEqual(["source", "destination"]);
      await expect.poll(() => focused(page)).toMatch(/^img\.shop\.internal: /);
    }));

  test("columns are chosen, two at least", () =>
    on("", async (page) => {
      const column = (name: string) => page.getByRole("checkbox", { name, exact: true });
      expect(await column("source").isDisabled()).toBe(true);
      await column("application").check();
      await expect.poll(() => headings(page)).toEqual(["source", "application", "destination"]);
      await column("source").focus();
      await page.keyboard.press("Space");
      await expect.poll(() => hash(page)).toContain("columns=app,destination");
      await node(page, 0, "Redis").click();
      await expect.poll(() => hash(page)).toContain("filter=app:Redis");
    }));

  test.each(["packets", "flows"])("columns add up to all %s", (metric) =>
    on(`&metric=${metric}&columns=source,app,port,destination`, async (page) => {
      const labels = await page
        .locator("svg.sankey rect")
        .evaluateAll((all) =>
          all.map((r) => [r.getAttribute("data-item") ?? "", r.getAttribute("aria-label") ?? ""]),
        );
      const unit = metric === "packets" ? /(\d+) packets?,/ : /(\d+) flows?$/;
      const sums = [0, 0, 0, 0];
      for (const [item = "", label = ""] of labels) {
        const found = unit.exec(label.replaceAll("\u202f", "").replaceAll("\u00a0", " "));
        sums[Number(item[1])]! += Number(found?.[1]);
      }
      expect(new Set(sums).size).toBe(1);
    }),
  );
});

describe("the Sankey of a conversation", () => {
  const conversation = "&select=10.30.0.10&select=10.30.0.60";

  test("hides protocols and shows them again", () =>
    on("&select=10.20.0.66&select=10.30.0.10", async (page) => {
      const first = page.locator(".sankey-chip input").first();
      await first.uncheck();
      await expect.poll(() => hash(page)).toContain("hide=");
      await page.getByRole("button", { name: "show all" }).click();
      await expect.poll(() => hash(page)).not.toContain("hide=");
    }));

  test.each(["light", "dark"] as const)("has nothing for axe to find (%s)", async (scheme) => {
    for (const more of ["", conversation]) {
      const context = await browser.newContext({ colorScheme: scheme, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(`${url}#view=sankey${more}`);
      await page.locator("svg.sankey").first().waitFor();
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() =>
        (window as unknown as { axe: typeof import("axe-core") }).axe.run(".sankey-view"),
      );
      expect(violations.map((v) => [v.id, v.nodes[0]?.html])).toEqual([]);
      await context.close();
    }
  });
});

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    return (at?.getAttribute("aria-label") ?? at?.textContent ?? "").slice(0, 80);
  });
}
