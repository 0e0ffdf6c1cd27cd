// What the page and its worker say to each other.

import type { Made } from "./run";

/** Page to worker, once: read these files. */
export interface Task {
  /** The engine, compiled by an earlier worker, or as the page carries it. */
  engine: WebAssembly.Module | string;
  files: File[];
  /** The packed report that the page shows, for files of names. */
  shown: Uint8Array | undefined;
  /** Anonymise that report with this key, and read no files. */
  key?: Uint8Array;
}

/** Worker to page. The last one is `done` or `failed`. */
export type Answer =
  | { kind: "compiled"; engine: WebAssembly.Module }
  | { kind: "progress"; read: number; total: number }
  | { kind: "done"; content: Made }
  | { kind: "failed"; message: string; crashed: boolean };
