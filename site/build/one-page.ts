// Makes one HTML file of what Vite bundled: script and style inline, under a
// Content-Security-Policy that allows exactly these and no request at all; and
// the worker's script as inert text in its slot, beside the engine's.
//
// The script is packed, which halves the page without an engine: a few lines
// unpack it and put it in as an inline script, which the policy allows by its
// hash like any other.
//
// The file is written so that a browser which parses and serialises it gets
// the same bytes: that is how the page saves itself (src/engine/page.ts). A
// test in Chromium holds it to that.

import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Plugin, Rollup } from "vite";

/** Takes itself out again, so that the page as it stands is the page as it came. */
const UNPACK = `
const binary = atob(document.getElementById("heatsink-app").textContent);
const packed = Uint8Array.from({ length: binary.length }, (_, i) => binary.charCodeAt(i));
const stream = new Response(packed).body.pipeThrough(new DecompressionStream("gzip"));
const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
const script = document.createElement("script");
script.type = "module";
for (let part = await reader.read(); !part.done; part = await reader.read()) script.append(part.value);
document.body.append(script);
script.remove();
`.trim();

export function onePage(): Plugin {
  return {
    name: "one-page",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const page = takeApart(bundle);
      page.html.source = assemble(String(page.html.source), page);
    },
  };
}

interface Parts {
  html: Rollup.OutputAsset;
  script: Rollup.OutputChunk;
  worker: Rollup.OutputChunk;
  style: Rollup.OutputAsset;
}

/** The four files of the bundle; only the HTML stays in it. */
function takeApart(bundle: Rollup.OutputBundle): Parts {
  const one = (what: string, like: RegExp): Rollup.OutputAsset | Rollup.OutputChunk => {
    const names = Object.keys(bundle).filter((name) => like.test(name));
    const file = bundle[names[0] ?? ""];
    if (!file || names.length > 1) throw new Error(`expected one ${what}, got [${names}]`);
    return file;
  };
  const parts = {
    html: one("page", /\.html$/) as Rollup.OutputAsset,
    script: one("script", /\/page-[^/]*\.js$/) as Rollup.OutputChunk,
    worker: one("worker", /\/worker-[^/]*\.js$/) as Rollup.OutputChunk,
    style: one("style sheet", /\.css$/) as Rollup.OutputAsset,
  };
  delete bundle[parts.script.fileName];
  delete bundle[parts.worker.fileName];
  delete bundle[parts.style.fileName];
  const rest = Object.keys(bundle).filter((name) => bundle[name] !== parts.html);
  if (rest.length) throw new Error(`would be files beside the page: ${rest}`);
  return parts;
}

function assemble(html: string, { script, worker, style }: Parts): string {
  const js = script.code.trim();
  const css = inert(String(style.source).trim(), "style");
  const cut = (text: string, tag: string, by: string) => {
    const [before, after, more] = text.split(tag);
    if (before === undefined || after === undefined || more !== undefined) {
      throw new Error(`expected ${tag} once in the page`);
    }
    return before + by + after;
  };
  let page = cut(
    html,
    `<script type="module" crossorigin src="./${script.fileName}"></script>`,
    "",
  );
  page = cut(
    page,
    `<link rel="stylesheet" crossorigin href="./${style.fileName}">`,
    `<style>${css}</style>`,
  );
  const slot = '<script type="text/plain" id="heatsink-worker">';
  page = cut(page, slot, slot + inert(worker.code.trim(), "script"));
  const app = gzipSync(js, { level: 9 }).toString("base64");
  page = cut(
    page,
    "</body>",
    `<script type="application/octet-stream" id="heatsink-app">${app}</script>` +
      `<script type="module">${UNPACK}</script></body>`,
  );
  page = cut(page, 'Policy" content=""', `Policy" content="${policy([UNPACK, js], css)}"`);
  return parsedAs(page);
}

function policy(scripts: string[], css: string): string {
  const hashes = scripts.map((script) => `'${sha256(script)}'`).join(" ");
  return [
    "default-src 'none'",
    `script-src ${hashes} 'wasm-unsafe-eval'`,
    `style-src '${sha256(css)}'`,
    "worker-src blob:",
    "img-src data: blob:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function sha256(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** Refuses text that would end its element early, or that a parser would change. */
function inert(text: string, element: string): string {
  const bad = new RegExp(`</${element}|<!--|[\\r\\0]`, "i").exec(text);
  if (bad)
    throw new Error(`the ${element} holds ${JSON.stringify(bad[0])}, which HTML can't carry`);
  return text;
}

/** Drops the line ends that a parser drops or moves: around head, and after body. */
function parsedAs(html: string): string {
  return html
    .replace(/(<html[^>]*>)\s+<head>/, "$1<head>")
    .replace(/<\/body>\s*<\/html>\s*$/, "</body></html>");
}
