// What a report's parts are checked with: each check throws an Error that names
// the place that is wrong.

// A check takes a value and the place where it stands, and throws if it is wrong.
// Where all it asks for is a whole number, it says from which to which.
export type Check = ((value: unknown, at: string) => unknown) & { range?: Range };
export type Range = readonly [least: number, most: number];

export function fail(at: string, what: string): never {
  throw new Error(`This report is damaged: ${at} ${what}.`);
}

export function object(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    fail(at, "isn't an object");
  }
  return value as Record<string, unknown>;
}

export function record(value: unknown, at: string, fields: Record<string, Check>): void {
  const o = object(value, at);
  for (const [name, test] of Object.entries(fields)) test(o[name], `${at}.${name}`);
}

export function list(value: unknown, at: string, test: Check): number {
  if (!Array.isArray(value)) return fail(at, "isn't a list");
  // A report has a million numbers: a call for each is only for finding the wrong one.
  if (test.range && allWithin(value, test.range)) return value.length;
  for (let i = 0; i < value.length; i++) test(value[i], at);
  return value.length;
}

export function allWithin(values: unknown[], [least, most]: Range): boolean {
  for (let i = 0; i < values.length; i++) {
    const n = values[i] as number;
    if (!Number.isInteger(n) || n < least || n > most) return false;
  }
  return true;
}

/** Checks a table by column and returns how many rows it has. */
export function columns(value: unknown, at: string, fields: Record<string, Check>): number {
  const table = object(value, at);
  let rows = -1;
  for (const [name, test] of Object.entries(fields)) {
    const n = list(table[name], `${at}.${name}`, test);
    if (rows >= 0 && n !== rows) fail(`${at}.${name}`, `has ${n} rows where others have ${rows}`);
    rows = n;
  }
  return rows;
}

export function string(value: unknown, at: string): string {
  return typeof value === "string" ? value : fail(at, "isn't text");
}

export function strings(value: unknown, at: string): number {
  return list(value, at, string);
}

export function boolean(value: unknown, at: string): boolean {
  return typeof value === "boolean" ? value : fail(at, "isn't true or false");
}

const MOST = 2 ** 64;

/**
 * Whole, and of 64 bits at most, so that sums and dates stay what they are; not
 * necessarily below 2^53: a count that large loses its last digits.
 */
export function whole(value: unknown, at: string): number {
  if (!Number.isInteger(value)) fail(at, "isn't a whole number");
  return Math.abs(value as number) > MOST ? fail(at, "is out of range") : (value as number);
}

export function count(value: unknown, at: string): number {
  return whole(value, at) < 0 ? fail(at, "is negative") : (value as number);
}
count.range = [0, MOST] as Range;

/** A time in nanoseconds, or -1 for "never". */
export function time(value: unknown, at: string): number {
  return whole(value, at) < -1 ? fail(at, "is out of range") : (value as number);
}
time.range = [-1, MOST] as Range;

export function port(value: unknown, at: string): number {
  return count(value, at) > 65535 ? fail(at, "is out of range") : (value as number);
}
port.range = [0, 65535] as Range;

export function layer(value: unknown, at: string): number {
  const bits = whole(value, at);
  return bits < 1 || bits > 3 ? fail(at, "is out of range") : bits;
}
layer.range = [1, 3] as Range;

export function index(size: number): Check {
  const below: Check = (value, at) =>
    count(value, at) >= size ? fail(at, "is out of range") : value;
  below.range = [0, size - 1];
  return below;
}

export function counter(value: unknown, at: string): void {
  record(value, at, { name: string, count });
}
