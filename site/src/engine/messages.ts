// What the page and its worker say to each other.

import type { Content } from "./run";

/** Page to worker, once: analyse these files. */
export interface Task {
  /** The engine, compiled by an earlier worker, or as the page carries it. */
  engine: WebAssembly.Module | string;
  files: File[];
}

/** Worker to page. The last one is `done` or `failed`. */
export type Answer =
  | { kind: "compiled"; engine: WebAssembly.Module }
  | { kind: "progress"; read: number; total: number }
  | { kind: "done"; content: Content }
  | { kind: "failed"; message: string };
