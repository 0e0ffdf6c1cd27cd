import { expect, test } from "vitest";
import { conversations, conversationTable } from "./conversations";
import { csv, safeText, tabbed } from "./csv";
import { prepare } from "./data";
import { filterRows } from "./filter";
import { sampleReport } from "./sample";
import { shownColumns, sortRows } from "./table";

test("text is never a formula, nor a control character", () => {
  for (const evil of ["=1+1", "+1", "-1", "@SUM(A1)", "\ta", "\r", "\n", "＝1"]) {
    expect(safeText(evil)).toBe(`'${evil}`);
  }
  expect(safeText("\t=1")).toBe("'\t'=1");
  expect(safeText(" =1;a; +2;\t@b\n-c;;=d")).toBe(" '=1;a; '+2;\t'@b\n'-c;;'=d");
  expect(safeText("a\u001b[31mb\u0085")).toBe("a\ufffd[31mb\ufffd");
  expect(safeText("web-1=x")).toBe("web-1=x");
});

const d = prepare(
  sampleReport({
    hosts: [{ address: "10.0.0.1", names: ['=cmd|"calc"', "b"] }, { address: "10.0.0.2" }],
    applications: ["http", "a,b"],
    services: [
      { a: 0, b: 1, forth: [2, 200], back: [1, 60], times: [1_000_000_001, 3e9, 2e9, 2e9] },
      {
        a: 0,
        b: 1,
        application: 1,
        forth: [1, 100],
        times: [1_000_000_001, 1_000_000_001, -1, -1],
      },
      { a: 1, b: 1, forth: [0, 0] },
    ],
  }),
);
const rows = conversations(d, filterRows(d, d.services, [], "inner"));
const table = conversationTable(d, rows);

test("the rows, order and columns that are shown, exactly", () => {
  const columns = shownColumns(table.columns, ["bytes", "start", "duration", "applications"]);
  const order = sortRows(table, { key: "bytes", descending: false });
  expect(csv(d, columns, order)).toBe(
    [
      "address_a,name_a,address_b,name_b,bytes,rel_start,duration,applications",
      "10.0.0.2,,10.0.0.2,,0,,,http",
      '10.0.0.1,"\'=cmd|""calc""",10.0.0.2,,360,1.000000001,1.999999999,"http; a,b"',
      "",
    ].join("\n"),
  );
});

test("a row for the clipboard", () => {
  const columns = shownColumns(table.columns, ["packets", "bitsAB"]);
  expect(tabbed(d, columns, 0)).toBe('10.0.0.1\t\'=cmd|"calc"\t10.0.0.2\t\t4\t1200');
});
