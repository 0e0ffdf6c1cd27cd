#!/usr/bin/python3
"""Somebody on the client network who uses the shop.

client.py NAME SECONDS    NAME chooses the habits, from HABITS
"""

import functools
import http.client
import itertools
import random
import socket
import ssl
import sys
import time

TIMEOUT = 6  # seconds for one connection or answer, on a lossy line
REMEMBERED = 4  # visits for which a name is not asked again, as browsers do
DOMAIN = "shop.internal"

name, deadline = sys.argv[1], time.monotonic() + float(sys.argv[2])
dice = random.Random(name)
socket.getaddrinfo = functools.cache(socket.getaddrinfo)


def connect(host, tls=True):
    if not tls:
        return http.client.HTTPConnection(f"{host}.{DOMAIN}", timeout=TIMEOUT)
    # The certificate is made anew for each recording: nothing to check it by.
    context = ssl._create_unverified_context()
    return http.client.HTTPSConnection(f"{host}.{DOMAIN}", timeout=TIMEOUT, context=context)


def ask(connection, path, method="GET"):
    if time.monotonic() < deadline:
        connection.request(method, path, headers={"User-Agent": name})
        connection.getresponse().read()


def look_at(pictures, tls=True):
    img = connect("img", tls)
    for picture in pictures:
        ask(img, f"/img/{picture}.jpg")
    img.close()


def browse():
    www = connect("www")
    ask(www, "/")
    ask(www, f"/api/catalog/{dice.randrange(6)}")
    look_at(dice.choices(["thumb", "front", "side", "large"], k=3))
    ask(www, f"/api/item/{dice.randrange(1, 2000)}")
    www.close()


def buy():
    browse()
    api = connect("api")
    ask(api, f"/api/order/{dice.randrange(1, 2000)}", "POST")
    api.close()
    # A link in an old newsletter: the name is gone.
    try:
        socket.getaddrinfo(f"promo.{DOMAIN}", 443)
    except socket.gaierror:
        pass


def mirror():
    look_at(["large", "side", "large"], tls=False)
    time.sleep(1.5)


def poll():
    api = connect("api")
    for _ in range(3):
        ask(api, f"/api/item/{dice.randrange(1, 2000)}")
    api.close()
    time.sleep(1)


HABITS = {"client-a": browse, "client-b": buy, "client-c": mirror, "client-d": poll}

for visit in itertools.count():
    if time.monotonic() >= deadline:
        break
    if visit % REMEMBERED == 0:
        socket.getaddrinfo.cache_clear()
    try:
        HABITS[name]()
    except (OSError, http.client.HTTPException) as error:
        print(f"{name}: {error}")  # the line is lossy; a person tries again
    time.sleep(dice.uniform(0.7, 1.7))
