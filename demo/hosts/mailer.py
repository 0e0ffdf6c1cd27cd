#!/usr/bin/python3
"""A mail server that accepts every message and keeps none: SMTP on :25."""

import socketserver


class Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 mailer.shop.internal ESMTP")
        in_message = False
        for line in self.rfile:
            verb = line.strip().upper()
            if in_message:
                in_message = verb != b"."
                if not in_message:
                    self.say("250 accepted")
            elif verb == b"DATA":
                in_message = True
                self.say("354 end with a dot")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 mailer.shop.internal")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("", 25), Session).serve_forever()
