// `heatsink serve`: the page from the command's own server, under its headers.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Watch } from "./browser";
import { command, demo } from "./files";

let browser: Browser;
const servers: ChildProcess[] = [];

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  for (const server of servers) server.kill();
});

/** Starts the command and says where it serves. */
async function served(...captures: string[]): Promise<string> {
  const server = spawn(command, ["serve", ...captures, "--listen", "127.0.0.1:0"]);
  servers.push(server);
  const [said] = await once(server.stdout, "data");
  return /http:\S+/.exec(String(said))?.[0] ?? "";
}

test("without captures it waits for a drop, and reads it", async () => {
  const watch = await Watch.open(browser, await served());
  await watch.page.locator("input[type=file]").first().setInputFiles(demo);
  await watch.page.getByRole("tab", { name: "Heatmap" }).waitFor();
  await watch.page.getByText("shop.pcapng").first().waitFor();
  expect(await watch.close()).toEqual([]);
});

test("with a capture it shows its report, and an interrupt ends it", async () => {
  const url = await served(demo);
  const watch = await Watch.open(browser, url);
  await watch.page.getByRole("tab", { name: "Heatmap" }).waitFor();
  expect(await watch.close()).toEqual([]);
  const answer = await fetch(url);
  expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect((await fetch(`${url}other`)).status).toBe(404);
  const server = servers.at(-1) as ChildProcess;
  server.kill("SIGINT");
  expect(await once(server, "exit")).toEqual([0, null]);
});
