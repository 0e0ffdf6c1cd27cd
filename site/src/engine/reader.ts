// The page's end of reading ahead: see ahead.ts.

import type { Part, Read } from "./messages";

/** Reads of the files what the worker at the other end of the port asks for. */
export function readFor(port: MessagePort, files: File[]): void {
  port.onmessage = async ({ data: part }: MessageEvent<Part>) => {
    const [i, from, to] = part;
    const answer: Read = { part };
    try {
      answer.bytes = await (files[i] as File).slice(from, to).arrayBuffer();
    } catch (error) {
      answer.error = error instanceof Error ? error.message : String(error);
    }
    port.postMessage(answer, answer.bytes ? [answer.bytes] : []);
  };
}
