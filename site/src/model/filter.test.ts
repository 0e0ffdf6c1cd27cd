import { describe, expect, test } from "vitest";
import { prepare } from "./data";
import { filterRows, parseFilter, word } from "./filter";
import { sampleReport } from "./sample";

describe("parseFilter", () => {
  const any = (text: string, not = false) => ({ field: "any", text, not });
  test.each([
    ["", []],
    ["  ", []],
    ["-", []],
    ["Web DNS", [any("web"), any("dns")]],
    ["-web", [any("web", true)]],
    ['"order service" -"a b"', [any("order service"), any("a b", true)]],
    ['"left open', [any("left open")]],
    ["app:TLS", [{ field: "app", text: "tls", not: false }]],
    ["-port:443", [{ field: "port", text: "443", not: true }]],
    ['host:"a b"', [{ field: "host", text: "a b", not: false }]],
    ["proto:udp", [{ field: "transport", text: "udp", not: false }]],
    ["fe80::1", [any("fe80::1")]],
    ["ab:cd:ef:00:11:22", [any("ab:cd:ef:00:11:22")]],
    ["what:ever", [any("what:ever")]],
    ["my-host", [any("my-host")]],
    ["app:", []],
  ])("%j", (text, terms) => {
    expect(parseFilter(text)).toEqual(terms);
  });

  test("a word made for a name finds that name", () => {
    expect(parseFilter(word("app", "my app"))).toEqual([
      { field: "app", text: "my app", not: false },
    ]);
    expect(parseFilter(word("transport", "TCP"))[0]).toMatchObject({ text: "tcp" });
  });
});

describe("filterRows", () => {
  const d = prepare(
    sampleReport({
      hosts: [
        { address: "10.0.0.1", names: ["web", "www.example.org"] },
        { address: "10.0.0.2", names: ["db"] },
        { address: "fd00::53" },
      ],
      transports: ["TCP", "UDP"],
      applications: ["https", "domain", "postgresql"],
      services: [
        { a: 0, b: 1, application: 2, port: 5432, forth: [1, 1] },
        { a: 0, b: 2, application: 1, transport: 1, port: 53, forth: [1, 1] },
        { a: 1, b: 2, application: 0, port: 443, forth: [1, 1], layer: 1 },
        { a: 1, b: 2, application: 0, port: 0, forth: [1, 1], layer: 2 },
      ],
    }),
  );
  test.each([
    ["", [0, 1, 3]],
    ["web", [0, 1]],
    ["EXAMPLE", [0, 1]],
    ["web -db", [1]],
    ["10.0.0.2", [0, 3]],
    ["postgres", [0]],
    ["udp", [1]],
    ["53", [1, 3]],
    ["port:53", [1]],
    ["port:5", []],
    ["port:0", []],
    ["app:web", []],
    ["-app:domain", [0, 3]],
    ["nobody", []],
  ])("%j at the inner layer", (text, found) => {
    expect([...filterRows(d, d.services, parseFilter(text), "inner")]).toEqual(found);
  });

  test("the outer layer has its own rows", () => {
    expect([...filterRows(d, d.services, [], "outer")]).toEqual([0, 1, 2]);
    expect(d.layersDiffer).toBe(true);
    expect(d.conversations).toEqual({ inner: 3, outer: 3 });
  });
});
