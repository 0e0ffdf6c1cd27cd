#!/usr/bin/python3
"""Probes every address of a /24 on a few TCP ports, one SYN each, within seconds.

scanner.py PREFIX DELAY    PREFIX like 10.30.0, DELAY in seconds before it begins
"""

import contextlib
import socket
import sys
import time

PORTS = (22, 80, 443, 5432)
PAUSE = 0.004  # seconds between probes

prefix, delay = sys.argv[1], float(sys.argv[2])
time.sleep(delay)
open_sockets = []
for last in range(1, 255):
    for port in PORTS:
        probe = socket.socket()
        probe.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            probe.connect((f"{prefix}.{last}", port))
        open_sockets.append(probe)
        # Closed within the second, before its SYN would be sent again.
        if len(open_sockets) > 0.8 / PAUSE:
            open_sockets.pop(0).close()
        time.sleep(PAUSE)
time.sleep(0.1)  # for the last answers; longer, and SYNs would be sent again
