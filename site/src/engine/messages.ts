// What the page and its worker say to each other.

import type { Made } from "./run";

/** What an analysis is of. */
export interface Job {
  files: File[];
  /** The packed report that the page shows, for files of names. */
  shown: Uint8Array | undefined;
  /** Anonymise that report with this key, and read no files. */
  key?: Uint8Array;
}

/** Page to worker, once: compile the engine, as the page carries it; or run it. */
export type Task =
  | { kind: "compile"; text: string }
  | { kind: "analyze"; engine: WebAssembly.Module; job: Job };

/** Worker to page. The last one is `compiled` or `done`, as was asked, or `failed`. */
export type Answer =
  | { kind: "compiled"; engine: WebAssembly.Module }
  | { kind: "progress"; read: number; total: number }
  | { kind: "done"; content: Made }
  | { kind: "failed"; message: string; crashed: boolean };
