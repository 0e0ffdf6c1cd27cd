// The engine lies in the page as LZMA: a quarter smaller than gzip, which is
// what lets it fit the page's budget. The kept decoders on npm bring their
// encoder or a WebAssembly module along, ten times this file; so this is one of
// our own, written from the format's description (lzma-specification.txt in
// the LZMA SDK, "LZMA alone"). It decodes what our own build packed, so it
// checks what damage could break, and no more.

/** The most that a packed stream may unpack to, in bytes. */
const MAX_SIZE = 64 * 1024 * 1024;

const HEADER = 13; // properties, dictionary size (32 bits), size (64 bits)
const STATES = 12;
const MATCH_MIN = 2;

/** Unpacks a whole LZMA stream whose header tells its size. */
export function unlzma(packed: Uint8Array): Uint8Array<ArrayBuffer> {
  if (packed.length < HEADER) throw new Error("the LZMA stream is cut short");
  const header = new DataView(packed.buffer, packed.byteOffset, HEADER);
  const properties = header.getUint8(0);
  const size = header.getUint32(5, true);
  if (properties >= 225 || header.getUint32(9, true) !== 0 || size > MAX_SIZE) {
    throw new Error("the LZMA stream has a damaged header");
  }
  const lc = properties % 9;
  const lp = Math.floor(properties / 9) % 5;
  const pb = Math.floor(properties / 45);
  const out = new Uint8Array(size);
  new Decoder(packed, lc, lp, pb).decode(out);
  return out;
}

/** Probabilities of a bit being 0, in 1/2048. */
function probabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(1024);
}

/** Probabilities of a length: its two choices, then short and middle ones by position, then long ones. */
class LengthCoder {
  readonly choice = probabilities(2);
  readonly low = probabilities(16 << 3);
  readonly mid = probabilities(16 << 3);
  readonly high = probabilities(256);
}

/** Places in Decoder.coder. */
const RANGE = 0;
const CODE = 1;

class Decoder {
  /** The range coder's two numbers, where they stay whole numbers of 32 bits: a quarter faster. */
  private readonly coder = new Uint32Array(2);
  private pos = HEADER + 1;

  private readonly literal: Uint16Array;
  private readonly isMatch = probabilities(STATES << 4);
  private readonly isRep = probabilities(STATES);
  private readonly isRepG0 = probabilities(STATES);
  private readonly isRepG1 = probabilities(STATES);
  private readonly isRepG2 = probabilities(STATES);
  private readonly isRep0Long = probabilities(STATES << 4);
  private readonly slot = probabilities(4 << 6);
  private readonly special = probabilities(128);
  private readonly align = probabilities(16);
  private readonly matchLength = new LengthCoder();
  private readonly repLength = new LengthCoder();

  constructor(
    private readonly data: Uint8Array,
    private readonly lc: number,
    private readonly lp: number,
    private readonly pb: number,
  ) {
    this.literal = probabilities(0x300 << (lc + lp));
    for (let i = 0; i < 4; i++) this.shift();
    this.coder[RANGE] = 0xffffffff;
  }

  decode(out: Uint8Array): void {
    const posMask = (1 << this.pb) - 1;
    let state = 0;
    let rep0 = 0;
    let rep1 = 0;
    let rep2 = 0;
    let rep3 = 0;
    let at = 0;
    while (at < out.length) {
      const posState = at & posMask;
      if (this.bit(this.isMatch, (state << 4) + posState) === 0) {
        out[at] = this.readLiteral(out, at, state, rep0);
        at++;
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        continue;
      }
      let length: number;
      if (this.bit(this.isRep, state) === 0) {
        rep3 = rep2;
        rep2 = rep1;
        rep1 = rep0;
        length = this.readLength(this.matchLength, posState);
        rep0 = this.readDistance(length);
        state = state < 7 ? 7 : 10;
      } else if (this.bit(this.isRepG0, state) === 0) {
        if (this.bit(this.isRep0Long, (state << 4) + posState) === 0) {
          length = -1; // a single byte of the last distance
          state = state < 7 ? 9 : 11;
        } else {
          length = this.readLength(this.repLength, posState);
          state = state < 7 ? 8 : 11;
        }
      } else {
        let distance = rep1;
        if (this.bit(this.isRepG1, state) !== 0) {
          distance = rep2;
          if (this.bit(this.isRepG2, state) !== 0) {
            distance = rep3;
            rep3 = rep2;
          }
          rep2 = rep1;
        }
        rep1 = rep0;
        rep0 = distance;
        length = this.readLength(this.repLength, posState);
        state = state < 7 ? 8 : 11;
      }
      const end = at + length + MATCH_MIN;
      if (rep0 >= at || end > out.length) throw new Error("the LZMA stream is damaged");
      for (let from = at - rep0 - 1; at < end; at++, from++) out[at] = out[from] as number;
    }
  }

  private next(): number {
    if (this.pos >= this.data.length) throw new Error("the LZMA stream is cut short");
    return this.data[this.pos++] as number;
  }

  /** Takes the next byte in. */
  private shift(): void {
    const { coder } = this;
    coder[RANGE]! <<= 8;
    coder[CODE] = (coder[CODE]! << 8) | this.next();
  }

  private bit(p: Uint16Array, i: number): number {
    const { coder } = this;
    const range = coder[RANGE]!;
    const code = coder[CODE]!;
    const probability = p[i]!;
    const bound = Math.imul(range >>> 11, probability) >>> 0;
    const bit = code < bound ? 0 : 1;
    if (bit === 0) {
      coder[RANGE] = bound;
      p[i] = probability + ((2048 - probability) >> 5);
    } else {
      coder[RANGE] = range - bound;
      coder[CODE] = code - bound;
      p[i] = probability - (probability >> 5);
    }
    if (coder[RANGE]! < 1 << 24) this.shift();
    return bit;
  }

  /** Bits without probability, highest first. */
  private directBits(count: number): number {
    const { coder } = this;
    let value = 0;
    for (; count > 0; count--) {
      coder[RANGE]! >>>= 1;
      const bit = coder[CODE]! < coder[RANGE]! ? 0 : 1;
      if (bit === 1) coder[CODE]! -= coder[RANGE]!;
      value = (value << 1) | bit;
      if (coder[RANGE]! < 1 << 24) this.shift();
    }
    return value;
  }

  private tree(p: Uint16Array, from: number, bits: number): number {
    let m = 1;
    for (let i = 0; i < bits; i++) m = (m << 1) | this.bit(p, from + m);
    return m - (1 << bits);
  }

  private reverseTree(p: Uint16Array, from: number, bits: number): number {
    let m = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(p, from + m);
      m = (m << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  private readLiteral(out: Uint8Array, at: number, state: number, rep0: number): number {
    const before = at > 0 ? (out[at - 1] as number) : 0;
    const context = ((at & ((1 << this.lp) - 1)) << this.lc) + (before >> (8 - this.lc));
    const from = 0x300 * context;
    let symbol = 1;
    if (state >= 7) {
      // After a match: the byte that the match would have gone on with is a guess.
      let guess = out[at - rep0 - 1] as number;
      do {
        const guessed = (guess >> 7) & 1;
        guess <<= 1;
        const bit = this.bit(this.literal, from + ((1 + guessed) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (guessed !== bit) break;
      } while (symbol < 0x100);
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.bit(this.literal, from + symbol);
    return symbol & 0xff;
  }

  /** A match's length less MATCH_MIN. */
  private readLength(coder: LengthCoder, posState: number): number {
    if (this.bit(coder.choice, 0) === 0) return this.tree(coder.low, posState << 3, 3);
    if (this.bit(coder.choice, 1) === 0) return 8 + this.tree(coder.mid, posState << 3, 3);
    return 16 + this.tree(coder.high, 0, 8);
  }

  private readDistance(length: number): number {
    const slot = this.tree(this.slot, Math.min(length, 3) << 6, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) << bits;
    if (slot < 14) return base + this.reverseTree(this.special, base - slot, bits);
    const high = this.directBits(bits - 4) << 4;
    return (base >>> 0) + (high >>> 0) + this.reverseTree(this.align, 0, 4);
  }
}
