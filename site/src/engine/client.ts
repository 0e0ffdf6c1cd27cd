// The engine's client. Each analysis has a worker of its own, which ends with
// it: so a cancelled or crashed one leaves nothing behind, and the memory that
// a large capture took goes back. The compiled engine outlives them; it is
// compiled by another worker, at the latest when the first analysis needs it.

import type { Answer, Job, Task } from "./messages";
import { engineText, workerText } from "./page";
import { readFor } from "./reader";
import { rehearsalCapture } from "./rehearsal";
import type { Content, Shown } from "./run";

/** The engine's own end, which the command would perhaps be spared. */
export class EngineCrash extends Error {}

/** What a report is saved with: it is packed once it is shown. */
export interface Saved {
  packed: Promise<Content["packed"]>;
  summary: string;
}

export type Made = Shown & Saved;

let compiled: Promise<WebAssembly.Module> | undefined;

/** Whether this page can read captures (not so with --no-engine). */
export function hasEngine(): boolean {
  return engineText() !== "";
}

/** Ends the rehearsal that prepare began. */
const rehearsal = new AbortController();

/** A rehearsal ends after so many milliseconds, however slow a machine is. */
const LONGEST_REHEARSAL = 5_000;

/**
 * Compiles the engine if that hasn't begun, and has it rehearse. An engine that
 * fails is left to the first analysis to tell of.
 */
export function prepare(): void {
  if (hasEngine() && !compiled) rehearse().catch(() => {});
}

async function rehearse(): Promise<void> {
  await engine();
  const capture = await rehearsalCapture();
  setTimeout(() => rehearsal.abort(), LONGEST_REHEARSAL);
  await run({ files: [capture], shown: undefined }, rehearsal.signal);
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
  rehearsal.abort();
  return run({ files, shown }, signal, on.progress);
}

/** Makes of a packed report an anonymised one, with a key that nobody will know. */
export async function anonymize(shown: Uint8Array): Promise<Content> {
  rehearsal.abort();
  const key = crypto.getRandomValues(new Uint8Array(32));
  const { packed, summary } = await run({ files: [], shown, key }, new AbortController().signal);
  return { packed: await packed, summary };
}

function engine(): Promise<WebAssembly.Module> {
  compiled ??= ask<"compiled">(Promise.resolve({ kind: "compile", text: engineText() })).then(
    ({ engine }) => engine,
    (error) => {
      compiled = undefined; // perhaps memory was short: the next may try again
      throw error;
    },
  );
  return compiled;
}

/** From how many bytes of captures on a second worker is worth its start. */
const MANY = 8 * 1024 * 1024;

async function run(
  job: Job,
  signal: AbortSignal,
  progress?: (read: number, total: number) => void,
): Promise<Made> {
  signal.throwIfAborted();
  const size = job.files.reduce((sum, file) => sum + file.size, 0);
  if (size >= MANY && navigator.hardwareConcurrency > 1) return runBoth(job, signal, progress);
  const reader = readerFor(job);
  const task = engine().then((engine): Task => ({ kind: "analyze", engine, job, reader }));
  const later = packing();
  const { shown } = await ask<"done">(task, signal, progress, later);
  return { ...shown, packed: later.packed };
}

/** The worker's end of what this thread reads for it. */
function readerFor({ files }: Job): MessagePort {
  const { port1, port2 } = new MessageChannel();
  readFor(port1, files);
  return port2;
}

/** Has one worker find flows and another count them; both end with the first that fails. */
async function runBoth(
  job: Job,
  signal: AbortSignal,
  progress?: (read: number, total: number) => void,
): Promise<Made> {
  const { port1, port2 } = new MessageChannel();
  const end = new AbortController();
  const abort = () => end.abort(signal.reason);
  signal.addEventListener("abort", abort);
  const reader = readerFor(job);
  const find = engine().then(
    (engine): Task => ({ kind: "find", engine, job, reader, port: port1 }),
  );
  const count = engine().then((engine): Task => ({ kind: "count", engine, port: port2 }));
  const later = packing();
  const counted = ask<"done">(count, end.signal, undefined, later);
  const made = ask<"done" | "passed">(find, end.signal, progress, later).then(async (found) => {
    const { shown } = found.kind === "done" ? found : await counted;
    return { ...shown, packed: later.packed };
  });
  try {
    return await Promise.race([made, counted.then(() => made)]);
  } finally {
    signal.removeEventListener("abort", abort);
    end.abort();
  }
}

/** What comes after a report. */
interface Packing {
  packed: Promise<Content["packed"]>;
  resolve(packed: Content["packed"]): void;
  reject(error: unknown): void;
}

function packing(): Packing {
  let resolve: Packing["resolve"] = () => {};
  let reject: Packing["reject"] = () => {};
  const packed = new Promise<Content["packed"]>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  packed.catch(() => {}); // told to who saves
  return { packed, resolve, reject };
}

/**
 * Has a worker of its own, begun at once, do the task when it is known; gives
 * its answer. After a report it goes on and packs it, which no signal ends.
 */
function ask<Kind extends "compiled" | "done" | "passed">(
  task: Promise<Task>,
  signal?: AbortSignal,
  progress?: (read: number, total: number) => void,
  later?: Packing,
): Promise<Extract<Answer, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const script = URL.createObjectURL(new Blob([workerText()], { type: "text/javascript" }));
    // Not a module: from file:// Chromium refuses those in a blob.
    const worker = new Worker(script);
    let told = false;
    const end = () => {
      worker.terminate();
      URL.revokeObjectURL(script);
      signal?.removeEventListener("abort", abort);
    };
    const fail = (error: unknown) => {
      end();
      reject(error);
      if (told) later?.reject(error);
    };
    const abort = () => fail(signal?.reason);
    signal?.addEventListener("abort", abort);

    worker.onerror = (event) => {
      event.preventDefault();
      fail(new EngineCrash(`The engine crashed: ${event.message || "no reason was given"}`));
    };
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      switch (data.kind) {
        case "progress":
          progress?.(data.read, data.total);
          break;
        case "failed":
          fail(new (data.crashed ? EngineCrash : Error)(data.message));
          break;
        case "done":
          told = true;
          signal?.removeEventListener("abort", abort);
          resolve(data as Extract<Answer, { kind: Kind }>);
          break;
        case "packed":
          end();
          later?.resolve(data.packed);
          break;
        case "compiled":
        case "passed":
          end();
          resolve(data as Extract<Answer, { kind: Kind }>);
      }
    };
    task.then((task) => worker.postMessage(task, portsOf(task)), fail);
  });
}

function portsOf(task: Task): MessagePort[] {
  const ports = [];
  if ("reader" in task) ports.push(task.reader);
  if ("port" in task) ports.push(task.port);
  return ports;
}
