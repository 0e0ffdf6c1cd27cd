// Texts that would like to be more than text, in every place where a capture,
// a file of names or its own name can have one: what becomes of them in the page,
// its pictures and what it saves, and in what the command writes.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, Watch } from "./browser";
import { command, demo, emptyPage } from "./files";
import { ATTACKS, hostileCapture, hostileNames, hostileRecords } from "./hostile-capture";

/** A file may be called nearly anything, too. */
const CAPTURE = `"><img src=x onerror=hacked=1>\u202e=cmd;\u001b[2J .pcapng`;
const TITLE = ATTACKS.join(" ").replaceAll("\0", "").replaceAll("§", "title");

/** The places of which something has to arrive, or nothing would be tested. */
const PLACES =
  "section hardware os application if-name if-description if-filter interface nrb dns mdns dhcp sni alpn host title source target layer4 layer7 given".split(
    " ",
  );

// C0 and C1 controls but line ends, and what turns text around or hides it.
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

let folder: string;
let browser: Browser;
const file = (name: string) => join(folder, name);

function heatsink(...args: string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8" });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heatsink-hostile-"));
  writeFileSync(file(CAPTURE), hostileCapture());
  writeFileSync(file("records"), hostileRecords());
  writeFileSync(file("names"), hostileNames());
  for (const out of ["report.html", "report.json"]) {
    heatsink(CAPTURE, "records", "--names", "names", "--title", TITLE, "-q", "-o", out);
  }
  heatsink(demo, "-q", "-o", "harmless.html");
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** How many of each element that could do something the page has. */
function elements(page: Page) {
  return page.evaluate(() => {
    const counts: Record<string, number> = {};
    for (const name of ["script", "style", "img", "iframe", "object", "embed", "link", "base"]) {
      counts[name] = document.querySelectorAll(name).length;
    }
    const all = [...document.querySelectorAll("*")];
    counts.handlers = all.filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name))).length;
    counts.urls = all.filter((e) =>
      [...e.attributes].some((a) => /^(src|href|xlink:href|action)$/i.test(a.name) && a.value),
    ).length;
    return counts;
  });
}

/** Fails where a planted script has run. */
async function expectUnharmed(page: Page, harmless: Record<string, number>) {
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  expect(await elements(page)).toEqual(harmless);
  expect(await page.evaluate(() => document.title)).not.toMatch(UNSAFE);
  const text = await page.evaluate(() => {
    const all = [...document.querySelectorAll("#app *")];
    const hovered = all.flatMap((e) =>
      [...e.attributes].map((a) => a.value.replace(/[\t\n]/g, " ")),
    );
    return [document.getElementById("app")?.textContent, ...hovered].join("\n");
  });
  const shown = text.replaceAll("\u202f", " ");
  const at = shown.search(UNSAFE);
  expect(at < 0 ? "" : shown.slice(Math.max(0, at - 40), at + 40)).toBe("");
}

async function harmlessElements(): Promise<Record<string, number>> {
  const watch = await Watch.open(browser, pathToFileURL(file("harmless.html")).href);
  const counts = await elements(watch.page);
  await watch.close();
  return counts;
}

test("the texts arrive", () => {
  const json = readFileSync(file("report.json"), "utf8");
  expect(JSON.parse(json).totals.packets).toBe(ATTACKS.length * 6);
  expect(PLACES.filter((place) => !json.includes(place))).toEqual([]);
});

describe("the page", () => {
  test("shows them as text in every view", { timeout: 180_000 }, async () => {
    const harmless = await harmlessElements();
    const watch = await Watch.open(browser, pathToFileURL(file("report.html")).href);
    const { page } = watch;
    for (const view of ["heatmap", "sankey", "graph", "conversations", "flows", "hosts"]) {
      for (const rest of [
        "",
        "&select=10.0.0.1&select=10.0.0.2",
        "&labels=addresses&layer=outer",
      ]) {
        await page.evaluate((to) => {
          location.hash = to;
        }, `view=${view}${rest}`);
        await page.locator(`[role=tab][aria-selected=true]`).waitFor();
        await page.mouse.move(700, 600);
        await page.mouse.move(500, 700);
        await expectUnharmed(page, harmless);
      }
    }
    for (const summary of await page.locator("details > summary").all()) {
      if (await summary.isVisible()) await summary.click();
    }
    await expectUnharmed(page, harmless);
    expect(await watch.close()).toEqual([]);
  });

  test("reads them from the capture as the command does", async () => {
    heatsink(CAPTURE, "-q", "-o", "same.html");
    const watch = await Watch.open(browser, pathToFileURL(emptyPage).href);
    await watch.page.locator("input[type=file]").first().setInputFiles(file(CAPTURE));
    await watch.page.locator(".facts li[title]").first().waitFor();
    const download = watch.page.waitForEvent("download");
    await watch.page.getByRole("button", { name: "Save report" }).click();
    const saved = readFileSync(await (await download).path());
    expect(saved.equals(readFileSync(file("same.html")))).toBe(true);
    expect((await download).suggestedFilename()).not.toMatch(UNSAFE);
    expect(await watch.page.evaluate(() => "hacked" in window)).toBe(false);
    expect(await watch.close()).toEqual([]);
  });

  test("without JavaScript has nothing of them but text", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file("report.html")).href);
    expect(await page.locator("h1").textContent()).toContain("hacked");
    expect(await page.locator("img, iframe, svg, [onerror], [onload], [onclick]").count()).toBe(0);
    expect(asked.length).toBe(1);
    await context.close();
  });

  test.each(["timeline", "heatmap", "sankey", "graph"])("draws the %s of text", async (id) => {
    const hash = id === "timeline" ? "" : `#view=${id}`;
    const watch = await Watch.open(browser, `${pathToFileURL(file("report.html")).href}${hash}`);
    const saved = async (kind: string) => {
      const download = watch.page.waitForEvent("download");
      await watch.page.getByRole("button", { name: `Save the ${id} as ${kind}` }).click();
      return readFileSync(await (await download).path());
    };
    const svg = (await saved("SVG")).toString();
    expect(svg.replaceAll("\u202f", " ")).not.toMatch(UNSAFE);
    const found = await watch.page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
      const all = [...parsed.querySelectorAll("*")];
      return {
        broken: parsed.querySelector("parsererror")?.textContent ?? "",
        foreign: all.filter((e) => e.namespaceURI !== "http://www.w3.org/2000/svg").length,
        scripts: all.filter((e) => /^(script|foreignObject|style|use|a)$/i.test(e.localName))
          .length,
        handlers: all.filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name))).length,
        links: all
          .flatMap((e) => [...e.attributes])
          .filter((a) => /href$/.test(a.name) && !/^(data:image\/png|#)/.test(a.value)).length,
      };
    }, svg);
    expect(found).toEqual({ broken: "", foreign: 0, scripts: 0, handlers: 0, links: 0 });
    expect((await saved("PNG")).subarray(1, 4).toString()).toBe("PNG");
    expect(await watch.page.evaluate(() => "hacked" in window)).toBe(false);
    expect(await watch.close()).toEqual([]);
  });

  test.each(["conversations", "flows", "hosts"])("saves the %s as harmless CSV", async (view) => {
    const url = `${pathToFileURL(file("report.html")).href}#view=${view}`;
    const watch = await Watch.open(browser, url);
    const download = watch.page.waitForEvent("download");
    await watch.page.getByRole("button", { name: /CSV/ }).first().click();
    expectNoFormula(readFileSync(await (await download).path(), "utf8"));
    expect(await watch.close()).toEqual([]);
  });
});

/** The cells of a CSV, read as a spreadsheet does that takes this for what is between them. */
function cells(csv: string, between: string): string[] {
  const found: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < csv.length; i++) {
    const c = csv[i] as string;
    if (quoted && c === '"' && csv[i + 1] === '"') cell += csv[i++];
    else if (c === '"' && (quoted || cell === "")) quoted = !quoted;
    else if (!quoted && (c === between || c === "\n" || c === "\r")) {
      found.push(cell);
      cell = "";
    } else cell += c;
  }
  return [...found, cell];
}

function expectNoFormula(csv: string): void {
  expect(csv).toContain("'=cmd");
  for (const between of [",", ";", "\t"]) {
    const bad = cells(csv, between).filter(
      (cell) => /^\s*[=+\-@]/.test(cell) && !/^-?[\d.]+$/.test(cell),
    );
    expect(bad, `between the cells: ${between}`).toEqual([]);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(csv).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
}

describe("the command", () => {
  const inputs = [CAPTURE, "records", "--names", "names"];

  test.each(["host", "conversation", "service", "flow"])("by %s: CSV and table", (by) => {
    expectNoFormula(heatsink(...inputs, "-q", "-f", "csv", "--by", by));
    const table = heatsink(...inputs, "-q", "-f", "table", "--top", "0", "--by", by);
    expect(table).toMatch(/\\(x1b|033)/); // shown, not obeyed
    expect(table).not.toMatch(UNSAFE);
  });

  test("its summary and its warnings", () => {
    expect(heatsink(...inputs, "-o", "again.html")).not.toMatch(UNSAFE);
    expect(() => heatsink(`${CAPTURE}.gone`)).toThrow(/\\x1b\[2J .pcapng.gone: no such file/);
  });

  test.each(["json", "ntop"])("%s is JSON, with the texts as they were said", (format) => {
    const json = heatsink(...inputs, "-q", "-f", format);
    expect(JSON.stringify(JSON.parse(json))).toContain("</script><script>hacked=1</script>");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey them
    expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});
