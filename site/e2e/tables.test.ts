// The tables and the panel of what is selected, every control by mouse and by
// keyboard; what leaves them is what the command writes.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Watch } from "./browser";
import { openDemo } from "./demo";
import { command, demo } from "./files";
import { clipboard, copied } from "./walks/walk";

let folder: string;
let browser: Browser;
let url: string;
let close: (() => Promise<void>) | undefined;

beforeAll(async () => {
  ({ browser, url, folder, close } = await openDemo("--no-engine"));
});

afterAll(() => close?.());

const tables = ["conversations", "flows", "hosts"] as const;
const hash = (page: Page) => decodeURIComponent(new URL(page.url()).hash);
const grid = (page: Page) => page.getByRole("grid");
const heading = (page: Page, name: string) =>
  grid(page).getByRole("columnheader", { name, exact: true });
const panel = (page: Page) => page.getByRole("complementary", { name: "Details" });
const note = (page: Page) => page.locator(".copy-note");

/** The rows in sight as the cells' texts. */
const rows = (page: Page) =>
  grid(page)
    .locator("tbody:not([aria-hidden]) tr")
    .evaluateAll((all) =>
      all.map((tr) => [...tr.children].map((cell) => cell.textContent?.trim() ?? "")),
    );

/** CSV without quoted cells, which the demo has none of, by column. */
function columnsOf(csv: string): Record<string, string[]> {
  const [head = [], ...lines] = csv
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  return Object.fromEntries(head.map((name, i) => [name, lines.map((line) => line[i] ?? "")]));
}

async function saveCsv(page: Page): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

describe.each(tables)("%s", (table) => {
  const open = () => Watch.open(browser, `${url}#view=${table}`);

  test("every column sorts, by mouse and by key", async () => {
    const watch = await open();
    const { page } = watch;
    const headings = await grid(page).getByRole("columnheader").all();
    for (const h of headings) {
      const button = h.getByRole("button");
      const before = await h.getAttribute("aria-sort");
      await button.click();
      const once = await h.getAttribute("aria-sort");
      expect(once).not.toBe(before);
      await button.press("Enter");
      expect([await h.getAttribute("aria-sort"), once].sort()).toEqual(["ascending", "descending"]);
    }
    expect(hash(page)).toContain(`sort.${table}=`);
    const top = await rows(page);
    await page.reload();
    await expect.poll(() => rows(page)).toEqual(top);
    expect(await watch.close()).toEqual([]);
  });

  test("keys move through the rows, and Enter selects", async () => {
    const watch = await open();
    const { page } = watch;
    await grid(page).focus();
    const active = () => grid(page).getAttribute("aria-activedescendant");
    for (const [key, at] of [
      ["ArrowDown", 1],
      ["ArrowDown", 2],
      ["ArrowUp", 1],
      ["Home", 0],
    ] as const) {
      await page.keyboard.press(key);
      expect(await active()).toBe(`${table}-${at}`);
    }
    await page.keyboard.press("End");
    const last = page.locator(`#${await active()}`);
    await last.waitFor();
    expect(Number(await last.getAttribute("aria-rowindex"))).toBe(
      Number(await grid(page).getAttribute("aria-rowcount")),
    );
    await page.keyboard.press("Enter");
    await expect.poll(() => last.getAttribute("aria-selected")).toBe("true");
    expect(hash(page)).toContain("select=");
    await page.keyboard.press("Escape");
    await expect.poll(() => last.getAttribute("aria-selected")).toBe("false");
    await page.keyboard.press("PageUp");
    await expect.poll(active).not.toBe(await last.getAttribute("id"));
    expect(await watch.close()).toEqual([]);
  });

  test("columns are chosen, kept in the link, and the usual ones come back", async () => {
    const watch = await open();
    const { page } = watch;
    const titles = () => grid(page).getByRole("columnheader").allTextContents();
    const usual = await titles();
    const menu = page.locator(".column-menu");
    await menu.locator("summary").click();
    await menu.getByLabel("Packets", { exact: true }).uncheck();
    expect(await titles()).toEqual(usual.filter((t) => t !== "Packets"));
    expect(hash(page)).toContain(`columns.${table}=`);
    await page.reload();
    await expect.poll(titles).toHaveLength(usual.length - 1);
    await menu.locator("summary").focus();
    await page.keyboard.press("Enter");
    await menu.getByLabel("Packets", { exact: true }).focus();
    await page.keyboard.press("Space");
    expect(await titles()).toEqual(usual);
    expect(hash(page)).not.toContain("columns.");
    await menu.getByLabel("Bytes", { exact: true }).uncheck();
    await menu.getByRole("button", { name: "The usual columns" }).click();
    expect(await titles()).toEqual(usual);
    await page.keyboard.press("Escape");
    expect(await menu.getAttribute("open")).toBeNull();
    expect(await watch.close()).toEqual([]);
  });

  test("the CSV has the command's numbers, in the order and columns shown", async () => {
    const watch = await open();
    const { page } = watch;
    const file = join(folder, `${table}.csv`);
    execFileSync(command, [demo, "-o", file, "--by", table.slice(0, -1), "--quiet"]);
    const want = columnsOf(readFileSync(file, "utf8"));
    const { name, text } = await saveCsv(page);
    expect(name).toBe(`shop-${table}.csv`);
    const got = columnsOf(text);
    // Equal volumes may stand in another order.
    const line = (columns: Record<string, string[]>, i: number) => {
      const shared = Object.keys(want).filter((key) => key in got && key !== "applications");
      return shared.map((key) => columns[key]?.[i]).join();
    };
    const lines = (columns: Record<string, string[]>) =>
      (columns.bytes ?? []).map((_, i) => line(columns, i)).sort();
    expect(lines(got)).toEqual(lines(want));
    expect(got.bytes).toEqual(want.bytes);
    await heading(page, "Packets").getByRole("button").click();
    await page.locator(".column-menu summary").click();
    await page.locator(".column-menu").getByLabel("Bytes", { exact: true }).uncheck();
    const next = columnsOf((await saveCsv(page)).text);
    expect(next.bytes).toBeUndefined();
    const packets = (next.packets ?? []).map(Number);
    expect(packets).toEqual([...packets].sort((p, q) => q - p));
    expect(await watch.close()).toEqual([]);
  });

  test("a row is copied, by key and by button", async () => {
    const watch = await open();
    const { page } = watch;
    await clipboard(page, true);
    await grid(page).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("c");
    await note(page).getByText("Row copied").waitFor();
    const row = await copied(page);
    const csv = (await saveCsv(page)).text.split("\n");
    expect(row).toBe(csv[2]?.replaceAll(",", "\t"));
    await grid(page).press("ArrowDown");
    await page.getByRole("button", { name: "Copy row" }).click();
    await expect.poll(() => copied(page)).toBe(csv[3]?.replaceAll(",", "\t"));
    expect(await watch.close()).toEqual([]);
  });

  test("only the rows in sight are drawn, whatever is scrolled to", async () => {
    const watch = await open();
    const { page } = watch;
    expect((await rows(page)).length).toBeLessThan(80);
    await page.locator(".table-scroller").evaluate((s) => s.scrollTo(0, s.scrollHeight));
    const count = await grid(page).getAttribute("aria-rowcount");
    await page.locator(`tr[aria-rowindex="${count}"]`).waitFor();
    expect((await rows(page)).length).toBeLessThan(80);
    expect(await watch.close()).toEqual([]);
  });
});

describe("what is selected", () => {
  const pair = "select=10.30.0.10&select=10.30.0.40";
  const open = (state: string) => Watch.open(browser, `${url}#view=hosts&${state}`);
  const press = (page: Page, name: string) =>
    panel(page).getByRole("button", { name, exact: true }).click();

  test("filters and a link are copied", async () => {
    const watch = await open(pair);
    const { page } = watch;
    await clipboard(page, true);
    await press(page, "Copy Wireshark filter");
    await note(page).getByText("Wireshark filter copied").waitFor();
    expect(await copied(page)).toBe("ip.addr == 10.30.0.10 && ip.addr == 10.30.0.40");
    await press(page, "Copy tcpdump filter");
    expect(await copied(page)).toBe("ip host 10.30.0.10 and ip host 10.30.0.40");
    await press(page, "Copy link");
    expect(await copied(page)).toBe(page.url());
    await note(page).locator("p").waitFor({ state: "detached" });
    expect(await watch.close()).toEqual([]);
  });

  test("where the browser refuses, the text is there to be copied", async () => {
    const watch = await open(pair);
    const { page } = watch;
    await clipboard(page, false);
    await press(page, "Copy tcpdump filter");
    const field = note(page).getByRole("textbox");
    expect(await field.inputValue()).toBe("ip host 10.30.0.10 and ip host 10.30.0.40");
    expect(await page.evaluate(() => getSelection()?.toString() ?? "")).toContain("ip host");
    await page.keyboard.press("Escape");
    await field.waitFor({ state: "detached" });
    expect(hash(page)).toContain("select=");
    expect(await watch.close()).toEqual([]);
  });

  test("only this, ports, peers and the way to the tables", async () => {
    const watch = await open("select=10.30.0.10");
    const { page } = watch;
    for (const title of ["Serves", "Uses", "Applications", "Largest flows"]) {
      await panel(page).getByRole("heading", { name: title }).waitFor();
    }
    await panel(page).getByRole("img").waitFor();
    await press(page, "Only this");
    expect(hash(page)).toContain("filter=host:10.30.0.10");
    await panel(page).getByRole("button", { name: "all in the table" }).last().click();
    expect(hash(page)).toContain("view=flows");
    await panel(page).getByRole("button", { name: "10.30.0.40" }).first().click();
    expect(hash(page)).toContain(pair);
    await panel(page).getByRole("button", { name: "TCP 5432 postgresql" }).first().click();
    expect(hash(page)).toContain("port:5432");
    await clipboard(page, true);
    await press(page, "Copy Wireshark filter");
    expect(await watch.close()).toEqual([]);
  });

  test("a table opens where the selection is", async () => {
    const watch = await Watch.open(browser, `${url}#view=hosts&sort.hosts=-host&select=10.20.0.11`);
    await watch.page.locator('tr[aria-selected="true"]').waitFor();
    expect(await watch.page.locator('tr[aria-selected="true"]').textContent()).toContain(
      "10.20.0.11",
    );
    expect(await watch.close()).toEqual([]);
  });
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

test.each([
  ["light", 1440],
  ["dark", 1440],
  ["light", 390],
  ["dark", 390],
] as const)("axe finds nothing in the %s at %i pixels", async (scheme, width) => {
  for (const state of [
    "view=flows&select=10.30.0.10",
    "view=hosts&select=10.30.0.10&select=10.30.0.40",
  ]) {
    const watch = await Watch.open(browser, `${url}#${state}`, scheme);
    const { page } = watch;
    await page.setViewportSize({ width, height: 844 });
    await page.locator(".column-menu summary").click();
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      const { violations } = await axe.run();
      return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
    });
    expect(found, state).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await watch.close();
  }
});
