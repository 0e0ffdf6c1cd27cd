// The page's end of reading ahead: see ahead.ts.

import type { Ask, Read } from "./messages";

/** Reads of the files what the worker at the other end of the port asks for. */
export function readFor(port: MessagePort, files: File[]): void {
  const read = streamed();
  let turn = Promise.resolve();
  port.onmessage = ({ data: { part, spare } }: MessageEvent<Ask>) => {
    const [i, from, to] = part;
    turn = turn.then(async () => {
      const answer: Read = { part };
      try {
        answer.bytes = await read(files[i] as File, from, to, spare);
      } catch (error) {
        answer.error = error instanceof Error ? error.message : String(error);
      }
      port.postMessage(answer, answer.bytes ? [answer.bytes.buffer] : []);
    });
  };
}

/**
 * Gives bytes of files, best where those before were given last: a stream into
 * memory that was used before takes half of what a Blob's arrayBuffer takes. It
 * has one stream at a time, however many files are left half read. The port's
 * handler holds it: Chromium collects a stream of which nobody knows but the read
 * that waits for it, and then that waits for ever.
 */
function streamed() {
  let stream: ReadableStreamBYOBReader | undefined;
  let file: File | undefined;
  let at = 0;
  return async (of: File, from: number, to: number, spare?: ArrayBuffer) => {
    const size = Math.max(0, Math.min(to, of.size) - from);
    if (of !== file || at !== from) {
      stream?.cancel().catch(() => {});
      stream = byBytes(of.slice(from));
      file = of;
    }
    at = -1; // an error ends the stream
    if (!stream) return new Uint8Array(await of.slice(from, to).arrayBuffer());
    let memory = spare && spare.byteLength >= size ? spare : new ArrayBuffer(size);
    let n = 0;
    while (n < size) {
      const { value, done } = await stream.read(new Uint8Array(memory, n, size - n));
      if (!value || done) throw new Error("the file has become shorter");
      memory = value.buffer;
      n += value.byteLength;
    }
    at = from + n;
    return new Uint8Array(memory, 0, n);
  };
}

/** Reads the blob into memory that it is given; undefined in browsers that can't. */
function byBytes(blob: Blob): ReadableStreamBYOBReader | undefined {
  const stream = blob.stream();
  try {
    return stream.getReader({ mode: "byob" });
  } catch {
    stream.cancel().catch(() => {});
    return undefined;
  }
}
