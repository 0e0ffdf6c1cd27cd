// Where the tests find what `make` built.

import { join } from "node:path";

export const repository = join(import.meta.dirname, "../..");
export const command = join(repository, "bin/heatsink");
export const demo = join(repository, "demo/shop.pcapng");
export const emptyPage = join(repository, "site/dist/index.html");

/** The text that an engine's slot holds, as cli/page/base85.go writes it. */
export function base85(bytes: Uint8Array): string {
  const digits = [...Array(87).keys()].map((i) => String.fromCharCode(40 + i));
  const safe = digits.filter((digit) => digit !== "<" && digit !== "\\");
  const all = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
  let text = "";
  for (let at = 0; at < all.length; at += 4) {
    const four = all.readUInt32BE(at);
    for (let i = 4; i >= 0; i--) text += safe[Math.floor(four / 85 ** i) % 85];
  }
  return text.slice(0, Math.ceil((bytes.length * 5) / 4));
}
