import { compress } from "lzma1";
import { expect, test } from "vitest";
import { unlzma } from "./lzma";

/** Bytes that repeat, near and far, with noise between: every kind of match. */
function sample(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let seed = 42;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
  };
  for (let at = 0; at < size; ) {
    const length = Math.min(1 + random(400), size - at);
    const back = at > 0 ? 1 + random(at) : 0;
    for (let i = 0; i < length; i++, at++) {
      bytes[at] = length < 200 && back ? bytes[at - back]! : random(256);
    }
  }
  return bytes;
}

test.each([0, 1, 2, 100, 4_096, 100_000])("%i bytes come back", (size) => {
  const bytes = sample(size);
  expect(Buffer.compare(unlzma(compress(bytes, 9)), bytes)).toBe(0);
});

test("what is cut or damaged is an error", () => {
  const packed = compress(sample(20_000), 9);
  expect(() => unlzma(packed.subarray(0, 10))).toThrow("cut short");
  expect(() => unlzma(packed.subarray(0, packed.length >> 1))).toThrow("cut short");
  expect(() => unlzma(Uint8Array.from(packed, (b, i) => (i === 0 ? 255 : b)))).toThrow("header");
  const zeroed = packed.slice().fill(0, packed.length >> 1);
  expect(Buffer.compare(unlzmaOrNothing(zeroed), Buffer.from(sample(20_000)))).not.toBe(0);
});

function unlzmaOrNothing(packed: Uint8Array): Uint8Array {
  try {
    return unlzma(packed);
  } catch {
    return new Uint8Array();
  }
}
