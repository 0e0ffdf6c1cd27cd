// Prints what the page's bytes are made of, against the budgets.

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { parts } from "./engine-parts.mjs";

const at = (path) => new URL(`../../${path}`, import.meta.url);
const read = (path) => readFileSync(at(path), "utf8");
const size = (path) => readFileSync(at(path)).length;

const page = read("site/dist/index.html");
const shell = read("build/shell/index.html");
const between = (from, to) => shell.split(from)[1]?.split(to)[0]?.length ?? 0;
const app = between('id="heatsink-app">', "</script>");
const worker = between('id="heatsink-worker">', "</script>");
const style = between("<style>", "</style>");
const noEngine = read("build/demo-no-engine.html").length - slot("build/demo-no-engine.html");

function slot(path) {
  return read(path).split('id="heatsink-report">')[1]?.split("<")[0]?.length ?? 0;
}

const rows = [
  ["engine, WebAssembly", size("build/engine.wasm")],
  [
    "engine, gzip -9 (not used)",
    gzipSync(readFileSync(at("build/engine.wasm")), { level: 9 }).length,
  ],
  ["engine, LZMA", size("build/engine.lzma")],
  ["engine, LZMA in base85", Math.ceil((size("build/engine.lzma") * 5) / 4)],
  ["page's script, packed", app],
  ["worker's script", worker],
  ["page's style", style],
  ["page's markup", shell.length - app - worker - style],
  ["page with the engine", page.length, 2_200_000],
  ["page without it", noEngine, 250_000],
  ["demo report's data", slot("build/demo.html"), 4_000_000],
  ["bin/heatsink", size("bin/heatsink")],
];
let over = false;
for (const [what, bytes, budget] of rows) {
  const of = budget ? ` of ${budget.toLocaleString("en")}` : "";
  console.log(`${what.padEnd(28)} ${bytes.toLocaleString("en").padStart(12)}${of}`);
  over ||= budget !== undefined && bytes > budget;
}

// --- The engine by part ---

const MOST = 15;
const { sections, packages } = parts(readFileSync(at("build/engine-names.wasm")));
const code = packages.reduce((sum, [, bytes]) => sum + bytes, 0);
const line = (what, bytes, of) =>
  console.log(
    `  ${what.padEnd(40)} ${bytes.toLocaleString("en").padStart(10)} ${((bytes / of) * 100).toFixed(1).padStart(5)} %`,
  );
const whole = sections.code + sections.data + sections.other;
console.log("\nthe engine, not packed:");
line("functions", sections.code, whole);
line("data: tables for Go's runtime, constants", sections.data, whole);
line("other sections", sections.other, whole);
console.log("its functions by package:");
for (const [name, bytes] of packages.slice(0, MOST)) line(name, bytes, code);
const rest = packages.slice(MOST);
line(
  `${rest.length} more`,
  rest.reduce((sum, [, bytes]) => sum + bytes, 0),
  code,
);

if (over) throw new Error("over the budget");
