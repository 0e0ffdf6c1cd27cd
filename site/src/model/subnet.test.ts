import { describe, expect, test } from "vitest";
import { HostIPv4, HostIPv6, HostMAC, HostNone } from "../report/types";
import { prepare } from "./data";
import { sampleReport } from "./sample";
import { subnetOf, subnets } from "./subnet";

describe("subnets", () => {
  test.each([
    ["10.0.3.77", HostIPv4, "10.0.3.0/24"],
    ["fd00:10:30:1::5", HostIPv6, "fd00:10:30:1::/64"],
    ["fd00::1", HostIPv6, "fd00::/64"],
    ["2001:db8:0:1:a:b:c:d", HostIPv6, "2001:db8:0:1::/64"],
    ["2001:db8::a:b:c:d:e", HostIPv6, "2001:db8:0:a::/64"],
    ["1::2:3:4:5:6:7", HostIPv6, "1:0:2:3::/64"],
    ["::1", HostIPv6, "::/64"],
    ["::", HostIPv6, "::/64"],
    ["::ffff:10.0.0.1", HostIPv6, "::/64"],
    ["02:00:00:00:00:01", HostMAC, "MAC addresses"],
    ["(no address)", HostNone, "(no address)"],
  ])("%s is in %s", (address, flags, subnet) => {
    expect(subnetOf(address, flags)).toBe(subnet);
  });

  test("are numbered as they are met, once a report", () => {
    const data = prepare(
      sampleReport({
        hosts: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }, { address: "10.0.1.1" }],
        services: [],
      }),
    );
    expect(subnets(data)).toEqual({
      label: ["10.0.0.0/24", "10.0.1.0/24"],
      of: Int32Array.of(0, 0, 1),
    });
    expect(subnets(data)).toBe(subnets({ ...data }));
  });
});
