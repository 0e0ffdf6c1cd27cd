import { expect, test } from "vitest";
import { aheadBy, FIRST_SLICE } from "./ahead";
import { readFor } from "./reader";

const MEGABYTE = 1024 * 1024;

/** A file each megabyte of which holds its number, from a first one on. */
function file(megabytes: number, first = 0): File {
  const parts = Array.from({ length: megabytes }, (_, i) =>
    new Uint8Array(MEGABYTE).fill(first + i),
  );
  return new File(parts, "file");
}

/** Both ends of reading ahead in files, and how often the one asks the other. */
function reading(...files: File[]) {
  const { port1, port2 } = new MessageChannel();
  readFor(port1, files);
  const { postMessage } = port2;
  let asked = 0;
  port2.postMessage = (...message: unknown[]) => {
    asked++;
    Reflect.apply(postMessage, port2, message);
  };
  return { read: aheadBy(port2, files), asked: () => asked, close: () => port1.close() };
}

/** Has streams of the file made by this, from an offset on. */
function streaming(file: File, make: (from: number) => ReadableStream): File {
  const { slice } = file;
  file.slice = (from = 0, to = file.size) =>
    Object.assign(slice.call(file, from, to), { stream: () => make(from) });
  return file;
}

const numbers = (n: number) => Array.from({ length: n }, (_, i) => (i + 1) >> 2);

/** Reads a file from its second quarter of a megabyte on; gives the number in each. */
async function quarters(read: ReturnType<typeof aheadBy>): Promise<number[]> {
  const seen: number[] = [];
  for (let from = FIRST_SLICE; ; ) {
    const bytes = await read(0, from);
    if (bytes.length === 0) return seen;
    for (let i = 0; i < bytes.length; i += FIRST_SLICE) seen.push(bytes[i] as number);
    from += bytes.length;
  }
}

test("slices come in order, to the end of the file, by one stream", async () => {
  const streams: number[] = [];
  const long = file(83);
  const { slice } = long;
  long.slice = (from = 0, to = long.size) => {
    if (from < long.size) streams.push(from);
    return slice.call(long, from, to);
  };
  const { read, close } = reading(long);
  expect(await quarters(read)).toEqual(numbers(331));
  close();
  expect(streams).toEqual([FIRST_SLICE]);
});

test("a browser that can't read into given memory gives the same", async () => {
  const { read, close } = reading(streaming(file(83), () => new ReadableStream()));
  expect(await quarters(read)).toEqual(numbers(331));
  close();
});

test("files are read in turns, and no stream is left half read", async () => {
  let open = 0;
  const counted = (first: number) => {
    const whole = file(60, first);
    return streaming(whole, (from) => {
      open++;
      let at = from / MEGABYTE;
      return new ReadableStream({
        type: "bytes",
        pull: (to) => to.enqueue(new Uint8Array(MEGABYTE).fill(first + at++)),
        cancel: () => {
          open--;
        },
      });
    });
  };
  const { read, close } = reading(counted(0), counted(100));
  for (const from of [8, 16, 24, 32, 40, 48]) {
    for (const i of [0, 1]) {
      const bytes = await read(i, from * MEGABYTE);
      for (const k of [0, 7]) expect(bytes[k * MEGABYTE]).toBe(100 * i + from + k);
    }
  }
  close();
  expect(open).toBe(1);
});

test("no more is asked for than what is needed and five slices ahead, of all files", async () => {
  const { read, asked, close } = reading(file(60), file(60), file(60));
  for (const i of [0, 1, 2]) await read(i, 8 * MEGABYTE);
  close();
  expect(asked()).toBe(8);
});

test("what can't be read is told when it is needed, and not before", async () => {
  const moved = streaming(file(40), (from) => {
    let at = from;
    return new ReadableStream({
      type: "bytes",
      pull(to) {
        if (at === 16 * MEGABYTE) throw new Error("it has moved");
        to.enqueue(new Uint8Array(MEGABYTE));
        at += MEGABYTE;
      },
    });
  });
  const { read, close } = reading(moved);
  await expect(read(0, 8 * MEGABYTE)).resolves.toHaveLength(8 * MEGABYTE);
  await expect(read(0, 16 * MEGABYTE)).rejects.toThrow("it has moved");
  await expect(read(0, 24 * MEGABYTE)).resolves.toHaveLength(8 * MEGABYTE);
  close();
});

test("a file that has become shorter says so", async () => {
  const short = streaming(file(30), () => new Blob([new Uint8Array(MEGABYTE)]).stream());
  const { read, close } = reading(short);
  await expect(read(0, 8 * MEGABYTE)).rejects.toThrow("the file has become shorter");
  close();
});
