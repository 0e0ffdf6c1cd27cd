#!/usr/bin/python3
"""What lies in the shelves, for who asks across the overlay: HTTP on :8080.

/stock/N is a few bytes; /manifest is a large answer.
"""

import http.server
import json


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/manifest":
            answer = [{"item": n, "shelf": f"row {n % 40}", "pieces": n * 7 % 90} for n in range(8000)]
        else:
            answer = {"pieces": int(self.path.rpartition("/")[2]) * 7 % 90}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("", 8080), Handler).serve_forever()
