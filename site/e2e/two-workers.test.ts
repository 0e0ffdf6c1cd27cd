// A large capture is read by two workers, ahead of which the page reads the file.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { network } from "../build/captures.mjs";
import type { Report } from "../src/report/types";
import { launch } from "./browser";
import { command, demo, emptyPage } from "./files";
import { openNoting, workers } from "./workers";

let folder: string;
let browser: Browser;
let capture: string;
let byCommand: Report;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heatsink-two-workers-"));
  capture = join(folder, "large.pcap");
  writeFileSync(capture, network({ hosts: 2_000, services: 9_000, frames: 60 })); // 40 MB
  const json = join(folder, "command.json");
  execFileSync(command, [capture, "-o", json, "--quiet"]);
  byCommand = JSON.parse(readFileSync(json, "utf8"));
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const open = () => openNoting(browser, pathToFileURL(emptyPage).href);

function pick(page: Page, ...files: string[]): Promise<void> {
  return page.locator("input[type=file]").first().setInputFiles(files);
}

async function whole(page: Page): Promise<void> {
  await page.locator(".facts li[title]").first().waitFor();
}

/** The report in a page's file. */
function reportIn(html: string): Report {
  const packed = /id="heatsink-report">([^<]*)/.exec(html)?.[1] ?? "";
  return JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString());
}

async function saved(page: Page): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save report" }).click();
  return readFileSync(await (await download).path(), "utf8");
}

test("two workers make the command's report, and end", async () => {
  const page = await open();
  await pick(page, capture);
  await whole(page);
  expect((await workers(page)).asked.slice(-2).sort()).toEqual(["count", "find"]);
  await expect.poll(async () => (await workers(page)).running).toBe(0);
  expect(reportIn(await saved(page))).toEqual(byCommand);
  await page.context().close();
});

test("with names beside the capture, one of them does all", async () => {
  const page = await open();
  const hosts = join(folder, "hosts");
  const { address } = byCommand.hosts;
  writeFileSync(hosts, `${address[0]} first.example\n`);
  await pick(page, capture, hosts);
  await whole(page);
  expect((await workers(page)).asked).toContain("count");
  await expect.poll(async () => (await workers(page)).running).toBe(0);
  expect(
    reportIn(await saved(page))
      .hosts.names.flat()
      .map(({ name }) => name),
  ).toContain("first.example");
  await page.context().close();
});

test("both end when the work is cancelled, and when the file is no capture", async () => {
  const page = await open();
  await pick(page, capture);
  await expect.poll(async () => (await workers(page)).asked).toContain("find");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect.poll(async () => (await workers(page)).running).toBe(0);
  const letter = join(folder, "letter");
  writeFileSync(letter, "this is a letter".repeat(1_000_000));
  await pick(page, letter);
  await page.getByRole("alert").waitFor();
  await expect.poll(async () => (await workers(page)).running).toBe(0);
  await pick(page, demo);
  await whole(page);
  await page.context().close();
});

test("a file that can't be read to its end counts as far as it was read", async () => {
  const page = await open();
  await page.evaluate(() => {
    const { slice } = File.prototype;
    File.prototype.slice = function (from, to) {
      const part = slice.call(this, from, to);
      const reader = part.stream().getReader();
      let left = 2 ** 24;
      const pull = async (to: ReadableByteStreamController) => {
        if (left <= 0) throw new Error("it has moved");
        const { value = new Uint8Array(1) } = await reader.read();
        left -= value.length;
        to.enqueue(value);
      };
      return Object.assign(part, { stream: () => new ReadableStream({ type: "bytes", pull }) });
    };
  });
  await pick(page, capture);
  await whole(page);
  const { captures, totals } = reportIn(await saved(page));
  expect(captures[0]?.problem).toMatch(
    /^reading failed at byte 16777216: the browser can't read it: it has moved$/, // 2^24, where a slice begins
  );
  expect(totals.packets).toBeGreaterThan(0);
  await page.context().close();
});
