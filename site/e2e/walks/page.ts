// The page's head, and the tabs of its views.

import type { Page } from "playwright-core";
import { expect } from "vitest";
import { always, button, go, saved, says, saysNot, type Walk, withPackets } from "./walk";

const theme = (page: Page) => page.getByRole("button", { name: /^Theme:/ });

const details: Walk = {
  name: "details of the capture",
  control: (page) => button(page, "Details"),
  on: always,
  async use(page, hands) {
    const about = page.getByRole("region", { name: "About the capture" });
    await hands.press(this.control(page));
    await about.waitFor();
    expect(await about.textContent()).toContain("Format");
    await hands.press(this.control(page));
    await about.waitFor({ state: "detached" });
  },
};

const themes: Walk = {
  name: "theme",
  control: theme,
  on: always,
  async use(page, hands) {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await hands.press(theme(page));
    await says(page, "theme=light");
    const light = await ground();
    await hands.press(theme(page));
    await says(page, "theme=dark");
    await expect.poll(ground).not.toBe(light);
    await hands.press(theme(page));
    await saysNot(page, "theme");
  },
};

const save: Walk = {
  name: "save the report",
  control: (page) => button(page, "Save report"),
  on: always,
  async use(page, hands) {
    const html = await saved(page, () => hands.press(this.control(page)));
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).toContain('id="heatsink-report"');
  },
};

const tabs: Walk = {
  name: "tabs",
  control: (page) => page.getByRole("tab"),
  on: withPackets,
  async use(page, hands) {
    const all = await page.getByRole("tab").all();
    expect(all.length).toBeGreaterThanOrEqual(6);
    await all[0]!.focus();
    for (const tab of [...all.slice(1), all[0]!]) {
      if (hands.way === "mouse") await tab.click();
      else await page.keyboard.press("ArrowRight");
      expect(await tab.getAttribute("aria-selected")).toBe("true");
      expect(await tab.evaluate((e) => e === document.activeElement)).toBe(true);
      const drawn = page.getByRole("tabpanel").locator("canvas, svg, table").first();
      await drawn.waitFor();
      if (hands.way === "keys") continue;
      for (const metric of ["packets", "flows", "bytes"]) {
        await page.getByRole("radio", { name: metric, exact: true }).check();
        await drawn.waitFor();
      }
      await tab.focus();
    }
    if (hands.way === "mouse") return;
    await page.keyboard.press("ArrowLeft");
    expect(await all.at(-1)!.getAttribute("aria-selected")).toBe("true");
    await go(page, "");
  },
};

const keys: Walk = {
  name: "what the keys do",
  control: (page) => button(page, "Keys"),
  on: always,
  async use(page, hands) {
    const panel = page.getByRole("region", { name: "Keys" });
    await hands.press(this.control(page));
    await panel.waitFor();
    await page.keyboard.press("?");
    await panel.waitFor({ state: "detached" });
  },
};

const numbers: Walk = {
  name: "views by number",
  control: (page) => page.getByRole("tab"),
  on: withPackets,
  async use(page) {
    const all = await page.getByRole("tab").all();
    for (const i of [...all.keys()].reverse()) {
      await page.keyboard.press(String(i + 1));
      await expect.poll(() => all[i]!.getAttribute("aria-selected")).toBe("true");
    }
  },
};

const noPackets: Walk = {
  name: "what it says of no packets",
  control: (page) => page.getByRole("heading", { name: "No packets in this capture" }),
  on: ({ packets }) => packets === 0,
  use: (page) => noPackets.control(page).waitFor(),
};

/** Comes last: the page has another report then. */
const open: Walk = {
  name: "open a capture",
  control: (page) => page.getByLabel("Open capture…"),
  on: always,
  async use(page, hands, { capture }) {
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      hands.way === "mouse"
        ? page.getByText("Open capture…").click()
        : hands.press(this.control(page)),
    ]);
    await chooser.setFiles(capture);
    await page.getByText("1 frame", { exact: true }).waitFor();
    await page.getByRole("tab", { name: "Heatmap" }).waitFor();
  },
};

export const pageWalks: Walk[] = [details, themes, save, keys, tabs, numbers, noPackets, open];
