// What the engine is made of: bytes of its sections, and of its functions by
// Go package, from a build that has kept its functions' names.

const CUSTOM = 0;
const IMPORT = 2;
const CODE = 10;
const DATA = 11;
const FUNCTION_NAMES = 1;

/** Reads WebAssembly's binary format (webassembly.github.io/spec/core/binary). */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
  take(size) {
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }
  text() {
    return new TextDecoder().decode(this.take(this.number()));
  }
  get done() {
    return this.at >= this.bytes.length;
  }
}

/** How many functions the module imports: these come first in the numbering. */
function importedFunctions(section) {
  const reader = new Reader(section);
  let functions = 0;
  for (let left = reader.number(); left > 0; left--) {
    reader.text();
    reader.text();
    const kind = reader.byte();
    if (kind !== 0) throw new Error("the engine imports something else than functions");
    reader.number();
    functions++;
  }
  return functions;
}

function bodySizes(section) {
  const reader = new Reader(section);
  return Array.from({ length: reader.number() }, () => {
    const size = reader.number();
    reader.take(size);
    return size;
  });
}

function functionNames(section) {
  const reader = new Reader(section);
  const names = new Map();
  while (!reader.done) {
    const kind = reader.byte();
    const part = new Reader(reader.take(reader.number()));
    if (kind !== FUNCTION_NAMES) continue;
    for (let left = part.number(); left > 0; left--) names.set(part.number(), part.text());
  }
  return names;
}

/**
 * The package of a function. The linker has put "_" for all that is no letter,
 * digit or dot, so a path's slashes are these, too.
 */
export function packageOf(name) {
  const path = name.match(/^((vendor_)?(github\.com|golang\.org|gopkg\.in)_)?[^.]*/)[0];
  if (/^(type_|go_|go$)/.test(path)) return "made by the compiler";
  return path.replace(/_+/g, "/") || "(no package)";
}

/** Sections by name, and packages by the bytes of their functions, the largest first. */
export function parts(wasm) {
  const reader = new Reader(wasm);
  reader.take(8);
  const sections = { code: 0, data: 0, other: 0 };
  let imported = 0;
  let sizes = [];
  let names = new Map();
  while (!reader.done) {
    const id = reader.byte();
    const section = reader.take(reader.number());
    if (id === CUSTOM) {
      const custom = new Reader(section);
      if (custom.text() === "name") names = functionNames(section.subarray(custom.at));
      continue; // the engine that is shipped has none
    }
    if (id === IMPORT) imported = importedFunctions(section);
    if (id === CODE) sizes = bodySizes(section);
    sections[id === CODE ? "code" : id === DATA ? "data" : "other"] += section.length;
  }
  const packages = new Map();
  sizes.forEach((size, i) => {
    const name = packageOf(names.get(imported + i) ?? "");
    packages.set(name, (packages.get(name) ?? 0) + size);
  });
  if (!packages.has("heatsink/core")) throw new Error("the engine's functions have no names");
  return { sections, packages: [...packages].sort((x, y) => y[1] - x[1]) };
}
