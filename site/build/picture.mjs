// Makes README's picture: the demo report, as it opens.
//   node site/build/picture.mjs REPORT.html PICTURE.png

import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [report, picture] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
});
const page = await browser.newPage({
  viewport: { width: 1440, height: 860 },
  colorScheme: "light",
  reducedMotion: "reduce",
});
await page.goto(pathToFileURL(report).href);
await page.locator("canvas").first().waitFor();
await page.screenshot({ path: picture });
await browser.close();
