import { expect, test } from "vitest";
import { prepare } from "./data";
import { sampleReport } from "./sample";
import { brief } from "./text";

test.each([
  ["short", 10, "short"],
  ["www.long-name.example.org", 12, "www.lon….org"],
  ["ab", 1, "a…"],
  ["", 3, ""],
  ["😀😀😀😀😀😀", 7, "😀😀…😀"],
])("%s in %i letters: both ends stay", (text, most, cut) => {
  expect(brief(text, most)).toBe(cut);
});

test("hosts of one name are told apart by address", () => {
  const names = (name: string) => [name];
  const { hosts } = prepare(
    sampleReport({
      hosts: [
        { address: "10.0.0.1", names: names("web") },
        { address: "10.0.0.2", names: names("db") },
        { address: "10.0.0.3" },
        { address: "fd00::1", names: names("web") },
      ],
      services: [],
    }),
  );
  expect(hosts.label).toEqual(["web 10.0.0.1", "db", "10.0.0.3", "web fd00::1"]);
  expect(hosts.name).toEqual(["web", "db", "", "web"]);
});
