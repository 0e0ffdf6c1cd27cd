// Reading ahead: the page's own thread, which has little to do meanwhile, reads
// the next slices of a file while the engine works on the one before. From a
// worker that is busy nothing can be read.

import type { Ask, Part, Read } from "./messages";

/** How much of a file comes at first, in bytes: to know when a capture begins takes no more. */
export const FIRST_SLICE = 256 * 1024;

/** How much is read at once at most, in bytes: 444 MB took at best 0.37 s in slices of 1 MiB, 0.28 s in these. */
const SLICE = 8 * 1024 * 1024;

/**
 * The end of the slice that begins here. The first ones are as large as all that
 * is before them, so that little of a file is waited for at first.
 */
const endOf = (from: number) => from + Math.min(Math.max(from, FIRST_SLICE), SLICE);

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
 * it gave of a file is gone with the next slice of that. What is behind the first
 * file's first slice, which the worker reads itself, is asked for at once.
 */
export function aheadBy(port: MessagePort, files: File[]) {
  const asked = new Map<string, Slice>();
  let last: { of: number; memory: ArrayBuffer } | undefined;
  let spare: ArrayBuffer | undefined;
  const ask = (file: number, from: number): Promise<Uint8Array<ArrayBuffer>> => {
    const part: Part = [file, from, endOf(from)];
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
  const told = () => {}; // what fails is told when it is needed
  if (files[0] && files[0].size > FIRST_SLICE) ask(0, FIRST_SLICE).catch(told);
  return async (i: number, from: number): Promise<Uint8Array> => {
    if (last?.of === i) spare = last.memory;
    last = undefined;
    const slice = ask(i, from);
    const { size } = files[i] as File;
    for (let next = endOf(from); next < size && asked.size <= MOST_AHEAD; next = endOf(next)) {
      ask(i, next).catch(told);
    }
    try {
      const bytes = await slice;
      last = { of: i, memory: bytes.buffer };
      return bytes;
    } finally {
      asked.delete(String([i, from, endOf(from)]));
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
