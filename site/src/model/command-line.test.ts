import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { commandLine } from "./command-line";

test.each([
  [["a.pcap"], "heatsink a.pcap -o report.html"],
  [["a.pcap", "b 2.pcap.gz"], "heatsink a.pcap 'b 2.pcap.gz' -o report.html"],
  [["-o.pcap"], "heatsink ./-o.pcap -o report.html"],
  [["it's.pcap"], "heatsink 'it'\\''s.pcap' -o report.html"],
  [["\u202egnp.pcap"], "heatsink CAPTURE... -o report.html"],
  [["a\nrm.pcap"], "heatsink CAPTURE... -o report.html"],
  [["\u001b[2J"], "heatsink CAPTURE... -o report.html"],
  [Array(100).fill("a.pcap"), "heatsink CAPTURE... -o report.html"],
])("%j", (names, line) => {
  expect(commandLine(names)).toBe(line);
});

test("a shell takes every name for one word", () => {
  const names = ["$(id)", "`id`", "a;b", "a&b", "a'b\"c", "*", "~", "\\", "!1", "#", "数据 库"];
  const line = commandLine(names.slice(0, 8)).replace("heatsink", "printf '%s\\n'");
  expect(execFileSync("sh", ["-c", line], { encoding: "utf8" }).split("\n").slice(0, 8)).toEqual(
    names.slice(0, 8),
  );
});
