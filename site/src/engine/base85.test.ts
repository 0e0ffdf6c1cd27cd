import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fromBase85 } from "./base85";

// What the Go side writes: bytes in hex, and their text.
const golden = join(import.meta.dirname, "../../../cli/page/testdata/base85.txt");
const lines = readFileSync(golden, "utf8").trimEnd().split("\n");

test("what Go wrote comes back, of every length", () => {
  expect(lines.length).toBeGreaterThan(100);
  for (const line of lines) {
    const [hex, text = ""] = line.split(" ");
    expect(Buffer.from(fromBase85(text)).toString("hex")).toBe(hex);
  }
});

test.each([
  ["no digit", "(((((((<((", 7],
  ["no digit at the end", "(((((((<", 7],
  ["a byte order mark", "\ufeff((((", 0],
  ["beyond ASCII", "((((((é((", 6],
  ["a line end", "(((((\n", 5],
  ["more than four bytes hold", "(((((~~~~~", 5],
  ["a digit that stands alone", "((((((", 5],
])("%s is an error that says where", (_, text, at) => {
  expect(() => fromBase85(text)).toThrow(new RegExp(`damaged: no base85 at character ${at}$`));
});
