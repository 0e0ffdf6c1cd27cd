// The graph in a real browser: every control by mouse and by keys.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Watch } from "./browser";
import { openDemo } from "./demo";

let browser: Browser;
let url: string;
let close: (() => Promise<void>) | undefined;

beforeAll(async () => {
  ({ browser, url, close } = await openDemo());
});

afterAll(() => close?.());

const frame = (page: Page) => page.getByRole("application", { name: /Graph of/ });
const hash = (page: Page) => page.evaluate(() => decodeURIComponent(location.hash));
const spoken = (page: Page) => page.locator(".graph [aria-live]").textContent();

async function open(hash = ""): Promise<Watch> {
  const watch = await Watch.open(browser, `${url}#view=graph${hash}`);
  await watch.page.locator(".graph-frame[aria-busy=false]").waitFor();
  return watch;
}

/** What is painted, as one number. */
const painted = (page: Page) =>
  page
    .locator(".graph canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      let sum = 0;
      for (const c of canvas.toDataURL()) sum = (Math.imul(sum, 31) + c.charCodeAt(0)) | 0;
      return sum;
    });

/** Where the keys' node stands on the page: its tooltip hangs at its rim. */
async function cursorAt(page: Page): Promise<{ x: number; y: number }> {
  const box = (await frame(page).boundingBox())!;
  const tip = page.locator(".graph-tooltip");
  const [left, top] = await tip.evaluate((e: HTMLElement) => [
    Number.parseFloat(e.style.left) + (e.classList.contains("tooltip-left") ? 14 : -14),
    Number.parseFloat(e.style.top) + (e.classList.contains("tooltip-above") ? 10 : -14),
  ]);
  return { x: box.x + left! - 2, y: box.y + top! - 2 };
}

describe("the graph", () => {
  test("stands and is looked at as in the link, and marks where the capture was taken", async () => {
    const watch = await open("&look=1.5,40,-20&pin=10.20.0.11,0,0&lines=all");
    const { page } = watch;
    expect(await page.locator(".caption").textContent()).toContain("captured on");
    const before = await painted(page);
    const again = await open(decodeURIComponent((await hash(page)).replace("#view=graph", "")));
    expect(await painted(again.page)).toBe(before);
    await page.getByRole("button", { name: "Zoom in" }).click();
    await expect.poll(() => hash(page)).toContain("look=2.1,40,-20");
    await page.getByRole("button", { name: "Fit" }).click();
    await expect.poll(() => hash(page)).not.toContain("look=");
    expect(await again.close()).toEqual([]);
    expect(await watch.close()).toEqual([]);
  });

  test("is the same at every opening", async () => {
    const sums: number[] = [];
    for (let i = 0; i < 2; i++) {
      const watch = await open();
      sums.push(await painted(watch.page));
      expect(await watch.close()).toEqual([]);
    }
    expect(sums[0]).toBe(sums[1]);
  });

  test("by keys: through nodes and lines, select, zoom", async () => {
    const watch = await open();
    const { page } = watch;
    await page.locator("#pane").evaluate((pane: HTMLElement) => {
      pane.tabIndex = -1;
      pane.focus();
    });
    await page.keyboard.press("Tab");
    await expect.poll(() => spoken(page)).toMatch(/sent .*packets/);
    const largest = await spoken(page);
    await page.keyboard.press("PageDown");
    expect(await spoken(page)).not.toBe(largest);
    await page.keyboard.press("Home");
    expect(await spoken(page)).toBe(largest);
    await page.keyboard.press("ArrowRight");
    expect(await spoken(page)).not.toBe(largest);
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await expect.poll(() => hash(page)).toMatch(/select=[\w.:]+$/);
    await page.keyboard.press("l");
    expect(await spoken(page)).toMatch(/ and .*mostly/);
    await page.keyboard.press("Enter");
    await expect.poll(() => hash(page)).toMatch(/select=.*&select=/);
    await page.keyboard.press("Escape");
    await expect.poll(() => hash(page)).toBe("#view=graph");
    const before = await painted(page);
    await page.keyboard.press("+");
    await expect.poll(() => painted(page)).not.toBe(before);
    await page.keyboard.press("0");
    await expect.poll(() => painted(page)).toBe(before);
    await page.keyboard.press("-");
    await expect.poll(() => painted(page)).not.toBe(before);
    expect(await watch.close()).toEqual([]);
  });

  test("by mouse: select, drag and let go, pan, wheel, fit", async () => {
    const watch = await open();
    const { page } = watch;
    const before = await painted(page);
    await frame(page).focus();
    await page.keyboard.press("Home");
    const node = await cursorAt(page);
    await page.mouse.click(node.x, node.y);
    await expect.poll(() => hash(page)).toMatch(/select=/);
    await page.keyboard.press("Escape");
    await expect.poll(() => painted(page)).toBe(before);
    await page.mouse.move(node.x, node.y);
    await page.mouse.down();
    await page.mouse.move(node.x + 60, node.y - 40, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => painted(page)).not.toBe(before);
    await expect
      .poll(() => hash(page), { message: "a drag is no click" })
      .toMatch(/^#view=graph&pin=[^&]+,-?\d+,-?\d+$/);
    await page.mouse.dblclick(node.x + 60, node.y - 40);
    await page.keyboard.press("Escape");
    await expect.poll(() => painted(page), { message: "back in its place" }).toBe(before);
    const box = (await frame(page).boundingBox())!;
    await page.mouse.move(box.x + 8, box.y + 8);
    await page.mouse.wheel(0, -300);
    await expect.poll(() => painted(page)).not.toBe(before);
    await page.getByRole("button", { name: "Fit" }).click();
    await expect.poll(() => painted(page)).toBe(before);
    await page.mouse.move(box.x + 8, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 50, box.y + 60, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => painted(page)).not.toBe(before);
    for (const name of ["Zoom in", "Zoom out", "Fit"]) {
      await page.getByRole("button", { name, exact: true }).click();
    }
    await expect.poll(() => painted(page)).toBe(before);
    expect(await watch.close()).toEqual([]);
  });

  test("what is near the selection, colours, subnets that open and close", async () => {
    const watch = await open();
    const { page } = watch;
    const caption = page.locator(".graph .caption");
    const lines = await caption.locator("b").last().textContent();
    await page.getByRole("combobox", { name: /^show/ }).selectOption("1 hop");
    await expect.poll(() => caption.textContent()).toContain("select a host");
    await frame(page).focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await expect.poll(() => caption.textContent()).toContain("out of reach");
    expect(await caption.locator("b").last().textContent()).not.toBe(lines);
    await page.getByRole("combobox", { name: /^show/ }).selectOption("all");
    await page.keyboard.press("Escape");
    await page.getByRole("combobox", { name: /^colours/ }).selectOption("application");
    await expect.poll(() => page.locator(".graph-key").textContent()).toMatch(/redis/i);
    await page.getByRole("combobox", { name: /^nodes/ }).selectOption("subnets");
    await expect.poll(() => caption.textContent()).toContain("by subnet");
    await frame(page).focus();
    await page.keyboard.press("Home");
    const subnet = (await spoken(page))?.split(";")[0];
    expect(subnet).toMatch(/\/(24|64)$/);
    await page.keyboard.press("Enter");
    const close = page.getByRole("button", { name: `Close ${subnet}` });
    await close.waitFor();
    await expect.poll(() => hash(page)).toContain(`open=${subnet}`);
    await close.click();
    await expect.poll(() => hash(page)).toBe("#view=graph&tint=application&nodes=subnets");
    expect(await watch.close()).toEqual([]);
  });

  test("a filter moves nothing", async () => {
    const watch = await open();
    const { page } = watch;
    await frame(page).focus();
    await page.keyboard.press("Home");
    const before = await cursorAt(page);
    await page.locator(".filter input").fill("host:10.30.0.10");
    await frame(page).focus();
    await page.keyboard.press("Shift");
    const after = await cursorAt(page);
    // Its size may differ, by which its tooltip hangs farther out.
    expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(25);
    expect(await watch.close()).toEqual([]);
  });
});
