// A stand-in for the canvas's context that makes SVG elements of what is
// painted, so that one painting serves the screen, a file and paper.

/**
 * What our painting may use of a canvas's context: what both kinds can do.
 * Colours are strings, the font is the page's, and nothing scales: one unit is
 * one pixel on a screen.
 */
export interface Context
  extends Pick<
    CanvasRenderingContext2D,
    | "fillStyle"
    | "strokeStyle"
    | "lineWidth"
    | "lineJoin"
    | "globalAlpha"
    | "font"
    | "textAlign"
    | "textBaseline"
    | "setLineDash"
    | "save"
    | "restore"
    | "translate"
    | "rotate"
    | "beginPath"
    | "moveTo"
    | "lineTo"
    | "quadraticCurveTo"
    | "rect"
    | "arc"
    | "fillRect"
    | "strokeRect"
    | "measureText"
  > {
  fill(): void;
  stroke(): void;
  clip(): void;
  fillText(text: string, x: number, y: number): void;
  strokeText(text: string, x: number, y: number): void;
  /** Pixels of the device: in SVG there are FINE of them to each of the context's own. */
  putImageData(image: ImageData, x: number, y: number): void;
}

export const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

/** The pixel ratio for which to lay out what becomes SVG. */
export const FINE = 2;

type Attributes = Record<string, string | number | false | undefined>;

/** An SVG element of these attributes; those that are false or undefined it doesn't get. */
export function svgElement(name: string, attributes: Attributes, text = ""): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(key, `${value}`);
  }
  if (text) element.textContent = legal(text);
  return element;
}

/** The text with "�" for what may not stand in XML. */
function legal(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu, "\ufffd");
}

/** To a hundredth of a pixel: more can't be seen, and takes room. */
function round(n: number): number {
  return Math.round(n * 100) / 100;
}

const anchors: Partial<Record<CanvasTextAlign, string>> = { center: "middle", right: "end" };

export class SvgContext implements Context {
  // These, and no others, are public and the canvas's own: save copies them.
  fillStyle = "#000000";
  strokeStyle = "#000000";
  lineWidth = 1;
  lineJoin: CanvasLineJoin = "miter";
  globalAlpha = 1;
  font = "10px sans-serif";
  textAlign: CanvasTextAlign = "left";
  textBaseline: CanvasTextBaseline = "alphabetic";

  #dash: number[] = [];
  /** Where (0, 0) is now, and by how much the axes are turned. */
  #x = 0;
  #y = 0;
  #turn = 0;
  /** Where elements go: the picture, or a group that is clipped. */
  #group: SVGElement;
  readonly #stack: (() => void)[] = [];
  #path = "";
  #clips = 0;
  /** Rectangles of one colour in a row, not yet an element: a heatmap has thousands of them. */
  #run: { colour: string; path: string } | null = null;
  readonly #svg: SVGSVGElement;
  readonly #prefix: string;
  readonly #ruler = document.createElement("canvas").getContext("2d")!;

  /** In pixels of 1/96 inch. The prefix keeps the names of this picture's parts its own. */
  constructor(width: number, height: number, prefix = "clip") {
    const size = { width, height, viewBox: `0 0 ${width} ${height}` };
    this.#svg = svgElement("svg", { ...size, "font-family": FAMILY }) as SVGSVGElement;
    this.#group = this.#svg;
    this.#prefix = prefix;
  }

  /** The picture so far. */
  finish(): SVGSVGElement {
    this.#flush();
    return this.#svg;
  }

  /** Adds an element; one with its own coordinates stands where (0, 0) is now. */
  embed(element: SVGElement): void {
    element.setAttribute("x", `${round(this.#x)}`);
    element.setAttribute("y", `${round(this.#y)}`);
    this.#add(element);
  }

  setLineDash(dash: Iterable<number>): void {
    this.#dash = [...dash];
  }

  save(): void {
    const [style, dash, x, y, turn, group] = [
      { ...this },
      this.#dash,
      this.#x,
      this.#y,
      this.#turn,
      this.#group,
    ];
    this.#stack.push(() => {
      Object.assign(this, style);
      this.#dash = dash;
      [this.#x, this.#y, this.#turn] = [x, y, turn];
      this.#flush();
      this.#group = group;
    });
  }

  restore(): void {
    this.#stack.pop()?.();
  }

  translate(x: number, y: number): void {
    [this.#x, this.#y] = this.#place(x, y);
  }

  rotate(angle: number): void {
    this.#turn += angle;
  }

  /** Where a point is in the picture. */
  #place(x: number, y: number): [number, number] {
    const [cos, sin] = [Math.cos(this.#turn), Math.sin(this.#turn)];
    return [this.#x + x * cos - y * sin, this.#y + x * sin + y * cos];
  }

  #point(x: number, y: number): string {
    return this.#place(x, y).map(round).join(" ");
  }

  beginPath(): void {
    this.#path = "";
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${this.#point(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `${this.#path ? "L" : "M"}${this.#point(x, y)}`;
  }

  quadraticCurveTo(bendX: number, bendY: number, x: number, y: number): void {
    this.#path += `Q${this.#point(bendX, bendY)} ${this.#point(x, y)}`;
  }

  /** Clockwise. */
  arc(x: number, y: number, radius: number, start: number, end: number): void {
    const turn = 2 * Math.PI;
    const angle = end - start >= turn ? turn : (((end - start) % turn) + turn) % turn;
    const at = (t: number) => [x + radius * Math.cos(t), y + radius * Math.sin(t)] as const;
    this.lineTo(...at(start));
    // In two halves: in SVG no arc is a whole turn.
    for (const t of [start + angle / 2, start + angle]) {
      this.#path += `A${round(radius)} ${round(radius)} 0 0 1 ${this.#point(...at(t))}`;
    }
  }

  rect(x: number, y: number, w: number, h: number): void {
    this.#path += this.#box(x, y, w, h);
  }

  #box(x: number, y: number, w: number, h: number): string {
    const start = `M${this.#point(x, y)}`;
    if (this.#turn === 0) return `${start}h${round(w)}v${round(h)}h${round(-w)}Z`;
    return `${start}L${this.#point(x + w, y)}L${this.#point(x + w, y + h)}L${this.#point(x, y + h)}Z`;
  }

  fill(): void {
    this.#shape(this.#path, this.#filling());
  }

  stroke(): void {
    this.#shape(this.#path, this.#stroking());
  }

  clip(): void {
    const id = `${this.#prefix}${++this.#clips}`;
    const outline = svgElement("clipPath", { id });
    outline.append(svgElement("path", { d: this.#path }));
    this.#add(outline);
    const group = svgElement("g", { "clip-path": `url(#${id})` });
    this.#add(group);
    this.#group = group;
  }

  fillRect(x: number, y: number, w: number, h: number): void {
    const path = this.#box(x, y, w, h);
    const colour = this.fillStyle;
    // Where they overlap, what is see-through must stay apart.
    if (this.globalAlpha < 1 || colour.startsWith("rgba")) this.#shape(path, this.#filling());
    else if (this.#run?.colour === colour) this.#run.path += path;
    else {
      this.#flush();
      this.#run = { colour, path };
    }
  }

  strokeRect(x: number, y: number, w: number, h: number): void {
    this.#shape(this.#box(x, y, w, h), this.#stroking());
  }

  measureText(text: string): TextMetrics {
    this.#ruler.font = this.font;
    this.#ruler.textBaseline = this.textBaseline;
    return this.#ruler.measureText(text);
  }

  fillText(text: string, x: number, y: number): void {
    this.#text(text, x, y, this.#filling());
  }

  strokeText(text: string, x: number, y: number): void {
    this.#text(text, x, y, this.#stroking());
  }

  #text(text: string, x: number, y: number, paint: Attributes): void {
    const [, weight, size] = /^(?:(\d+) )?([\d.]+)px/.exec(this.font) ?? [];
    const [left, top] = this.#place(x, y);
    const [atX, atY] = [round(left), round(top)];
    const attributes = {
      x: atX,
      y: round(top + this.#baseline()),
      transform: this.#turn !== 0 && `rotate(${round((this.#turn * 180) / Math.PI)} ${atX} ${atY})`,
      "font-size": size,
      "font-weight": weight,
      "text-anchor": anchors[this.textAlign],
      ...paint,
    };
    this.#add(svgElement("text", attributes, text));
  }

  /** How far the alphabetic baseline is below the one that is set: not every reader of SVG knows others. */
  #baseline(): number {
    const above = this.measureText("x").fontBoundingBoxAscent;
    this.#ruler.textBaseline = "alphabetic";
    return this.#ruler.measureText("x").fontBoundingBoxAscent - above;
  }

  putImageData(image: ImageData, x: number, y: number): void {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext("2d")!.putImageData(image, 0, 0);
    this.#add(
      svgElement("image", {
        href: canvas.toDataURL(),
        x: round(this.#x + x / FINE),
        y: round(this.#y + y / FINE),
        width: image.width / FINE,
        height: image.height / FINE,
        "image-rendering": "pixelated",
      }),
    );
  }

  #filling(): Attributes {
    const { fillStyle: fill, globalAlpha: alpha } = this;
    return { fill, "fill-opacity": alpha < 1 && round(alpha) };
  }

  #stroking(): Attributes {
    const alpha = this.globalAlpha;
    return {
      fill: "none",
      stroke: this.strokeStyle,
      "stroke-opacity": alpha < 1 && round(alpha),
      "stroke-width": round(this.lineWidth),
      "stroke-linejoin": this.lineJoin !== "miter" && this.lineJoin,
      "stroke-dasharray": this.#dash.join(" ") || false,
    };
  }

  #shape(path: string, paint: Attributes): void {
    if (path) this.#add(svgElement("path", { d: path, ...paint }));
  }

  #add(element: SVGElement): void {
    this.#flush();
    this.#group.append(element);
  }

  #flush(): void {
    const run = this.#run;
    if (run) this.#group.append(svgElement("path", { d: run.path, fill: run.colour }));
    this.#run = null;
  }
}
