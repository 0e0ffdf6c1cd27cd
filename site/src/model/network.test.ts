import { describe, expect, test } from "vitest";
import { contains, parseAddress, parseNetwork } from "./network";

describe("networks", () => {
  test.each([
    ["10.0.0.0/8", "10.200.3.4", true],
    ["10.0.0.0/8", "11.0.0.1", false],
    ["10.1.0.0/12", "10.15.255.255", true],
    ["10.1.0.0/12", "10.16.0.0", false],
    ["10.0.0.7/31", "10.0.0.6", true],
    ["10.0.0.7", "10.0.0.7", true],
    ["10.0.0.7", "10.0.0.6", false],
    ["0.0.0.0/0", "255.1.2.3", true],
    ["0.0.0.0/0", "::1", false],
    ["fd00::/8", "fdff::1", true],
    ["fd00::/8", "fe80::1", false],
    ["2001:db8:0:8000::/49", "2001:db8:0:ffff::", true],
    ["2001:db8:0:8000::/49", "2001:db8:0:7fff::", false],
    ["::/0", "fe80::1%eth0", true],
    ["::ffff:10.0.0.0/104", "::ffff:10.9.9.9", true],
    ["::1/128", "::1", true],
  ])("%s and %s: %s", (network, address, found) => {
    expect(contains(parseNetwork(network)!, parseAddress(address))).toBe(found);
  });

  test.each([
    "",
    "/8",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0/8",
    "10.0.0.256",
    "fd00::/129",
    "1::2::3",
    ":::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "::12345",
    "10.0.0.0/8/8",
    "web",
    "a:b",
    "1:2:3:4:5:6:7::8:9",
  ])("%j is none", (text) => {
    expect(parseNetwork(text)).toBeNull();
  });
});
