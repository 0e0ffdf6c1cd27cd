// Draws the timeline's bars and axis.

import type { HealthMetric, Tally } from "../../model/health";
import type { Series } from "../../model/series";
import { applicationColor, type Ink, otherColour } from "../palette";
import { healthNames, type Scale, tallyColour } from "../scale";
import { type Context, FAMILY } from "../svg-context";
import { bars, HEIGHT, type Layout, valueAt } from "./layout";

export interface Painting {
  layout: Layout;
  series: Series;
  ink: Ink;
  ratio: number;
  format: (n: number) => string;
  /** What bars are coloured by where it isn't what they are stacked by. */
  health: { tally: Tally; scale: Scale; dark: boolean } | null;
  /** The metric of health that isn't known over time, if one was asked for. */
  unknown: HealthMetric | null;
}

export function colourOf(s: Series, part: number): string {
  const p = s.parts[part];
  return !p || p.other ? otherColour : applicationColor(p.name);
}

export function paint(canvas: HTMLCanvasElement, p: Painting): void {
  const { layout: l, ratio } = p;
  canvas.width = Math.round(l.width * ratio);
  canvas.height = Math.round(HEIGHT * ratio);
  canvas.style.width = `${l.width}px`;
  canvas.style.height = `${HEIGHT}px`;
  const c = canvas.getContext("2d");
  if (!c) return;
  c.scale(ratio, ratio);
  draw(c, p);
}

export function draw(c: Context, p: Painting): void {
  const { layout: l, series: s, ink, ratio } = p;
  paintScale(c, p);
  const h = p.health;
  const colours = h
    ? Array.from(s.sums, (_, bar) => tallyColour(h.tally, bar, h.scale, h.dark))
    : s.parts.map((_, part) => colourOf(s, part));
  bars(l, s, ratio, (b) => {
    c.fillStyle = colours[h ? b.bar : b.part]!;
    c.fillRect(b.x, b.y, b.width, b.height);
  });
  paintCuts(c, p);
  c.fillStyle = ink.line;
  c.fillRect(l.x, l.y + l.plotHeight, l.plotWidth, 1);
  paintTicks(c, p);
}

/** What isn't drawn as it is, in words. */
export function scaleNotes({ layout: l, unknown }: Painting): string[] {
  const notes = unknown ? [`${healthNames[unknown]}: not known over time`] : [];
  const n = l.cut.length;
  if (l.root) notes.push("square root");
  else if (n) notes.push(`${n === 1 ? "1 bar" : `${n} bars`} cut`);
  return notes;
}

/** A gap across each bar that is cut, and how large it is where that has room. */
function paintCuts(c: Context, { layout: l, series: s, ink, format }: Painting): void {
  c.font = `11px ${FAMILY}`;
  c.textAlign = "left";
  c.textBaseline = "middle";
  c.lineJoin = "round";
  let free = Number.NEGATIVE_INFINITY;
  for (const bar of l.cut) {
    const left = l.x + bar * l.barWidth;
    const right = left + l.barWidth;
    c.strokeStyle = ink.ground;
    c.lineWidth = 1.5;
    for (const y of [l.y + 5, l.y + 8.5]) {
      c.beginPath();
      c.moveTo(left - 2, y + 1.5);
      c.lineTo(right + 2, y - 1.5);
      c.stroke();
    }
    // Of several side by side, the largest says its size.
    const largest = Math.max(...neighbours(l, bar).map((b) => s.sums[b]!));
    if (s.sums[bar]! < largest) continue;
    const text = format(s.sums[bar]!);
    const end = right + 5 + c.measureText(text).width;
    if (right < free || end > l.width) continue;
    free = end + 6;
    c.lineWidth = 3;
    c.strokeText(text, right + 5, l.y + 6);
    c.fillStyle = ink.muted;
    c.fillText(text, right + 5, l.y + 6);
  }
}

/** The bars that are cut nearby, for which one label does. */
function neighbours({ cut, barWidth }: Layout, bar: number): number[] {
  return cut.filter((b) => Math.abs(b - bar) * barWidth < 12);
}

/** Round values, and a line at each. */
function paintScale(c: Context, { layout: l, ink, format }: Painting): void {
  c.font = `11px ${FAMILY}`;
  c.textAlign = "right";
  c.textBaseline = "middle";
  for (const part of [0, 0.5, 1]) {
    const y = Math.round(l.y + l.plotHeight * (1 - part));
    c.fillStyle = ink.line;
    c.fillRect(l.x, y, l.plotWidth, 1);
    if (part === 0.5 && l.top < 2) continue;
    c.fillStyle = ink.muted;
    c.fillText(part ? format(valueAt(l, part)).replace(/\.0(?=\D|$)/, "") : "0", l.x - 8, y + 0.5);
  }
}

function paintTicks(c: Context, { layout: l, ink }: Painting): void {
  const y = l.y + l.plotHeight;
  c.textBaseline = "alphabetic";
  for (const { x, label } of l.ticks) {
    const half = c.measureText(label).width / 2;
    if (x + half > l.width) continue;
    c.fillStyle = ink.line;
    c.fillRect(Math.round(x), y, 1, 4);
    c.fillStyle = ink.muted;
    c.textAlign = "center";
    c.fillText(label, Math.max(x, l.x + half), y + 15);
  }
}
