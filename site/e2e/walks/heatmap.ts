// The heatmap: its choices, and what is done in the picture.

import type { Page } from "playwright-core";
import { expect } from "vitest";
import {
  button,
  eachOf,
  go,
  list,
  pictureWalk,
  says,
  saysNot,
  selects,
  until,
  type Walk,
  withPackets,
} from "./walk";

const frame = (page: Page) => page.getByRole("application", { name: /^Heatmap/ });
const spoken = (page: Page) => page.locator(".heatmap > [aria-live]").textContent();
const tip = async (page: Page) =>
  (await page.locator(".heatmap .tooltip").allTextContents()).join();
const overview = (page: Page) => page.locator(".overview");
const sight = (page: Page) => page.locator(".overview-sight").getAttribute("style");
const field = (page: Page) => page.getByRole("textbox", { name: "Find a row and column" });

async function boxOf(page: Page) {
  return (await page.locator(".heatmap .overlay").boundingBox())!;
}

/** Points at one place after the other, row by row, until the tooltip says so. */
async function pointAt(page: Page, words: RegExp, left: number, right: number): Promise<void> {
  const box = await boxOf(page);
  for (let y = 8; y < box.height; y += 8) {
    for (let x = left; x <= right; x += 24) {
      await page.mouse.move(box.x + x, box.y + y);
      if (words.test(await tip(page))) return;
    }
  }
  throw new Error(`nothing there says ${words}`);
}

/** Where the labels of the rows are. */
const LABELS = [60, 60] as const;

const choices: Walk = {
  name: "group, order, directions, colours",
  control: (page) => list(page, "order"),
  on: withPackets,
  async use(page, hands) {
    const orders = ["volume", "address", "name", "subnet", "similarity"];
    await eachOf(page, hands, "order", "order", orders);
    await eachOf(page, hands, "group", "group", ["auto", "subnets", "hosts"]);
    await eachOf(page, hands, "colours", "palette", ["default", "classic"]);
    const values = await list(page, "directions")
      .locator("option")
      .evaluateAll((all) => all.map((o) => (o as HTMLOptionElement).value));
    expect(values).toHaveLength(3);
    await eachOf(page, hands, "directions", "both", values);
  },
};

const find: Walk = {
  name: "find a row and column",
  hash: "group=hosts",
  control: field,
  on: withPackets,
  async use(page, hands) {
    const outcome = () => page.locator(".find-count").textContent();
    await hands.write(field(page), "10.");
    await expect.poll(outcome).toMatch(/^1 of \d+$/);
    await field(page).press("Enter");
    await expect.poll(outcome).toMatch(/^2 of/);
    await field(page).press("Shift+Enter");
    await expect.poll(outcome).toMatch(/^1 of/);
    await hands.write(field(page), "nobody");
    await expect.poll(outcome).toBe("none");
    await field(page).press("Escape");
    expect(await field(page).inputValue()).toBe("");
  },
};

const select: Walk = {
  name: "select a conversation and a host",
  hash: "group=hosts",
  control: frame,
  on: withPackets,
  async use(page, hands) {
    if (hands.way === "keys") {
      await frame(page).focus();
      await page.keyboard.press("Control+Home");
      await expect.poll(() => spoken(page)).toContain("row 1 of");
      await until(page, "select=.*&select=", 9, async (time) => {
        if (time) await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Enter");
      });
      await page.keyboard.press("Escape");
      return saysNot(page, "select");
    }
    await pointAt(page, /^(?!Other).* → (?!Other).*packet/, 100, 600);
    await page.mouse.down();
    await page.mouse.up();
    await selects(page, 2);
    await button(page, "Clear the selection").click();
    await saysNot(page, "select");
    await pointAt(page, /^(?!Other)[^→]*packet/, ...LABELS);
    await page.mouse.down();
    await page.mouse.up();
    await selects(page, 1);
    await page.keyboard.press("Escape");
    await saysNot(page, "select");
  },
};

const zoom: Walk = {
  name: "zoom and move",
  hash: "group=hosts&hosts=all",
  control: (page) => button(page, "Zoom in"),
  on: ({ hosts }) => hosts > 10,
  async use(page, hands) {
    if (hands.way === "keys") {
      await frame(page).focus();
      for (let i = 0; i < 3; i++) await page.keyboard.press("+");
      await overview(page).waitFor();
      const from = await sight(page);
      await page.keyboard.press("Control+End");
      await expect.poll(() => sight(page)).not.toBe(from);
      await page.keyboard.press("-");
      await page.keyboard.press("0");
      return expect.poll(() => overview(page).count()).toBe(0);
    }
    const box = await boxOf(page);
    const [x, y] = [box.x + box.width * 0.5, box.y + box.height * 0.6];
    await page.mouse.move(x, y);
    for (let i = 0; i < 3; i++) await page.mouse.wheel(0, -200);
    await overview(page).waitFor();
    for (const to of [
      { x: x + 60, y: y + 40 },
      { x: x - 90, y: y - 60 },
    ]) {
      const from = await sight(page);
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps: 3 });
      await page.mouse.up();
      await expect.poll(() => sight(page)).not.toBe(from);
    }
    expect(await page.evaluate(() => location.hash)).not.toContain("select");
    const map = (await overview(page).boundingBox())!;
    const before = await sight(page);
    await page.mouse.click(map.x + 3, map.y + 3);
    await page.mouse.click(map.x + map.width - 3, map.y + map.height - 3);
    await expect.poll(() => sight(page)).not.toBe(before);
    await button(page, "Zoom in").click();
    await button(page, "Zoom out").click();
    await button(page, "fit").click();
    await expect.poll(() => overview(page).count()).toBe(0);
  },
};

const subnets: Walk = {
  name: "subnets open and close",
  hash: "group=subnets&order=address",
  control: (page) => page.getByRole("button", { name: /^Close 10\./ }),
  on: ({ hosts }) => hosts > 2,
  async use(page, hands) {
    if (hands.way === "keys") {
      await frame(page).focus();
      await page.keyboard.press("Control+Home");
      await expect.poll(() => spoken(page)).toContain("row 1 of");
      await until(page, "open=", 9, async (time) => {
        if (time) await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
      });
      await page.keyboard.press("Backspace");
    } else {
      await pointAt(page, /^10\.[^→]*\/24/, ...LABELS);
      await page.mouse.down();
      await page.mouse.up();
      await says(page, "open=");
      await this.control(page).click();
    }
    await saysNot(page, "open=");
    await go(page, "");
  },
};

export const heatmapWalks: Walk[] = [
  choices,
  find,
  select,
  zoom,
  subnets,
  pictureWalk("heatmap", withPackets),
];
