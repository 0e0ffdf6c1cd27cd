/// <reference types="vite/client" />

// What Go's wasm_exec.js and wasm/main.go put into the global scope.

declare module "go/wasm_exec";

declare class Go {
  importObject: WebAssembly.Imports;
  exit: (code: number) => void;
  _resume: () => void;
  _scheduledTimeouts: Map<number, ReturnType<typeof setTimeout>>;
  run(instance: WebAssembly.Instance): Promise<void>;
}

/** wasm_exec.js's stand-in for node's fs, which Go writes its output with. */
declare var fs: { writeSync(fd: number, bytes: Uint8Array): number };

/** What an engine and its page have of each other: see wasm/doc.go. */
interface EnginePage {
  names?: string[];
  read?(i: number, from: number): Uint8Array | Promise<Uint8Array>;
  report?: Uint8Array | undefined;
  key?: Uint8Array | undefined;
  done?(json: Uint8Array<ArrayBuffer>, renamed: boolean): void;
  packed?(packed: Uint8Array<ArrayBuffer>, summary: string): void;
  fail?(text: string): void;

  room?(n: number): Uint8Array;
  pass?(message: Uint8Array<ArrayBuffer>): void;
  passed?(): void;
  answered?(answer: Uint8Array): void;

  ready?(): void;
  take?(message: Uint8Array): void;
  answer?(answer: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>): void;
}

/** The engine that starts next has this page. */
declare var heatsink: Promise<EnginePage>;

/** In workers only, which TypeScript's DOM library leaves out. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** Newer than TypeScript's library; browsers before 2025 lack it. */
interface Uint8ArrayConstructor {
  fromBase64?(text: string): Uint8Array<ArrayBuffer>;
}
