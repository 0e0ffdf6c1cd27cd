// A stand-in for the canvas's context that makes SVG elements of what is
// painted, so that one painting serves the screen, a file and paper.

import { round, SvgPath } from "./svg-path";

/** What our painting may use of a canvas's context: what both kinds can do. */
export interface Context
  extends Pick<
    CanvasRenderingContext2D,
    | "fillStyle"
    | "strokeStyle"
    | "lineWidth"
    | "lineCap"
    | "lineJoin"
    | "lineDashOffset"
    | "globalAlpha"
    | "font"
    | "textAlign"
    | "textBaseline"
    | "imageSmoothingEnabled"
    | "setLineDash"
    | "save"
    | "restore"
    | "translate"
    | "rotate"
    | "scale"
    | "beginPath"
    | "closePath"
    | "moveTo"
    | "lineTo"
    | "quadraticCurveTo"
    | "bezierCurveTo"
    | "arc"
    | "ellipse"
    | "rect"
    | "fillRect"
    | "strokeRect"
    | "measureText"
  > {
  roundRect(x: number, y: number, w: number, h: number, radii: number | number[]): void;
  fill(rule?: CanvasFillRule): void;
  stroke(): void;
  clip(): void;
  /** Pixels of the device: in SVG there are FINE of them to each of the context's own. */
  putImageData(image: ImageData, x: number, y: number): void;
  fillText(text: string, x: number, y: number): void;
  strokeText(text: string, x: number, y: number): void;
  drawImage(image: HTMLCanvasElement, x: number, y: number, w: number, h: number): void;
  drawImage(
    image: HTMLCanvasElement,
    sx: number,
    sy: number,
    sw: number,
    sh: number,
    x: number,
    y: number,
    w: number,
    h: number,
  ): void;
}

export const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

/** The pixel ratio for which to lay out what becomes SVG. */
export const FINE = 2;

const NS = "http://www.w3.org/2000/svg";

type Attributes = Record<string, string | number | undefined>;

/** An SVG element of these attributes; those that are undefined it doesn't get. */
export function svgElement(name: string, attributes: Attributes, text?: string): SVGElement {
  const element = document.createElementNS(NS, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(key, `${value}`);
  }
  if (text !== undefined) element.textContent = legal(text);
  return element;
}

/** The text with "�" for what may not stand in XML. */
function legal(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu, "\ufffd");
}

/** What save keeps. */
const kept = [
  "fillStyle",
  "strokeStyle",
  "lineWidth",
  "lineCap",
  "lineJoin",
  "lineDashOffset",
  "globalAlpha",
  "font",
  "textAlign",
  "textBaseline",
  "imageSmoothingEnabled",
  "dash",
  "matrix",
  "group",
] as const;

const anchors: Partial<Record<CanvasTextAlign, string>> = {
  center: "middle",
  right: "end",
  end: "end",
};

/** Colours are strings: there are no gradients and no patterns. */
export class SvgContext extends SvgPath implements Context {
  fillStyle = "#000000";
  strokeStyle = "#000000";
  lineWidth = 1;
  lineCap: CanvasLineCap = "butt";
  lineJoin: CanvasLineJoin = "miter";
  lineDashOffset = 0;
  globalAlpha = 1;
  font = "10px sans-serif";
  textAlign: CanvasTextAlign = "start";
  textBaseline: CanvasTextBaseline = "alphabetic";
  imageSmoothingEnabled = true;
  readonly svg: SVGSVGElement;

  private dash: number[] = [];
  /** Where elements go: the picture, or a group that is clipped. */
  private group: SVGElement;
  private readonly stack: object[] = [];
  private clips = 0;
  /** Rectangles of one colour in a row, not yet an element: a heatmap has thousands of them. */
  private run: { colour: string; path: string; into: SVGElement } | null = null;
  private readonly ruler = document.createElement("canvas").getContext("2d")!;

  /** In pixels of 1/96 inch. The prefix keeps the names of this picture's parts its own. */
  constructor(
    width: number,
    height: number,
    private readonly prefix = "clip",
  ) {
    super();
    const viewBox = `0 0 ${width} ${height}`;
    this.svg = svgElement("svg", {
      width,
      height,
      viewBox,
      "font-family": FAMILY,
    }) as SVGSVGElement;
    this.group = this.svg;
  }

  /** The picture so far. */
  finish(): SVGSVGElement {
    this.flush();
    return this.svg;
  }

  /** Puts an element, with its own coordinates, where (x, y) is now. */
  embed(element: SVGElement, x: number, y: number): void {
    const [, , , , e = 0, f = 0] = this.matrix;
    element.setAttribute("x", `${round(x + e)}`);
    element.setAttribute("y", `${round(y + f)}`);
    this.add(element);
  }

  setLineDash(dash: Iterable<number>): void {
    this.dash = [...dash];
  }

  save(): void {
    this.stack.push(Object.fromEntries(kept.map((key) => [key, this[key]])));
  }

  restore(): void {
    Object.assign(this, this.stack.pop());
  }

  fill(rule?: CanvasFillRule): void {
    if (this.path) {
      this.add(svgElement("path", { d: this.path, "fill-rule": rule, ...this.filling() }));
    }
  }

  stroke(): void {
    if (this.path) {
      this.add(svgElement("path", { d: this.path, fill: "none", ...this.stroking() }));
    }
  }

  clip(): void {
    const id = `${this.prefix}${++this.clips}`;
    const shape = svgElement("clipPath", { id });
    shape.append(svgElement("path", { d: this.path || "M0 0Z" }));
    this.add(shape);
    const group = svgElement("g", { "clip-path": `url(#${id})` });
    this.add(group);
    this.group = group;
  }

  fillRect(x: number, y: number, w: number, h: number): void {
    const before = this.path;
    this.path = "";
    this.rect(x, y, w, h);
    const solid = this.globalAlpha === 1 && /^(#[0-9a-f]{6}|rgb\([^/]*\))$/i.test(this.fillStyle);
    if (!solid) this.fill();
    else if (this.run?.colour === this.fillStyle && this.run.into === this.group) {
      this.run.path += this.path;
    } else {
      this.flush();
      this.run = { colour: this.fillStyle, path: this.path, into: this.group };
    }
    this.path = before;
  }

  strokeRect(x: number, y: number, w: number, h: number): void {
    const before = this.path;
    this.path = "";
    this.rect(x, y, w, h);
    this.stroke();
    this.path = before;
  }

  measureText(text: string): TextMetrics {
    this.ruler.font = this.font;
    this.ruler.textBaseline = this.textBaseline;
    return this.ruler.measureText(text);
  }

  fillText(text: string, x: number, y: number): void {
    this.text(text, x, y, this.filling());
  }

  strokeText(text: string, x: number, y: number): void {
    this.text(text, x, y, { fill: "none", ...this.stroking() });
  }

  private text(text: string, x: number, y: number, paint: Attributes): void {
    const [, style, size, family] = /^(.*?)\s*([\d.]+)px\s+(.*)$/.exec(this.font) ?? [];
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = this.matrix;
    const plain = a === 1 && b === 0 && c === 0 && d === 1;
    const matrix = [a, b, c, d].map((m) => Math.round(m * 1e5) / 1e5);
    const attributes: Attributes = {
      x: round(plain ? x + e : x),
      y: round((plain ? y + f : y) + this.baseline()),
      transform: plain ? undefined : `matrix(${[...matrix, round(e), round(f)].join(" ")})`,
      "font-size": size,
      "font-weight": style || undefined,
      "font-family": family === FAMILY ? undefined : family,
      "text-anchor": anchors[this.textAlign],
      ...paint,
    };
    this.add(svgElement("text", attributes, text));
  }

  /** How far the alphabetic baseline is below the one that is set: not every reader of SVG knows others. */
  private baseline(): number {
    if (this.textBaseline === "alphabetic") return 0;
    const above = this.measureText("x").fontBoundingBoxAscent;
    this.ruler.textBaseline = "alphabetic";
    return this.ruler.measureText("x").fontBoundingBoxAscent - above;
  }

  /** Pixels, as an image within the picture. */
  drawImage(image: HTMLCanvasElement, ...at: number[]): void {
    const [x, y, w, h] = at.slice(-4) as [number, number, number, number];
    const [sx = 0, sy = 0, sw = image.width, sh = image.height] = at.length > 4 ? at : [];
    const cut = document.createElement("canvas");
    cut.width = Math.max(1, Math.ceil(sw));
    cut.height = Math.max(1, Math.ceil(sh));
    cut.getContext("2d")!.drawImage(image, sx, sy, sw, sh, 0, 0, cut.width, cut.height);
    const [left, top] = this.place(x, y);
    const [right, bottom] = this.place(x + w, y + h);
    this.add(
      svgElement("image", {
        href: cut.toDataURL(),
        x: round(left),
        y: round(top),
        width: round(right - left),
        height: round(bottom - top),
        preserveAspectRatio: "none",
        opacity: this.globalAlpha === 1 ? undefined : this.globalAlpha,
        "image-rendering": this.imageSmoothingEnabled ? undefined : "pixelated",
      }),
    );
  }

  putImageData(image: ImageData, x: number, y: number): void {
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d")!.putImageData(image, 0, 0);
    this.save();
    this.imageSmoothingEnabled = false;
    this.drawImage(canvas, x / FINE, y / FINE, image.width / FINE, image.height / FINE);
    this.restore();
  }

  private filling(): Attributes {
    const [colour, alpha] = split(this.fillStyle);
    const opacity = round(alpha * this.globalAlpha);
    return { fill: colour, "fill-opacity": opacity === 1 ? undefined : opacity };
  }

  private stroking(): Attributes {
    const [colour, alpha] = split(this.strokeStyle);
    const opacity = round(alpha * this.globalAlpha);
    const { zoom, dash } = this;
    return {
      stroke: colour,
      "stroke-opacity": opacity === 1 ? undefined : opacity,
      "stroke-width": round(this.lineWidth * zoom),
      "stroke-linecap": this.lineCap === "butt" ? undefined : this.lineCap,
      "stroke-linejoin": this.lineJoin === "miter" ? undefined : this.lineJoin,
      "stroke-dasharray": dash.length ? dash.map((l) => round(l * zoom)).join(" ") : undefined,
      "stroke-dashoffset":
        dash.length && this.lineDashOffset ? round(this.lineDashOffset * zoom) : undefined,
    };
  }

  private add(element: SVGElement): void {
    this.flush();
    this.group.append(element);
  }

  private flush(): void {
    if (!this.run) return;
    const { colour, path, into } = this.run;
    into.append(svgElement("path", { d: path, fill: colour }));
    this.run = null;
  }
}

/** A colour without its transparency, which some readers of SVG know only by itself. */
function split(colour: string): [colour: string, alpha: number] {
  const [, rgb, alpha] = /^rgba?\((.*?)[,/]\s*([\d.]+)\)$/.exec(colour) ?? [];
  if (rgb && rgb.split(",").length === 3) return [`rgb(${rgb})`, Number(alpha)];
  const [, hex, hexAlpha = ""] = /^(#[0-9a-f]{6})([0-9a-f]{2})$/i.exec(colour) ?? [];
  return hex ? [hex, Number.parseInt(hexAlpha, 16) / 255] : [colour, 1];
}
