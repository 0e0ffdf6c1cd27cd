// The bar over all views.

import type { Page } from "playwright-core";
import { expect } from "vitest";
import { always, button, eachOf, go, list, says, saysNot, type Walk, withPackets } from "./walk";

const field = (page: Page) => page.getByRole("textbox", { name: "Filter", exact: true });
const shown = (page: Page) => page.locator(".shown").textContent();
const chip = (page: Page) =>
  page.getByRole("list", { name: "Applications" }).locator(".chip").first();
const more = (page: Page) => page.locator(".chip-more");
const NOBODY = "nobody-is-called-this";

const text: Walk = {
  name: "the filter's words, and the ways out of them",
  control: field,
  on: always,
  async use(page, hands, report) {
    if (hands.way === "keys") {
      await page.keyboard.press("/");
      expect(await field(page).evaluate((e) => e === document.activeElement)).toBe(true);
    }
    await hands.write(field(page), "10.");
    await says(page, "filter=10.");
    if (report.packets) expect(await shown(page)).not.toMatch(/shown 0\s%/);
    await hands.write(field(page), NOBODY);
    await says(page, NOBODY);
    if (hands.way === "keys") await page.keyboard.press("Escape");
    else await button(page, "Clear the filter").click();
    await saysNot(page, "filter");
    await hands.write(field(page), "net:10.0.0.0/99");
    await expect.poll(() => page.locator(".filter-problem").textContent()).toContain("no network");
    await hands.press(button(page, "Clear the filter"));
    await expect.poll(() => page.locator(".filter-problem").textContent()).toBe("");
    expect(await field(page).evaluate((e) => e === document.activeElement)).toBe(true);
  },
};

const nothing: Walk = {
  name: "what to do where nothing is left",
  hash: `filter=${NOBODY}`,
  control: (page) => page.getByRole("tabpanel").getByText("Nothing matches the filter"),
  on: withPackets,
  async use(page, hands) {
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      await this.control(page).waitFor();
      expect(await shown(page)).toMatch(/shown 0\s%/);
    }
    await hands.press(button(page, "Clear filter"));
    await saysNot(page, "filter");
    await this.control(page).waitFor({ state: "detached" });
    await go(page, `filter=${NOBODY}&unanswered=hidden`);
    await hands.press(button(page, "Show everything"));
    await saysNot(page, "filter|unanswered");
    expect(await shown(page)).toMatch(/shown 100\s%/);
  },
};

const chips: Walk = {
  name: "chips: only it, without it, all",
  control: chip,
  on: withPackets,
  async use(page, hands) {
    for (const words of [/filter=(app|port):/, /filter=-(app|port):/]) {
      await hands.press(chip(page));
      await says(page, words);
      expect(await chip(page).getAttribute("aria-pressed")).toBe("true");
    }
    await hands.press(chip(page));
    await saysNot(page, "filter");
  },
};

const moreChips: Walk = {
  name: "more chips",
  control: more,
  on: ({ hosts }) => hosts > 10,
  async use(page, hands) {
    const count = await page.locator(".chip").count();
    await hands.press(more(page));
    await expect.poll(() => page.locator(".chip").count()).toBeGreaterThan(count);
    await hands.press(more(page));
    await expect.poll(() => page.locator(".chip").count()).toBe(count);
  },
};

const metric: Walk = {
  name: "metric",
  control: (page) => page.getByRole("radio", { name: "flows", exact: true }),
  on: always,
  async use(page, hands) {
    for (const name of ["packets", "flows", "bytes"]) {
      await hands.tick(page.getByRole("radio", { name, exact: true }));
      await expect.poll(() => shown(page)).toContain(`of ${name}`);
      if (name === "bytes") await saysNot(page, "metric");
      else await says(page, `metric=${name}`);
    }
  },
};

const layer: Walk = {
  name: "layer",
  control: (page) => page.getByRole("radio", { name: "outer", exact: true }),
  on: always,
  async use(page, hands, report) {
    expect(await this.control(page).isDisabled()).toBe(!report.tunnels);
    if (!report.tunnels) return;
    await hands.tick(this.control(page));
    await says(page, "layer=outer");
    await hands.tick(page.getByRole("radio", { name: "inner", exact: true }));
    await saysNot(page, "layer");
  },
};

const limit: Walk = {
  name: "how many hosts",
  control: (page) => list(page, "hosts"),
  on: ({ hosts }) => hosts > 10,
  async use(page, hands) {
    await hands.choose(list(page, "hosts"), "0");
    await says(page, "hosts=all");
    await eachOf(page, hands, "hosts", "hosts", ["50", "10", "200"]);
  },
};

const toggles: Walk = {
  name: "what is hidden",
  control: (page) => page.getByLabel("hide never answered"),
  on: always,
  async use(page, hands) {
    const kinds = { "hide broadcast, multicast": "broadcast", "hide never answered": "unanswered" };
    for (const [name, key] of Object.entries(kinds)) {
      await hands.tick(page.getByLabel(name), true);
      await says(page, `${key}=hidden`);
      await hands.tick(page.getByLabel(name), false);
      await saysNot(page, key);
    }
  },
};

const addresses: Walk = {
  name: "addresses for names",
  control: (page) => page.getByLabel("addresses for names"),
  on: ({ named }) => named,
  async use(page, hands) {
    await hands.tick(this.control(page), true);
    await says(page, "labels=addresses");
    if (hands.way === "keys") await page.keyboard.press("n");
    else await hands.tick(this.control(page), false);
    await saysNot(page, "labels");
    expect(await this.control(page).isChecked()).toBe(false);
  },
};

const back: Walk = {
  name: "undo and reset",
  control: (page) => button(page, "Undo"),
  on: always,
  async use(page, hands) {
    const undo = () =>
      hands.way === "keys" ? page.keyboard.press("Control+z") : button(page, "Undo").click();
    await hands.write(field(page), "x");
    await says(page, "filter=x");
    await hands.press(button(page, "Reset"));
    await saysNot(page, "filter");
    expect(await button(page, "Reset").isDisabled()).toBe(true);
    await undo();
    await says(page, "filter=x");
    await undo();
    await saysNot(page, "filter");
  },
};

const narrow: Walk = {
  name: "the bar folds on a narrow screen",
  control: (page) => page.getByRole("search"),
  on: always,
  async use(page, hands) {
    const size = page.viewportSize()!;
    await page.setViewportSize({ width: 390, height: 844 });
    const toggle = page.getByLabel("hide never answered");
    await expect.poll(() => toggle.isVisible()).toBe(false);
    await hands.press(button(page, "Filters"));
    await expect.poll(() => toggle.isVisible()).toBe(true);
    await hands.press(button(page, "Filters"));
    await expect.poll(() => toggle.isVisible()).toBe(false);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.setViewportSize(size);
  },
};

export const filterWalks: Walk[] = [
  text,
  nothing,
  chips,
  moreChips,
  metric,
  layer,
  limit,
  toggles,
  addresses,
  back,
  narrow,
];
