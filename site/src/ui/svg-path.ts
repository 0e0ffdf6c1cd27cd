// A canvas's path and transformation, as the data of an SVG path. Points are
// transformed when they are added, as a canvas does it.

export class SvgPath {
  /** Maps (x, y) to (ax + cy + e, bx + dy + f), as the canvas's own. */
  protected matrix: readonly number[] = [1, 0, 0, 1, 0, 0];
  protected path = "";

  translate(x: number, y: number): void {
    this.multiply([1, 0, 0, 1, x, y]);
  }

  scale(x: number, y: number): void {
    this.multiply([x, 0, 0, y, 0, 0]);
  }

  rotate(angle: number): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.multiply([cos, sin, -sin, cos, 0, 0]);
  }

  private multiply([a, b, c, d, e, f]: [number, number, number, number, number, number]): void {
    const [A = 1, B = 0, C = 0, D = 1] = this.matrix;
    const [x, y] = this.place(e, f);
    this.matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, x, y];
  }

  protected place(x: number, y: number): [number, number] {
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = this.matrix;
    return [a * x + c * y + e, b * x + d * y + f];
  }

  /** By how much lengths grow. */
  protected get zoom(): number {
    const [a = 1, b = 0, c = 0, d = 1] = this.matrix;
    return Math.sqrt(Math.abs(a * d - b * c));
  }

  beginPath(): void {
    this.path = "";
  }

  closePath(): void {
    if (this.path) this.path += "Z";
  }

  moveTo(x: number, y: number): void {
    this.path += `M${this.points(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    this.path += `${this.path ? "L" : "M"}${this.points(x, y)}`;
  }

  quadraticCurveTo(...xy: [number, number, number, number]): void {
    this.path += `Q${this.points(...xy)}`;
  }

  bezierCurveTo(...xy: [number, number, number, number, number, number]): void {
    this.path += `C${this.points(...xy)}`;
  }

  private points(...xy: number[]): string {
    const out: number[] = [];
    for (let i = 0; i < xy.length; i += 2) out.push(...this.place(xy[i]!, xy[i + 1]!).map(round));
    return out.join(" ");
  }

  arc(x: number, y: number, r: number, start: number, end: number, counter = false): void {
    this.ellipse(x, y, r, r, 0, start, end, counter);
  }

  /** Under a transformation that scales alike in both directions, or one without a turn. */
  ellipse(
    x: number,
    y: number,
    rx: number,
    ry: number,
    rotation: number,
    start: number,
    end: number,
    counter = false,
  ): void {
    const turn = 2 * Math.PI;
    const way = counter ? start - end : end - start;
    const angle = (way >= turn ? turn : ((way % turn) + turn) % turn) * (counter ? -1 : 1);
    const at = (t: number): [number, number] => {
      const [u, v] = [rx * Math.cos(t), ry * Math.sin(t)];
      const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
      return [x + u * cos - v * sin, y + u * sin + v * cos];
    };
    const [a = 1, b = 0, c = 0, d = 1] = this.matrix;
    const tilt = round(((rotation + Math.atan2(b, a)) * 180) / Math.PI);
    const radii = `${round(rx * Math.hypot(a, b))} ${round(ry * Math.hypot(c, d))}`;
    const sweep = counter === a * d - b * c < 0 ? 1 : 0;
    this.lineTo(...at(start));
    // In two halves: in SVG no arc is a whole turn.
    for (const part of [0.5, 1]) {
      this.path += `A${radii} ${tilt} 0 ${sweep} ${this.points(...at(start + angle * part))}`;
    }
  }

  rect(x: number, y: number, w: number, h: number): void {
    const [a = 1, b = 0, c = 0, d = 1] = this.matrix;
    this.moveTo(x, y);
    if (b === 0 && c === 0) {
      const width = round(w * a);
      this.path += `h${width}v${round(h * d)}h${-width}Z`;
      return;
    }
    this.lineTo(x + w, y);
    this.lineTo(x + w, y + h);
    this.lineTo(x, y + h);
    this.closePath();
  }

  roundRect(x: number, y: number, w: number, h: number, radii: number | number[]): void {
    const [p = 0, q = p, r = p, s = q] = [radii].flat();
    const most = Math.min(w, h) / 2;
    const [tl, tr, br, bl] = [p, q, r, s].map((radius) => Math.min(radius, most)) as [
      number,
      number,
      number,
      number,
    ];
    this.moveTo(x + tl, y);
    this.lineTo(x + w - tr, y);
    this.quadraticCurveTo(x + w, y, x + w, y + tr);
    this.lineTo(x + w, y + h - br);
    this.quadraticCurveTo(x + w, y + h, x + w - br, y + h);
    this.lineTo(x + bl, y + h);
    this.quadraticCurveTo(x, y + h, x, y + h - bl);
    this.lineTo(x, y + tl);
    this.quadraticCurveTo(x, y, x + tl, y);
    this.closePath();
  }
}

/** To a hundredth of a pixel: more can't be seen, and takes room. */
export function round(n: number): number {
  return Math.round(n * 100) / 100;
}
