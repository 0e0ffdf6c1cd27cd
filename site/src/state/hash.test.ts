import { describe, expect, test } from "vitest";
import { defaults, type PageState, readHash, writeHash } from "./hash";

const views = ["heatmap", "conversations"];

describe("the URL hash", () => {
  test("is empty for the defaults", () => {
    expect(writeHash(defaults)).toBe("");
    expect(readHash("", views)).toEqual(defaults);
  });

  test("holds every choice, and reads back the same", () => {
    const state: PageState = {
      view: "conversations",
      filter: 'tls -"a b" fe80::1 & #ü',
      layer: "outer",
      metric: "packets",
      colour: "retransmissions",
      duplicates: "once",
      findings: "all",
      order: "similarity",
      group: "subnets",
      both: "split",
      palette: "classic",
      hosts: 0,
      theme: "dark",
      labels: "addresses",
      zoom: [2.5, 12, 0.25],
      tint: "application",
      near: "2 hops",
      nodes: "hosts",
      lines: "all",
      look: [1.5, -120, 40],
      pins: [
        ["fd00::1", 12, -300],
        ["10.0.0.0/24", 0, 7],
      ],
      open: ["10.0.0.0/24", "fd00::/64"],
      select: ["10.0.0.1", "fd00::2"],
      span: [0.5, 3.25],
      broadcast: "hidden",
      unanswered: "hidden",
      stack: "transport",
      scale: "root",
      tables: { conversations: { sort: "-duration", columns: ["packets", "bytes"] } },
      columns: ["source-net", "app", "destination"],
      hide: ["TCP", "a, b"],
    };
    expect(readHash(`#${writeHash(state)}`, views)).toEqual(state);
  });

  test("takes only columns that there are, in their order, and two at least", () => {
    const columns = (text: string) => readHash(`columns=${text}`, views).columns;
    expect(columns("destination,app,x,app")).toEqual(["app", "destination"]);
    expect(columns("app")).toEqual([]);
    expect(columns("source,destination")).toEqual(["source", "destination"]);
  });

  test("takes only places that are some", () => {
    const state = readHash(
      "look=0,1,1&pin=10.0.0.1,5&pin=10.0.0.2,1,2&pin=,1,2&pin=x,1,1e9",
      views,
    );
    expect(state.look).toBeNull();
    expect(state.pins).toEqual([["10.0.0.2", 1, 2]]);
  });

  test("takes a zoom that can be one", () => {
    const zoom = (text: string) => readHash(`zoom=${text}`, views).zoom;
    expect(zoom("3,0,12.5")).toEqual([3, 0, 12.5]);
    for (const text of ["", "3", "0.5,0,0", "3,-1,0", "3,1e9,0", "3,0,0,0", "a,b,c"]) {
      expect(zoom(text)).toBeNull();
    }
  });

  test("reads well", () => {
    expect(writeHash({ ...defaults, filter: "tls -dns", select: ["fd00::2"] })).toBe(
      "filter=tls+-dns&select=fd00::2",
    );
  });

  test("leaves what it doesn't know at its default", () => {
    expect(readHash("#view=evil&layer=x&hosts=7&order=&unknown=1&theme=pink", views)).toEqual(
      defaults,
    );
  });
});
