import { describe, expect, test } from "vitest";
import { prepare } from "./data";
import { chipState, filterRows, parseFilter, problemOf, withChip, word } from "./filter";
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
    ['app:""', [{ field: "app", text: "", not: false }]],
    ["NOT web", [any("web", true)]],
    ["NOT app:tls x", [{ field: "app", text: "tls", not: true }, any("x")]],
    ["web NOT", [any("web")]],
    ["not", [any("not")]],
    ["a/b", [any("a/b")]],
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
    ["app:https app:domain", [1, 3]],
    ["port:53 port:5432 -app:domain", [0]],
    ["net:10.0.0.0/24", [0, 1, 3]],
    ["net:10.0.0.1/32", [0, 1]],
    ["fd00::/8 -10.0.0.1", [3]],
    ["net:10.0.0.0/40", []],
    ["-net:10.0.0.0/40", [0, 1, 3]],
    ["NOT net:fd00::/16", [0]],
    ["app:http", [3]],
    ['app:""', []],
  ])("%j at the inner layer", (text, found) => {
    expect([...filterRows(d, d.services, parseFilter(text), "inner")]).toEqual(found);
  });

  test("the outer layer has its own rows", () => {
    expect([...filterRows(d, d.services, [], "outer")]).toEqual([0, 1, 2]);
    expect(d.layersDiffer).toBe(true);
    expect(d.conversations).toEqual({ inner: 3, outer: 3 });
  });

  test("a whole name or address means that alone", () => {
    const services = [
      { a: 0, b: 1, application: 0, forth: [1, 1] as [number, number] },
      { a: 0, b: 2, application: 1, forth: [1, 1] as [number, number] },
    ];
    const addresses = ["10.0.0.9", "10.0.0.1", "10.0.0.10"];
    const two = prepare(
      sampleReport({
        hosts: addresses.map((address) => ({ address })),
        applications: ["http", "https"],
        services,
      }),
    );
    const found = (text: string) => [...filterRows(two, two.services, parseFilter(text), "inner")];
    expect(found("app:http")).toEqual([0]);
    expect(found("app:htt")).toEqual([0, 1]);
    expect(found("http")).toEqual([0, 1]);
    expect(found("10.0.0.1")).toEqual([0]);
    expect(found("host:10.0.0.1 ")).toEqual([0]);
    expect(found("10.0.0.")).toEqual([0, 1]);
  });

  test("hides broadcast and multicast, and what was never answered", () => {
    const talk = prepare(
      sampleReport({
        hosts: [
          { address: "10.0.0.1" },
          { address: "10.0.0.2" },
          { address: "224.0.0.251", flags: 9 },
          { address: "255.255.255.255", flags: 17 },
        ],
        services: [
          { a: 0, b: 1, forth: [1, 1], back: [1, 1] },
          { a: 0, b: 1, forth: [1, 1] },
          { a: 0, b: 0, forth: [1, 1] },
          { a: 0, b: 2, forth: [1, 1] },
          { a: 1, b: 3, forth: [1, 1], back: [1, 1] },
        ],
      }),
    );
    const found = (broadcast: boolean, unanswered: boolean) => [
      ...filterRows(talk, talk.services, [], "inner", { broadcast, unanswered }),
    ];
    expect(found(true, false)).toEqual([0, 1, 2]);
    expect(found(false, true)).toEqual([0, 2, 4]);
    expect(found(true, true)).toEqual([0, 2]);
  });
});

describe("what can't match says so", () => {
  test.each([
    ["net:10.0.0.0/8", ""],
    ["net:10.0.0.0/33", "no network"],
    ["net:web", "no network"],
    ["port:443", ""],
    ["port:https", "no port number"],
    ["port:70000", "no port number"],
    ["70000", ""],
  ])("%s: %j", (text, problem) => {
    const [term] = parseFilter(text);
    expect(problemOf(term!)).toContain(problem);
    if (!problem) expect(problemOf(term!)).toBe("");
  });
});

describe("chips are words", () => {
  test.each([
    ["", "only", "app:https"],
    ["web", "only", "web app:https"],
    ["web app:https", "without", "web -app:https"],
    ["web -app:https 10.0.0.1", "off", "web 10.0.0.1"],
    ['NOT app:"https"  x', "off", "x"],
    ["app:http app:HTTPS", "off", "app:http"],
    ["https", "off", "https"],
  ] as const)("%j %s gives %j", (filter, state, after) => {
    expect(withChip(filter, "app", "https", state)).toBe(after);
    expect(chipState(parseFilter(after), "app", "https")).toBe(state);
  });

  test("for names that need quotes, or have none", () => {
    for (const name of ["", "a b", 'say "x"']) {
      const filter = withChip("web", "app", name, "without");
      expect(chipState(parseFilter(filter), "app", name)).toBe("without");
      expect(withChip(filter, "app", name, "off")).toBe("web");
    }
  });
});
