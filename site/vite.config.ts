import { execFileSync } from "node:child_process";
import { join } from "node:path";
import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";
import { onePage } from "./build/one-page.ts";

// Go's half of the bridge comes with the Go that compiles the engine: the two must match.
const goroot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
const alias = { "go/wasm_exec": join(goroot, "lib/wasm/wasm_exec.js") };

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [preact(), onePage()],
  resolve: { alias },
  build: {
    target: "es2023",
    outDir: "../build/shell",
    emptyOutDir: true,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: {
      input: {
        page: join(import.meta.dirname, "index.html"),
        worker: join(import.meta.dirname, "src/engine/worker.ts"),
      },
    },
    assetsInlineLimit: Number.POSITIVE_INFINITY,
  },
  test: {
    projects: [
      { extends: true, test: { name: "unit", include: ["src/**/*.test.{ts,tsx}"] } },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          fileParallelism: false,
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
