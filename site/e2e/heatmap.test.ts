// The heatmap by mouse, by keyboard and by touch, on the demo report.

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

/** Opens the heatmap with this hash, does something, and expects no complaint. */
async function on(hash: string, does: (page: Page) => Promise<void>): Promise<void> {
  const watch = await Watch.open(browser, `${url}#${hash}`);
  await watch.page.locator(".overlay").waitFor();
  await does(watch.page);
  expect(await watch.close()).toEqual([]);
}

const hash = (page: Page) => page.evaluate(() => decodeURIComponent(location.hash));
const frame = (page: Page) => page.getByRole("application");
const spoken = (page: Page) => page.locator(".heatmap > [aria-live]").textContent();
const title = async (page: Page) =>
  (await page.locator(".heatmap .tooltip-title").allTextContents()).join();
const overview = (page: Page) => page.locator(".overview");
const sight = (page: Page) => page.locator(".overview-sight").getAttribute("style");

async function middle(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator(".overlay").boundingBox();
  if (!box) throw new Error("the heatmap isn't drawn");
  return { x: box.x + box.width * 0.45, y: box.y + box.height * 0.62 };
}

/** Points at the row's label that says so, wherever it is. */
async function pointAtRow(page: Page, label: string): Promise<void> {
  const box = await page.locator(".overlay").boundingBox();
  if (!box) throw new Error("the heatmap isn't drawn");
  for (let y = box.y + 60; y < box.y + box.height; y += 4) {
    await page.mouse.move(box.x + 60, y);
    if ((await title(page)) === label) return;
  }
  throw new Error(`no row says ${label}`);
}

async function focus(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Find a row and column" }).focus();
  for (let i = 0; i < 6 && !(await frame(page).evaluate((e) => e.matches(":focus"))); i++) {
    await page.keyboard.press("Tab");
  }
}

describe("zoom", () => {
  test("is in the link", () =>
    on("", async (page) => {
      await page.getByRole("button", { name: "Zoom in" }).click();
      await expect.poll(() => hash(page)).toMatch(/^#zoom=1\.6,[\d.]+,[\d.]+$/);
      const numbers = async (of: Page) =>
        ((await sight(of)) ?? "").match(/[\d.]+/g)?.map(Number) ?? [];
      const there = await numbers(page);
      await on((await hash(page)).slice(1), async (again) => {
        const here = await numbers(again);
        // Links are rounded to a hundredth of a cell.
        for (const [i, n] of there.entries()) expect(Math.abs(here[i]! - n)).toBeLessThan(0.3);
        await again.getByRole("button", { name: "fit", exact: true }).click();
        await expect.poll(() => hash(again)).toBe("");
      });
    }));

  test("the wheel zooms at the pointer, a drag moves, fit shows all", () =>
    on("", async (page) => {
      const { x, y } = await middle(page);
      await page.mouse.move(x, y);
      const before = await title(page);
      expect(before).toContain("→");
      expect(await overview(page).count()).toBe(0);
      for (let i = 0; i < 3; i++) {
        await page.mouse.wheel(0, -200);
        await overview(page).waitFor();
      }
      await page.mouse.move(x + 1, y);
      await expect.poll(() => title(page)).toBe(before);
      const from = await sight(page);
      await page.mouse.down();
      await page.mouse.move(x + 60, y + 40, { steps: 4 });
      await page.mouse.up();
      expect(await sight(page)).not.toBe(from);
      expect(await hash(page)).not.toContain("select");
      await page.getByRole("button", { name: "fit" }).click();
      await expect.poll(() => overview(page).count()).toBe(0);
    }));

  test("dragging in the overview moves the sight", () =>
    on("", async (page) => {
      await page.getByRole("button", { name: "Zoom in" }).click();
      await page.getByRole("button", { name: "Zoom in" }).click();
      const from = await sight(page);
      const box = await overview(page).boundingBox();
      if (!box) throw new Error("no overview");
      await page.mouse.move(box.x + 4, box.y + 4);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width - 4, box.y + box.height - 4, { steps: 3 });
      await page.mouse.up();
      expect(await sight(page)).not.toBe(from);
      await page.getByRole("button", { name: "Zoom out" }).click();
      await page.getByRole("button", { name: "Zoom out" }).click();
      await expect.poll(() => overview(page).count()).toBe(0);
    }));

  test("by keys, with the cell always in sight", () =>
    on("", async (page) => {
      await focus(page);
      await expect.poll(() => spoken(page)).toContain("row 1 of");
      for (let i = 0; i < 4; i++) await page.keyboard.press("+");
      await overview(page).waitFor();
      const from = await sight(page);
      await page.keyboard.press("Control+End");
      await expect.poll(() => spoken(page)).toMatch(/^Other to Other/);
      expect(await sight(page)).not.toBe(from);
      await page.keyboard.press("-");
      await page.keyboard.press("0");
      await expect.poll(() => overview(page).count()).toBe(0);
    }));

  test("a finger gets cells that it can touch", async () => {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const page = await context.newPage();
    await page.goto(url);
    await overview(page).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await context.close();
  });
});

describe("search", () => {
  const field = (page: Page) => page.getByRole("textbox", { name: "Find a row and column" });
  const outcome = (page: Page) => page.locator(".find-count").textContent();

  test("marks, goes on with Enter, and says what isn't there", () =>
    on("", async (page) => {
      await field(page).fill("10.30.0.1");
      await expect.poll(() => outcome(page)).toMatch(/^1 of \d+$/);
      await page.keyboard.press("Enter");
      await expect.poll(() => outcome(page)).toMatch(/^2 of/);
      await page.keyboard.press("Shift+Enter");
      await expect.poll(() => outcome(page)).toMatch(/^1 of/);
      await field(page).fill("10.30.0.200");
      await expect.poll(() => outcome(page)).toBe("not drawn");
      await field(page).fill("nobody");
      await expect.poll(() => outcome(page)).toBe("none");
      await page.keyboard.press("Escape");
      expect(await field(page).inputValue()).toBe("");
    }));
});

describe("subnets", () => {
  test("open and close by mouse", () =>
    on("group=subnets", async (page) => {
      await pointAtRow(page, "10.20.0.0/24 (5)");
      await page.mouse.down();
      await page.mouse.up();
      await expect.poll(() => hash(page)).toContain("open=10.20.0.0/24");
      await pointAtRow(page, "10.20.0.13");
      await page.getByRole("button", { name: "Close 10.20.0.0/24" }).click();
      await expect.poll(() => hash(page)).not.toContain("open");
    }));

  test("open with Enter and close with Backspace", () =>
    on("group=subnets", async (page) => {
      await focus(page);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await expect.poll(() => spoken(page)).toMatch(/^10\.20\.0\.0\/24/);
      await page.keyboard.press("Enter");
      await expect.poll(() => hash(page)).toContain("open=10.20.0.0/24");
      await page.keyboard.press("Backspace");
      await expect.poll(() => hash(page)).not.toContain("open=10.20");
      await expect.poll(() => spoken(page)).toMatch(/^10\.20\.0\.0\/24/);
    }));
});

describe("choices", () => {
  const choose = (page: Page, name: string, option: string) =>
    page.getByRole("combobox", { name, exact: true }).selectOption(option);

  test("orders, groups and directions are part of the link", () =>
    on("", async (page) => {
      for (const order of ["address", "name", "subnet", "similarity"]) {
        await choose(page, "order", order);
        await expect.poll(() => hash(page)).toContain(`order=${order}`);
      }
      await choose(page, "group", "subnets");
      await choose(page, "directions", "split");
      await expect.poll(() => hash(page)).toMatch(/group=subnets.*both=split/);
      await choose(page, "directions", "sum");
      const { x, y } = await middle(page);
      await page.mouse.move(x, y);
      await expect.poll(() => title(page)).toContain("↔");
    }));

  test.each(["light", "dark"] as const)(
    "axe finds nothing when zoomed, in the %s",
    async (scheme) => {
      const watch = await Watch.open(browser, `${url}#group=subnets&open=10.20.0.0/24`, scheme);
      await watch.page.getByRole("textbox", { name: "Find a row" }).fill("10.20");
      await watch.page.getByRole("button", { name: "Zoom in" }).click();
      await watch.page.evaluate(axe.source);
      const found = await watch.page.evaluate(async () => {
        const { axe } = window as unknown as { axe: typeof import("axe-core") };
        return (await axe.run(".card")).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
      });
      expect(found).toEqual([]);
      expect(await watch.close()).toEqual([]);
    },
  );
});
