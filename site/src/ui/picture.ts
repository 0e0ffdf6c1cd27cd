// A view's picture as it leaves the page: SVG that says by itself what it shows.

import { scoped } from "../state/state";
import { inkOf } from "./palette";
import { type Context, FAMILY, SvgContext, svgElement } from "./svg-context";
import { choiceWords, heading, subheading, timeWords } from "./words";

/** Something painted, in pixels. */
export interface Painted {
  width: number;
  height: number;
  paint(c: SvgContext): void;
}

/** What a view draws, laid out for a given width. */
export interface Picture extends Painted {
  /** What the view says of itself: what it counts, the choices it was drawn with. */
  says: string[];
  /** What its colours mean; it stands beside the words. */
  legend?: Painted | undefined;
}

const MARGIN = 24;
const LINE = 20;

/** The picture alone. */
export function bare({ width, height, paint }: Painted, prefix: string): SVGSVGElement {
  const c = new SvgContext(width, height, prefix);
  paint(c);
  return c.finish();
}

/** The picture under a head: what was captured and when, what is shown of it, and the legend. */
export function framed(title: string, p: Picture): SVGSVGElement {
  const report = scoped.value?.report;
  const ink = inkOf(false);
  const name = report ? heading(report) : "";
  const room = p.width - (p.legend ? p.legend.width + 2 * MARGIN : 0);
  const words = choiceWords().map(([key, value]) =>
    key === "counted"
      ? `${title} of ${value}`
      : key === "shown"
        ? `shown ${value}`
        : `${key}: ${value}`,
  );
  // Laid out once to learn the height, and once to draw.
  const lay = (c: Context): number => {
    let y = MARGIN - 4;
    const lines = (text: string, font: string, colour: string, most: number) => {
      c.font = `${font} ${FAMILY}`;
      c.fillStyle = colour;
      for (const line of wrap(c, text, room, most)) {
        y += LINE;
        c.fillText(line, MARGIN, y);
      }
    };
    lines(name, "600 18px", ink.text, 2);
    y += 2;
    lines(
      [report && subheading(report), timeWords()].filter(Boolean).join(" · "),
      "13px",
      ink.muted,
      3,
    );
    lines(words.join(" · "), "13px", ink.text, 6);
    lines(p.says.join(" · "), "13px", ink.muted, 3);
    return Math.max(y + 12, MARGIN + (p.legend?.height ?? 0) + 12);
  };
  const top = lay(new SvgContext(1, 1));
  const [width, height] = [p.width + 2 * MARGIN, top + p.height + MARGIN];
  const c = new SvgContext(width, height);
  c.fillStyle = ink.ground;
  c.fillRect(0, 0, width, height);
  lay(c);
  if (p.legend) {
    c.save();
    c.translate(width - MARGIN - p.legend.width, MARGIN);
    p.legend.paint(c);
    c.restore();
  }
  c.translate(MARGIN, top);
  p.paint(c);
  const svg = c.finish();
  svg.prepend(svgElement("title", {}, `${name}: ${title}`));
  return svg;
}

/** Colours by name, in rows of at most this width. */
export function colourKey(entries: { name: string; colour: string }[], width: number): Painted {
  const ink = inkOf(false);
  const lay = (c: Context): number => {
    c.font = `12px ${FAMILY}`;
    let [x, y] = [0, 0];
    for (const { name, colour } of entries) {
      const [label = ""] = wrap(c, name, width / 2, 1);
      const room = 14 + c.measureText(label).width;
      if (x > 0 && x + room > width) [x, y] = [0, y + LINE - 2];
      c.fillStyle = colour;
      c.fillRect(x, y + 1, 9, 9);
      c.fillStyle = ink.text;
      c.fillText(label, x + 14, y + 10);
      x += room + 16;
    }
    return y + 12;
  };
  return {
    width,
    height: lay(new SvgContext(1, 1)),
    paint: (c) => {
      lay(c);
    },
  };
}

/** The text in lines of at most this width; what doesn't fit into the last is cut. */
export function wrap(c: Context, text: string, width: number, most: number): string[] {
  const fits = (line: string) => c.measureText(line).width <= width;
  const lines: string[] = [];
  let rest = text.trim();
  while (rest && lines.length < most) {
    let length = rest.length;
    if (!fits(rest)) {
      let low = 1;
      while (low < length) {
        const middle = (low + length + 1) >> 1;
        if (fits(rest.slice(0, middle))) low = middle;
        else length = middle - 1;
      }
      const space = rest.lastIndexOf(" ", length);
      if (space > length / 2) length = space;
    }
    lines.push(rest.slice(0, length).trimEnd());
    rest = rest.slice(length).trimStart();
  }
  if (rest) lines.push(`${lines.pop()?.slice(0, -1)}…`);
  return lines;
}

/** The picture as a file's text. */
export function svgText(svg: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}

/** A canvas's sides can't be longer everywhere. */
const LONGEST = 8192;

/** The picture in pixels, twice as fine as on a plain screen. */
export async function png(svg: SVGSVGElement): Promise<Blob> {
  const [width, height] = ["width", "height"].map((side) => Number(svg.getAttribute(side))) as [
    number,
    number,
  ];
  const zoom = Math.min(2, LONGEST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * zoom);
  canvas.height = Math.round(height * zoom);
  const url = URL.createObjectURL(new Blob([svgText(svg)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(url);
  }
  return new Promise((done, fail) => {
    canvas.toBlob(
      (blob) => (blob ? done(blob) : fail(new Error("The browser made no PNG."))),
      "image/png",
    );
  });
}
