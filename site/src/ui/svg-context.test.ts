import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Context, SvgContext } from "./svg-context";

/** As much of a document as a picture needs; text can't become markup here either. */
class Element {
  readonly attributes: Record<string, string> = {};
  readonly children: Element[] = [];
  textContent = "";

  constructor(readonly name: string) {}

  setAttribute(key: string, value: string): void {
    this.attributes[key] = value;
  }

  append(child: Element): void {
    this.children.push(child);
  }
}

const ascents: Record<string, number> = { alphabetic: 12, middle: 8, top: 1 };

beforeEach(() => {
  const ruler = {
    textBaseline: "alphabetic",
    measureText: (text: string) => ({
      width: text.length * 6,
      fontBoundingBoxAscent: ascents[ruler.textBaseline],
    }),
    drawImage: vi.fn(),
  };
  vi.stubGlobal("document", {
    createElementNS: (_: string, name: string) => new Element(name),
    createElement: () => ({
      width: 0,
      height: 0,
      getContext: () => ruler,
      toDataURL: () => "data:image/png,x",
    }),
  });
});

/** What painting makes: the children of the picture. */
function painted(paint: (c: Context) => void): Element[] {
  const c = new SvgContext(200, 100);
  paint(c);
  return (c.finish() as unknown as Element).children;
}

function one(paint: (c: Context) => void): Element {
  const elements = painted(paint);
  expect(elements).toHaveLength(1);
  return elements[0]!;
}

describe("the SVG context", () => {
  test("has the picture's size", () => {
    const svg = new SvgContext(200, 100).finish() as unknown as Element;
    expect(svg.attributes).toMatchObject({ width: "200", height: "100", viewBox: "0 0 200 100" });
  });

  test("gathers rectangles of one colour, and no others", () => {
    const elements = painted((c) => {
      c.fillStyle = "#ff0000";
      c.fillRect(0, 0, 2, 3);
      c.fillRect(4, 0, 2, 3);
      c.fillStyle = "#00ff00";
      c.fillRect(8, 0, 2, 3);
      c.globalAlpha = 0.5;
      c.fillRect(8, 0, 2, 3);
      c.fillRect(8, 0, 2, 3);
    });
    expect(elements.map((e) => [e.attributes.fill, e.attributes["fill-opacity"]])).toEqual([
      ["#ff0000", undefined],
      ["#00ff00", undefined],
      ["#00ff00", "0.5"],
      ["#00ff00", "0.5"],
    ]);
    expect(elements[0]?.attributes.d).toBe("M0 0h2v3h-2ZM4 0h2v3h-2Z");
  });

  test("a turned rectangle is a turned one", () => {
    const { d } = one((c) => {
      c.rotate(Math.PI / 2);
      c.fillRect(1, 0, 2, 3);
    }).attributes;
    expect(d).toBe("M0 1L0 3L-3 3L-3 1Z");
  });

  test("keeps the order in which things were painted", () => {
    const names = painted((c) => {
      c.fillRect(0, 0, 1, 1);
      c.fillText("a", 0, 0);
      c.fillRect(0, 0, 1, 1);
    }).map((e) => e.name);
    expect(names).toEqual(["path", "text", "path"]);
  });

  test("a rectangle leaves the path as it was", () => {
    const elements = painted((c) => {
      c.moveTo(1, 1);
      c.fillRect(0, 0, 1, 1);
      c.lineTo(2, 2);
      c.stroke();
    });
    expect(elements[1]?.attributes.d).toBe("M1 1L2 2");
  });

  test("translates, scales and turns, and goes back", () => {
    const elements = painted((c) => {
      c.save();
      c.translate(10, 20);
      c.rotate(Math.PI / 2);
      c.scale(2, 2);
      c.lineWidth = 3;
      c.setLineDash([1, 2]);
      c.beginPath();
      c.moveTo(0, 0);
      c.lineTo(5, 0);
      c.bezierCurveTo(0, 0, 1, 1, 2, 2);
      c.quadraticCurveTo(0, 0, 1, 1);
      c.stroke();
      c.restore();
      c.beginPath();
      c.moveTo(0, 0);
      c.lineTo(5, 0);
      c.stroke();
    });
    expect(elements[0]?.attributes).toMatchObject({
      d: "M10 20L10 30C10 20 8 22 6 24Q10 20 8 22",
      "stroke-width": "6",
      "stroke-dasharray": "2 4",
      fill: "none",
    });
    expect(elements[1]?.attributes).toMatchObject({ d: "M0 0L5 0", "stroke-width": "1" });
    expect(elements[1]?.attributes["stroke-dasharray"]).toBeUndefined();
  });

  test.each([
    [0, 2 * Math.PI, false, "M15 5A10 10 0 0 1 -5 5A10 10 0 0 1 15 5"],
    [0, 9, false, "M15 5A10 10 0 0 1 -5 5A10 10 0 0 1 15 5"],
    [0, Math.PI, false, "M15 5A10 10 0 0 1 5 15A10 10 0 0 1 -5 5"],
    [0, Math.PI, true, "M15 5A10 10 0 0 0 5 -5A10 10 0 0 0 -5 5"],
    [Math.PI / 2, 0, false, "M5 15A10 10 0 0 1 -2.07 -2.07A10 10 0 0 1 15 5"],
  ])("arcs from %d to %d, counter-clockwise %s", (start, end, counter, path) => {
    const { d } = one((c) => {
      c.arc(5, 5, 10, start, end, counter);
      c.fill();
    }).attributes;
    expect(d).toBe(path);
  });

  test("a mirrored arc turns the other way", () => {
    const { d } = one((c) => {
      c.scale(1, -1);
      c.arc(0, 0, 10, 0, Math.PI);
      c.fill();
    }).attributes;
    expect(d).toBe("M10 0A10 10 0 0 0 0 -10A10 10 0 0 0 -10 0");
  });

  test("rounds the corners that it is told to", () => {
    const { d } = one((c) => {
      c.roundRect(0, 0, 10, 10, [2, 2, 0, 0]);
      c.fill();
    }).attributes;
    expect(d).toMatch(/^M2 0L8 0Q10 0 10 2L10 10Q10 10 10 10L0 10.*Z$/);
  });

  test("text has its font, place and anchor, on the alphabetic baseline", () => {
    const text = one((c) => {
      c.font = '600 12px "DejaVu Sans", serif';
      c.fillStyle = "rgba(1, 2, 3, 0.5)";
      c.textAlign = "right";
      c.textBaseline = "middle";
      c.translate(10, 10);
      c.fillText("a", 5, 6);
    });
    expect(text.attributes).toEqual({
      x: "15",
      y: "20",
      "font-size": "12",
      "font-weight": "600",
      "font-family": '"DejaVu Sans", serif',
      "text-anchor": "end",
      fill: "rgb(1, 2, 3)",
      "fill-opacity": "0.5",
    });
  });

  test("text on a slant is turned, not its place alone", () => {
    const text = one((c) => {
      c.translate(10, 20);
      c.rotate(-Math.PI / 2);
      c.fillText("a", 3, 0);
    });
    expect(text.attributes.transform).toBe("matrix(0 -1 1 0 10 20)");
    expect(text.attributes.x).toBe("3");
  });

  test("text is text, and only what XML may hold", () => {
    const hostile = '</text><script>x</script>\u0000\u0007\ufffe\ud800"&';
    const text = one((c) => c.fillText(hostile, 0, 0));
    expect(text.children).toEqual([]);
    expect(text.textContent).toBe('</text><script>x</script>\ufffd\ufffd\ufffd\ufffd"&');
  });

  test("clips until restored, and within a clip again", () => {
    const elements = painted((c) => {
      c.save();
      c.rect(0, 0, 10, 10);
      c.clip();
      c.fillRect(0, 0, 50, 50);
      c.save();
      c.beginPath();
      c.rect(2, 2, 2, 2);
      c.clip();
      c.fillRect(0, 0, 50, 50);
      c.restore();
      c.fillRect(0, 0, 60, 60);
      c.restore();
      c.fillRect(0, 0, 70, 70);
    });
    expect(elements.map((e) => e.name)).toEqual(["clipPath", "g", "path"]);
    const [shape, group] = elements as [Element, Element];
    expect(group.attributes["clip-path"]).toBe(`url(#${shape.attributes.id})`);
    expect(group.children.map((e) => e.name)).toEqual(["path", "clipPath", "g", "path"]);
    expect(group.children[2]?.children).toHaveLength(1);
  });

  test("pixels become an image where they were drawn", () => {
    const image = one((c) => {
      c.translate(5, 5);
      c.scale(2, 2);
      c.imageSmoothingEnabled = false;
      c.drawImage({ width: 4, height: 4 } as HTMLCanvasElement, 0, 0, 2, 2, 1, 1, 10, 20);
    });
    expect(image.name).toBe("image");
    expect(image.attributes).toMatchObject({
      href: "data:image/png,x",
      x: "7",
      y: "7",
      width: "20",
      height: "40",
      "image-rendering": "pixelated",
    });
  });
});
