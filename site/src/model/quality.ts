// How far a capture can be trusted: what was met that was odd, in plain words,
// and what it means for the figures.

import type { Report } from "../report/types";
import type { Data } from "./data";
import { duplicates, hasDuplicates } from "./once";

export type Grade = "missing" | "care" | "note";

export interface Oddity {
  /**
   * Missing: traffic that was there isn't in the figures. Care: some figures are
   * not what they seem. Note: the figures are right, some detail isn't there.
   */
  grade: Grade;
  /** What, with a number put in for "#". */
  what: string;
  count: number;
  /** Of how many, where that says more; 0 where it doesn't. */
  of: number;
  /** What it means for the figures. */
  means: string;
}

type Words = [grade: Grade, one: string, many: string, means: string];

/** By the counter's name in the report, see core/analysis.go and core/packet/anomaly.go. */
const words: Record<string, Words> = {
  "capture cut short": [
    "missing",
    "# file was not read to its end",
    "# files were not read to their end",
    "What came after isn't here; everything before it counts.",
  ],
  "capture damaged": [
    "missing",
    "# file is damaged",
    "# files are damaged",
    "Reading ended there; everything before it counts.",
  ],
  "interface drops": [
    "missing",
    "# frame was dropped while capturing",
    "# frames were dropped while capturing",
    "Real traffic was more than what is counted, and what TCP seems to have lost may only be lost here.",
  ],
  "snaplen cut": [
    "note",
    "# frame was captured in part (snap length)",
    "# frames were captured in part (snap length)",
    "Packets and bytes are right: they are the lengths on the wire. Applications and names may be missing.",
  ],
  "no time stamp": [
    "care",
    "# frame has no time",
    "# frames have no time",
    "They count, but stand at the beginning of the timeline.",
  ],
  "flow records: no packets, ports or times": [
    "note",
    "# flow record",
    "# flow records",
    "They have bytes, but no packets and no times: the timeline and spans leave them out.",
  ],
  "bad lines": [
    "missing",
    "# line could not be read",
    "# lines could not be read",
    "What they say isn't counted.",
  ],
  "beyond the limits on names": [
    "note",
    "# name was beyond the limits",
    "# names were beyond the limits",
    "Some hosts have fewer names than the capture says.",
  ],
  "beyond the limit on flows under inspection": [
    "note",
    "# flow had no time to tell what it speaks",
    "# flows had no time to tell what they speak",
    "Too many did so at once: their applications are guessed by port.",
  ],
  "beyond the limits on DNS lookups": [
    "note",
    "# DNS query was beyond the limits",
    "# DNS queries were beyond the limits",
    "They count as traffic; findings about DNS leave them out.",
  ],
  "beyond the limit on ICMP errors": [
    "note",
    "# ICMP error was beyond the limit",
    "# ICMP errors were beyond the limit",
    "They count as traffic, but not as what became of a flow.",
  ],
  "time went backwards": [
    "care",
    "# time the clock went backwards",
    "# times the clock went backwards",
    "Order and durations around there are doubtful; counts are right.",
  ],
  "beyond the limit on flows": [
    "care",
    "# packet of flows beyond the limit",
    "# packets of flows beyond the limit",
    "They count for their hosts and services; as flows they have no rows.",
  ],
  "beyond the limit on services": [
    "care",
    "# packet of services beyond the limit",
    "# packets of services beyond the limit",
    "They count in totals, under (other).",
  ],
  "unknown link type": [
    "care",
    "# frame of a link type that isn't known",
    "# frames of a link type that isn't known",
    "They count, but nobody's addresses can be read.",
  ],
  "header cut by snap length": [
    "care",
    "# frame is cut within its headers (snap length)",
    "# frames are cut within their headers (snap length)",
    "They count as far as they could be read: without ports, or without hosts.",
  ],
};

/** What isn't listed above is a header that contradicts itself. */
function wordsOf(name: string): Words {
  const known = Object.hasOwn(words, name) ? words[name] : undefined;
  return (
    known ?? [
      "note",
      `# frame: ${name}`,
      `# frames: ${name}`,
      "They count as far as they could be read.",
    ]
  );
}

const order: readonly Grade[] = ["missing", "care", "note"];

/** What is odd, the gravest first; none where nothing is. */
export function oddities(data: Data): Oddity[] {
  const { report } = data;
  const frames = report.totals.packets;
  const found = report.quality.map(({ name, count }): Oddity => {
    const [grade, one, many, means] = wordsOf(name);
    const of = /\bframes? (?!was dropped|were dropped)/.test(one) ? frames : 0;
    return { grade, what: count === 1 ? one : many, count, of, means };
  });
  if (hasDuplicates(report)) {
    const { packets } = duplicates(data, 1);
    found.push({
      grade: packets > frames / 10 ? "care" : "note",
      what: packets === 1 ? "# frame is a copy of another" : "# frames are copies of others",
      count: packets,
      of: frames,
      means:
        "They are counted like any other; “count duplicates once”, above, takes them out of every figure.",
    });
  }
  found.push(...folded(report));
  return found.sort((x, y) => order.indexOf(x.grade) - order.indexOf(y.grade));
}

function folded({ folded: f }: Report): Oddity[] {
  const list: Oddity[] = [];
  const add = (count: number, one: string, many: string, means: string) => {
    if (count > 0)
      list.push({ grade: "note", what: count === 1 ? one : many, count, of: 0, means });
  };
  add(
    f.hosts,
    "# host has no row of its own",
    "# hosts have no row of their own",
    "They stand together as (other), so that the page stays small. Totals hold them.",
  );
  add(
    f.services,
    "# service has no row of its own",
    "# services have no row of their own",
    "They stand in rows with (other). Totals hold them.",
  );
  add(
    f.flows,
    "# flow isn't in the table of flows",
    "# flows aren't in the table of flows",
    "It lists the largest; hosts and conversations count them all.",
  );
  return list;
}

/** Whether the capture says how many frames it dropped. */
export function knowsDrops(report: Report): boolean {
  const all = report.captures.flatMap((c) => c.interfaces);
  return all.length > 0 && all.every((i) => i.dropped >= 0 || i.os_dropped >= 0);
}
