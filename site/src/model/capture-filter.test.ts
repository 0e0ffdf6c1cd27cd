import { expect, test } from "vitest";
import { HostIPv4, HostIPv6, HostMAC, HostOther } from "../report/types";
import { captureFilters } from "./capture-filter";
import { prepare } from "./data";
import { type Selection, selected } from "./detail";
import { filterRows, parseFilter } from "./filter";
import { sampleReport } from "./sample";

const d = prepare(
  sampleReport({
    hosts: [
      { address: "10.0.0.1", flags: HostIPv4 },
      { address: "10.0.0.2", flags: HostIPv4 },
      { address: "fd00::1", flags: HostIPv6 },
      { address: "fd00::2", flags: HostIPv6 },
      { address: "02:00:00:00:00:01", flags: HostMAC },
      { address: "ff:ff:ff:ff:ff:ff", flags: HostMAC },
      { address: "(other)", flags: HostOther },
      { address: "1.2.3.4; rm -rf /", flags: HostIPv4 },
    ],
    transports: ["TCP", "UDP", "ICMP", "ARP", "0x4242"],
    applications: ["http", "https", "domain", ""],
    services: [
      { a: 0, b: 1, port: 80, forth: [1, 60] },
      { a: 0, b: 1, application: 1, port: 443, forth: [1, 60] },
      { a: 0, b: 1, transport: 1, application: 2, port: 53, forth: [1, 60] },
      { a: 0, b: 1, transport: 2, application: 3, port: 0, forth: [1, 60] },
      { a: 2, b: 3, port: 80, forth: [1, 60], layer: 2 },
      { a: 4, b: 5, transport: 3, port: 0, forth: [1, 60] },
      { a: 4, b: 4, transport: 4, port: 0, forth: [1, 60] },
      { a: 0, b: 6, port: 0, forth: [1, 60] },
      { a: 1, b: 1, port: 80, forth: [1, 60] },
      { a: 0, b: 7, port: 80, forth: [1, 60] },
    ],
  }),
);

function filters(selection: Selection, filter = "") {
  const shown = selected(d, filterRows(d, d.services, parseFilter(filter), "inner"), selection);
  const found = captureFilters(d, selection, shown, 2);
  return found && [found.wireshark, found.tcpdump];
}

const pair = (a: number, b: number): Selection => ({ kind: "conversation", a, b });

// Each of these was given to tshark 4.0.17 and tcpdump 4.99.3, which take it.
test.each<[string, Selection, string, string, string]>([
  [
    "IPv4",
    pair(0, 1),
    "",
    "ip.addr == 10.0.0.1 && ip.addr == 10.0.0.2",
    "ip host 10.0.0.1 and ip host 10.0.0.2",
  ],
  [
    "IPv6",
    pair(2, 3),
    "",
    "ipv6.addr == fd00::1 && ipv6.addr == fd00::2",
    "ip6 host fd00::1 and ip6 host fd00::2",
  ],
  [
    "MAC, where there is no IP",
    pair(4, 5),
    "",
    "eth.addr == 02:00:00:00:00:01 && eth.addr == ff:ff:ff:ff:ff:ff && !ip && !ipv6",
    "ether host 02:00:00:00:00:01 and ether host ff:ff:ff:ff:ff:ff and not ip and not ip6",
  ],
  [
    "a host with itself",
    pair(1, 1),
    "",
    "ip.src == 10.0.0.2 && ip.dst == 10.0.0.2",
    "ip src 10.0.0.2 and ip dst 10.0.0.2",
  ],
  ["one host", { kind: "host", host: 0 }, "", "ip.addr == 10.0.0.1", "ip host 10.0.0.1"],
  [
    "one service of several",
    pair(0, 1),
    "port:443",
    "ip.addr == 10.0.0.1 && ip.addr == 10.0.0.2 && tcp.port == 443 && !icmp",
    "ip host 10.0.0.1 and ip host 10.0.0.2 and tcp port 443",
  ],
  [
    "several of more",
    pair(0, 1),
    "-port:80",
    "ip.addr == 10.0.0.1 && ip.addr == 10.0.0.2 && (tcp.port == 443 || udp.port == 53 || icmp)",
    "ip host 10.0.0.1 and ip host 10.0.0.2 and (tcp port 443 or udp port 53 or icmp)",
  ],
  [
    "a transport without words",
    { kind: "host", host: 4 },
    "transport:0x4242",
    "eth.addr == 02:00:00:00:00:01 && !ip && !ipv6",
    "ether host 02:00:00:00:00:01 and not ip and not ip6",
  ],
])("%s", (_, selection, filter, wireshark, tcpdump) => {
  expect(filters(selection, filter)).toEqual([wireshark, tcpdump]);
});

test("no filter names Other, or an address that is none", () => {
  expect(filters(pair(0, 6))).toBeNull();
  expect(filters({ kind: "host", host: 6 })).toBeNull();
  expect(filters(pair(0, 7))).toBeNull();
});

test("what is in a tunnel is said", () => {
  const shown = Int32Array.of(4);
  expect(captureFilters(d, pair(2, 3), shown, 2)?.note).toContain("tunnels");
  expect(captureFilters(d, pair(1, 1), Int32Array.of(8), 2)?.note).toBe("");
});

test("a span becomes exact times, its end without the next span's first frame", () => {
  const within = { ...d, span: { from: 1_500_000_000, to: 2_000_000_001 } };
  expect(captureFilters(within, pair(1, 1), Int32Array.of(8), 2)?.wireshark).toContain(
    "frame.time_epoch >= 1700000001.500000000 && frame.time_epoch < 1700000002.000000001",
  );
  const toEnd = { ...d, span: { from: 0, to: 10_000_000_000 } };
  expect(captureFilters(toEnd, pair(1, 1), Int32Array.of(8), 2)?.wireshark).toContain(
    "frame.time_epoch <= 1700000010.000000000",
  );
});
