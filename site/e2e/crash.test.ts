// An engine that comes to its end in a real browser: the page stays usable, and
// says which command does the work.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compress } from "lzma1";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Watch } from "./browser";
import { base85, demo, emptyPage, repository } from "./files";

let folder: string;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heatsink-crash-"));
  const engine = readFileSync(join(repository, "build/engine.wasm"));
  write("small.html", compress(withLittleMemory(engine), 1));
  write("broken.html", compress(engine.subarray(0, 1_000_000), 1));
  writeFileSync(join(folder, "it's large.pcap"), manyHosts(200_000)); // read by one worker
  writeFileSync(join(folder, "it's larger.pcap"), manyHosts(300_000)); // by two
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, engine: Uint8Array): void {
  const html = readFileSync(emptyPage, "utf8");
  const packed = base85(engine);
  writeFileSync(
    join(folder, name),
    html.replace(/(id="heatsink-engine">)[^<]*/, (_, slot) => slot + packed),
  );
}

/** The engine with a limit on its memory, as a browser has it, only lower. */
function withLittleMemory(wasm: Uint8Array): Uint8Array {
  const MEMORY = 5; // the section's number: https://webassembly.github.io/spec/core/binary/modules.html
  const MORE = 24 * 16; // pages of 64 KiB beyond what it starts with
  for (let at = 8; at < wasm.length; ) {
    const id = wasm[at];
    const [size, from] = number(wasm, at + 1);
    if (id === MEMORY) {
      const [pages] = number(wasm, from + 2);
      const body = [1, 1, ...unsigned(pages), ...unsigned(pages + MORE)];
      const rest = wasm.subarray(from + size);
      return Buffer.concat([wasm.subarray(0, at + 1), Buffer.from([body.length, ...body]), rest]);
    }
    at = from + size;
  }
  throw new Error("the engine has no memory section");
}

/** The LEB128 number that stands there, and where it ends. */
function number(bytes: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] as number;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

function unsigned(n: number): number[] {
  return n < 128 ? [n] : [(n & 127) | 128, ...unsigned(n >>> 7)];
}

/** A pcap in which each frame is from another host. */
function manyHosts(n: number): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt32LE(0x00040002, 4);
  header.writeUInt32LE(65535, 16);
  header.writeUInt32LE(101, 20);
  const frame = Buffer.alloc(36);
  frame.writeUInt32LE(20, 8);
  frame.writeUInt32LE(20, 12);
  frame.set([0x45, 0, 0, 20, 0, 0, 0, 0, 64, 253, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2], 16);
  const frames = Buffer.alloc(36 * n, frame);
  for (let i = 0; i < n; i++) frames.writeUInt32BE(0x0b000000 + i, 36 * i + 16 + 12);
  return Buffer.concat([header, frames]);
}

test.each([
  ["small.html", "it's large.pcap", "The engine ran out of memory"],
  ["small.html", "it's larger.pcap", "The engine ran out of memory"],
  ["broken.html", "it's large.pcap", "The engine crashed: CompileError"],
  ["broken.html", "it's larger.pcap", "The engine crashed: CompileError"],
])("%s, %s", async (name, large, said) => {
  const watch = await Watch.open(browser, pathToFileURL(join(folder, name)).href);
  const { page } = watch;
  const files = page.locator("input[type=file]").first();
  await files.setInputFiles(join(folder, large));
  const alert = page.getByRole("alert");
  await alert.waitFor();
  expect(await alert.textContent()).toContain(said);
  const line = `heatsink '${large.replace("'", String.raw`'\''`)}' -o report.html`;
  expect(await alert.locator("code").textContent()).toBe(line);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await alert.getByRole("button", { name: "Copy command" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(line);
  await alert.getByRole("button", { name: "Dismiss" }).click();
  expect(await alert.count()).toBe(0);

  // A capture that fits is read as if nothing had been.
  if (name === "small.html") {
    await files.setInputFiles(demo);
    await page.locator(".facts li[title]").first().waitFor();
    await files.setInputFiles(join(folder, large));
    await alert.waitFor();
    expect(await page.locator(".facts li[title]").count()).toBeGreaterThan(0); // the report stays
  }
  expect(await watch.close()).toEqual([]);
});
