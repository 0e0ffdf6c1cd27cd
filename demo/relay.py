#!/usr/bin/python3
"""Carries Ethernet frames between two TAP devices, each after a fixed delay.

    relay.py DEVICE DEVICE SECONDS

This stands for a long line where the kernel has no netem. Frames keep their
order. At most QUEUE frames are on their way in each direction; what comes then
is dropped, as any router does.
"""

import collections
import fcntl
import os
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000
FRAME = 65536
QUEUE = 1000


def tap(name):
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    return fd


def receive(fd, queue, delay):
    """Queues all that waits at fd, with the time when it is due."""
    while True:
        try:
            frame = os.read(fd, FRAME)
        except BlockingIOError:
            return
        if len(queue) < QUEUE:
            queue.append((time.monotonic() + delay, frame))


def deliver(fd, queue):
    """Sends what is due."""
    now = time.monotonic()
    while queue and queue[0][0] <= now:
        try:
            os.write(fd, queue.popleft()[1])
        except OSError:
            pass  # the device is not up yet, or its queue is full: lost


def main():
    left, right, delay = tap(sys.argv[1]), tap(sys.argv[2]), float(sys.argv[3])
    ways = {left: (right, collections.deque()), right: (left, collections.deque())}
    poller = select.poll()
    for fd in ways:
        poller.register(fd, select.POLLIN)
    while True:
        due = [queue[0][0] for _, queue in ways.values() if queue]
        wait = max(0, min(due) - time.monotonic()) * 1000 if due else None
        for fd, event in poller.poll(wait):
            if event & select.POLLIN:
                receive(fd, ways[fd][1], delay)
            else:
                time.sleep(0.01)  # POLLERR: the device is down, while it moves house
        for out, queue in ways.values():
            deliver(out, queue)


main()
