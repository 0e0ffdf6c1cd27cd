// The engine's client. Each analysis has workers of its own, which end with
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

/** A report, and what it is saved with, which is made once it is shown. */
export interface Made extends Shown {
  content: Promise<Content>;
}

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
 * Workers whose engines have started and wait for the first analysis: to come so
 * far takes a tenth of a small capture's time.
 */
const waiting: Worker[] = [];

/** Whether there was something to do yet. */
let needed = false;

/**
 * Compiles the engine if that hasn't begun, has it rehearse, and then wait for
 * what there is to do. One that fails is left to the first analysis to tell of.
 */
export function prepare(): void {
  if (hasEngine() && !compiled) rehearse().catch(() => {});
}

async function rehearse(): Promise<void> {
  await engine();
  const capture = await rehearsalCapture();
  setTimeout(() => rehearsal.abort(), LONGEST_REHEARSAL);
  await run({ files: [capture], shown: undefined }, rehearsal.signal).catch(() => {});
  if (needed) return;
  waiting.push(startWorker());
  if (TWO) waiting.push(startWorker());
}

/** The page has something to do for the engine. */
function need(): void {
  needed = true;
  rehearsal.abort();
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
  need();
  return run({ files, shown }, signal, on.progress);
}

/** Makes of a packed report an anonymised one, with a key that nobody will know. */
export async function anonymize(shown: Uint8Array): Promise<Content> {
  need();
  const key = crypto.getRandomValues(new Uint8Array(32));
  const { content } = await run({ files: [], shown, key }, new AbortController().signal);
  return content;
}

function engine(): Promise<WebAssembly.Module> {
  if (!compiled) {
    const task: Task = { kind: "compile", text: engineText() };
    compiled = ask<"compiled">(newWorker(), Promise.resolve(task)).then(
      ({ engine }) => engine,
      (error) => {
        compiled = undefined; // perhaps memory was short: the next may try again
        throw error;
      },
    );
  }
  return compiled;
}

let script = "";

function newWorker(): Worker {
  script ||= URL.createObjectURL(new Blob([workerText()], { type: "text/javascript" }));
  // Not a module: from file:// Chromium refuses those in a blob.
  return new Worker(script);
}

/** A worker in which an engine starts as soon as it is compiled. */
function startWorker(): Worker {
  const worker = newWorker();
  const start = (engine: WebAssembly.Module) =>
    worker.postMessage({ kind: "start", engine } satisfies Task);
  engine().then(start, () => {}); // told to who asks the worker something
  return worker;
}

/** A worker whose engine has started, or starts now. */
const hire = () => waiting.pop() ?? startWorker();

/** Whether two workers can work at the same time. */
const TWO = navigator.hardwareConcurrency > 1;

/**
 * From how many bytes of captures on two workers take less time than one: mixed
 * sizes of 31 MB took one 225 ms and two 231, small packets of 40 MB 825 and 771.
 */
const MANY = 32 * 1024 * 1024;

async function run(
  job: Job,
  signal: AbortSignal,
  progress?: (read: number, total: number) => void,
): Promise<Made> {
  signal.throwIfAborted();
  const size = job.files.reduce((sum, file) => sum + file.size, 0);
  if (size >= MANY && TWO) return runBoth(job, signal, progress);
  const worker = hire();
  for (const other of waiting.splice(0)) other.terminate();
  const reader = readerFor(job);
  const task = engine().then((): Task => ({ kind: "analyze", job, reader }));
  const later = packing();
  const { shown } = await ask<"done">(worker, task, signal, progress, later);
  return { ...shown, content: later.content };
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
  const finder = hire();
  const counter = hire();
  const reader = readerFor(job);
  const find = engine().then((): Task => ({ kind: "find", job, reader, port: port1 }));
  const count = engine().then((): Task => ({ kind: "count", port: port2 }));
  const later = packing();
  const counted = ask<"done">(counter, count, end.signal, undefined, later);
  const found = ask<"done" | "passed">(finder, find, end.signal, progress, later);
  const made = found.then(async (found) => {
    const { shown } = found.kind === "done" ? found : await counted;
    return { ...shown, content: later.content };
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
  content: Promise<Content>;
  resolve(content: Content): void;
  reject(error: unknown): void;
}

function packing(): Packing {
  let resolve: Packing["resolve"] = () => {};
  let reject: Packing["reject"] = () => {};
  const content = new Promise<Content>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  content.catch(() => {}); // told to who saves
  return { content, resolve, reject };
}

/**
 * Has a worker do the task when it is known, and end; gives its answer. After a
 * report it goes on and packs it, which no signal ends.
 */
function ask<Kind extends "compiled" | "done" | "passed">(
  worker: Worker,
  task: Promise<Task>,
  signal?: AbortSignal,
  progress?: (read: number, total: number) => void,
  later?: Packing,
): Promise<Extract<Answer, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    let told = false;
    const end = () => {
      worker.terminate();
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
          later?.resolve(data.content);
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
