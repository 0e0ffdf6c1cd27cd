import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Context, FAMILY, SvgContext } from "./svg-context";

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
    putImageData: vi.fn(),
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

  test("translates and turns, and goes back", () => {
    const elements = painted((c) => {
      c.save();
      c.translate(10, 20);
      c.rotate(Math.PI / 2);
      c.translate(1, 0);
      c.lineWidth = 3;
      c.setLineDash([1, 2]);
      c.beginPath();
      c.moveTo(0, 0);
      c.lineTo(5, 0);
      c.quadraticCurveTo(0, 0, 1, 1);
      c.stroke();
      c.restore();
      c.beginPath();
      c.moveTo(0, 0);
      c.lineTo(5, 0);
      c.stroke();
    });
    expect(elements[0]?.attributes).toEqual({
      d: "M10 21L10 26Q10 21 9 22",
      fill: "none",
      stroke: "#000000",
      "stroke-width": "3",
      "stroke-dasharray": "1 2",
    });
    expect(elements[1]?.attributes).toMatchObject({ d: "M0 0L5 0", "stroke-width": "1" });
    expect(elements[1]?.attributes["stroke-dasharray"]).toBeUndefined();
  });

  test.each([
    [0, 2 * Math.PI, "M15 5A10 10 0 0 1 -5 5A10 10 0 0 1 15 5"],
    [0, 9, "M15 5A10 10 0 0 1 -5 5A10 10 0 0 1 15 5"],
    [0, Math.PI, "M15 5A10 10 0 0 1 5 15A10 10 0 0 1 -5 5"],
    [Math.PI / 2, 0, "M5 15A10 10 0 0 1 -2.07 -2.07A10 10 0 0 1 15 5"],
  ])("arcs from %d to %d", (start, end, path) => {
    const { d } = one((c) => {
      c.arc(5, 5, 10, start, end);
      c.fill();
    }).attributes;
    expect(d).toBe(path);
  });

  test("text has its font, place and anchor, on the alphabetic baseline", () => {
    const text = one((c) => {
      c.font = `600 12px ${FAMILY}`;
      c.globalAlpha = 0.5;
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
      "text-anchor": "end",
      fill: "#000000",
      "fill-opacity": "0.5",
    });
  });

  test("text of the usual weight says nothing of it", () => {
    const { "font-size": size, "font-weight": weight } = one((c) => {
      c.font = `13px ${FAMILY}`;
      c.fillText("a", 0, 0);
    }).attributes;
    expect([size, weight]).toEqual(["13", undefined]);
  });

  test("text on a slant is turned, not its place alone", () => {
    const text = one((c) => {
      c.translate(10, 20);
      c.rotate(-Math.PI / 2);
      c.fillText("a", 3, 0);
    });
    expect(text.attributes).toMatchObject({ x: "10", y: "17", transform: "rotate(-90 10 17)" });
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

  test("the device's pixels become an image where they were put", () => {
    const image = one((c) => {
      c.translate(5, 5);
      c.putImageData({ width: 20, height: 40 } as ImageData, 4, 8);
    });
    expect(image.attributes).toEqual({
      href: "data:image/png,x",
      x: "7",
      y: "9",
      width: "10",
      height: "20",
      "image-rendering": "pixelated",
    });
  });

  test("another picture stands where it is embedded", () => {
    const c = new SvgContext(200, 100);
    c.translate(5, 6);
    c.embed(new Element("svg") as unknown as SVGElement);
    expect((c.finish() as unknown as Element).children[0]?.attributes).toEqual({ x: "5", y: "6" });
  });
});
