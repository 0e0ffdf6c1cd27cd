import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sampleReport } from "../model/sample";
import { canReset, canUndo, followChanges, reset, undo } from "./history";
import { colour, duplicates, filter, selectHost, selection, show, span, unanswered } from "./state";

const report = sampleReport({
  hosts: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }],
  services: [{ a: 0, b: 1, forth: [1, 1] }],
});

describe("undo", () => {
  let stop: () => void;
  let clock = 0;
  const pause = () => {
    clock += 5000;
  };
  beforeEach(() => {
    vi.spyOn(performance, "now").mockImplementation(() => clock);
    reset();
    show(report);
    stop = followChanges();
    pause();
  });
  afterEach(() => {
    stop();
    show(report);
    vi.restoreAllMocks();
  });

  test("takes back filter, selection and toggles, one after the other", () => {
    filter.value = "web";
    selectHost(1);
    unanswered.value = "hidden";
    undo();
    expect([filter.value, selection.value?.kind, unanswered.value]).toEqual([
      "web",
      "host",
      "shown",
    ]);
    undo();
    expect([filter.value, selection.value]).toEqual(["web", null]);
    undo();
    expect(filter.value).toBe("");
    expect(canUndo()).toBe(false);
    undo();
    expect(filter.value).toBe("");
  });

  test("takes back colours and how duplicates count", () => {
    colour.value = "rtt";
    duplicates.value = "once";
    undo();
    expect([colour.value, duplicates.value]).toEqual(["rtt", "counted"]);
    undo();
    expect([colour.value, canUndo()]).toEqual(["volume", false]);
    colour.value = "rtt";
    duplicates.value = "once";
    span.value = { from: 0, to: 1 };
    expect(canReset()).toBe(true);
    reset();
    expect([colour.value, duplicates.value, span.value]).toEqual(["volume", "counted", null]);
    expect(canReset()).toBe(false);
  });

  test("a word typed in one go is one step", () => {
    for (const text of ["w", "we", "web"]) {
      clock += 100;
      filter.value = text;
    }
    pause();
    filter.value = "web -db";
    undo();
    expect(filter.value).toBe("web");
    undo();
    expect(filter.value).toBe("");
  });

  test("two words added in one go are two steps", () => {
    filter.value = "app:https";
    filter.value = "app:https app:domain";
    undo();
    expect(filter.value).toBe("app:https");
  });

  test("reset can be taken back, and there is nothing to reset then", () => {
    filter.value = "web";
    selectHost(0);
    pause();
    expect(canReset()).toBe(true);
    reset();
    expect([filter.value, selection.value, canReset()]).toEqual(["", null, false]);
    undo();
    expect([filter.value, selection.value]).toEqual(["web", { kind: "host", host: 0 }]);
  });

  test("reset is a step of its own, however soon after a letter", () => {
    filter.value = "x";
    reset();
    undo();
    expect(filter.value).toBe("x");
  });

  test("remembers only so much, and nothing of another report", () => {
    for (let i = 0; i < 300; i++) {
      pause();
      filter.value = `${i}`;
    }
    let steps = 0;
    for (; canUndo(); steps++) undo();
    expect(steps).toBe(100);
    filter.value = "web";
    show(report);
    expect(canUndo()).toBe(false);
  });
});
