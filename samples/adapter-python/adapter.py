"""Serves a TaskPing adapter over HTTP: POST /send and POST /check, with JSON bodies, signed as in Standard Webhooks.

ntfy.py contains everything about the provider. To write an adapter for another provider, replace that file.
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import ntfy

MAX_REQUEST_BYTES = 8 * 1024 * 1024
TOLERANCE_SECONDS = 5 * 60  # Standard Webhooks, "Verifying webhook authenticity": older requests may be replayed ones


class Signature:
    """Verifies the relay's signature, which it makes with the channel's signing secret."""

    def __init__(self, secret):
        if not secret.startswith("whsec_"):
            sys.exit("SIGNING_SECRET must be whsec_ and Base64; make one with: echo whsec_$(openssl rand -base64 32)")
        self.key = base64.b64decode(secret[len("whsec_"):], validate=True)

    def problem(self, headers, body):
        """Returns what is wrong with a request, or None."""
        identifier, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if not timestamp.isascii() or not timestamp.isdigit() or abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
            return "webhook-timestamp is missing or more than five minutes off"
        signed = f"{identifier}.{timestamp}.".encode() + body
        expected = b"v1," + base64.b64encode(hmac.new(self.key, signed, hashlib.sha256).digest())
        given = headers.get("webhook-signature", "").encode().split(b" ")
        if not any(hmac.compare_digest(expected, signature) for signature in given):
            return "webhook-signature does not match; compare the signing secrets on both sides"
        return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    signature = None

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MAX_REQUEST_BYTES:
            self.close_connection = True
            return self.answer(413, {"error": f"a request needs a Content-Length of at most {MAX_REQUEST_BYTES}"})
        body = self.rfile.read(int(length))
        problem = self.signature.problem(self.headers, body)
        if problem:
            return self.answer(401, {"error": problem})
        operation = {"/send": ntfy.send, "/check": ntfy.check}.get(self.path)
        if operation is None:
            return self.answer(404, {"error": "unknown path; use /send or /check"})
        try:
            request = json.loads(body)
        except ValueError as error:
            return self.answer(400, {"error": f"the body is not JSON: {error}"})
        try:
            answer = operation(request)
        except (KeyError, TypeError, AttributeError) as error:
            return self.answer(400, {"error": f"the request lacks a field or has a wrong type: {error!r}"})
        self.answer(200, answer)

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code="-", size="-"):
        pass


def main():
    Handler.signature = Signature(os.environ.get("SIGNING_SECRET", ""))
    server = ThreadingHTTPServer((os.environ.get("ADDRESS", "0.0.0.0"), int(os.environ.get("PORT", "8080"))), Handler)
    print(f"listening on port {server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
