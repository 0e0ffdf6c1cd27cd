// The look of a guess.

import type { Context } from "./svg-context";

const APART = 5;

/** Slanting lines over a box, so that it looks like a guess without any colour. */
export function stripes(
  c: Context,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
): void {
  c.strokeStyle = colour;
  c.lineWidth = 1.25;
  c.beginPath();
  for (let at = APART; at < width + height; at += APART) {
    const [x0, y0] = at <= height ? [0, at] : [at - height, height];
    const [x1, y1] = at <= width ? [at, 0] : [width, at - width];
    c.moveTo(x + x0, y + y0);
    c.lineTo(x + x1, y + y1);
  }
  c.stroke();
}
