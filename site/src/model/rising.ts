// A queue for Prim's algorithm, in which a number is raised far more often than one is taken.

const BLOCK = 64;

/**
 * Numbers that begin at 0 and only rise, until they are taken. With the largest of
 * each block at hand, the largest of all is found without looking at them all.
 */
export class Rising {
  private readonly value: Float64Array;
  private readonly top: Float64Array;

  constructor(count: number) {
    this.value = new Float64Array(count);
    this.top = new Float64Array(Math.ceil(count / BLOCK));
  }

  /** Whether it wasn't as large before, nor taken. */
  raise(at: number, to: number): boolean {
    const now = this.value[at]!;
    if (now < 0 || to <= now) return false;
    this.value[at] = to;
    const block = Math.floor(at / BLOCK);
    if (to > this.top[block]!) this.top[block] = to;
    return true;
  }

  /** Takes the largest, of equal ones the first, and says where it was; -1 with none left. */
  take(): number {
    let block = 0;
    for (let b = 1; b < this.top.length; b++) if (this.top[b]! > this.top[block]!) block = b;
    const most = this.top[block] ?? -1;
    if (most < 0) return -1;
    const end = Math.min(this.value.length, (block + 1) * BLOCK);
    let at = block * BLOCK;
    while (this.value[at] !== most) at++;
    this.value[at] = -1;
    this.top[block] = -1;
    for (let i = block * BLOCK; i < end; i++) {
      if (this.value[i]! > this.top[block]!) this.top[block] = this.value[i]!;
    }
    return at;
  }
}
