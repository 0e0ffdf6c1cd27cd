// The page in a real browser, from a file and from a web server: it asks for
// nothing, it counts what the command counts, and it saves what the command writes.

import { execFileSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, serve, Watch } from "./browser";
import { command, demo, emptyPage } from "./files";

const TITLE = '</script><script>alert(1)</script> id="heatsink-report"> <!--';
const FRAMES = 3_000_000; // in the large capture: enough to be cancelled while it is read

let folder: string;
let browser: Browser;
let server: Server;
const from: Record<string, string> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heatsink-page-"));
  const make = (name: string, ...flags: string[]) =>
    execFileSync(command, [demo, "-o", join(folder, name), "--quiet", ...flags]);
  make("demo.html");
  make("demo.json");
  make("two.html", demo);
  make("small.html", "--no-engine");
  make("titled.html", "--title", TITLE);
  copyFileSync(emptyPage, join(folder, "index.html"));
  copyFileSync(demo, join(folder, "shop.pcapng"));
  writeFileSync(join(folder, "bad.pcap"), "this is no capture");
  writeFileSync(join(folder, "damaged.html"), withDamagedEngine(readFileSync(emptyPage, "utf8")));
  writeLarge(join(folder, "large.pcap"));
  const web = await serve(folder);
  server = web.server;
  from.file = pathToFileURL(folder).href;
  from.web = web.url;
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true });
});

const file = (name: string) => join(folder, name);

function withDamagedEngine(html: string): string {
  const at = html.indexOf('id="heatsink-engine">') + 100_000;
  return html.slice(0, at) + "A".repeat(5_000) + html.slice(at + 5_000);
}

/** A pcap of many small frames, of raw IPv4 without a transport. */
function writeLarge(path: string): void {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt32LE(0x00040002, 4);
  header.writeUInt32LE(65535, 16);
  header.writeUInt32LE(101, 20);
  const frame = Buffer.alloc(16 + 20);
  frame.writeUInt32LE(20, 8);
  frame.writeUInt32LE(20, 12);
  frame.set([0x45, 0, 0, 20, 0, 0, 0, 0, 64, 253, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2], 16);
  const block = Buffer.concat(Array(10_000).fill(frame));
  const out = openSync(path, "w");
  writeSync(out, header);
  for (let i = 0; i < FRAMES / 10_000; i++) writeSync(out, block);
  closeSync(out);
}

function pick(page: Page, ...names: string[]): Promise<void> {
  return page.locator("input[type=file]").first().setInputFiles(names.map(file));
}

async function dropped(page: Page, name: string): Promise<void> {
  const bytes = readFileSync(file(name)).toString("base64");
  await page.evaluate(
    ({ bytes, name }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
      for (const type of ["dragenter", "dragover", "drop"]) {
        document.body.dispatchEvent(
          new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }),
        );
      }
    },
    { bytes, name },
  );
}

/** Waits for a report; gives its frames and bytes as the page says them. */
async function totals(page: Page): Promise<{ packets: number; bytes: number }> {
  const facts = page.locator(".facts li[title]");
  await facts.first().waitFor();
  const titles = await facts.evaluateAll((all) => all.map((li) => (li as HTMLElement).title));
  const number = (text = "") => Number(text.replace(/\D/g, ""));
  return { packets: number(titles[1]), bytes: number(titles[2]) };
}

async function saved(page: Page): Promise<Buffer> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save report" }).click();
  return readFileSync(await (await download).path());
}

/** Two pages byte for byte, without printing two megabytes when they differ. */
function expectSame(got: Buffer, name: string): void {
  const want = readFileSync(file(name));
  let at = 0;
  while (at < want.length && got[at] === want[at]) at++;
  const differ = got.equals(want)
    ? null
    : {
        at,
        got: got.toString("utf8", at - 40, at + 40),
        want: want.toString("utf8", at - 40, at + 40),
      };
  expect(differ).toBeNull();
}

const counted = () => JSON.parse(readFileSync(file("demo.json"), "utf8")).totals;

describe.each(["file", "web"])("from a %s", (origin) => {
  const open = (name: string) => Watch.open(browser, `${from[origin]}/${name}`);

  test.each(["demo.html", "small.html", "titled.html", "two.html"])(
    "%s shows its report, asks for nothing, and saves itself",
    async (name) => {
      const watch = await open(name);
      const times = name === "two.html" ? 2 : 1;
      expect((await totals(watch.page)).packets).toBe(counted().packets * times);
      expectSame(await saved(watch.page), name);
      expect(await watch.close()).toEqual([]);
    },
  );

  test("a picked capture counts and saves as the command's report of it", async () => {
    const watch = await open("index.html");
    await pick(watch.page, "shop.pcapng");
    expect(await totals(watch.page)).toEqual(counted());
    expectSame(await saved(watch.page), "demo.html");
    expect(await watch.close()).toEqual([]);
  });

  test("a dropped capture does so too, on a page with a report", async () => {
    const watch = await open("two.html");
    const before = (await totals(watch.page)).packets;
    await dropped(watch.page, "shop.pcapng");
    await expect.poll(async () => (await totals(watch.page)).packets).toBe(before / 2);
    expectSame(await saved(watch.page), "demo.html");
    expect(await watch.close()).toEqual([]);
  });

  test("several files make one report", async () => {
    const watch = await open("index.html");
    await pick(watch.page, "shop.pcapng", "shop.pcapng");
    await totals(watch.page);
    expectSame(await saved(watch.page), "two.html");
    expect(await watch.close()).toEqual([]);
  });

  test("what is no capture is said, and the page works on", async () => {
    const watch = await open("index.html");
    await pick(watch.page, "bad.pcap");
    const alert = watch.page.getByRole("alert");
    expect(await alert.textContent()).toContain("bad.pcap: not a packet capture");
    await pick(watch.page, "shop.pcapng");
    expect(await totals(watch.page)).toEqual(counted());
    expect(await alert.count()).toBe(0);
    expect(await watch.close()).toEqual([]);
  });

  test("long work shows how far it is and can be cancelled", async () => {
    const watch = await open("index.html");
    await pick(watch.page, "large.pcap");
    const progress = watch.page.locator("progress");
    await expect
      .poll(() => progress.evaluate((p: HTMLProgressElement) => p.position))
      .toBeGreaterThan(0);
    await watch.page.getByRole("button", { name: "Cancel" }).click();
    await progress.waitFor({ state: "detached" });
    expect(await watch.page.getByRole("alert").count()).toBe(0);
    await pick(watch.page, "shop.pcapng");
    expect(await totals(watch.page)).toEqual(counted());
    await pick(watch.page, "large.pcap");
    await expect.poll(async () => (await totals(watch.page)).packets).toBe(FRAMES);
    expect(await watch.close()).toEqual([]);
  });

  test("an engine that fails is said", async () => {
    const watch = await open("damaged.html");
    await pick(watch.page, "shop.pcapng");
    await watch.page.getByRole("alert").waitFor();
    expect(await watch.close()).toEqual([]);
  });
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.each(["light", "dark"] as const)("in the %s", (scheme) => {
  test("axe finds nothing on the page without a report", async () => {
    const watch = await Watch.open(browser, `${from.file}/index.html`, scheme);
    expect(await violations(watch.page)).toEqual([]);
    await watch.close();
  });
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run();
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
  });
}

test("the page holds the licences of what is in it", async () => {
  const watch = await Watch.open(browser, `${from.file}/index.html`);
  await watch.page.getByRole("button", { name: "Keys" }).click();
  await watch.page.getByText("About heatsink").click();
  const text = await watch.page.locator(".about pre").textContent();
  for (const part of ["Apache License", "preact ", "Go 1.", "github.com/klauspost/compress v"]) {
    expect(text).toContain(part);
  }
  expect(await violations(watch.page)).toEqual([]);
  expect(await watch.close()).toEqual([]);
});

test.each([320, 390])("at %i pixels the header's buttons share a line", async (width) => {
  const watch = await Watch.open(browser, `${from.file}/demo.html`);
  const { page } = watch;
  await page.setViewportSize({ width, height: 844 });
  const shared = [
    page.getByRole("button", { name: "Details" }),
    page.locator("label", { hasText: "Open" }),
    page.getByRole("button", { name: "Save report" }),
    page.getByText("anonymized"),
  ];
  const middles = await Promise.all(
    shared.map((button) =>
      button.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return Math.round((top + bottom) / 2);
      }),
    ),
  );
  expect(new Set(middles).size).toBe(1);
  expect(await page.getByLabel("Open capture…").count()).toBe(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  expect(await watch.close()).toEqual([]);
});
