// wiregasm for bench-engine.mjs: installed below build/ when it is needed, since
// heatsink doesn't depend on it, and served to Chromium with a page that loads
// a capture in a worker, as heatsink's page does.

import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const worker = `
  importScripts("/wiregasm.js");
  let wiregasm;
  onmessage = async ({ data }) => {
    try {
      if (!wiregasm) {
        wiregasm = await loadWiregasm({ locateFile: (path) => "/" + path, handleStatus() {}, printErr() {} });
        wiregasm.init();
      }
      if (!data) return postMessage({ ready: true });
      const bytes = new Uint8Array(await data.arrayBuffer());
      wiregasm.FS.writeFile("/uploads/capture.pcap", bytes);
      const session = new wiregasm.DissectSession("/uploads/capture.pcap");
      const { code } = session.load();
      const frames = session.getFrames("", 0, 1).matched;
      const memory = wiregasm.HEAPU8.length;
      session.delete();
      postMessage({ code, frames, memory });
    } catch (error) {
      postMessage({ error: String(error?.message ?? error) });
    }
  };`;

const page = `<!doctype html><input type="file"><script>
  const worker = new Worker("/worker.js");
  function ask(what) {
    return new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => resolve({ error: event.message || "the worker failed" });
      worker.postMessage(what);
    });
  }
  async function load() {
    const begun = performance.now();
    const answer = await ask(document.querySelector("input").files[0]);
    return { ...answer, seconds: (performance.now() - begun) / 1000 };
  }
</script>`;

/** Installs wiregasm in folder if it isn't there; throws if it is not to be had. */
export function install(folder) {
  const dist = join(folder, "node_modules/@goodtools/wiregasm/dist");
  if (!existsSync(join(dist, "wiregasm.wasm"))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "@goodtools/wiregasm@1.9.1"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 180_000,
    });
  }
  const { version } = JSON.parse(readFileSync(join(dist, "../package.json"), "utf8"));
  return { dist, version };
}

/** Serves it on a port of its own. */
export function serve(dist) {
  const own = { "/": ["text/html", page], "/worker.js": ["text/javascript", worker] };
  const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
  const server = createServer((request, response) => {
    const [type, text] = own[request.url] ?? [];
    const path = join(dist, request.url.slice(1));
    if (type) response.writeHead(200, { "content-type": type }).end(text);
    else if (!/^\/wiregasm\.\w+$/.test(request.url) || !existsSync(path))
      response.writeHead(404).end();
    else {
      response.writeHead(200, {
        "content-type": types[path.slice(path.lastIndexOf("."))] ?? "application/octet-stream",
      });
      createReadStream(path).pipe(response);
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve({ url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() });
    });
  });
}
