#!/usr/bin/python3
"""The orders app, on shop-web behind nginx: HTTP on 127.0.0.1:8000.

It keeps its rows in PostgreSQL, caches in Redis over IPv6, asks the stock
service across the overlay, charges over TLS and mails over SMTP.
"""

import http.client
import http.server
import json
import smtplib
import ssl
import threading
import time
import urllib.parse

import psycopg2
import redis

DOMAIN = "shop.internal"
local = threading.local()  # each thread's connections to the database and the overlay
cache = redis.Redis(host=f"cache.{DOMAIN}")


def query(sql, *values):
    if not hasattr(local, "db"):
        local.db = psycopg2.connect(
            host=f"orders-db.{DOMAIN}", user="shop", dbname="postgres", sslmode="disable", gssencmode="disable"
        )
        local.db.autocommit = True
    with local.db.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def fetch(host, path):
    if not hasattr(local, host):
        setattr(local, host, http.client.HTTPConnection(f"{host}.{DOMAIN}", 8080, timeout=5))
    connection = getattr(local, host)
    connection.request("GET", path)
    return connection.getresponse().read()


def catalog(page):
    key = f"catalog:{page}"
    body = cache.get(key)
    if body is None:
        rows = query(
            "SELECT id, name, price::text, about FROM items WHERE id > %s ORDER BY id LIMIT 120", page * 120
        )
        body = json.dumps(rows).encode()
        cache.set(key, body, ex=4)
    return body


def item(number):
    (row,) = query("SELECT id, name, price::text, about FROM items WHERE id = %s", number)
    pieces = json.loads(fetch("stock", f"/stock/{number}"))["pieces"]
    return json.dumps([*row, pieces]).encode()


def order(number):
    context = ssl._create_unverified_context()  # the shop's certificate is its own
    bank = http.client.HTTPSConnection(f"payments.{DOMAIN}", context=context, timeout=5)
    bank.request("POST", "/charge", body=json.dumps({"item": number, "pieces": 1}))
    bank.getresponse().read()
    bank.close()
    (row,) = query("INSERT INTO orders (item, pieces) VALUES (%s, 1) RETURNING id", number)
    with smtplib.SMTP(f"mailer.{DOMAIN}", timeout=5, local_hostname=f"shop-web.{DOMAIN}") as mail:
        mail.sendmail("shop@shop.internal", ["buyer@lan.internal"], f"Subject: order {row[0]}\n\nThank you.")
    cache.incr("orders")
    return json.dumps({"order": row[0]}).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        _, _, what, number = urllib.parse.urlsplit(self.path).path.split("/")
        body = {"catalog": catalog, "item": item, "order": order}[what](int(number))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


def reports():
    """A batch job beside the shop: large answers from the backend."""
    while True:
        time.sleep(7)
        journal = "".join(row[0] for row in query("SELECT entry FROM journal"))
        cache.set("report", journal)
        cache.get("report")
        fetch("warehouse", "/manifest")


threading.Thread(target=reports, daemon=True).start()
http.server.ThreadingHTTPServer(("127.0.0.1", 8000), Handler).serve_forever()
