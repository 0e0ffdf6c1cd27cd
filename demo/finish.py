#!/usr/bin/python3
"""Turns dumpcap's raw recording into the demo capture.

    finish.py RAW OUTPUT

What it changes, and nothing else: records go in time order (dumpcap interleaves
its interfaces loosely); records of more than BULK bytes on the wire keep only
their first KEEP (their length on the wire stays, as with any snap length); the
machine's kernel and programs go out of the section header; comments and
interface descriptions go in.
"""

import struct
import sys

BULK = 1200
KEEP = 128

SHB, IDB, EPB = 0x0A0D0D0A, 1, 6
COMMENT, SHB_HARDWARE, SHB_OS, SHB_USERAPPL = 1, 2, 3, 4
IF_NAME, IF_DESCRIPTION, IF_TSRESOL = 2, 3, 9
EPB_FLAGS = 2

SECTION = (
    "The shop: a web host, its backend and a lossy client network, half a minute, recorded by heatsink's "
    "demo/record in network namespaces of one machine. Frames of more than "
    f"{BULK} bytes are cut to {KEEP}."
)
INTERFACES = {
    "front0": ("towards the clients", "10.20.0.0/24 lies behind a line of 28 ms that loses 2 % of its segments"),
    "back0": ("towards the backend", "10.30.0.0/24 and fd30:5a0b:30::/64"),
    "under0": ("underlay to rack-2", "VXLAN 42 to 10.31.0.50, with 10.60.0.0/24 inside"),
}
SCANNER = bytes([10, 20, 0, 66])
SCAN_COMMENT = "The scanner's first probe: 254 addresses on four ports follow."


def padded(data):
    return data + bytes(-len(data) % 4)


def block(kind, body):
    length = len(body) + 12
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)


def options(pairs):
    out = b"".join(struct.pack("<HH", code, len(value)) + padded(value) for code, value in pairs)
    return out + bytes(4) if out else b""


def read_options(data):
    pairs, at = [], 0
    while at + 4 <= len(data):
        code, length = struct.unpack_from("<HH", data, at)
        if code == 0:
            break
        pairs.append((code, data[at + 4 : at + 4 + length]))
        at += 4 + length + -length % 4
    return pairs


def blocks(data):
    at = 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        yield kind, data[at + 8 : at + length - 4]
        at += length


def section(body):
    texts = [(COMMENT, SECTION), (SHB_USERAPPL, "heatsink demo/record")]
    return block(SHB, body[:16] + options([(code, text.encode()) for code, text in texts]))


def interface(body):
    kept = [pair for pair in read_options(body[8:]) if pair[0] in (IF_NAME, IF_TSRESOL)]
    description, comment = INTERFACES[dict(kept)[IF_NAME].decode()]
    added = [(IF_DESCRIPTION, description.encode()), (COMMENT, comment.encode())]
    return block(IDB, body[:8] + options(kept + added))


def packet(body, comment):
    index, high, low, captured, wire = struct.unpack_from("<5I", body)
    pairs = read_options(body[20 + captured + -captured % 4 :])
    kept = KEEP if wire > BULK else captured
    if comment:
        pairs.append((COMMENT, comment.encode()))
    head = struct.pack("<5I", index, high, low, min(kept, captured), wire)
    return block(EPB, head + padded(body[20 : 20 + captured][:kept]) + options(pairs))


def is_probe(body):
    return body[20 + 12 : 20 + 14] == b"\x08\x00" and body[20 + 26 : 20 + 30] == SCANNER


def main():
    with open(sys.argv[1], "rb") as file:
        all_blocks = list(blocks(file.read()))
    packets = sorted((body for kind, body in all_blocks if kind == EPB), key=lambda b: struct.unpack_from("<II", b, 4))
    first_probe = next((body for body in packets if is_probe(body)), None)
    others = [(kind, body) for kind, body in all_blocks if kind not in (SHB, IDB, EPB)]
    with open(sys.argv[2], "wb") as out:
        for kind, body in all_blocks:
            if kind == SHB:
                out.write(section(body))
            elif kind == IDB:
                out.write(interface(body))
        for body in packets:
            out.write(packet(body, SCAN_COMMENT if body is first_probe else ""))
        for kind, body in others:
            out.write(block(kind, body))


main()
