// Colouring by health, copies counted once, findings and quality, by mouse and by
// keyboard, on the demo report.

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

async function on(
  hash: string,
  does: (page: Page) => Promise<void>,
  scheme: "light" | "dark" = "light",
): Promise<void> {
  const watch = await Watch.open(browser, `${url}#${hash}`, scheme);
  await does(watch.page);
  expect(await watch.close()).toEqual([]);
}

const hash = (page: Page) => page.evaluate(() => decodeURIComponent(location.hash));
const legends = (page: Page) => page.locator("figcaption").allTextContents();
const filter = (page: Page) => page.getByRole("textbox", { name: "Filter" }).inputValue();

describe("colour", () => {
  test.each(["mouse", "keys"])("is chosen by %s, and is that of every view", (way) =>
    on("", async (page) => {
      const choice = page.getByRole("combobox", { name: "colour", exact: true });
      if (way === "mouse") await choice.selectOption("retransmissions");
      else {
        await choice.focus();
        await page.keyboard.press("ArrowDown");
      }
      expect(await hash(page)).toBe("#colour=retransmissions");
      expect((await legends(page)).join()).toContain("retransmitted, % of TCP packets");
      await page.locator("figure[title*='under 100 TCP packets']").waitFor();
      for (const view of ["Sankey", "Graph"]) {
        await page.getByRole("tab", { name: view }).click();
        await expect
          .poll(() => legends(page))
          .toContain("retransmitted, % of TCP packets, log scale");
      }
      await page.getByRole("tab", { name: "Conversations" }).click();
      await page.getByRole("button", { name: "Retr. %" }).click();
      expect(await hash(page)).toContain("sort.conversations=-retransmissions");
      expect(await page.locator("tbody .cell-swatch").count()).toBeGreaterThan(3);
    }),
  );

  test("says what isn't known over time", () =>
    on("colour=rtt", async (page) => {
      await page.getByText("initial RTT: not known over time").waitFor();
    }));

  test("says of a cell how it did, and how sure that is", () =>
    on("colour=retransmissions", async (page) => {
      const map = page.getByRole("application");
      await map.focus();
      const said = () => page.locator(".heatmap > [aria-live]").textContent();
      const heard: string[] = [];
      for (let column = 2; column < 14; column++) {
        await page.keyboard.press("ArrowRight");
        await expect.poll(said).toContain(`column ${column} of`);
        heard.push((await said()) ?? "");
      }
      expect(heard.join("\n")).toMatch(/packets, [\d.]+\s% retransmitted, of [\d\s]+TCP packets/u);
      expect(heard.join("\n")).toMatch(/TCP packets?, too few to be sure/u);
    }));
});

describe("copies", () => {
  test.each(["mouse", "keys"])("count once, by %s, in all volumes", (way) =>
    on("", async (page) => {
      const all = page.locator(".detail .quiet").first();
      const before = await all.textContent();
      const box = page.getByRole("checkbox", { name: "count duplicates once" });
      if (way === "mouse") await box.check();
      else {
        await box.focus();
        await page.keyboard.press("Space");
      }
      expect(await hash(page)).toBe("#duplicates=once");
      expect(await all.textContent()).not.toBe(before);
      expect(await page.locator(".shown").textContent()).toMatch(/100.%.*duplicates once/);
    }),
  );
});

/** What axe has against the page. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
  });
}

describe("findings", () => {
  test.each(["mouse", "keys"])("show whom they speak of, by %s, and all again", (way) =>
    on("", async (page) => {
      const press = async (name: RegExp) => {
        const button = page.getByRole("button", { name }).first();
        if (way === "mouse") return button.click();
        await button.focus();
        await page.keyboard.press("Enter");
      };
      await press(/probes 254 hosts/);
      expect(await filter(page)).toMatch(/^finding:\d+$/);
      expect(await page.getByRole("button", { pressed: true }).textContent()).toContain("probes");
      expect(await page.locator(".detail h2").first().textContent()).toContain("10.20.0.66");
      expect(await page.locator(".shown").textContent()).not.toMatch(/100.%/);
      await press(/probes 254 hosts/);
      expect(await filter(page)).toBe("");
      await press(/^why: .*probes/);
      await page.getByText(/Looked at:/).waitFor();
      const few = await page.locator(".findings > li").count();
      await press(/^all \d+$/);
      expect(await page.locator(".findings > li").count()).toBeGreaterThan(few);
      expect(await hash(page)).toBe("#findings=all");
      await press(/is a tunnel/);
      expect(await hash(page)).toContain("layer=outer");
      await press(/^fewer$/);
      await press(/^hide$/);
      expect(await page.locator(".findings > li").count()).toBe(0);
    }),
  );

  test("quality says what each oddity means", () =>
    on("", async (page) => {
      const quality = page.locator(".insights-quality");
      expect(await quality.textContent()).toContain("Counts are right");
      await quality.getByRole("button", { name: /^all/ }).click();
      expect(await quality.textContent()).toMatch(/copies of others.*counted like any other/);
    }));
});

test("on a narrow screen findings and quality have a line each, until they are asked for", () =>
  on("", async (page) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const shown = page.locator(".findings > li, .oddities > li");
    await expect.poll(() => shown.count()).toBe(0);
    const height = await page.locator(".insights").evaluate((e) => e.clientHeight);
    expect(height).toBeLessThan(90);
    for (const part of [".insights-findings", ".insights-quality"]) {
      const button = page.locator(part).getByRole("button", { name: /^all \d+$/ });
      await button.focus();
      await page.keyboard.press("Enter");
    }
    expect(await shown.count()).toBeGreaterThan(10);
    expect(await violations(page)).toEqual([]);
    for (const part of [".insights-findings", ".insights-quality"]) {
      await page.locator(part).getByRole("button", { name: "hide" }).click();
    }
    expect(await shown.count()).toBe(0);
  }));

test("a conversation says how it went", () =>
  on("select=10.20.0.11&select=10.30.0.10", async (page) => {
    const panel = await page.locator(".detail").textContent();
    for (const words of ["handshakes", "client side", "server side", "sent again", "MSS offered"]) {
      expect(panel).toContain(words);
    }
  }));

test.each(["light", "dark"] as const)("axe finds nothing, %s", (scheme) =>
  on(
    "findings=all&colour=retransmissions&duplicates=once&view=conversations&select=10.20.0.11&select=10.30.0.10",
    async (page) => {
      await page.getByRole("button", { name: /^why/ }).first().click();
      expect(await violations(page)).toEqual([]);
    },
    scheme,
  ),
);
