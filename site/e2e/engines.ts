// The engine in node, with what a page's workers do around it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Content, count, find, run, type Source, start } from "../src/engine/run";
import { repository } from "./files";

export function compileEngine(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(readFileSync(join(repository, "build/engine.wasm")));
}

/** How many engines share the work on a source. */
export type Engine = (engine: WebAssembly.Module, source: Source) => Promise<Content>;

export const oneEngine: Engine = (engine, source) => run(start(engine), source);

/** One finds flows and another counts them, as in two workers of a page. */
export const twoEngines: Engine = async (engine, source) => {
  const { port1, port2 } = new MessageChannel();
  try {
    const counted = count(start(engine), port2);
    const found = await find(start(engine), source, undefined, port1);
    return found ?? (await counted);
  } finally {
    port1.close();
  }
};
