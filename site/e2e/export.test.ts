// What leaves the page: each picture as SVG and PNG, and the report on paper.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, Watch } from "./browser";
import { command, demo } from "./files";

const TITLE = "</text><script>alert(1)</script> \u202e & <b>";
const SHOWN = TITLE.replace("\u202e", "\ufffd");
const FILTER = '-app:"<b>"';
const HASH = `#filter=${encodeURIComponent(FILTER)}&span=2-12&layer=outer`;
/** Views and the strip above them: all that is a picture. */
const pictures = ["timeline", "heatmap", "sankey", "graph"];

let folder: string;
let browser: Browser;
let report: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heatsink-export-"));
  const file = join(folder, "report.html");
  execFileSync(command, [demo, "-o", file, "--quiet", "--no-engine", "--title", TITLE]);
  report = pathToFileURL(file).href;
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

function openOn(id: string): Promise<Watch> {
  const view = id === "timeline" ? "" : `&view=${id}`;
  return Watch.open(browser, `${report}${HASH}${view}`, "dark");
}

/** Saves the picture by its button, which the keyboard or the mouse presses. */
async function save(page: Page, id: string, kind: "SVG" | "PNG", by: "key" | "mouse") {
  const button = page.getByRole("button", { name: `Save the ${id} as ${kind}` });
  const download = page.waitForEvent("download");
  if (by === "key") await button.press("Enter");
  else await button.click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`shop-${id}.${kind.toLowerCase()}`);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return readFileSync(path);
}

/** How large an image of this file is, how many colours it has, and its first pixel. */
function look(page: Page, type: string, base64: string) {
  return page.evaluate(
    async ([mime, text]) => {
      const bytes = Uint8Array.from(atob(text!), (c) => c.charCodeAt(0));
      const image = new Image();
      image.src = URL.createObjectURL(new Blob([bytes], { type: mime! }));
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      const context = canvas.getContext("2d")!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const pixels = new Uint32Array(data.buffer);
      return { width: canvas.width, colours: new Set(pixels).size, ground: pixels[0] };
    },
    [type, base64],
  );
}

describe.each(pictures)("the %s", (id) => {
  test("leaves as SVG that says what it shows, light and without anything active", async () => {
    const watch = await openOn(id);
    const text = (await save(watch.page, id, "SVG", "mouse")).toString();
    const found = await watch.page.evaluate((source) => {
      const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
      return {
        root: parsed.documentElement.localName,
        active: parsed.querySelectorAll(
          "script, foreignObject, animate, style, [style], [class], [onclick]",
        ).length,
        links: [...parsed.querySelectorAll("[href]")]
          .map((e) => e.getAttribute("href") ?? "")
          .filter((href) => !href.startsWith("data:image/png;base64,")).length,
        said: [...parsed.querySelectorAll("text")].map((e) => e.textContent).join("\n"),
      };
    }, text);
    expect(found).toMatchObject({ root: "svg", active: 0, links: 0 });
    expect(found.said).toContain(SHOWN);
    expect(found.said).toContain("shop.pcapng");
    expect(found.said).toContain(FILTER);
    expect(found.said).toContain("layer: outer");
    expect(found.said).toMatch(/span of 10(\.\d)?\u00a0s from 20\d\d-/);
    expect(found.said).toMatch(/shown [\d.]+\u00a0% of bytes in the span/);
    const seen = await look(watch.page, "image/svg+xml", Buffer.from(text).toString("base64"));
    expect(seen).toMatchObject({ width: 1248, ground: 0xffffffff });
    expect(seen.colours).toBeGreaterThan(20);
    expect(await watch.close()).toEqual([]);
  });

  test("leaves as PNG, twice as fine", async () => {
    const watch = await openOn(id);
    const bytes = await save(watch.page, id, "PNG", "key");
    expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    expect(bytes.length).toBeGreaterThan(10_000);
    const seen = await look(watch.page, "image/png", bytes.toString("base64"));
    expect(seen).toMatchObject({ width: 2496, ground: 0xffffffff });
    expect(seen.colours).toBeGreaterThan(20);
    expect(await watch.close()).toEqual([]);
  });
});

test("tables offer no picture, and nothing shown has none", async () => {
  const watch = await Watch.open(browser, `${report}#view=flows`);
  const buttons = watch.page.locator(".tab-line").getByRole("button", { name: /^Save the/ });
  expect(await buttons.count()).toBe(0);
  await watch.page.getByRole("tab", { name: "Heatmap" }).click();
  await expect.poll(() => buttons.count()).toBe(2);
  await watch.page.getByRole("textbox", { name: "Filter" }).fill("nothing-is-called-this");
  await expect.poll(() => buttons.count()).toBe(0);
  expect(await watch.close()).toEqual([]);
});

/** What is printed, as it is while the browser prints. */
async function onPaper(hash: string) {
  const watch = await Watch.open(browser, `${report}${hash}`, "dark");
  await watch.page.emulateMedia({ media: "print" });
  await watch.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  return watch;
}

describe("on paper", () => {
  test("there are facts, what is shown, pictures, and every row, in the light theme", async () => {
    const watch = await onPaper(`${HASH}&view=sankey`);
    const paper = watch.page.locator(".paper");
    expect(await watch.page.locator("#app").isVisible()).toBe(false);
    const text = await paper.textContent();
    for (const words of [
      SHOWN,
      "shop.pcapng",
      "31.4\u00a0s",
      FILTER,
      "Timeline",
      "Sankey",
      "span of",
    ]) {
      expect(text).toContain(words);
    }
    expect(await paper.locator("svg").count()).toBeGreaterThanOrEqual(3);
    expect(await paper.locator("tbody tr:visible").count()).toBeGreaterThan(40);
    expect(await watch.page.locator("input:visible, select:visible").count()).toBe(0);
    const ground = () => watch.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe("rgb(255, 255, 255)");
    expect(await paper.evaluate((e) => getComputedStyle(e).color)).toBe("rgb(28, 29, 31)");
    await watch.page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await watch.page.emulateMedia({ media: "screen" });
    expect(await paper.count()).toBe(0);
    expect(await watch.page.locator("#app").isVisible()).toBe(true);
    expect(await ground()).not.toBe("rgb(255, 255, 255)");
    expect(await watch.close()).toEqual([]);
  });

  test("a table is printed with its own order, beside the conversations", async () => {
    const watch = await onPaper("#view=hosts&sort.hosts=-packets");
    const headings = await watch.page.locator(".paper h2").allInnerTexts();
    expect(headings).toEqual(expect.arrayContaining(["Timeline", "Hosts", "Conversations"]));
    expect(await watch.page.locator(".paper").textContent()).toContain(
      "the first 50 of 281\u00a0hosts, by packets, falling",
    );
    expect(await watch.close()).toEqual([]);
  });

  test("the browser makes a document of several pages of it", async () => {
    const watch = await Watch.open(browser, report);
    const pdf = (await watch.page.pdf({ format: "A4" })).toString("latin1");
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(2);
    expect(pages).toBeLessThanOrEqual(6);
    expect(await watch.page.locator(".paper").count()).toBe(0);
    expect(await watch.close()).toEqual([]);
  });
});
