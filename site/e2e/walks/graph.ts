// The graph: its choices, and what is done in the picture.

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

const VIEW = "view=graph";
const frame = (page: Page) => page.getByRole("application", { name: /^Graph of/ });
const spoken = (page: Page) => page.locator(".graph [aria-live]").textContent();

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

/** The graph is painted by an effect, which is a frame later than it says that it isn't busy. */
async function drawn(page: Page): Promise<void> {
  await page.locator(".graph-frame[aria-busy=false]").waitFor();
  await page.evaluate(
    () =>
      new Promise<void>((painted) => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(painted)));
      }),
  );
}

/** Where the keys' node stands on the page: its tooltip hangs at its rim. */
async function largest(page: Page): Promise<{ x: number; y: number }> {
  await frame(page).focus();
  await page.keyboard.press("Home");
  const tip = page.locator(".graph-tooltip");
  await tip.waitFor();
  const box = (await frame(page).boundingBox())!;
  const [left, top] = await tip.evaluate((e: HTMLElement) => [
    Number.parseFloat(e.style.left) + (e.classList.contains("tooltip-left") ? 14 : -14),
    Number.parseFloat(e.style.top) + (e.classList.contains("tooltip-above") ? 10 : -14),
  ]);
  return { x: box.x + left! - 2, y: box.y + top! - 2 };
}

const choices: Walk = {
  name: "what is near, nodes, colours",
  hash: VIEW,
  control: (page) => list(page, "nodes"),
  on: withPackets,
  async use(page, hands) {
    await eachOf(page, hands, "show", "near", ["all", "1 hop", "2 hops"]);
    await eachOf(page, hands, "nodes", "nodes", ["auto", "hosts", "subnets"]);
    await eachOf(page, hands, "colours", "tint", ["subnet", "application"]);
    await hands.choose(list(page, "show"), "1 hop");
    const caption = page.locator(".graph .caption");
    await expect.poll(() => caption.textContent()).toContain("select a host");
    const host = page.locator(".detail .bars button:has(.host)").first();
    await hands.press(host);
    await says(page, "select=");
    await expect.poll(() => caption.textContent()).not.toContain("select a host");
  },
};

const select: Walk = {
  name: "select a node and a line",
  hash: `${VIEW}&nodes=hosts`,
  control: frame,
  on: withPackets,
  async use(page, hands) {
    await drawn(page);
    const node = await largest(page);
    if (hands.way === "mouse") await page.mouse.click(node.x, node.y);
    else {
      expect(await spoken(page)).toMatch(/packet/);
      await page.keyboard.press("Enter");
    }
    await selects(page, 1);
    await page.keyboard.press("Escape");
    await saysNot(page, "select");
    if (hands.way === "mouse") return;
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("PageUp");
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    await until(page, "select=.*&select=", 9, async () => {
      await page.keyboard.press("l");
      expect(await spoken(page)).toMatch(/mostly/);
      await page.keyboard.press("Enter");
    });
  },
};

const zoom: Walk = {
  name: "zoom, move, fit",
  hash: VIEW,
  control: (page) => button(page, "Fit"),
  on: withPackets,
  async use(page, hands) {
    await drawn(page);
    const before = await painted(page);
    const changes = () => expect.poll(() => painted(page)).not.toBe(before);
    const fits = () => expect.poll(() => painted(page)).toBe(before);
    if (hands.way === "keys") {
      await frame(page).focus();
      await page.keyboard.press("+");
      await changes();
      await page.keyboard.press("0");
      await fits();
    } else {
      const box = (await frame(page).boundingBox())!;
      await page.mouse.move(box.x + 8, box.y + 8);
      await page.mouse.wheel(0, -300);
      await changes();
      await button(page, "Fit").click();
      await fits();
      await page.mouse.move(box.x + 8, box.y + 8);
      await page.mouse.down();
      await page.mouse.move(box.x + 60, box.y + 60, { steps: 3 });
      await page.mouse.up();
      await changes();
    }
    for (const name of ["Zoom in", "Zoom out", "Zoom out", "Fit"]) {
      await hands.press(button(page, name));
    }
    await page.mouse.move(0, 0);
    await fits();
  },
};

const drag: Walk = {
  name: "drag a node and let it go",
  hash: `${VIEW}&nodes=hosts`,
  control: frame,
  on: withPackets,
  async use(page, hands) {
    await drawn(page);
    const before = await painted(page);
    const node = await largest(page);
    await page.mouse.move(node.x, node.y);
    await page.mouse.down();
    await page.mouse.move(node.x + 50, node.y - 40, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => painted(page)).not.toBe(before);
    if (hands.way === "mouse") {
      const there = await largest(page);
      await page.mouse.dblclick(there.x, there.y);
    } else {
      await largest(page);
      await page.keyboard.press("p");
    }
    await go(page, this.hash!);
    await expect.poll(() => painted(page)).toBe(before);
  },
};

const subnets: Walk = {
  name: "subnets open and close",
  hash: `${VIEW}&nodes=subnets`,
  control: (page) => page.getByRole("button", { name: /^Close 10\./ }),
  on: ({ hosts }) => hosts > 2,
  async use(page, hands) {
    await drawn(page);
    const node = await largest(page);
    const name = (await spoken(page))?.split(";")[0];
    expect(name).toMatch(/\/(24|64)$/);
    if (hands.way === "mouse") await page.mouse.click(node.x, node.y);
    else await page.keyboard.press("Enter");
    await says(page, `open=${name}`);
    await hands.press(this.control(page));
    await saysNot(page, "open=");
  },
};

export const graphWalks: Walk[] = [
  choices,
  select,
  zoom,
  drag,
  subnets,
  pictureWalk("graph", withPackets),
];
