// A report opens as it was when it was saved.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { launch, Watch } from "./browser";
import { command, demo } from "./files";

test("a saved report opens on the state it was saved with, and a link's state comes first", async () => {
  const folder = mkdtempSync(join(tmpdir(), "heatsink-state-"));
  const browser = await launch();
  try {
    const report = join(folder, "report.html");
    execFileSync(command, [demo, "-o", report, "--quiet"]);
    const first = await Watch.open(browser, pathToFileURL(report).href);
    await first.page.getByRole("tab", { name: "Conversations" }).click();
    await first.page.keyboard.press("/");
    await first.page.keyboard.type("redis <b>");
    await expect.poll(() => first.page.url()).toContain("filter=");
    const download = first.page.waitForEvent("download");
    await first.page.getByRole("button", { name: "Save report" }).click();
    const saved = join(folder, "saved.html");
    await (await download).saveAs(saved);

    const second = await Watch.open(browser, pathToFileURL(saved).href);
    const filter = second.page.getByRole("searchbox").or(second.page.locator("input[type=text]"));
    expect(await filter.first().inputValue()).toBe("redis <b>");
    const tab = second.page.getByRole("tab", { name: "Conversations" });
    expect(await tab.getAttribute("aria-selected")).toBe("true");

    const third = await Watch.open(browser, `${pathToFileURL(saved).href}#view=heatmap`);
    expect(
      await third.page.getByRole("tab", { name: "Heatmap" }).getAttribute("aria-selected"),
    ).toBe("true");
    for (const watch of [first, second, third]) expect(watch.complaints).toEqual([]);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});
