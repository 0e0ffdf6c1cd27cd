// The engine's text in its slot: base85, which makes 5 characters of 4 bytes
// where base64 makes 4 of 3: a sixteenth less. Its other half, and why these
// digits, are in cli/page/base85.go.

const DIGITS =
  "()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/** Each byte's value as a digit; -1 of what is none. */
const VALUES = new Int8Array(256).fill(-1);
for (let i = 0; i < DIGITS.length; i++) VALUES[DIGITS.charCodeAt(i)] = i;

/** The bytes that the text stands for. Throws an Error that says where it is no base85. */
export function fromBase85(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 5 === 1) throw damaged(text.length - 1);
  const groups = Math.ceil(text.length / 5);
  const digits = new TextEncoder().encode(text.padEnd(groups * 5, DIGITS.at(-1)));
  const bytes = new Uint8Array(groups * 4);
  const value = (at: number) => VALUES[digits[at] as number] as number;
  for (let at = 0, to = 0; to < bytes.length; at += 5, to += 4) {
    const a = value(at);
    const b = value(at + 1);
    const c = value(at + 2);
    const d = value(at + 3);
    const e = value(at + 4);
    const four = (((a * 85 + b) * 85 + c) * 85 + d) * 85 + e;
    if ((a | b | c | d | e) < 0 || four > 0xffffffff) {
      throw damaged(at + Math.max(0, [a, b, c, d, e].indexOf(-1)));
    }
    bytes[to] = four >>> 24;
    bytes[to + 1] = four >>> 16;
    bytes[to + 2] = four >>> 8;
    bytes[to + 3] = four;
  }
  return bytes.subarray(0, Math.floor((text.length * 4) / 5));
}

function damaged(at: number): Error {
  return new Error(`the text is damaged: no base85 at character ${at}`);
}
