// Draws the timeline's bars and axis.

import type { Series } from "../../model/series";
import { applicationColor, type Ink, otherColour } from "../palette";
import { type Context, FAMILY } from "../svg-context";
import { bars, HEIGHT, type Layout } from "./layout";

export interface Painting {
  layout: Layout;
  series: Series;
  ink: Ink;
  ratio: number;
  format: (n: number) => string;
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
  const colours = s.parts.map((_, part) => colourOf(s, part));
  bars(l, s, ratio, (b) => {
    c.fillStyle = colours[b.part]!;
    c.fillRect(b.x, b.y, b.width, b.height);
  });
  c.fillStyle = ink.line;
  c.fillRect(l.x, l.y + l.plotHeight, l.plotWidth, 1);
  paintTicks(c, p);
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
    c.fillText(part ? format(l.top * part).replace(/\.0(?=\D|$)/, "") : "0", l.x - 8, y + 0.5);
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
