// What hosts and applications are called: by name and by address, from files of
// names that are dropped, from flow records, and by port where nothing else says.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, Watch } from "./browser";
import { command, demo } from "./files";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LONG = `ip-10-20-0-13.${"very-long-".repeat(12)}.example.org`;

let folder: string;
let browser: Browser;
const url = (name: string) => pathToFileURL(join(folder, name)).href;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heatsink-names-"));
  const keep = (name: string, text: string) => writeFileSync(join(folder, name), text);
  keep("hosts", `10.20.0.12 till <b>bold</b>\n10.20.0.13 ${LONG}\n`);
  keep("table.csv", "address,name\n10.20.0.12,kiosk\n");
  keep("bad.txt", "10.20.0.12 till\n10.20.0.13\n");
  keep(
    "flows.txt",
    "# a | b | in | out | 4 | 7\nfd00::1 | web-1 | 100 | 2000 | TCP | HTTP\nno record\nweb-1 | printer | 10 | 0 | TCP | IPP\n",
  );
  execFileSync(command, [demo, "-o", join(folder, "demo.html"), "--quiet"]);
  execFileSync(command, [demo, "-o", join(folder, "small.html"), "--quiet", "--no-engine"]);
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const cells = (page: Page) => page.getByRole("grid").locator("tbody:not([aria-hidden]) tr");
const panel = (page: Page) => page.getByRole("complementary", { name: "Details" });
const drop = (page: Page, ...names: string[]) =>
  page.locator("input[type=file]").setInputFiles(names.map((name) => join(folder, name)));
const violations = async (page: Page) => {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    return (await axe.run()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
  });
};

describe("names and addresses", () => {
  test("n shows addresses for names everywhere, and names again; the link keeps it", async () => {
    const watch = await Watch.open(
      browser,
      `${url("small.html")}#view=sankey&columns=source,destination`,
    );
    const { page } = watch;
    const labels = () => page.locator("svg.sankey text").allTextContents();
    const named = (texts: string[]) => texts.filter((text) => text.startsWith("img.shop"));
    expect(named(await labels()).length).toBeGreaterThan(0);
    await page.keyboard.press("n");
    expect(named(await labels())).toEqual([]);
    expect((await labels()).some((text) => text.startsWith("10.30.0.10"))).toBe(true);
    expect(new URL(page.url()).hash).toContain("labels=addresses");
    const toggle = page.getByLabel("addresses for names");
    expect(await toggle.isChecked()).toBe(true);
    await page.getByRole("tab", { name: "Hosts" }).click();
    await cells(page).first().click();
    expect(await panel(page).getByRole("heading", { level: 2 }).textContent()).toBe("10.30.0.10");
    await toggle.uncheck();
    expect(await panel(page).getByRole("heading", { level: 2 }).textContent()).toBe(
      "img.shop.internal",
    );
    expect(await cells(page).first().textContent()).toContain("img.shop.internal 10.30.0.10");
    await page.keyboard.press("?");
    await page.getByRole("region", { name: "Keys" }).getByText("by name or by address").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await watch.close()).toEqual([]);
  });

  test("the host's page lists its names and who says so, and the names asked for", async () => {
    const watch = await Watch.open(browser, `${url("small.html")}#select=10.30.0.10`);
    const names = panel(watch.page).locator("ul.names li");
    expect(await names.first().textContent()).toBe("img.shop.internal DNS answer");
    expect(await names.count()).toBe(3);
    const asked = panel(watch.page).getByRole("button", { name: /^img\.shop\.internal/ });
    await asked.first().click();
    expect(await watch.page.getByLabel("Filter", { exact: true }).inputValue()).toBe(
      "sni:img.shop.internal",
    );
    expect(await watch.close()).toEqual([]);
  });

  test("what only a port number says is marked, and says so", async () => {
    const watch = await Watch.open(browser, `${url("small.html")}#view=hosts`);
    // The tilde is for the eye.
    const ssh = watch.page
      .getByRole("list", { name: "Applications" })
      .getByRole("button", { name: /^SSH by port number only/ });
    expect(await ssh.textContent()).toContain("~SSH");
    expect(await ssh.getAttribute("title")).toContain("by port number only");
    await ssh.click();
    expect(await watch.page.getByLabel("Filter", { exact: true }).inputValue()).toBe("app:SSH");
    expect(await violations(watch.page)).toEqual([]);
    expect(await watch.close()).toEqual([]);
  });
});

describe("a dropped file of names", () => {
  test("names the hosts of the report, which stays as it was looked at", async () => {
    const watch = await Watch.open(browser, `${url("demo.html")}#view=hosts&select=10.20.0.12`);
    const { page } = watch;
    const heading = panel(page).getByRole("heading", { level: 2 });
    await drop(page, "hosts");
    await expect.poll(() => heading.textContent()).toBe("till");
    expect(await panel(page).locator("ul.names li").allTextContents()).toEqual([
      "till from your hosts file",
      "<b>bold</b> from your hosts file",
    ]);
    const long = cells(page).filter({ hasText: "ip-10-20-0-13" });
    expect(await long.locator(".host").getAttribute("title")).toBe(`${LONG} 10.20.0.13`);
    expect(await violations(page)).toEqual([]);
    await drop(page, "table.csv");
    await expect.poll(() => heading.textContent()).toBe("kiosk");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save report" }).click();
    await (await download).saveAs(join(folder, "saved.html"));
    expect(await watch.close()).toEqual([]);
    const again = await Watch.open(browser, url("saved.html"));
    expect(await panel(again.page).getByRole("heading", { level: 2 }).textContent()).toBe("kiosk");
    expect(await again.close()).toEqual([]);
  });

  test("together with captures names their hosts at once", async () => {
    const watch = await Watch.open(browser, `${url("demo.html")}#view=hosts&filter=till`);
    await watch.page.locator("input[type=file]").setInputFiles([demo, demo, join(folder, "hosts")]);
    await watch.page.getByRole("heading", { name: "shop.pcapng + 1 more" }).waitFor();
    expect(await cells(watch.page).filter({ hasText: "till 10.20.0.12" }).count()).toBe(1);
    expect(await watch.close()).toEqual([]);
  });

  test("that is wrong is said, with its line", async () => {
    const watch = await Watch.open(browser, url("demo.html"));
    await drop(watch.page, "bad.txt");
    const alert = watch.page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toContain("bad.txt: line 2: 10.20.0.13 has no name");
    expect(await watch.close()).toEqual([]);
  });

  test("on a page without the engine: it says what to do", async () => {
    const watch = await Watch.open(browser, url("small.html"));
    await watch.page.evaluate(() => {
      const files = new DataTransfer();
      files.items.add(new File(["10.20.0.12 till"], "hosts"));
      dispatchEvent(new DragEvent("drop", { dataTransfer: files }));
    });
    expect(await watch.page.getByRole("alert").textContent()).toContain("--names FILE");
    expect(await watch.close()).toEqual([]);
  });
});

test("dropped flow records count in every view, without packets and times", async () => {
  const watch = await Watch.open(browser, url("demo.html"));
  const { page } = watch;
  await drop(page, "flows.txt");
  await page.getByRole("heading", { name: "flows.txt" }).waitFor();
  const facts = page.getByRole("banner");
  await facts.getByText("2 flow records").waitFor();
  expect(await facts.getByText("frames").count()).toBe(0);
  await page.getByText("Flow records have no times").waitFor();
  for (const view of ["Heatmap", "Sankey", "Graph"]) {
    await page.getByRole("tab", { name: view }).click();
    expect(await page.getByRole("tabpanel").getByText("Nothing").count(), view).toBe(0);
  }
  await page.getByRole("tab", { name: "Conversations" }).click();
  expect(await cells(page).count()).toBe(2);
  const first = cells(page).first();
  expect(await first.textContent()).toContain("web-1");
  expect(await first.locator("td", { hasText: "–" }).count()).toBeGreaterThan(1);
  await first.click();
  await panel(page).getByText("HTTP").first().waitFor();
  await page.getByRole("button", { name: "Details" }).click();
  await page.getByText("line 3: ").waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await watch.close()).toEqual([]);
});
