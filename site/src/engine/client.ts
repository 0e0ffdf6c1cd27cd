// The engine's client. Each analysis has a worker of its own, which ends with
// it: so a cancelled or crashed one leaves nothing behind, and the memory that
// a large capture took goes back. The compiled engine outlives them.

import type { Answer, Task } from "./messages";
import { engineText, workerText } from "./page";
import type { Made } from "./run";

/** The engine's own end, which the command would perhaps be spared. */
export class EngineCrash extends Error {}

let compiled: WebAssembly.Module | null = null;

/** Whether this page can read captures (not so with --no-engine). */
export function hasEngine(): boolean {
  return engineText() !== "";
}

/**
 * Analyses the files, as one report, and gives what fills a page; files of names
 * alone give the report that is shown these names. Progress is
 * in bytes of the files. Aborting ends the work at once; the promise then
 * rejects with the signal's reason. An Error's message is one line to show.
 */
export function analyze(
  files: File[],
  shown: Uint8Array | undefined,
  on: { progress(read: number, total: number): void },
  signal: AbortSignal,
): Promise<Made> {
  return work({ files, shown }, signal, on.progress);
}

/** Makes of a packed report an anonymised one, with a key that nobody will know. */
export function anonymize(shown: Uint8Array): Promise<Made> {
  const key = crypto.getRandomValues(new Uint8Array(32));
  return work({ files: [], shown, key }, new AbortController().signal);
}

function work(
  job: Omit<Task, "engine">,
  signal: AbortSignal,
  progress?: (read: number, total: number) => void,
): Promise<Made> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const script = URL.createObjectURL(new Blob([workerText()], { type: "text/javascript" }));
    // Not a module: from file:// Chromium refuses those in a blob.
    const worker = new Worker(script);
    const end = () => {
      worker.terminate();
      URL.revokeObjectURL(script);
      signal.removeEventListener("abort", abort);
    };
    const fail = (error: unknown) => {
      end();
      reject(error);
    };
    const abort = () => fail(signal.reason);
    signal.addEventListener("abort", abort);

    worker.onerror = (event) => {
      event.preventDefault();
      fail(new EngineCrash(`The engine crashed: ${event.message || "no reason was given"}`));
    };
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      switch (data.kind) {
        case "compiled":
          compiled = data.engine;
          break;
        case "progress":
          progress?.(data.read, data.total);
          break;
        case "done":
          end();
          resolve(data.content);
          break;
        case "failed":
          fail(new (data.crashed ? EngineCrash : Error)(data.message));
          break;
      }
    };
    const task: Task = { engine: compiled ?? engineText(), ...job };
    worker.postMessage(task);
  });
}
