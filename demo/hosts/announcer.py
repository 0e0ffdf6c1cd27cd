#!/usr/bin/python3
"""A label printer that can't stop announcing itself: mDNS and SSDP by multicast.

announcer.py SECONDS
"""

import socket
import struct
import sys
import time

ADDRESS = "10.30.0.90"
TTL = 120
PTR, TXT, SRV, A = 12, 16, 33, 1

SSDP = (
    "NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nCACHE-CONTROL: max-age=1800\r\n"
    f"LOCATION: http://{ADDRESS}/printer.xml\r\nNT: urn:schemas-upnp-org:device:Printer:1\r\n"
    "NTS: ssdp:alive\r\nSERVER: Labels/1.0 UPnP/1.0\r\n"
    "USN: uuid:00000000-0000-0000-0000-000000000090::urn:schemas-upnp-org:device:Printer:1\r\n\r\n"
).encode()


def name(text):
    labels = text.split(".")
    return b"".join(bytes([len(label)]) + label.encode() for label in labels) + b"\0"


def record(owner, kind, data, unique=True):
    """A resource record of class IN, with mDNS's cache-flush bit if unique (RFC 6762 §10.2)."""
    return name(owner) + struct.pack("!HHIH", kind, 0x8001 if unique else 1, TTL, len(data)) + data


def announcement():
    service, instance, host = "_ipp._tcp.local", "Label printer._ipp._tcp.local", "label-printer.local"
    answers = [
        record(service, PTR, name(instance), unique=False),
        record(instance, SRV, struct.pack("!HHH", 0, 0, 631) + name(host)),
        record(instance, TXT, b"\x09txtvers=1"),
        record(host, A, socket.inet_aton(ADDRESS)),
    ]
    return struct.pack("!HHHHHH", 0, 0x8400, 0, len(answers), 0, 0) + b"".join(answers)


def sender(port, ttl):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(ADDRESS))
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, ttl)
    s.bind((ADDRESS, port))
    return s


mdns, ssdp = sender(5353, 255), sender(0, 4)
for second in range(int(sys.argv[1]) - 1):
    mdns.sendto(announcement(), ("224.0.0.251", 5353))
    if second % 3 == 0:
        ssdp.sendto(SSDP, ("239.255.255.250", 1900))
    time.sleep(1)
