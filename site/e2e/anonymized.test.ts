// Reports for those who must not see everything: by the command, and saved from the page.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Report } from "../src/report/types";
import { launch, Watch } from "./browser";
import { command, demo } from "./files";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const NOTE = "Anonymized: addresses and names are pseudonyms.";

let folder: string;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heatsink-anonymized-"));
  execFileSync(command, [demo, "-o", join(folder, "plain.html"), "--quiet"]);
  execFileSync(command, [demo, "-o", join(folder, "by-command.html"), "--quiet", "--anonymize"]);
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const url = (name: string) => pathToFileURL(join(folder, name)).href;

function reportIn(name: string): Report {
  const html = readFileSync(join(folder, name), "utf8");
  const packed = html.split('id="heatsink-report">')[1]?.split("<")[0] ?? "";
  return JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString());
}

/** All that a page file has outside of what every page has. */
function ownText(name: string): string {
  const html = readFileSync(join(folder, name), "utf8");
  const slot = (id: string) => html.split(`id="${id}">`)[1]?.split("</")[0] ?? "";
  const summary = html.split('id="heatsink-summary">')[1]?.split("</noscript>")[0] ?? "";
  return [JSON.stringify(reportIn(name)), summary, slot("heatsink-state")].join("\n");
}

async function save(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save report" }).click();
  const file = await download;
  await file.saveAs(join(folder, name));
  return file.suggestedFilename();
}

const bytesOf = (report: Report) =>
  report.services.bytes_a_to_b
    .map((n, i) => n + (report.services.bytes_b_to_a[i] as number))
    .sort((a, b) => a - b);

test("a page saves itself anonymised, with nothing of its report or of what it showed", async () => {
  const watch = await Watch.open(browser, `${url("plain.html")}#filter=10.20.0.12`);
  const { page } = watch;
  await page.getByRole("checkbox", { name: "anonymized" }).check();
  expect(await save(page, "saved.html")).toBe("shop-anonymized.html");
  const [plain, saved] = [reportIn("plain.html"), reportIn("saved.html")];
  expect(saved.anonymized).toBe(true);
  expect(bytesOf(saved)).toEqual(bytesOf(plain));
  const text = ownText("saved.html");
  // A pseudonym may happen to be another host's address, but not for all of them.
  const left = plain.hosts.address.filter((a, i) => saved.hosts.address[i] === a);
  expect(left.filter((a) => !/^(224|239|255|ff|01:|33:)/.test(a))).toEqual([]);
  for (const word of ["shop", "10.20.0.12", ...plain.hosts.names.flat().map((n) => n.name)]) {
    expect(text).not.toContain(word);
  }
  // What is on the screen is as it was, and can still be saved so.
  expect(await page.getByText(NOTE).count()).toBe(0);
  await page.getByRole("checkbox", { name: "anonymized" }).uncheck();
  await save(page, "again.html");
  expect(reportIn("again.html")).toEqual(plain);
  expect(watch.complaints).toEqual([]);
});

test.each(["saved.html", "by-command.html"])("%s says that it is anonymised", async (name) => {
  const watch = await Watch.open(browser, url(name));
  const { page } = watch;
  expect(await page.getByText(NOTE).isVisible()).toBe(true);
  expect(await page.getByRole("checkbox", { name: "anonymized" }).count()).toBe(0);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the heatmap as SVG" }).click();
  const picture = join(folder, "picture.svg");
  await (await download).saveAs(picture);
  expect(readFileSync(picture, "utf8")).toContain(NOTE);
  expect(readFileSync(join(folder, name), "utf8")).toContain(`<strong>${NOTE}</strong>`);
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    return (await axe.run()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
  });
  expect(violations).toEqual([]);
  expect(watch.complaints).toEqual([]);
});
