// Numbers in the units that people say, and the exact ones for hovering.

import type { Metric } from "../model/data";

/** A space that doesn't break and doesn't stretch. */
const THIN = "\u202f";
const NBSP = "\u00a0";

/** A whole number, in groups of three digits: 48 210. */
export function exact(n: number): string {
  return Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, THIN);
}

function scaled(n: number, units: readonly string[]): string {
  let value = n;
  let unit = 0;
  // 999.95 would print as 1000.0.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 ? 0 : value < 99.95 ? 1 : 0;
  return `${value.toFixed(digits)}${units[unit] ? NBSP : ""}${units[unit]}`;
}

/** 512 B, 61.3 MB, 1.2 GB. */
export function bytes(n: number): string {
  return scaled(n, ["B", "kB", "MB", "GB", "TB", "PB"]);
}

/** 9 210, 48.2 k, 3.4 M. */
export function count(n: number): string {
  return n < 10_000 ? exact(n) : scaled(n, ["", "k", "M", "G", "T"]);
}

/** 512 b/s, 3.4 Mb/s; nothing for NaN, where no time has passed. */
export function bits(n: number): string {
  return Number.isNaN(n) ? "" : scaled(n, ["b/s", "kb/s", "Mb/s", "Gb/s", "Tb/s"]);
}

export function volume(n: number, metric: Metric): string {
  return metric === "bytes" ? bytes(n) : count(n);
}

export function exactVolume(n: number, metric: Metric): string {
  return metric === "bytes" ? `${exact(n)} B` : plural(n, metric === "packets" ? "packet" : "flow");
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${exact(n)}${NBSP}${n === 1 ? one : many}`;
}

/** Nanoseconds as 850 ns, 12 ms, 31.4 s, 2 min 5 s, 3 h 12 min, 4 d 2 h. */
export function duration(ns: number): string {
  if (ns < 999.5) return `${ns}${NBSP}ns`;
  if (ns < 999_500) return `${short(ns / 1e3)}${NBSP}µs`;
  if (ns < 999_500_000) return `${short(ns / 1e6)}${NBSP}ms`;
  if (ns < 59.95e9) return `${short(ns / 1e9)}${NBSP}s`;
  const s = Math.round(ns / 1e9);
  if (s < 3600) return two(Math.floor(s / 60), "min", s % 60, "s");
  const min = Math.round(s / 60);
  if (min < 1440) return two(Math.floor(min / 60), "h", min % 60, "min");
  const h = Math.round(min / 60);
  return two(Math.floor(h / 24), "d", h % 24, "h");
}

function short(x: number): string {
  return x < 9.95 ? x.toFixed(1).replace(/\.0$/, "") : x < 99.95 ? x.toFixed(1) : x.toFixed(0);
}

function two(a: number, unitA: string, b: number, unitB: string): string {
  return `${a}${NBSP}${unitA}${b ? `${NBSP}${b}${NBSP}${unitB}` : ""}`;
}

/** Nanoseconds as seconds with as many decimals: 12.345678. */
export function seconds(ns: number, decimals = 6): string {
  const [whole = "", fraction] = (ns / 1e9).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, THIN);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A share as a percentage that is 0 % or 100 % only when it is exactly that. */
export function share(part: number, whole: number): string {
  if (whole <= 0) return "–";
  const p = (part / whole) * 100;
  if (part <= 0) return `0${NBSP}%`;
  if (part >= whole) return `100${NBSP}%`;
  if (p < 0.1) return `<${THIN}0.1${NBSP}%`;
  if (p > 99.9) return `>${THIN}99.9${NBSP}%`;
  return `${p.toFixed(1)}${NBSP}%`;
}

/** A date and time of day in UTC, from nanoseconds since the Unix epoch and an offset. */
export function instant(unixNs: string, offsetNs = 0): string {
  const at = new Date(Number((BigInt(unixNs) + BigInt(offsetNs)) / 1_000_000n));
  const iso = at.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** The exact instant, to the nanosecond. */
export function exactInstant(unixNs: string): string {
  const ns = BigInt(unixNs);
  const fraction = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const iso = new Date(Number((ns - fraction) / 1_000_000n)).toISOString();
  return `${iso.slice(0, 19).replace("T", " ")}.${fraction.toString().padStart(9, "0")} UTC`;
}
