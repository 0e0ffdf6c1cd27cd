import { describe, expect, test } from "vitest";
import { HostBroadcast, HostIPv4, HostIPv6, HostMAC } from "../report/types";
import { capturePoints } from "./capture-point";
import { prepare } from "./data";
import { filterRows } from "./filter";
import { sampleReport } from "./sample";

/** Lines by address: both ends, packets each way, 10 and 10 unless said. */
type Line = [from: string, to: string, forth?: number, back?: number];

function points(lines: Line[], names: Record<string, string> = {}) {
  const addresses = [...new Set(lines.flatMap((line) => line.slice(0, 2) as string[]))].sort();
  const flags = (address: string) =>
    address === "10.9.9.255"
      ? HostIPv4 | HostBroadcast
      : address.startsWith("02:")
        ? HostMAC
        : address.includes(":")
          ? HostIPv6
          : HostIPv4;
  const d = prepare(
    sampleReport({
      hosts: addresses.map((address) => ({
        address,
        flags: flags(address),
        names: names[address] ? [names[address]] : [],
      })),
      services: lines.map(([g, h, forth = 10, back = 10]) => ({
        a: addresses.indexOf(g),
        b: addresses.indexOf(h),
        forth: [forth, forth * 100],
        back: [back, back * 100],
      })),
    }),
  );
  const found = capturePoints(d, filterRows(d, d.services, [], "inner"));
  return found.map(({ host, sure }) => d.hosts.address[host] + (sure ? "" : "?"));
}

const server = "10.0.0.1";
/** A server and those beside it in its subnet. */
const near: Line[] = [2, 3, 4].map((h) => [server, `10.0.0.${h}`]);
/** Its clients elsewhere. */
const far: Line[] = [1, 2, 3, 4].map((h) => [`192.168.7.${h}`, server, 50, 80]);

describe("the capture point", () => {
  test("is where all lines cross", () => {
    expect(points([...near, ...far])).toEqual([server]);
  });

  test("is less sure without traffic within its subnet: it may be on the way", () => {
    expect(points(far)).toEqual([`${server}?`]);
  });

  test("isn't there with two lines", () => {
    expect(points(near.slice(0, 2))).toEqual([]);
  });

  test("isn't there where others of its subnet talk among themselves", () => {
    expect(points([...near, ...far, ["10.0.0.2", "10.0.0.3"]])).toEqual([]);
    // Nor where the lines are of no server at all.
    expect(points([["10.0.0.2", "10.0.0.3"], ["10.0.0.4", "10.0.0.5"], ...near])).toEqual([]);
  });

  test("may forward for others, and be scanned", () => {
    const forwarded: Line[] = [
      ["192.168.7.1", "10.0.0.4", 3, 3],
      ["192.168.7.2", "10.0.0.4", 3, 3],
    ];
    const scan = Array.from(
      { length: 100 },
      (_, h): Line => ["192.168.7.66", `10.0.0.${100 + h}`, 1, 0],
    );
    const answered: Line[] = [2, 3, 4].map((h) => ["192.168.7.66", `10.0.0.${h}`, 1, 1]);
    const scanned: Line = ["192.168.7.66", server, 1, 1];
    expect(points([...near, ...far, ...forwarded, ...scan, ...answered, scanned])).toEqual([
      server,
    ]);
  });

  test("has an address on each of its interfaces", () => {
    const second: Line[] = [2, 3].map((h) => ["10.60.0.1", `10.60.0.${h}`, 30, 30]);
    expect(points([...near, ...far, ...second])).toEqual([server, "10.60.0.1"]);
    // One in which others talk, too, is not its own.
    expect(points([...near, ...far, ...second, ["10.60.0.2", "10.60.0.3"]])).toEqual([]);
  });

  test("has all addresses of its name", () => {
    const six: Line[] = [["fd00::1", "fd00::2", 900, 900]];
    const names = { [server]: "web", "fd00::1": "web", "fd00::2": "cache" };
    expect(points([...near, ...far, ...six], names)).toEqual([server, "fd00::1"]);
    expect(points([...near, ...far, ...six])).toEqual([server]);
    // A name may stand for several machines: none of another subnet, nor one beside others.
    const twins = { [server]: "web", "192.168.7.1": "web", "fd00::1": "web", "fd00::2": "cache" };
    const others: Line[] = [["fd00::2", "fd00::3"]];
    expect(points([...near, ...far, ...six, ...others], twins)).toEqual([server]);
  });

  test("is not a router's busy server when others pass, too", () => {
    const others: Line[] = [1, 2, 3, 4].map((h) => [`192.168.7.${h}`, "10.0.0.9", 2, 2]);
    expect(points([...far, ...others])).toEqual([]);
  });

  test("is not a scanner, of whom the packets know nothing", () => {
    const scan = [1, 2, 3, 4, 5].map((h): Line => ["192.168.7.66", `10.0.0.${h}`, 1, 1]);
    expect(points([...scan, ["192.168.7.1", "172.16.0.1", 500, 500]])).toEqual([]);
  });

  test("is nowhere where frames pass between several machines: a bridge or a mirror port", () => {
    const mac = (n: number) => `02:00:00:00:00:0${n}`;
    const own: Line[] = [2, 3, 4].map((n) => [mac(1), mac(n), 1, 0]);
    expect(points([...near, ...far, ...own])).toEqual([server]);
    expect(points([...near, ...far, ...own, [mac(3), mac(4), 1, 0]])).toEqual([]);
  });

  test("doesn't depend on broadcast and on what stays on the machine", () => {
    const noise: Line[] = [
      ...[2, 3, 4].map((h): Line => [`10.0.0.${h}`, "10.9.9.255", 100, 0]),
      ["127.0.0.1", "127.0.0.53", 9000, 9000],
    ];
    expect(points([...near, ...far, ...noise])).toEqual([server]);
  });
});
