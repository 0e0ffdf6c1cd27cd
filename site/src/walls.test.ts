// Who may import whom in the page. Each wall has its reason; a wall in the way
// is a question to settle in ARCHITECTURE.md, not a line to delete here.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = import.meta.dirname;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) ? [path] : [];
  });
}

/** The folders of the page that a file imports from. */
function imports(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/from "(\.[^"]*)"/g)].map(
    ([, from = ""]) => join(path, "..", from).split("/")[0] ?? "",
  );
}

const walls: [folder: string, may: string[], reason: string][] = [
  ["report", ["report"], "decoding is the gate: it must not lean on what stands behind it"],
  ["model", ["model", "report"], "pure functions from the report, the same under any view"],
  ["state", ["state", "model", "report"], "choices know nothing of who draws them"],
  ["views", ["views", "ui", "state", "model", "report"], "views draw; they never start work"],
  ["ui", ["ui", "state", "model", "report"], "controls are shared by views and know none of them"],
];

describe("walls", () => {
  test.each(walls)("%s imports only %j: %s", (folder, may) => {
    for (const path of sources(folder)) {
      for (const from of imports(path))
        expect([path, may]).toEqual([path, expect.arrayContaining([from])]);
    }
  });

  test("model and report never touch the DOM", () => {
    for (const path of [...sources("model"), "report/decode.ts"]) {
      const text = readFileSync(join(root, path), "utf8");
      expect(text, path).not.toMatch(
        /\b(document|window|HTML\w*Element|localStorage|location)\b\./,
      );
      expect(text, path).not.toMatch(/from "(preact|@preact)/);
    }
  });

  // What turns text into markup or code, asks for something, or goes elsewhere;
  // and the one file that may, as far as it needs to.
  const doors: [what: string, how: RegExp, may: string[]][] = [
    [
      "markup from text",
      /\b(inner|dangerouslySetInner)HTML\b|insertAdjacentHTML|document\.write/,
      [],
    ],
    ["markup from text", /setHTML|DOMParser|createContextualFragment|srcdoc|parseHTML/, []],
    ["markup as text", /\bouterHTML\b/, ["engine/page.ts"]], // the page saves itself
    [
      "code from text",
      /\beval\(|\bFunction\(|import\(|importScripts|set(Timeout|Interval)\(\s*["'`]/,
      [],
    ],
    [
      "code from text",
      /createElement\(\s*["']script|setAttribute\(\s*["'`]on|["'`]javascript:/i,
      [],
    ],
    ["a request", /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeer/, []],
    ["another script", /new (Shared)?Worker\b|serviceWorker/, ["engine/client.ts"]],
    [
      "another page",
      /window\.open|location\.(assign|href\s*=[^=])|<(a|iframe|form|img|object|embed|base|meta)\b/,
      [],
    ],
    ["another page", /location\.replace/, ["main.tsx"]], // to the state that the page was saved with
  ];

  test.each(doors)("no way to %s: %s", (_, how, may) => {
    const found = sources(".").filter((path) => how.test(readFileSync(join(root, path), "utf8")));
    expect(found.sort()).toEqual(may);
  });
});
