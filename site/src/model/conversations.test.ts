import { describe, expect, test } from "vitest";
import { applicationsOf, conversations, conversationTable, earlier } from "./conversations";
import { prepare } from "./data";
import { conversationDetail, hostDetail, selected } from "./detail";
import { filterRows } from "./filter";
import { sampleReport } from "./sample";
import { bitsPerSecond, sortRows } from "./table";
import { clean } from "./text";

const d = prepare(
  sampleReport({
    hosts: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }, { address: "10.0.0.3" }],
    applications: ["https", "domain"],
    services: [
      { a: 1, b: 2, forth: [9, 9000], times: [5e9, 9e9, -1, -1] },
      { a: 0, b: 1, application: 1, forth: [5, 500], back: [5, 700], times: [2e9, 3e9, 4e9, 6e9] },
      { a: 0, b: 1, forth: [1, 60], times: [1e9, 1e9, -1, -1] },
      { a: 2, b: 2, forth: [1, 10], times: [7e9, 7e9, -1, -1] },
    ],
  }),
);
const all = filterRows(d, d.services, [], "inner");
const rows = conversations(d, all);

describe("conversations", () => {
  test("one row for each pair, its services added up", () => {
    expect(rows.count).toBe(3);
    expect([rows.a[1], rows.b[1]]).toEqual([0, 1]);
    expect([rows.packetsAB[1], rows.bytesAB[1]]).toEqual([6, 560]);
    expect([rows.packetsBA[1], rows.bytesBA[1]]).toEqual([5, 700]);
    expect([rows.first[1], rows.last[1]]).toEqual([1e9, 6e9]);
  });

  test("applications, the one with most bytes first", () => {
    expect(applicationsOf(d, rows, 1)).toEqual(["domain", "https"]);
  });

  test("sorting, both ways", () => {
    const order = (key: string, descending: boolean) =>
      [...sortRows(conversationTable(d, rows), { key, descending })].map(
        (r) => `${rows.a[r]}${rows.b[r]}`,
      );
    expect(order("a", false)).toEqual(["01", "12", "22"]);
    expect(order("bytes", true)).toEqual(["12", "01", "22"]);
    expect(order("start", false)).toEqual(["01", "12", "22"]);
    expect(order("applications", false)).toEqual(["01", "12", "22"]);
    // No duration, no rate: last either way.
    expect(order("bitsAB", true)).toEqual(["12", "01", "22"]);
    expect(order("bitsAB", false)).toEqual(["01", "12", "22"]);
  });

  test("rates and times", () => {
    expect(bitsPerSecond(1000, 2e9)).toBe(4000);
    expect(bitsPerSecond(1000, 0)).toBeNaN();
    expect(earlier(-1, 5)).toBe(5);
    expect(earlier(5, -1)).toBe(5);
    expect(earlier(5, 3)).toBe(3);
  });
});

describe("details", () => {
  test("of a conversation", () => {
    const mine = selected(d, all, { kind: "conversation", a: 0, b: 1 });
    const { forth, back, flows } = conversationDetail(d, mine);
    expect(forth).toMatchObject({ packets: 6, bytes: 560, first: 1e9, last: 3e9 });
    expect(back).toMatchObject({ packets: 5, bytes: 700, first: 4e9, last: 6e9 });
    expect(flows).toBe(2);
  });

  test("of a host, its talk with itself counted once each way", () => {
    const mine = selected(d, all, { kind: "host", host: 2 });
    const { sent, received, peers } = hostDetail(d, mine, 2, "bytes");
    expect(sent.bytes).toBe(10);
    expect(received.bytes).toBe(9010);
    expect(peers.map((p) => p.host)).toEqual([1, 2]);
  });
});

describe("clean", () => {
  test("takes out what steers text, and cuts what never ends", () => {
    expect(clean("a\u202eb\u0000c\u2066d\u200fe")).toBe("a\ufffdb\ufffdc\ufffdd\ufffde");
    expect(clean("<b>&ünïcode 日本")).toBe("<b>&ünïcode 日本");
    expect(clean("x".repeat(5000)).length).toBe(513);
  });
});
