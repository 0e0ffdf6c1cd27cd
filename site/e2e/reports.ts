// The reports that every control is used on: the demo, one with no packet, one
// with a single one, and one of as many hosts and services as a report keeps.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { network } from "../build/captures.mjs";
import type { Report } from "../src/report/types";
import { launch } from "./browser";
import { command, demo } from "./files";

export const names = ["none", "one", "demo", "many"] as const;
export type Name = (typeof names)[number];

/** A report, and what decides which controls the page shows for it. */
export interface Facts {
  url: string;
  packets: number;
  hosts: number;
  /** Whether its time is long enough for a timeline. */
  timeline: boolean;
  tunnels: boolean;
  /** Whether any host has a name. */
  named: boolean;
  /** A capture of one packet, to be opened. */
  capture: string;
  /** Addresses of two hosts that spoke in several applications; none where no two did. */
  protocols: string[];
}

export interface Reports {
  browser: Browser;
  facts: Record<Name, Facts>;
  close(): Promise<void>;
}

/** Has the command write the reports, and starts a browser. */
export async function openReports(): Promise<Reports> {
  const folder = mkdtempSync(join(tmpdir(), "heatsink-reports-"));
  const many = network({ hosts: 10_000, services: 50_000, frames: 4 });
  const header = 24;
  const record = 16 + 54;
  const keep = (name: string, bytes: Uint8Array) => {
    const path = join(folder, `${name}.pcap`);
    writeFileSync(path, bytes);
    return path;
  };
  const capture = keep("one", many.subarray(0, header + record));
  const report = (name: Name, path: string): Facts => {
    const file = join(folder, `${name}.html`);
    execFileSync(command, [path, "-o", file, "--quiet"]);
    const json = join(folder, `${name}.json`);
    execFileSync(command, [path, "-o", json, "--quiet"]);
    return { url: pathToFileURL(file).href, capture, ...factsOf(json) };
  };
  const facts = {
    none: report("none", keep("none", many.subarray(0, header))),
    one: report("one", capture),
    demo: report("demo", demo),
    many: report("many", keep("many", many)),
  };
  const browser = await launch();
  return {
    browser,
    facts,
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function factsOf(json: string): Omit<Facts, "url" | "capture"> {
  const { totals, hosts, timeline, services: s } = JSON.parse(readFileSync(json, "utf8")) as Report;
  return {
    packets: totals.packets,
    hosts: hosts.address.length,
    timeline: timeline.buckets > 1,
    named: hosts.names.some((names) => names.length > 0),
    tunnels: s.layer.some((bits) => bits !== 3),
    protocols: talkative(s, (h) => !hosts.address[h]?.startsWith("(")).map(
      (host) => hosts.address[host] ?? "",
    ),
  };
}

/** The first two hosts, not what stands for several, with services of several applications. */
function talkative(
  { a, b, application, layer }: Report["services"],
  single: (host: number) => boolean,
): number[] {
  const seen = new Map<string, number>();
  for (let i = 0; i < a.length; i++) {
    if (layer[i] !== 3 || a[i] === b[i] || !single(a[i]!) || !single(b[i]!)) continue;
    const pair = `${a[i]} ${b[i]}`;
    const first = seen.get(pair) ?? application[i];
    if (first !== application[i]) return [a[i]!, b[i]!];
    seen.set(pair, first!);
  }
  return [];
}
