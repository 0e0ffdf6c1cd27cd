// The worker: compiles the engine, or feeds a compiled one the files slice by
// slice and sends the report. All of that waits on the engine, which pulls: a
// slice a file and a few ahead are in memory, however large the files are.

import { aheadBy, FIRST_SLICE } from "./ahead";
import { fromBase85 } from "./base85";
import { unlzma } from "./lzma";
import type { Answer, Task } from "./messages";
import {
  type Content,
  Crash,
  count,
  crash,
  type Engine,
  find,
  run,
  type Shown,
  type Source,
  start,
} from "./run";

/** The least time between two progress messages, in milliseconds. */
const PROGRESS_EVERY = 50;

let engine: Engine;

self.onmessage = async ({ data }: MessageEvent<Task>) => {
  try {
    if (data.kind === "compile") answer({ kind: "compiled", engine: await compile(data.text) });
    else if (data.kind === "start") engine = start(data.engine);
    else finish(await work(data));
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    answer({ kind: "failed", message, crashed: error instanceof Crash });
  }
};

function work(task: Exclude<Task, { kind: "compile" | "start" }>): Promise<Content | undefined> {
  if (task.kind === "count") return count(engine, task.port, tell);
  const { files, shown, key } = task.job;
  const source = sliced(files, task.reader);
  if (task.kind === "find") return find(engine, source, shown, task.port, tell);
  return run(engine, source, shown, key, tell);
}

function tell(shown: Shown): void {
  answer({ kind: "done", shown }, [shown.json.buffer]);
}

function finish(content: Content | undefined): void {
  if (content) answer({ kind: "packed", content }, [content.packed.buffer]);
  else answer({ kind: "passed" });
}

function answer(message: Answer, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

async function compile(text: string): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(unlzma(fromBase85(text)));
  } catch (error) {
    throw crash(String(error));
  }
}

function sliced(files: File[], reader: MessagePort): Source {
  const first = new FileReaderSync();
  const ahead = aheadBy(reader, files);
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const reached = files.map(() => 0);
  let told = 0;
  return {
    names: files.map((file) => file.name),
    read(i, from) {
      reached[i] = Math.max(reached[i] as number, from);
      const now = performance.now();
      if (now - told >= PROGRESS_EVERY) {
        told = now;
        const read = reached.reduce((sum, bytes) => sum + bytes, 0);
        answer({ kind: "progress", read, total });
      }
      const file = files[i] as File;
      return from === 0
        ? new Uint8Array(first.readAsArrayBuffer(file.slice(0, FIRST_SLICE)))
        : ahead(i, from);
    },
  };
}
