// lzma1 ships its sources as its types, and they don't pass this project's
// checks; tsconfig.json points here instead.

export function compress(data: Uint8Array, mode?: number): Uint8Array;
