import { describe, expect, test } from "vitest";
import { prepare } from "./data";
import { filterRows, parseFilter, problemOf } from "./filter";
import { oddities } from "./quality";
import { sampleReport } from "./sample";

const hosts = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"].map((address) => ({ address }));
const pairs: [number, number][] = [
  [0, 1],
  [0, 2],
  [1, 2],
  [2, 3],
];

function report() {
  return sampleReport({
    hosts,
    services: pairs.map(([a, b]) => ({ a, b, forth: [10, 1000], back: [10, 1000] })),
  });
}

describe("quality", () => {
  test("is calm where nothing is odd", () => {
    expect(oddities(prepare(report()))).toEqual([]);
  });

  test("puts what is missing first, and says what each means", () => {
    const r = report();
    r.quality = [
      { name: "bogus IP length", count: 1 },
      { name: "capture cut short", count: 1 },
      { name: "snaplen cut", count: 8 },
      { name: "time went backwards", count: 2 },
      { name: "toString", count: 2 },
    ];
    r.folded.hosts = 3;
    const found = oddities(prepare(r));
    expect(found.map((o) => o.grade)).toEqual(["missing", "care", "note", "note", "note", "note"]);
    expect(found[0]).toMatchObject({ what: "# file was not read to its end", of: 0 });
    expect(found.find((o) => o.count === 8)).toMatchObject({ of: 80, grade: "note" });
    expect(found.find((o) => o.what.includes("toString"))?.what).toBe("# frames: toString");
    for (const o of found) expect(o.means).not.toBe("");
  });
});

describe("finding:", () => {
  const r = report();
  const finding = { kind: "k", severity: "info", text: "t", looked_at: "l", quotes: [] };
  r.findings = [
    { ...finding, hosts: [0, 1, 2], conversations: [[0, 2]] },
    { ...finding, hosts: [3], conversations: [] },
    { ...finding, hosts: [], conversations: [] },
  ];
  const d = prepare(r);
  test.each([
    ["finding:1", [1]],
    ["finding:2", [3]],
    ["-finding:1", [0, 2, 3]],
    ["finding:1 host:10.0.0.2", []],
    ["finding:3", []],
    ["finding:9", []],
    ["finding:x", []],
  ])("%s", (words, rows) => {
    expect([...filterRows(d, d.services, parseFilter(words), "inner")]).toEqual(rows);
  });
  test("says what isn't a number", () => {
    expect(problemOf(parseFilter("finding:x")[0]!)).toContain("write finding:1");
  });
});
