import { describe, expect, test } from "vitest";
import { prepare } from "./data";
import { filterRows } from "./filter";
import { findPlaces } from "./find";
import { matrix, subnetOfKey } from "./matrix";
import { sampleReport } from "./sample";

const d = prepare(
  sampleReport({
    hosts: [
      { address: "10.0.1.1", names: ["my-web"] },
      { address: "10.0.1.2", names: ["web"] },
      { address: "10.0.1.3", names: ["web-2"] },
      { address: "10.0.2.1" },
    ],
    services: [
      { a: 0, b: 1, forth: [1, 1000] },
      { a: 1, b: 2, forth: [1, 100] },
      { a: 2, b: 3, forth: [1, 1] },
    ],
  }),
);
const all = filterRows(d, d.services, [], "inner");
const options = {
  metric: "bytes",
  order: "volume",
  limit: 50,
  group: "hosts",
  open: [],
  directions: "one way",
} as const;

describe("finding a place", () => {
  const m = matrix(d, all, options);

  test("exactly, then at the beginning, then anywhere", () => {
    expect(findPlaces(d, m, " WEB ")).toEqual({ keys: [1, 2, 0], hidden: 0 });
    expect(findPlaces(d, m, "10.0.2").keys).toEqual([3]);
    expect(findPlaces(d, m, "")).toEqual({ keys: [], hidden: 0 });
    expect(findPlaces(d, m, "nobody")).toEqual({ keys: [], hidden: 0 });
  });

  test("hosts in Other are not drawn", () => {
    const two = matrix(d, all, { ...options, limit: 2 });
    expect(findPlaces(d, two, "10.0.2.1")).toEqual({ keys: [], hidden: 1 });
  });

  test("a subnet by its own text, its hosts in it", () => {
    const rolled = matrix(d, all, { ...options, group: "subnets" });
    const [subnet = 0] = findPlaces(d, rolled, "10.0.1.0/24").keys;
    expect(subnetOfKey(subnet)).toBe(0);
    expect(findPlaces(d, rolled, "web-2").keys).toEqual([2]);
  });
});
