// The worker: compiles the engine, or feeds a compiled one the files slice by
// slice and sends the report. All of that waits on the engine, which pulls: no
// more than one slice a file is in memory, however large the files are.

import { fromBase85 } from "./base85";
import { unlzma } from "./lzma";
import type { Answer, Task } from "./messages";
import { Crash, crash, run, type Source } from "./run";

/**
 * How much is read at once, in bytes. Each slice is a round trip to the browser's
 * own process: 400 MB took 1.5 s in slices of 2 MiB, 0.85 s in slices of 8, and
 * no less in larger ones. The first is small, as all that is wanted of a file at
 * first is when it begins.
 */
const SLICE = 8 * 1024 * 1024;
const FIRST_SLICE = 256 * 1024;

/** The least time between two progress messages, in milliseconds. */
const PROGRESS_EVERY = 50;

self.onmessage = async ({ data }: MessageEvent<Task>) => {
  try {
    if (data.kind === "compile") {
      answer({ kind: "compiled", engine: await compile(data.text) });
      return;
    }
    const { files, shown, key } = data.job;
    const content = await run(data.engine, sliced(files), shown, key);
    answer({ kind: "done", content }, [content.packed.buffer]);
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    answer({ kind: "failed", message, crashed: error instanceof Crash });
  }
};

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

function sliced(files: File[]): Source {
  const reader = new FileReaderSync();
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const reached = files.map(() => 0);
  let told = 0;
  return {
    names: files.map((file) => file.name),
    read(i, from) {
      const file = files[i] as File;
      const end = from + (from === 0 ? FIRST_SLICE : SLICE);
      const bytes = new Uint8Array(reader.readAsArrayBuffer(file.slice(from, end)));
      reached[i] = Math.max(reached[i] as number, from);
      const now = performance.now();
      if (now - told >= PROGRESS_EVERY) {
        told = now;
        const read = reached.reduce((sum, bytes) => sum + bytes, 0);
        answer({ kind: "progress", read, total });
      }
      return bytes;
    },
  };
}
