// A walk uses one control as a person would, by mouse and by keys, and expects
// what must be true of it on any report. What the results are in depth, the
// views' own tests look at.

import type { Download, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Facts } from "../reports";

export interface Walk {
  name: string;
  /** Where it begins, as the URL's hash. */
  hash?: string;
  control(page: Page): Locator;
  /** Whether the page of such a report has the control. Where it hasn't, it must be absent. */
  on(report: Facts): boolean;
  use(page: Page, hands: Hands, report: Facts): Promise<void>;
}

/** One way to use a page. */
export interface Hands {
  way: "mouse" | "keys";
  press(button: Locator): Promise<void>;
  /** Ticks a box or not, or picks one of several round ones. */
  tick(box: Locator, on?: boolean): Promise<void>;
  /** Picks from a list that drops down, by value. */
  choose(list: Locator, value: string): Promise<void>;
  write(field: Locator, text: string): Promise<void>;
}

const mouse: Hands = {
  way: "mouse",
  press: (button) => button.click(),
  tick: (box, on = true) => box.setChecked(on),
  async choose(list, value) {
    // What drops down is the browser's own, and out of reach.
    await list.click();
    await list.selectOption(value);
  },
  async write(field, text) {
    await field.click();
    await field.fill(text);
  },
};

const keys: Hands = {
  way: "keys",
  async press(button) {
    await button.focus();
    await button.press("Enter");
  },
  async tick(box, on = true) {
    if ((await box.getAttribute("type")) === "radio") return steps(box, on);
    await box.focus();
    if ((await box.isChecked()) !== on) await box.press("Space");
    expect(await box.isChecked()).toBe(on);
  },
  async choose(list, value) {
    await list.focus();
    await list.press("Home");
    for (let i = 0; i < 20 && (await list.inputValue()) !== value; i++) {
      await list.press("ArrowDown");
    }
    expect(await list.inputValue()).toBe(value);
  },
  async write(field, text) {
    await field.focus();
    await field.press("Control+a");
    await field.page().keyboard.type(text);
  },
};

/** From the chosen one of several to this one, by arrows. */
async function steps(box: Locator, on: boolean): Promise<void> {
  const group = box.page().locator(`input[name="${await box.getAttribute("name")}"]`);
  await group.and(box.page().locator(":checked")).focus();
  for (let i = 0; i < 5 && (await box.isChecked()) !== on; i++) {
    await box.page().keyboard.press("ArrowRight");
  }
  expect(await box.isChecked()).toBe(on);
}

export const ways = { mouse, keys };

export const always = () => true;
export const withPackets = (report: Facts) => report.packets > 0;

/** The hash in plain words. */
export const hash = (page: Page) =>
  page.evaluate(() => decodeURIComponent(location.hash.replaceAll("+", " ")));
export const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: true });
export const list = (page: Page, name: string) => page.getByRole("combobox", { name, exact: true });

/** Waits until the hash says so. */
export const says = (page: Page, words: string | RegExp) =>
  expect.poll(() => hash(page)).toMatch(new RegExp(words));
export const saysNot = (page: Page, words: string | RegExp) =>
  expect.poll(() => hash(page)).not.toMatch(new RegExp(words));

/** Waits until so many hosts are selected: one, or a conversation's two. */
export const selects = (page: Page, hosts: 1 | 2) =>
  expect.poll(async () => (await hash(page)).split("select=").length - 1).toBe(hosts);

/** Goes where a hash leads, without loading anew. */
export async function go(page: Page, to: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate((to) => {
    (document.activeElement as HTMLElement | null)?.blur();
    location.hash = to;
  }, to);
  await expect.poll(() => hash(page)).toBe(to && `#${to}`);
}

/** Does something again until the hash says so, at most so often. */
export async function until(
  page: Page,
  words: string | RegExp,
  most: number,
  does: (time: number) => Promise<void>,
): Promise<void> {
  for (let i = 0; i < most; i++) {
    await does(i);
    if (new RegExp(words).test(await hash(page))) return;
  }
  expect(await hash(page), `after ${most} times`).toMatch(new RegExp(words));
}

/** Chooses each of these, which the hash must then say, and the usual one again, which it must not. */
export async function eachOf(
  page: Page,
  hands: Hands,
  name: string,
  key: string,
  [usual, ...others]: string[],
): Promise<void> {
  for (const value of others) {
    await hands.choose(list(page, name), value);
    await says(page, `${key}=${value}`);
  }
  await hands.choose(list(page, name), usual!);
  await saysNot(page, `${key}=`);
}

/** What a click or key saves. */
export async function saved(page: Page, does: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), does()]);
  return contentOf(download);
}

async function contentOf(download: Download): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("latin1");
}

/** The buttons that save a picture, as SVG and as PNG. */
export function pictureWalk(id: string, on: Walk["on"]): Walk {
  const save = (page: Page, kind: string) => button(page, `Save the ${id} as ${kind}`);
  return {
    name: `save the ${id} as SVG and PNG`,
    hash: id === "heatmap" || id === "timeline" ? "" : `view=${id}`,
    control: (page) => save(page, "SVG").or(save(page, "PNG")),
    on,
    async use(page, hands) {
      const svg = await saved(page, () => hands.press(save(page, "SVG")));
      expect(svg).toMatch(/^<\?xml.*<svg.*<\/svg>\s*$/s);
      const png = await saved(page, () => hands.press(save(page, "PNG")));
      expect(png.slice(1, 4)).toBe("PNG");
      expect(png.length).toBeGreaterThan(5_000);
    },
  };
}

/** Puts a clipboard in place that keeps what it is given, or none at all. */
export function clipboard(page: Page, works: boolean): Promise<void> {
  return page.evaluate((works) => {
    const w = window as unknown as { copied: string };
    const writeText = async (text: string) => {
      w.copied = text;
    };
    Object.defineProperty(navigator, "clipboard", {
      value: works ? { writeText } : undefined,
      configurable: true,
    });
    if (!works) document.execCommand = () => false;
  }, works);
}
export const copied = (page: Page) =>
  page.evaluate(() => (window as unknown as { copied?: string }).copied ?? "");
