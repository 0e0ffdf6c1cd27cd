// The filter bar and the timeline, every control by mouse and by keyboard.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
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

const hash = (page: Page) => decodeURIComponent(new URL(page.url()).hash);
const shown = (page: Page) => page.locator(".shown").textContent();
const filter = (page: Page) => page.getByLabel("Filter", { exact: true }).inputValue();
const slider = (page: Page) => page.getByRole("slider");
const spoken = (page: Page) => slider(page).getAttribute("aria-valuetext");

/** Drags over the timeline, from one part of its plot to another. */
async function drag(page: Page, from: number, to: number): Promise<void> {
  const box = await slider(page).boundingBox();
  if (!box) throw new Error("no timeline");
  const x = (part: number) => box.x + 60 + part * (box.width - 60);
  await page.mouse.move(x(from), box.y + 40);
  await page.mouse.down();
  await page.mouse.move(x((from + to) / 2), box.y + 40);
  await page.mouse.move(x(to), box.y + 40);
  await page.mouse.up();
}

/** The span in the URL, in seconds. */
function spanOf(page: Page): [number, number] | null {
  const [, from, to] = /span=([\d.]+)-([\d.]+)/.exec(hash(page)) ?? [];
  return from === undefined ? null : [Number(from), Number(to)];
}

describe("the filter bar", () => {
  test("chips put words into the filter, by mouse and by keys, and more of them unfold", async () => {
    const watch = await Watch.open(browser, url);
    const { page } = watch;
    const chip = page.locator(".chip", { hasText: /^TLS(,|$)/ });
    for (const words of ["app:TLS", "-app:TLS", ""]) {
      await chip.click();
      expect(await filter(page)).toBe(words);
    }
    await page.locator(".chip", { hasText: "UDP" }).focus();
    await page.keyboard.press("Enter");
    await chip.focus();
    await page.keyboard.press("Space");
    expect(await filter(page)).toBe("transport:UDP app:TLS");
    const count = await page.locator(".chip").count();
    await page.getByRole("button", { name: /more applications/ }).click();
    expect(await page.locator(".chip").count()).toBeGreaterThan(count);
    expect(await watch.close()).toEqual([]);
  });

  test("metric, layer, hosts and what is hidden are in the link", async () => {
    const watch = await Watch.open(browser, url);
    const { page } = watch;
    await page.getByRole("radio", { name: "flows" }).check();
    expect(await shown(page)).toMatch(/100.% of flows/);
    await page.getByRole("radio", { name: "outer" }).check();
    await page.getByRole("combobox", { name: "hosts" }).selectOption("20");
    await page.getByLabel("hide broadcast, multicast").check();
    await page.getByRole("combobox", { name: "scale" }).selectOption("root");
    const part = await shown(page);
    expect(part).not.toMatch(/ 100.%/);
    await page.getByLabel("hide never answered").focus();
    await page.keyboard.press("Space");
    expect(await shown(page)).not.toBe(part);
    for (const word of [
      "metric=flows",
      "layer=outer",
      "hosts=20",
      "broadcast=hidden",
      "scale=root",
    ]) {
      expect(hash(page)).toContain(word);
    }
    const again = await Watch.open(browser, page.url());
    await expect.poll(() => shown(again.page)).toBe(await shown(page));
    await again.close();
    expect(await watch.close()).toEqual([]);
  });

  test("says what is wrong with a word", async () => {
    const watch = await Watch.open(browser, url);
    const { page } = watch;
    await page.keyboard.press("/");
    await page.keyboard.type("net:10.0.0.0/99");
    expect(await page.locator("[aria-invalid=true]").count()).toBe(1);
    expect(await page.locator(".filter-problem").textContent()).toContain("no network");
    expect(await shown(page)).toMatch(/ 0.%/);
    await page.keyboard.press("Escape");
    await page.keyboard.type("net:10.30.0.0/16");
    expect(await page.locator("[aria-invalid=true]").count()).toBe(0);
    expect(await shown(page)).not.toMatch(/ 0.%| 100.%/);
    expect(await watch.close()).toEqual([]);
  });

  test("undo and reset, by mouse and by keys", async () => {
    const watch = await Watch.open(browser, url);
    const { page } = watch;
    const undo = page.getByRole("button", { name: "Undo" });
    const reset = page.getByRole("button", { name: "Reset" });
    expect(await undo.isDisabled()).toBe(true);
    expect(await reset.isDisabled()).toBe(true);
    await page.locator(".chip", { hasText: "Redis" }).click();
    await drag(page, 0.2, 0.6);
    await expect.poll(() => spanOf(page)).not.toBeNull();
    await reset.click();
    expect([await filter(page), spanOf(page)]).toEqual(["", null]);
    await undo.click();
    expect(await filter(page)).toBe("app:Redis");
    expect(spanOf(page)).not.toBeNull();
    await page.keyboard.press("Control+z");
    expect(spanOf(page)).toBeNull();
    await page.getByLabel("Filter", { exact: true }).focus();
    await page.keyboard.press("Control+z");
    expect(await filter(page)).toBe("");
    expect(await undo.isDisabled()).toBe(true);
    expect(await watch.close()).toEqual([]);
  });

  test("folds on a narrow screen, and nothing stands out at its side", async () => {
    const watch = await Watch.open(browser, url);
    const { page } = watch;
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.getByLabel("hide never answered").isVisible()).toBe(false);
    expect(await page.locator(".shown").isVisible()).toBe(true);
    await page.getByRole("button", { name: "Filters" }).click();
    expect(await page.getByLabel("hide never answered").isVisible()).toBe(true);
    const bar = await page.locator("search").boundingBox();
    expect(bar?.width).toBeLessThanOrEqual(390);
    expect(await watch.close()).toEqual([]);
  });
});

describe("the timeline", () => {
  test("a span is made, moved, resized and cleared by mouse", async () => {
    const watch = await Watch.open(browser, url);
    const { page } = watch;
    await drag(page, 0.6, 0.2);
    await expect.poll(() => spanOf(page)).not.toBeNull();
    const [from, to] = spanOf(page)!;
    expect(from).toBeLessThan(to);
    expect(await shown(page)).toContain("in the span");
    const length = to - from;
    await drag(page, 0.4, 0.5);
    await expect.poll(() => spanOf(page)?.[0]).toBeGreaterThan(from + 1);
    expect(spanOf(page)![1] - spanOf(page)![0]).toBeCloseTo(length, 1);
    const [moved] = spanOf(page)!;
    const total = 31.4;
    await drag(page, spanOf(page)![1] / total, 0.9);
    await expect.poll(() => spanOf(page)?.[1]).toBeGreaterThan(to + 4);
    expect(spanOf(page)![0]).toBe(moved);
    await drag(page, 0.02, 0.02);
    await expect.poll(() => spanOf(page)).toBeNull();
    await drag(page, 0.1, 0.3);
    await page.getByRole("button", { name: "Show all of the time" }).click();
    expect(spanOf(page)).toBeNull();
    expect(await watch.close()).toEqual([]);
  });

  test("a span is made, moved, widened and cleared by keys", async () => {
    const watch = await Watch.open(browser, url);
    const { page } = watch;
    await slider(page).focus();
    expect(await spoken(page)).toBe("all of the time");
    await page.keyboard.press("ArrowRight");
    const begun = spanOf(page)!;
    expect(begun[0]).toBe(0);
    await page.keyboard.press("Shift+ArrowRight");
    const wider = spanOf(page)!;
    expect(wider[1]).toBeGreaterThan(begun[1]);
    await page.keyboard.press("PageDown");
    expect(spanOf(page)![0]).toBeCloseTo(wider[1], 3);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowLeft");
    expect(spanOf(page)![0]).toBeLessThan(wider[1]);
    expect(await spoken(page)).toMatch(/\ss – .*\ss, .*B$/);
    await page.keyboard.press("Escape");
    expect(spanOf(page)).toBeNull();
    expect(await watch.close()).toEqual([]);
  });

  test("a span is made by touch", async () => {
    const context = await browser.newContext({ hasTouch: true });
    const page = await context.newPage();
    await page.goto(url);
    const box = (await slider(page).boundingBox())!;
    const touch = await context.newCDPSession(page);
    const at = (part: number) => [{ x: box.x + part * box.width, y: box.y + 30 }];
    const send = (
      type: "touchStart" | "touchMove" | "touchEnd",
      touchPoints: { x: number; y: number }[],
    ) => touch.send("Input.dispatchTouchEvent", { type, touchPoints });
    await send("touchStart", at(0.3));
    await send("touchMove", at(0.4));
    await send("touchMove", at(0.6));
    await send("touchEnd", []);
    await expect.poll(() => spanOf(page)).not.toBeNull();
    await context.close();
  });

  test("says exact numbers, stacks by either, and opens as it was left", async () => {
    const watch = await Watch.open(browser, url);
    const { page } = watch;
    await slider(page).hover();
    const tip = page.locator(".timeline-tooltip");
    expect(await tip.textContent()).toMatch(/UTC.*all\d.* B/);
    await page.getByRole("combobox", { name: "by" }).selectOption("transport");
    await slider(page).hover();
    await drag(page, 0.3, 0.7);
    await expect.poll(() => spanOf(page)).not.toBeNull();
    const text = await page.locator(".timeline-span b").textContent();
    const again = await Watch.open(browser, page.url());
    expect(await again.page.locator(".timeline-span b").textContent()).toBe(text);
    expect(await shown(again.page)).toBe(await shown(page));
    expect(await again.close()).toEqual([]);
    expect(await watch.close()).toEqual([]);
  });

  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

  test.each(["light", "dark"] as const)(
    "axe finds nothing with all of it in use (%s)",
    async (scheme) => {
      const used = `${url}#filter=-app:redis+net:x&span=5-12&unanswered=hidden`;
      const watch = await Watch.open(browser, used, scheme);
      const { page } = watch;
      await page.getByRole("button", { name: /more applications/ }).click();
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: typeof import("axe-core") };
        const { violations } = await axe.run();
        return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
      });
      expect(found).toEqual([]);
      await watch.close();
    },
  );
});
