// Which nodes have their label beside them, and where: the largest first, none
// over another or over a node.

import type { Circle, Size } from "./scene";

export interface Label {
  circle: Circle;
  text: string;
  /** The left end of the text, and its middle. */
  x: number;
  y: number;
  width: number;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const HEIGHT = 14;
const MOST = 80; // more labels than this are noise

/** In the order given, each on the first free side. */
export function labels(
  order: readonly Circle[],
  circles: readonly Circle[],
  size: Size,
  text: (circle: Circle) => string,
  measure: (text: string) => number,
  /** How much farther from its circle a label stands, for what is drawn around it. */
  aside: (circle: Circle) => number = () => 0,
): Label[] {
  const taken: Box[] = circles.map((c) => around(c, c.radius));
  const placed: Label[] = [];
  for (const circle of order) {
    if (placed.length === MOST) break;
    if (circle.x < 0 || circle.x > size.width || circle.y < 0 || circle.y > size.height) continue;
    const words = text(circle);
    const width = measure(words);
    for (const [x, y] of sides(circle, width, aside(circle))) {
      const box = {
        left: x - 2,
        right: x + width + 2,
        top: y - HEIGHT / 2,
        bottom: y + HEIGHT / 2,
      };
      const inside = box.left >= 0 && box.right <= size.width && box.top >= 0;
      if (!inside || box.bottom > size.height || taken.some((t) => overlap(t, box))) continue;
      taken.push(box);
      placed.push({ circle, text: words, x, y, width });
      break;
    }
  }
  return placed;
}

function around({ x, y }: Circle, by: number): Box {
  return { left: x - by, right: x + by, top: y - by, bottom: y + by };
}

function sides({ x, y, radius: r }: Circle, width: number, aside: number): [number, number][] {
  const radius = r + aside;
  const out = radius + 5;
  return [
    [x + out, y],
    [x - width / 2, y + radius + 10],
    [x - out - width, y],
    [x - width / 2, y - radius - 10],
  ];
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
