// Packs the engine as LZMA: `node pack.ts FROM TO`. src/engine/lzma.ts unpacks it.

import { readFileSync, writeFileSync } from "node:fs";
import { compress } from "lzma1";

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error("usage: pack FROM TO");
writeFileSync(to, compress(readFileSync(from), 9));
