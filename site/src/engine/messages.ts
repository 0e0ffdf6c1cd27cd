// What the page and its worker say to each other.

import type { Content, Shown } from "./run";

/** What an analysis is of. */
export interface Job {
  files: File[];
  /** The packed report that the page shows, for files of names. */
  shown: Uint8Array | undefined;
  /** Anonymise that report with this key, and read no files. */
  key?: Uint8Array;
}

/**
 * Page to worker: compile the engine, as the page carries it; or start it, and
 * then, once, have it do all of a job; or half of it, and another worker, to which
 * the port leads, the other half. The reader is the page's end of reading ahead.
 */
export type Task =
  | { kind: "compile"; text: string }
  | { kind: "start"; engine: WebAssembly.Module }
  | { kind: "analyze"; job: Job; reader: MessagePort }
  | { kind: "find"; job: Job; reader: MessagePort; port: MessagePort }
  | { kind: "count"; port: MessagePort };

/**
 * Worker to page. The last one is as was asked: `compiled`, `packed` after
 * `done`, or `passed` by who finds for another worker; or `failed`.
 */
export type Answer =
  | { kind: "compiled"; engine: WebAssembly.Module }
  | { kind: "progress"; read: number; total: number }
  | { kind: "done"; shown: Shown }
  | { kind: "packed"; content: Content }
  | { kind: "passed" }
  | { kind: "failed"; message: string; crashed: boolean };

/** Which bytes of which file. */
export type Part = [file: number, from: number, to: number];

/** Worker to page, through the reader: what is to be read, perhaps into memory that was read before. */
export interface Ask {
  part: Part;
  spare?: ArrayBuffer;
}

/** Page to worker, through the reader: these, or why they can't be had. */
export interface Read {
  part: Part;
  bytes?: Uint8Array<ArrayBuffer>;
  error?: string;
}
