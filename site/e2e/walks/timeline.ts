// The timeline above the views.

import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Facts } from "../reports";
import { button, eachOf, pictureWalk, says, saysNot, type Walk } from "./walk";

const on = ({ timeline }: Facts) => timeline;
const slider = (page: Page) => page.getByRole("slider");
const shown = (page: Page) => page.locator(".shown").textContent();

/** Drags over the plot, from one part of it to another. */
async function drag(page: Page, from: number, to: number): Promise<void> {
  const box = (await slider(page).boundingBox())!;
  const x = (part: number) => box.x + 60 + part * (box.width - 60);
  await page.mouse.move(x(from), box.y + 40);
  await page.mouse.down();
  await page.mouse.move(x(to), box.y + 40, { steps: 3 });
  await page.mouse.up();
}

const brush: Walk = {
  name: "brush, and show all again",
  control: slider,
  on,
  async use(page, hands) {
    if (hands.way === "mouse") await drag(page, 0.2, 0.7);
    else {
      await slider(page).focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Shift+ArrowRight");
    }
    await says(page, "span=");
    await expect.poll(() => shown(page)).toContain("in the span");
    const whole = await page.getByRole("complementary", { name: "Details" }).textContent();
    expect(whole).toContain("All in the span");
    const first = await slider(page).getAttribute("aria-valuetext");
    if (hands.way === "mouse") await drag(page, 0.4, 0.5);
    else await page.keyboard.press("PageDown");
    await expect.poll(() => slider(page).getAttribute("aria-valuetext")).not.toBe(first);
    await hands.press(button(page, "Show all of the time"));
    await saysNot(page, "span");
    await slider(page).focus();
    await page.keyboard.press("ArrowRight");
    await says(page, "span=");
    await page.keyboard.press("Escape");
    await saysNot(page, "span");
  },
};

const stack: Walk = {
  name: "stacked by",
  control: (page) => page.getByRole("combobox", { name: "by", exact: true }),
  on,
  use: (page, hands) => eachOf(page, hands, "by", "stack", ["application", "transport"]),
};

export const timelineWalks: Walk[] = [brush, stack, pictureWalk("timeline", on)];
