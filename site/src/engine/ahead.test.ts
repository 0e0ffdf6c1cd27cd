import { expect, test } from "vitest";
import { aheadBy } from "./ahead";
import type { Part } from "./messages";
import { readFor } from "./reader";

const MEGABYTE = 1024 * 1024;

/** A file each megabyte of which holds its number; it notes what is read of it. */
function file(megabytes: number): { file: File; read: Part[] } {
  const parts = Array.from({ length: megabytes }, (_, i) => new Uint8Array(MEGABYTE).fill(i));
  const file = new File(parts, "file");
  const read: Part[] = [];
  const { slice } = file;
  file.slice = (from = 0, to = 0) => {
    read.push([0, from, to]);
    if (from === 13 * MEGABYTE) throw new Error("it has moved");
    return slice.call(file, from, to);
  };
  return { file, read };
}

/** Both ends of reading ahead in files. */
function reading(...files: File[]) {
  const { port1, port2 } = new MessageChannel();
  readFor(port1, files);
  return { read: aheadBy(port2, files), close: () => port1.close() };
}

test("slices come in order, once each, to the end of the file", async () => {
  const { file: long, read: asked } = file(43);
  const { read, close } = reading(long);
  const seen: number[] = [];
  for (let from = MEGABYTE / 2; ; ) {
    const bytes = await read(0, from);
    if (bytes.length === 0) break;
    for (let i = 0; i < bytes.length; i += MEGABYTE / 2) seen.push(bytes[i] as number);
    from += bytes.length;
  }
  close();
  const halves = Array.from({ length: 86 }, (_, i) => i >> 1);
  expect(seen).toEqual(halves.slice(1));
  const from = asked.map((part) => part[1]);
  expect(from).toEqual([...new Set(from)].sort((a, b) => a - b));
});

test("no more is asked for than what is needed and two slices ahead, of all files", async () => {
  const files = [file(40), file(40), file(40)];
  const { read, close } = reading(...files.map(({ file }) => file));
  await read(0, 0);
  await read(1, 0);
  await read(2, 0);
  close();
  expect(files.flatMap(({ read }) => read).length).toBe(5);
});

test("what can't be read is told when it is needed, and not before", async () => {
  const { read, close } = reading(file(30).file);
  await expect(read(0, 5 * MEGABYTE)).resolves.toHaveLength(8 * MEGABYTE);
  await expect(read(0, 13 * MEGABYTE)).rejects.toThrow("it has moved");
  await expect(read(0, 21 * MEGABYTE)).resolves.toHaveLength(8 * MEGABYTE);
  close();
});
