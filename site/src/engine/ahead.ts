// Reading ahead: the page's own thread, which has little to do meanwhile, reads
// the next slices of a file while the engine works on the one before. From a
// worker that is busy nothing can be read.

import type { Ask, Part, Read } from "./messages";

/** How much is read at once, in bytes: 444 MB took at best 0.37 s in slices of 1 MiB, 0.28 s in these. */
const SLICE = 8 * 1024 * 1024;

/**
 * How many slices are asked for before they are needed, of all files together:
 * two were too few where both processors are busy.
 */
const MOST_AHEAD = 5;

interface Slice {
  bytes: Promise<Uint8Array<ArrayBuffer>>;
  arrive(bytes?: Uint8Array<ArrayBuffer>, error?: string): void;
}

/**
 * Gives slices of the files from any offset on, best from one to the next. What
 * it gave of a file is gone with the next slice of that.
 */
export function aheadBy(port: MessagePort, files: File[]) {
  const asked = new Map<string, Slice>();
  let last: { of: number; memory: ArrayBuffer } | undefined;
  let spare: ArrayBuffer | undefined;
  const ask = (file: number, from: number): Promise<Uint8Array<ArrayBuffer>> => {
    const part: Part = [file, from, from + SLICE];
    const slice = asked.get(String(part)) ?? awaited();
    if (!asked.has(String(part))) {
      port.postMessage({ part, spare } satisfies Ask, spare ? [spare] : []);
      spare = undefined;
    }
    asked.set(String(part), slice);
    return slice.bytes;
  };
  port.onmessage = ({ data: { part, bytes, error } }: MessageEvent<Read>) =>
    asked.get(String(part))?.arrive(bytes, error);
  return async (i: number, from: number): Promise<Uint8Array> => {
    if (last?.of === i) spare = last.memory;
    last = undefined;
    const slice = ask(i, from);
    const { size } = files[i] as File;
    for (let next = from + SLICE; next < size && asked.size <= MOST_AHEAD; next += SLICE) {
      ask(i, next).catch(() => {}); // told when it is needed
    }
    try {
      const bytes = await slice;
      last = { of: i, memory: bytes.buffer };
      return bytes;
    } finally {
      asked.delete(String([i, from, from + SLICE]));
    }
  };
}

function awaited(): Slice {
  let arrive: Slice["arrive"] = () => {};
  const bytes = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    arrive = (bytes, error) => (bytes ? resolve(bytes) : reject(new Error(error)));
  });
  return { bytes, arrive };
}
