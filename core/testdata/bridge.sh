#!/usr/bin/env bash
# Records bridge-any.pcap and bridge-port.pcap anew: what crosses a bridge
# between two hosts, seen at the same time on every interface of the bridge's
# network namespace (`any`) and on one port alone. Needs root, iproute2,
# tcpdump, curl and Python 3.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
jobs_=()

cleanup() {
	kill "${jobs_[@]}" 2>/dev/null || true
	wait
	for n in bridge left right; do ip netns del "hs-$n" 2>/dev/null || true; done
	rm -rf "$work"
}
trap cleanup EXIT

for n in bridge left right; do
	ip netns add "hs-$n"
	# What the bridge itself says would be in one capture alone.
	ip netns exec "hs-$n" sysctl -q net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
done
ip -n hs-bridge link add br0 type bridge
ip -n hs-bridge link set br0 up
for n in left right; do
	ip link add "$n" netns "hs-$n" type veth peer name "to-$n" netns hs-bridge
	ip -n hs-bridge link set "to-$n" master br0 up
done
ip -n hs-left addr add 10.99.0.1/24 dev left
ip -n hs-right addr add 10.99.0.2/24 dev right
ip -n hs-left link set left up
ip -n hs-right link set right up
sleep 2

head -c 400000 /dev/urandom >"$work/blob"
ip netns exec hs-right python3 -m http.server -d "$work" 8000 >/dev/null 2>&1 &
jobs_+=($!)
for capture in "any any" "port to-left"; do
	read -r name interface <<<"$capture"
	ip netns exec hs-bridge tcpdump -q -i "$interface" -s 100 -B 8192 -w - 2>/dev/null >"bridge-$name.pcap" &
	jobs_+=($!)
done
sleep 2
for _ in $(seq 8); do ip netns exec hs-left curl -s -o /dev/null http://10.99.0.2:8000/blob; done
ip netns exec hs-left ping -q -c 5 -i 0.2 10.99.0.2 >/dev/null
sleep 1
